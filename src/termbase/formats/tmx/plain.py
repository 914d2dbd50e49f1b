"""The fast path: units without anything unusual are taken from the text by a few regular expressions.

What these accept is a narrow part of well-formed XML; anything else is left to the XML parser, which stands behind and decides alike
(a test holds the two to that). Possessive quantifiers keep every match linear.
"""

from __future__ import annotations

import re
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from termbase.formats import xmlsafe
from termbase.formats.tmx.parser import plain_text
from termbase.model import Annotation, Code, Language, Place, Segment, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SPACE = r"[ \t\n]"
_TAG = r"((?:[ ][^<>&\t\n]*+)?+)>"
_NOTES = rf"((?:{_SPACE}*+<(?:prop|note){_TAG}[^<]*+</(?:prop|note)>)*+)".replace("((?:[ ]", "(?:(?:[ ]")
_HEAD = re.compile(rf"{_SPACE}*+(<tu){_TAG}{_NOTES}")
_VARIANT = re.compile(
    rf"{_SPACE}*+<tuv{_TAG}{_NOTES}{_SPACE}*+(<seg>)([^<]*+(?:<(?!/seg>)[^<]*+)*+)</seg>{_SPACE}*+</tuv>({_SPACE}*+</tu>)?+"
)
_INLINE = re.compile(r"<(/?)([A-Za-z_][A-Za-z0-9_:.-]*)((?:[ ][^<>&/\t\n]*+)?)(/?)>([^<]*+)")
_NOTE = re.compile(rf"{_SPACE}*+<(prop|note){_TAG}([^<]*+)</\1>")
_NAME = re.compile(r"[ ]+([A-Za-z_][A-Za-z0-9_:.-]*)=")
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")

# Bytes that XML forbids.
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])

_Kind = TypeVar("_Kind")
_STRUCTURE = frozenset({"tu", "tuv", "seg"})
_MAX_OPEN = 100
_MAX_KNOWN = 4_096


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
    """A function that makes frozen values as their class does, from all fields in order, in half the time.

    A frozen data class sets its fields through `object.__setattr__`, by name; this sets the slots themselves. A memory of a million units
    is eight million values.
    """
    names = [item.name for item in fields(kind)]  # type: ignore[arg-type]  # every kind is a data class
    space: dict[str, Any] = {f"set_{name}": getattr(kind, name).__set__ for name in names}
    space |= {"new": object.__new__, "kind": kind}
    sets = "".join(f"    set_{name}(value, {name})\n" for name in names)
    source = f"def make({', '.join(names)}):\n    value = new(kind)\n{sets}    return value\n"
    exec(source, space)  # noqa: S102 (as `dataclasses` itself does; the text is made of field names)
    make: Callable[..., _Kind] = space["make"]
    return make


_make_place = _factory(Place)
_make_segment = _factory(Segment)
_make_variant = _factory(Variant)
_make_unit = _factory(Unit)
_make_code = _factory(Code)


class PlainReader:
    """Reads plain units from text. `line` and `column` are those, in the file, of the character at `position`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.line = 1
        self.column = 1
        self.position = 0
        # Language by the whole of a variant's attributes, where these are the language only.
        self._tags: dict[str, Language] = {}
        # Notes and properties by their text: most repeat from unit to unit.
        self._known: dict[str, tuple[Annotation, ...]] = {}
        self._known_attributes: dict[str, dict[str, str]] = {}

    def read(self, text: str, position: int) -> Iterator[Unit]:
        """Yield plain units; `position` is then the offset where something else begins, or the end of the text."""
        # `lines` counts up to `seen`; `before` is the offset of the line feed before it, so that a column is a difference.
        lines, before, seen = self.line, position - self.column, position
        path, tags = self.path, self._tags
        while head := _HEAD.match(text, position):
            try:
                start, mark = head.start(1), seen
                line = lines + text.count("\n", mark, start)
                feed = text.rfind("\n", mark, start)
                column = start - (feed if feed >= 0 else before)
                place = _make_place(path, line, column, 0, 0, 0)
                annotations = self._notes(head[3]) if head[3] else ()
                variants: list[Variant] = []
                at = head.end()
                end = None
                while end is None:
                    found = _VARIANT.match(text, at)
                    if found is None:
                        raise _NotPlain  # noqa: TRY301 (one way out, whatever was met)
                    tag, notes, _, content, end = found.groups()
                    at = found.end()
                    mark, start = start, found.start(3)
                    line += text.count("\n", mark, start)
                    feed = text.rfind("\n", mark, start)
                    column = start - feed if feed >= 0 else column + start - mark
                    language = tags.get(tag)
                    attributes: dict[str, str] = {}
                    if language is None:
                        language, attributes = self._language(tag)
                    codes: tuple[str | Code, ...] = ()
                    if "<" in content:
                        codes = self._codes(content)
                        content = plain_text(codes)
                    elif "&" in content:
                        content = _resolve(content)
                    segment = _make_segment(content, language, codes, _make_place(path, line, column, 0, 0, 0))
                    variants.append(_make_variant(segment, attributes, self._notes(notes) if notes else ()))
                attributes = _attributes(head[2])
                unit = _make_unit(tuple(variants), attributes.pop("tuid", ""), attributes, annotations, place)
            except _NotPlain:
                break
            yield unit
            position = at
            lines, before, seen = line, start - column, start
        self.line = lines + text.count("\n", seen, position)
        feed = text.rfind("\n", seen, position)
        self.column = position - (feed if feed >= 0 else before)
        self.position = position

    def _notes(self, raw: str) -> tuple[Annotation, ...]:
        known = self._known.get(raw)
        if known is None:
            known = _notes(raw)
            if len(self._known) < _MAX_KNOWN:
                self._known[raw] = known
        return known

    def _codes(self, content: str) -> tuple[str | Code, ...]:
        """A segment with inline codes."""
        start = content.index("<")
        items: list[str | Code] = [_resolve(content[:start])] if start else []
        opened: list[tuple[str, dict[str, str], list[str | Code]]] = []
        length = start
        for slash, name, tag, end, text in _INLINE.findall(content, start):
            length += len(slash) + len(name) + len(tag) + len(end) + len(text) + 2
            if slash:
                if not opened or opened[-1][0] != name or tag or end:
                    raise _NotPlain
                _, attributes, outer = opened.pop()
                outer.append(_make_code(name, attributes, tuple(items)))
                items = outer
            elif end:
                items.append(_make_code(name, self._attributes(tag), ()))
            else:
                if name in _STRUCTURE or len(opened) > _MAX_OPEN:
                    raise _NotPlain
                opened.append((name, self._attributes(tag), items))
                items = []
            if text:
                items.append(_resolve(text) if "&" in text else text)
        if opened or length != len(content):
            raise _NotPlain
        return tuple(items)

    def _attributes(self, tag: str) -> dict[str, str]:
        """Attributes of a code: the same few again and again."""
        known = self._known_attributes.get(tag)
        if known is None:
            known = _attributes(tag)
            if len(self._known_attributes) < _MAX_KNOWN:
                self._known_attributes[tag] = known
        return known.copy()

    def _language(self, tag: str) -> tuple[Language, dict[str, str]]:
        attributes = _attributes(tag)
        name = attributes.get("xml:lang") or attributes.get("lang", "")
        if not name:
            raise _NotPlain
        language = Language(name)
        attributes.pop("xml:lang", None)
        if not attributes:
            self._tags[tag] = language
        return language, attributes


@lru_cache(maxsize=_MAX_KNOWN)
def _names(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """The names of attributes, from what stands between their values."""
    *heads, tail = pieces
    found = [_NAME.fullmatch(head) for head in heads]
    names = tuple(item[1] for item in found if item)
    if tail.strip(" ") or len(names) != len(found) or len(set(names)) != len(names):
        raise _NotPlain
    return names


def _attributes(tag: str) -> dict[str, str]:
    if not tag:
        return {}
    pieces = tag.split('"')
    if len(pieces) % 2 == 0:  # a quotation mark that nothing closes
        raise _NotPlain
    return dict(zip(_names(tuple(pieces[::2])), pieces[1::2], strict=True))


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
