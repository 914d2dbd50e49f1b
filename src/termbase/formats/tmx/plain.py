"""The fast path: units without anything unusual are taken from the text by a few regular expressions.

What these accept is a narrow part of well-formed XML; anything else is left to the XML parser, which stands behind and decides alike
(a test holds the two to that). Possessive quantifiers keep every match linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import fields
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, TypeVar

from termbase.formats import xmlsafe
from termbase.formats.tmx.parser import NATIVE
from termbase.model import Annotation, Code, Language, Place, Segment, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SPACE = r"[ \t\n]"
_TAG = r"((?:[ ][^>]*+)?+)>"
_NOTES = rf"((?:{_SPACE}*+<(?:prop|note){_TAG}[^<]*+</(?:prop|note)>)*+)".replace("((?:[ ]", "(?:(?:[ ]")
_HEAD = re.compile(rf"{_SPACE}*+(<tu){_TAG}{_NOTES}")
_VARIANT = re.compile(
    rf"{_SPACE}*+<tuv{_TAG}{_NOTES}{_SPACE}*+(<seg>)([^<]*+(?:<(?!/seg>)[^<]*+)*+)</seg>{_SPACE}*+</tuv>({_SPACE}*+</tu>)?+"
)
_START = re.compile(r"([A-Za-z_][A-Za-z0-9_:.-]*)((?:[ ].*+)?+)")
_NOTE = re.compile(rf"{_SPACE}*+<(prop|note){_TAG}([^<]*+)</\1>")
_NAME = re.compile(r"[ ]+([A-Za-z_][A-Za-z0-9_:.-]*)=")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")

# Bytes that XML forbids.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])

_Kind = TypeVar("_Kind")
_Start = tuple[str, dict[str, str], str, bool]
"""A start tag in a segment: name, attributes, what stands in its end tag, whether it is one of native code."""

_STRUCTURE = frozenset({"tu", "tuv", "seg"})
_MAX_OPEN = 100
_MAX_KNOWN = 4_096
_MAX_KNOWN_LENGTH = 1_000


class _NotPlain(Exception):
    """The unit is for the XML parser."""


def is_plain(data: bytes) -> bool:
    """Whether nothing in the data needs the parser's judgement wherever it stands: characters that XML forbids, an end of CDATA."""
    # The single bytes are looked for first, since that is many times as fast and they are rare.
    return (
        len(data.translate(None, _CONTROLS)) == len(data)
        and not (b"]" in data and b"]]>" in data)
        and not (b"\xef" in data and (b"\xef\xbf\xbe" in data or b"\xef\xbf\xbf" in data))
    )


def _factory(kind: type[_Kind]) -> Callable[..., _Kind]:
    """A function that makes frozen values as their class does, from all fields in order, in a quarter of the time.

    A frozen data class sets its fields through `object.__setattr__`, by name; this sets those of a twin that is not frozen, which then
    becomes the value. A memory of a million units is eight million values.
    """
    names = [item.name for item in fields(kind)]  # type: ignore[arg-type]  # every kind is a data class
    twin = type(kind.__name__, (), {"__slots__": tuple(names)})
    sets = "".join(f"    value.{name} = {name}\n" for name in names)
    source = (
        f"def make({', '.join(names)}):\n    value = new(twin)\n{sets}    value.__class__ = kind\n    return value\n"
    )
    space: dict[str, Any] = {"new": object.__new__, "twin": twin, "kind": kind}
    exec(source, space)  # noqa: S102 (as `dataclasses` itself does; the text is made of field names)
    make: Callable[..., _Kind] = space["make"]
    return make


_make_place = _factory(Place)
_make_segment = _factory(Segment)
_make_variant = _factory(Variant)
_make_unit = _factory(Unit)
_make_code = _factory(Code)


class Lines:
    """Line and column, in the file, of every offset in a text that begins at a line and column."""

    def __init__(self, text: str, line: int, column: int) -> None:
        self.line = line
        # Offsets at which lines begin: the first line began before the text, and one begins where none does, after the end.
        self.starts = [1 - column, *accumulate([len(item) + 1 for item in text.split("\n")])]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.line + index, offset - self.starts[index] + 1


class PlainReader:
    """Reads plain units from text; those with the same notes or inline codes share them, so these values must never be changed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.position = 0
        # Language by the whole of a variant's attributes, where these are the language only.
        self._tags: dict[str, Language] = {}
        # Notes and properties, tags of inline codes, and whole codes, by their text: most repeat from unit to unit.
        self._known_notes: dict[str, tuple[Annotation, ...]] = {}
        self._known_starts: dict[str, Code | _Start] = {}
        self._known_codes: dict[str, Code] = {}

    def read(self, text: str, position: int, lines: Lines) -> Iterator[Unit]:
        """Yield plain units; `position` is then the offset where something else begins, or the end of the text."""
        path, tags = self.path, self._tags
        starts, first = lines.starts, lines.line
        index = lines.place(position)[0] - first
        while head := _HEAD.match(text, position):
            try:
                start = head.start(1)
                while starts[index + 1] <= start:
                    index += 1
                place = _make_place(path, first + index, start - starts[index] + 1, 0, 0, 0)
                _, tag, notes = head.groups()
                attributes = _attributes(tag)
                identifier = attributes.pop("tuid", "")
                annotations = self._notes(notes) if notes else ()
                variants: list[Variant] = []
                at = head.end()
                end = None
                while end is None:
                    found = _VARIANT.match(text, at)
                    if found is None:
                        raise _NotPlain  # noqa: TRY301 (one way out, whatever was met)
                    tag, notes, _, content, end = found.groups()
                    at, start = found.end(), found.start(3)
                    while starts[index + 1] <= start:
                        index += 1
                    language = tags.get(tag)
                    others: dict[str, str] = {}
                    if language is None:
                        language, others = self._language(tag)
                    codes: tuple[str | Code, ...] = ()
                    if "<" in content:
                        pieces = iter(content.split("<"))
                        content, codes, _ = self._content(next(pieces), pieces, None, 0)
                    elif "&" in content:
                        content = _resolve(content)
                    segment_place = _make_place(path, first + index, start - starts[index] + 1, 0, 0, 0)
                    segment = _make_segment(content, language, codes, segment_place)
                    variants.append(_make_variant(segment, others, self._notes(notes) if notes else ()))
            except _NotPlain:
                break
            yield _make_unit(tuple(variants), identifier, attributes, annotations, place)
            position = at
        self.position = position

    def _notes(self, raw: str) -> tuple[Annotation, ...]:
        known = self._known_notes.get(raw)
        if known is None:
            known = _notes(raw)
            _keep(self._known_notes, raw, known)
        return known

    def _content(  # noqa: C901, PLR0912 (the innermost loop: a call for each code costs a tenth)
        self, text: str, pieces: Iterator[str], end: str | None, depth: int
    ) -> tuple[str, tuple[str | Code, ...], str]:
        """What is visible and what stands between here and an end tag, or the end of the segment; and the text behind that.

        The text comes first, then the pieces: each is a tag without its `<`, and the text behind it.
        """
        if depth > _MAX_OPEN:
            raise _NotPlain
        if "&" in text:
            text = _resolve(text)
        visible = text
        items: list[str | Code] = [text] if text else []
        starts, codes = self._known_starts, self._known_codes
        for piece in pieces:
            tag, close, text = piece.partition(">")
            if not close:
                raise _NotPlain
            if tag == end:
                return visible, tuple(items), text
            start = starts.get(tag) or self._start(tag)
            if isinstance(start, Code):
                items.append(start)
            else:
                name, attributes, own_end, native = start
                if not native:
                    inner, content, text = self._content(text, pieces, own_end, depth + 1)
                    visible += inner
                    items.append(_make_code(name, attributes, content))
                else:  # most hold native code and nothing else, nearly always one met before
                    following = next(pieces, "")
                    tag, close, behind = following.partition(">")
                    if tag == own_end and close:
                        items.append(codes.get(piece) or self._native(piece, name, attributes, text))
                        text = behind
                    else:
                        _, content, text = self._content(text, chain((following,), pieces), own_end, depth + 1)
                        items.append(_make_code(name, attributes, content))
            if text:
                if "&" in text:
                    text = _resolve(text)
                visible += text
                items.append(text)
        if end is not None:
            raise _NotPlain
        return visible, tuple(items), ""

    def _start(self, tag: str) -> Code | _Start:
        """What the tag of a code begins; the whole code, where it is one of its own."""
        found = _START.fullmatch(tag.removesuffix("/"))
        if found is None or found[1].rpartition(":")[2] in _STRUCTURE:
            raise _NotPlain
        name, attributes = found[1], _attributes(found[2])
        start = (
            _make_code(name, attributes, ()) if tag.endswith("/") else (name, attributes, f"/{name}", name in NATIVE)
        )
        _keep(self._known_starts, tag, start)
        return start

    def _native(self, piece: str, name: str, attributes: dict[str, str], native: str) -> Code:
        """A code of native code only."""
        content = (_resolve(native) if "&" in native else native,) if native else ()
        code = _make_code(name, attributes, content)
        _keep(self._known_codes, piece, code)
        return code

    def _language(self, tag: str) -> tuple[Language, dict[str, str]]:
        attributes = _attributes(tag)
        name = attributes.get("xml:lang") or attributes.get("lang", "")
        if not name:
            raise _NotPlain
        language = Language(name)
        attributes.pop("xml:lang", None)
        if not attributes:
            _keep(self._tags, tag, language)
        return language, attributes


def _keep(known: dict[str, _Kind], raw: str, value: _Kind) -> None:
    """Remember a value by its text, within bounds: when there are too many, those that recur soon come back."""
    if len(raw) <= _MAX_KNOWN_LENGTH:
        if len(known) >= _MAX_KNOWN:
            known.clear()
        known[raw] = value


_shapes: dict[str, tuple[str, ...]] = {}
"""Names of attributes by what stands between their values: a file has a handful of such shapes."""


def _attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag, from what stands after its name."""
    if not tag:
        return {}
    if "<" in tag or "\n" in tag or "\t" in tag:
        raise _NotPlain
    pieces = tag.split('"')
    shape = '"'.join(pieces[::2])
    names = _shapes.get(shape)
    if names is None:
        names = _names(shape)
        _keep(_shapes, shape, names)
    values = pieces[1::2]
    if "&" in tag:
        values = [_resolve(value) for value in values]
    return dict(zip(names, values))  # noqa: B905 (`strict` takes half as long again; `_names` has counted them)


def _names(shape: str) -> tuple[str, ...]:
    *heads, tail = shape.split('"')
    found = [_NAME.fullmatch(head) for head in heads]
    names = tuple(item[1] for item in found if item)
    if tail.strip(" ") or len(names) != len(found) or len(set(names)) != len(names):
        raise _NotPlain
    return names


def _notes(raw: str) -> tuple[Annotation, ...]:
    notes: list[Annotation] = []
    position = 0
    while found := _NOTE.match(raw, position):
        kind, tag, content = found.groups()
        notes.append(Annotation(kind, _resolve(content) if "&" in content else content, _attributes(tag)))
        position = found.end()
    if position != len(raw):
        raise _NotPlain
    return tuple(notes)


def _resolve(content: str) -> str:
    """The text with its references resolved."""
    if "&#" not in content:
        shorter = content.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&apos;", "'")
        if shorter.count("&") == shorter.count("&amp;"):
            return shorter.replace("&amp;", "&")
    if len(_REFERENCE.findall(content)) != content.count("&"):
        raise _NotPlain
    return _REFERENCE.sub(_character, content)


def _character(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if name:
        return xmlsafe.PREDEFINED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number > 0x10FFFF or xmlsafe.FORBIDDEN.match(chr(number)):
        raise _NotPlain
    return chr(number)
