"""Where the translations of a PO file stand in it: character by character, over the lines of a wrapped string."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from termbase.formats.po import CONTEXT
from termbase.formats.spans import TextSpan, not_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.model import Unit

_LINE = re.compile(r"[^\n]*\n?")
_STATEMENT = re.compile(
    r"[ \t\ufeff]*(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)[ \t]*)?\"((?:[^\"\\]|\\.)*)\"[ \t\r\n]*"
)
_CHARACTER = re.compile(r"\\(.)|[^\\]", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_WRITTEN = {ord(character): f"\\{letter}" for letter, character in _ESCAPES.items()}
_CHARSET = re.compile(r"charset=([\w.:-]+)")


def target_spans(text: str, units: Sequence[Unit], path: str) -> Iterator[tuple[int, int, TextSpan]]:
    """Number of the unit, number of the variant, and place of each translation whose characters can be told; `text` is that of the file.

    Sources are not given: the message identifier is what the program looks for. A translation that several messages or forms could be
    meant by is not given either.
    """
    declared = _CHARSET.search(text[:4096])
    if declared and declared[1].upper() not in ("UTF-8", "UTF8", "CHARSET"):
        raise not_utf8(path)
    known: dict[tuple[str | None, str, str], list[TextSpan]] = defaultdict(list)
    for message in _messages(text):
        context = message["msgctxt"].text if "msgctxt" in message else None
        for name, span in message.items():
            if name.startswith("msgstr"):
                # The form for one thing belongs to the singular, the others to the plural; which is which, the header says.
                for source in {message[key].text for key in ("msgid", "msgid_plural") if key in message}:
                    known[context, source, span.text].append(span)
    for number, unit in enumerate(units):
        for place, variant in enumerate(unit.variants[1:], 1):
            spans = known[unit.prop(CONTEXT), unit.variants[0].text, variant.text]
            if len(spans) == 1:
                yield number, place, spans[0]


def _messages(text: str) -> Iterator[dict[str, TextSpan]]:
    message: dict[str, TextSpan] = {}
    last = ""
    position = 0
    while position < len(text):
        line = _LINE.match(text, position)
        assert line is not None  # noqa: S101 (the pattern takes anything)
        found = _STATEMENT.fullmatch(text, position, line.end())
        position = line.end()
        if found is None:
            continue  # a comment, an empty line, a message that is obsolete
        if found[1]:
            if found[1] in ("msgctxt", "msgid") and last.startswith("msgstr"):
                yield message
                message = {}
            last = found[1]
            message[last] = TextSpan("", [], [], found.span(2), _written)
        if last:
            message[last] = _longer(message[last], found)
    yield message


def _longer(span: TextSpan, found: re.Match[str]) -> TextSpan:
    """A text with one more piece of its string."""
    start, end = found.span(2)
    pieces = list(_CHARACTER.finditer(found.string, start, end))
    text = "".join(_ESCAPES.get(piece[1], piece[0]) if piece[1] else piece[0] for piece in pieces)
    if len(text) != len(pieces):  # an escape that is none: no text of a unit can be mapped onto it
        text = "\ufffd" * len(pieces)
    return TextSpan(
        span.text + text,
        span.starts + [piece.start() for piece in pieces],
        span.ends + [piece.end() for piece in pieces],
        (span.edges[0] if span.text else start, end),
        _written,
    )


def _written(text: str) -> str:
    return text.translate(_WRITTEN)
