"""Where the characters of a translation stand in the file that holds them, so that a fix changes those and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from termbase.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_DECLARED = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([^\"']+)", re.DOTALL)
_PIECE = re.compile(
    r"(?P<comment><!--.*?-->|<\?.*?\?>)|<(?P<close>/?)(?P<name>[^\s<>/!?\[]+)(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*?(?P<empty>/?)>"
    r"|&(?:\#(?P<decimal>\d+)|\#x(?P<hex>[0-9a-fA-F]+)|(?P<entity>\w+));|(?P<line>\r\n?)|(?P<plain>[^<&])",
    re.DOTALL,
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_NATIVE = frozenset({"bpt", "ept", "it", "ph", "ut"})


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A text, and the place in its file of each of its characters."""

    text: str
    """The text as a reader sees it."""

    starts: list[int]
    """Offset in the file's text at which each character begins as it is written there: an entity has several."""

    ends: list[int]
    """Offset after it."""

    edges: tuple[int, int]
    """Where the text begins and ends in the file; an empty text has no characters to tell."""

    written: Callable[[str], str]
    """How the file writes a text."""

    def located(self, start: int, end: int) -> tuple[int, int] | None:
        """The place in the file of a span of the text; None when it is not certain.

        Something stands between two characters, such as an inline code or the end of a line, when they do not touch in the file: a span
        over it cannot be replaced, nor can anything be put there, since it may belong before or behind.
        """
        if any(self.ends[place] != self.starts[place + 1] for place in range(start, end - 1)):
            return None
        if start < end:
            return self.starts[start], self.ends[end - 1]
        before = self.ends[start - 1] if start else self.edges[0]
        behind = self.starts[start] if start < len(self.text) else self.edges[1]
        return (before, before) if before == behind else None


def xml_span(text: str, start: int, end: int) -> TextSpan | None:
    """The characters of the content of an XML element, native code within it left out; None for what is rare: CDATA, own entities.

    Offsets are those of `text`, the text of the whole file; `start` and `end` are where the content begins and ends.
    """
    plain: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    native = 0
    position = start
    while position < end:
        found = _PIECE.match(text, position, end)
        if found is None:
            return None
        character = _character(found)
        if character is None:
            return None
        if found["name"] and found["name"].rpartition(":")[2] in _NATIVE and not found["empty"]:
            native += -1 if found["close"] else 1
        if character and not native:
            plain.append(character)
            starts.append(position)
            ends.append(found.end())
        position = found.end()
    return TextSpan("".join(plain), starts, ends, (start, end), escape)


def _character(found: re.Match[str]) -> str | None:
    """The character that a piece of XML stands for; empty for markup, None for an entity that only the file knows."""
    if found["plain"]:
        return found["plain"]
    if found["line"]:
        return "\n"
    if found["entity"]:
        return _ENTITIES.get(found["entity"])
    number = int(found["decimal"]) if found["decimal"] else int(found["hex"], 16) if found["hex"] else 0
    return "" if not number else chr(number) if number <= 0x10FFFF else None


def content_start(data: bytes, tag: int) -> int:
    """Offset behind the start tag that begins at `tag`; a `>` within an attribute's value does not end it."""
    found = _START_TAG.match(data, tag)
    return found.end() if found else tag


_START_TAG = re.compile(rb"<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>")


def demand_utf8(text: str, path: str) -> None:
    """Raise `InputError` for an XML file that declares another encoding: what is written there as UTF-8 would be read otherwise."""
    declared = _DECLARED.match(text.removeprefix("\ufeff"))
    if declared and declared[1].upper() not in ("UTF-8", "UTF8"):
        raise not_utf8(path)


def not_utf8(path: str) -> InputError:
    """The error for files in which no fix is made."""
    return InputError(
        "fixes are made in UTF-8 files only", number=50, path=path, help="convert the file to UTF-8 first"
    )


def character_offsets(data: bytes, marks: set[int]) -> dict[int, int]:
    """Offset in characters of each offset in bytes, in one pass."""
    table: dict[int, int] = {}
    characters = position = 0
    for mark in sorted(marks):
        characters += len(data[position:mark].decode("utf-8"))
        position = mark
        table[mark] = characters
    return table
