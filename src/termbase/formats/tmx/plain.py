"""The fast path: units without anything unusual are taken from the text by a few regular expressions.

What these accept is a narrow part of well-formed XML; anything else is left to the XML parser, which stands behind and decides alike
(a test holds the two to that). Possessive quantifiers keep every match linear.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import fields
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeVar

from termbase.formats import xmlsafe
from termbase.formats.tmx.parser import NATIVE, plain_text
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
_NATIVE = "|".join(sorted(NATIVE))
_VALUES = r"(?:[ ][^<>\t\n]*+)?+"  # attributes, and the slash of a tag that is its own end
# What stands between the texts of a segment: a whole element of native code, nearly always one seen before, or a single tag.
_CODE = re.compile(rf"(<(?:{_NATIVE}){_VALUES}(?:/>|(?<=/)>|>[^<]*+</(?:{_NATIVE})>)|<[^<>]*+>)")
_ELEMENT = re.compile(rf"<({_NATIVE})({_VALUES})(?:/>|(?<=/)>|>([^<]*+)</\1>)")
_START = re.compile(rf"<([A-Za-z_][A-Za-z0-9_:.-]*)({_VALUES})/?>")
_NOTE = re.compile(rf"{_SPACE}*+<(prop|note){_TAG}([^<]*+)</\1>")
_NAME = re.compile(r"[ ]+([A-Za-z_][A-Za-z0-9_:.-]*)=")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")

# Bytes that XML forbids.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])

_Kind = TypeVar("_Kind")
_Token = Code | tuple[str, str, dict[str, str]] | str
"""Markup in a segment: a whole code, a start tag (the end tag it waits for, name, attributes), or an end tag."""

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
        # Notes and properties, and inline codes, by their text: most repeat from unit to unit.
        self._known_notes: dict[str, tuple[Annotation, ...]] = {}
        self._known_tokens: dict[str, _Token] = {}
        self._known_attributes: dict[str, dict[str, str]] = {}

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
                        content, codes = self._coded(content)
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

    def _coded(self, content: str) -> tuple[str, tuple[str | Code, ...]]:
        """Text and content of a segment with inline codes."""
        pieces: list[Any] = _CODE.split(content)  # texts, and between any two of them a code
        texts: list[str] = pieces[::2]
        whole = "".join(texts)
        if "<" in whole:
            raise _NotPlain
        if "&" in whole:
            texts = [_resolve(text) if "&" in text else text for text in texts]
            whole = "".join(texts)
        known = self._known_tokens
        tokens = [known.get(piece) or self._token(piece) for piece in pieces[1::2]]
        if set(map(type, tokens)) != {Code}:
            nested = _nested(tokens, texts)
            return plain_text(nested), nested
        pieces[::2] = texts
        pieces[1::2] = tokens
        return whole, tuple(filter(None, pieces))

    def _token(self, piece: str) -> _Token:
        """What a piece of markup in a segment is."""
        token: _Token
        if piece.startswith("</"):
            token = piece
        elif found := _ELEMENT.fullmatch(piece):
            name, tag, native = found.groups()
            token = _make_code(name, self._attributes(tag), (_resolve(native),) if native else ())
        elif found := _START.fullmatch(piece):
            name, tag = found.groups()
            if name.rpartition(":")[2] in _STRUCTURE:
                raise _NotPlain
            attributes = self._attributes(tag)
            token = _make_code(name, attributes, ()) if piece.endswith("/>") else (f"</{name}>", name, attributes)
        else:
            raise _NotPlain
        _keep(self._known_tokens, piece, token)
        return token

    def _attributes(self, tag: str) -> dict[str, str]:
        """Attributes of a code, which may differ in its native code only."""
        known = self._known_attributes.get(tag)
        if known is None:
            known = _attributes(tag.removesuffix("/"))
            _keep(self._known_attributes, tag, known)
        return known

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


def _nested(tokens: list[_Token], texts: list[str]) -> tuple[str | Code, ...]:
    """The content of a segment in which codes hold others, or text."""
    items: list[str | Code] = [texts[0]] if texts[0] else []
    opened: list[tuple[tuple[str, str, dict[str, str]], list[str | Code]]] = []
    for token, text in zip(tokens, texts[1:], strict=True):
        if isinstance(token, Code):
            items.append(token)
        elif isinstance(token, tuple):
            opened.append((token, items))
            items = []
        else:
            if not opened or opened[-1][0][0] != token:
                raise _NotPlain
            (_, name, attributes), outer = opened.pop()
            outer.append(_make_code(name, attributes, tuple(items)))
            items = outer
        if text:
            items.append(text)
        if len(opened) > _MAX_OPEN:
            raise _NotPlain
    if opened:
        raise _NotPlain
    return tuple(items)


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
