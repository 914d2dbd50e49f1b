"""Sentences: where they start and end, by SRX rules within paragraphs.

A paragraph is a line, as in the text files of a release; blank lines separate paragraphs and are none. Within a paragraph the SRX rules of
the language decide. A heading, a dateline or a list item that stands on a line of its own is therefore a segment, with or without a stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.text.segment.rules import LanguageMap, LanguageRules, Rule, Rules, Segmenter
from termbase.text.segment.shipped import shipped_rules, source

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "LanguageMap",
    "LanguageRules",
    "Rule",
    "Rules",
    "Segmenter",
    "Sentence",
    "paragraphs",
    "partition",
    "segment",
    "shipped_rules",
    "source",
]

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]*(?:\r\n|[\n\r\f\v\u2028\u2029]|\Z)")
# A space left at the end of a line, and no stop before it, says that the text flows on (RFC 3676); a lower-case letter confirms it.
_FLOWS_ON = re.compile(r"[^\W\d_],? (?:\r\n|[\n\v\u2028])\Z")
_BREAK_IN_SENTENCE = re.compile(r"[ \t]*(?:\r\n|[\n\r\f\v\u2028\u2029])[ \t]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a heading, dateline or list item that stands for one."""

    text: str
    """The text without the white space around it. It holds a line break only where a wrapped line was joined."""

    paragraph: int
    """0-based paragraph of the document."""

    start: int
    """Offset of the first character of `text` in the document."""

    end: int
    """Offset after its last character."""

    @property
    def line(self) -> str:
        """The text on one line, for output of one sentence a line."""
        return _BREAK_IN_SENTENCE.sub(" ", self.text)


def segment(text: str, language: str, *, rules: Rules | None = None) -> list[Sentence]:
    """The sentences of a document, in order.

    `rules` are those shipped with termbase unless others are given. Whatever is not white space is in exactly one sentence.
    """
    segmenter = (rules or shipped_rules()).segmenter(language)
    sentences: list[Sentence] = []
    number = 0
    for first, last in paragraphs(text):
        found = [_trimmed(text, number, start, end) for start, end in _spans(text, first, last, segmenter)]
        kept = [sentence for sentence in found if sentence.text]
        sentences += kept
        number += bool(kept)
    return sentences


def partition(text: str, language: str, *, rules: Rules | None = None) -> list[tuple[int, int]]:
    """Spans that follow one another without a gap and cover the whole text; each holds one sentence and the space around it.

    White space after a sentence belongs to the next one, except at the end of a paragraph.
    """
    segmenter = (rules or shipped_rules()).segmenter(language)
    return [span for first, last in paragraphs(text) for span in _spans(text, first, last, segmenter)]


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines of a text, line breaks included; wrapped lines are joined. They cover the whole text."""
    start = end = 0
    for match in _LINE.finditer(text):
        end = match.end()
        if start < end and not (_FLOWS_ON.search(text, max(start, end - 5), end) and text[end : end + 1].islower()):
            yield start, end
            start = end
    if start < end:
        yield start, end


def _spans(text: str, first: int, last: int, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    paragraph = text[first:last]
    visible = len(paragraph.rstrip())
    start = 0
    for end in segmenter.breaks(paragraph):
        # White space alone is no sentence: it waits for the next one, and at the end of the paragraph joins the last.
        if end < visible and not paragraph[start:end].isspace():
            yield first + start, first + end
            start = end
    yield first + start, last


def _trimmed(text: str, paragraph: int, start: int, end: int) -> Sentence:
    raw = text[start:end]
    trimmed = raw.strip()
    start += len(raw) - len(raw.lstrip())
    return Sentence(trimmed, paragraph, start, start + len(trimmed))
