"""The words of a text as the finder sees them: folded, with what must not be read as words taken out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from termbase.text.fold import Folded, fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.glossary.morphology import Morphology

WORD = re.compile(r"\w+")
# Addresses, placeholders, markup and code: their words are not words of the text. Each is replaced by signs of the same number.
_MASKED = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\{[^{}\n]{0,80}\}|\$\{?\w{1,80}\}?|%\(\w{1,80}\)[sd]|%[sd]\b"
    r"|</?[a-z][^<>\n]{0,200}>|`[^`\n]{1,200}`"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|int|info|gov|fr|html?|pdf)\b(?:/\S*)?"
    r"|(?<!\w)[@#]\w+"
)
_SUSPECT = (
    "://",
    "www.",
    "@",
    "{",
    "%",
    "<",
    "`",
    "#",
    "$",
    ".org",
    ".com",
    ".net",
    ".int",
    ".info",
    ".gov",
    ".fr",
    ".htm",
    ".pdf",
)
_MASK = "\x00"
# What ends a sentence or a clause: no term goes on behind it.
_BREAK = re.compile(r"[.!?;:\x00]|\n\s*\n")


def mask(text: str) -> str:
    """The text with addresses, placeholders, markup and code replaced by signs that are no words; as long as before."""
    for item in _SUSPECT:
        if item in text:
            return _MASKED.sub(lambda found: _MASK * len(found[0]), text)
    return text


class Words:
    """The folded words of a text, where they stand, and which readings they have."""

    __slots__ = ("_index", "_spans", "_way_back", "folded", "items", "original")

    def __init__(self, text: str) -> None:
        self.original = text
        self.folded = mask(fold(text))
        self.items: list[str] = WORD.findall(self.folded)
        self._way_back: Folded | None = None
        self._spans: list[tuple[int, int]] | None = None
        self._index: dict[str, list[int]] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Offsets of each word in the folded text."""
        if self._spans is None:
            self._spans = [found.span() for found in WORD.finditer(self.folded)]
        return self._spans

    def index(self, morphology: Morphology) -> dict[str, list[int]]:
        """Places of each word and, in languages with proclitics, of each of its readings."""
        if self._index is None:
            table: dict[str, list[int]] = {}
            proclitics = morphology.PROCLITICS
            for place, word in enumerate(self.items):
                if word[0] in proclitics:
                    for reading in morphology.readings(word):
                        table.setdefault(reading, []).append(place)
                else:
                    table.setdefault(word, []).append(place)
            if "-" in self.folded and not proclitics:
                self._join(table)
            self._index = table
        return self._index

    def _join(self, table: dict[str, list[int]]) -> None:
        """Add hyphenated words as one: micro-organismes counts as microorganismes, a spelling that the reform of 1990 allows."""
        for place in range(1, len(self.items)):
            if self.between(place - 1, place) == "-":
                joined = self.items[place - 1] + self.items[place]
                if joined.isalpha():
                    table.setdefault(joined, []).append(place)

    def broken(self, first: int, second: int) -> bool:
        """Whether a clause ends between two words."""
        return _BREAK.search(self.folded, self.spans[first][1], self.spans[second][0]) is not None

    def between(self, first: int, second: int) -> str:
        """The folded text between two words."""
        return self.folded[self.spans[first][1] : self.spans[second][0]]

    def span(self, places: Sequence[int]) -> tuple[int, int]:
        """Offsets in the original text of the stretch from the first to the last of some words."""
        if self._way_back is None:
            self._way_back = fold_with_offsets(self.original)
        return self._way_back.span(self.spans[places[0]][0], self.spans[places[-1]][1])


@lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """The words of a text; the last texts are kept, because every rule asks for the same ones."""
    return Words(text)
