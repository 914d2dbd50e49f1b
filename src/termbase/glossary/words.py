"""The words of a text as the finder sees them: folded, with what must not be read as words taken out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from termbase.text.fold import Folded, fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

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
BREAK = re.compile(r"[.!?;:\x00]|\n\s*\n")


def mask(text: str) -> str:
    """The text with addresses, placeholders, markup and code replaced by signs that are no words; as long as before."""
    for item in _SUSPECT:
        if item in text:
            return _MASKED.sub(lambda found: _MASK * len(found[0]), text)
    return text


class Words:
    """The folded words of a text, where they stand, and which readings they have."""

    __slots__ = ("_joined", "_known", "_readings", "_repeated", "_spans", "_way_back", "folded", "items", "original")

    def __init__(self, text: str) -> None:
        self.original = text
        self.folded = mask(fold(text))
        self.items: list[str] = WORD.findall(self.folded)
        self._way_back: Folded | None = None
        self._spans: list[tuple[int, int]] = []
        self._readings: dict[str, int] | None = None
        self._repeated: dict[str, list[int]] = {}
        self._known: set[str] | None = None
        self._joined: dict[str, list[int]] | None = None

    def span_of(self, place: int) -> tuple[int, int]:
        """Offsets of a word in the folded text; found as far as anybody asks, because most texts are asked about few words."""
        spans = self._spans
        if place >= len(spans):
            end = spans[-1][1] if spans else 0
            # Nothing but signs stands before the next word, so the first place where it is found is its own.
            for word in self.items[len(spans) : place + 1]:
                start = self.folded.index(word, end)
                end = start + len(word)
                spans.append((start, end))
        return spans[place]

    def readings(self, morphology: Morphology) -> Collection[str]:
        """The words and, in languages with proclitics, every reading of each; in others, words that a hyphen joins."""
        if morphology.PROCLITICS:
            return self._first(morphology)
        if self._known is None:
            self._known = set(self.items)
            if "-" in self.folded:
                self._known.update(self.joined)
        return self._known

    def places(self, forms: Collection[str], morphology: Morphology) -> list[int]:
        """Where words stand of which a reading is one of some forms, in order."""
        if not morphology.PROCLITICS:
            found = [place for place, word in enumerate(self.items) if word in forms]
            if "-" in self.folded:
                found = sorted({*found, *(place for form in forms for place in self.joined.get(form, ()))})
            return found
        first = self._first(morphology)
        known = [form for form in forms if form in first]
        if len(known) == 1 and known[0] not in self._repeated:
            return [first[known[0]]]
        return sorted({place for form in known for place in self._repeated.get(form) or (first[form],)})

    def _first(self, morphology: Morphology) -> dict[str, int]:
        """The first place of each reading; readings that have several are kept with all of them."""
        if self._readings is None:
            first: dict[str, int] = {}
            proclitics = morphology.PROCLITICS
            for place, word in enumerate(self.items):
                for reading in morphology.readings(word) if word[0] in proclitics else (word,):
                    if first.setdefault(reading, place) != place:
                        self._repeated.setdefault(reading, [first[reading]]).append(place)
            self._readings = first
        return self._readings

    @property
    def joined(self) -> dict[str, list[int]]:
        """Hyphenated words as one, at the place of the second: micro-organismes counts as microorganismes, as the reform of 1990 allows."""
        if self._joined is None:
            self._joined = {}
            for place in range(1, len(self.items)):
                if self.between(place - 1, place) == "-":
                    joined = self.items[place - 1] + self.items[place]
                    if joined.isalpha():
                        self._joined.setdefault(joined, []).append(place)
        return self._joined

    def written(self, place: int) -> str:
        """A word as the text has it."""
        start, end = self.span((place,))
        return self.original[start:end]

    def broken(self, first: int, second: int) -> bool:
        """Whether a clause ends between two words."""
        return BREAK.search(self.between(first, second)) is not None

    def between(self, first: int, second: int) -> str:
        """The folded text between two words."""
        return self.folded[self.span_of(first)[1] : self.span_of(second)[0]]

    def span(self, places: Sequence[int]) -> tuple[int, int]:
        """Offsets in the original text of the stretch from the first to the last of some words."""
        start, end = self.span_of(places[0])[0], self.span_of(places[-1])[1]
        if self._way_back is None:
            if self.original.isascii() and len(self.folded) == len(self.original):
                return start, end
            self._way_back = fold_with_offsets(self.original)
        return self._way_back.span(start, end)


@lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """The words of a text; the last texts are kept, because every rule asks for the same ones."""
    return Words(text)
