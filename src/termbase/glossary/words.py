"""The words of a text as the finder sees them: folded, with what must not be read as words taken out."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from termbase.text.fold import Folded, fold, offsets_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from termbase.glossary.morphology import Morphology

# Addresses, placeholders, markup and code: their words are not words of the text. Each is replaced by signs of the same number.
_MASKED = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\{[^{}\n]{0,80}\}|\$\{?\w{1,80}\}?|%\(\w{1,80}\)[sd]|%[sd]\b"
    r"|</?[a-z][^<>\n]{0,200}>|`[^`\n]{1,200}`"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|int|info|gov|fr|html?|pdf)\b(?:/\S*)?"
    r"|(?<!\w)[@#]\w+"
)
# Signs without which, or a dot inside a word, there is nothing of the kind.
_SUSPECT = frozenset("/@{%<`#$")
_DOTTED = re.compile(r"\.[a-z]")
_HYPHENED = re.compile(r"\w-\w")
_SIGN = re.compile(r"[^\w\s]")
_MASK = "\x00"
_FEW = 4
"""Words that are looked for one by one; more are looked for in one pass, so that a long text with many terms takes no longer than its length."""
# What ends a sentence or a clause: no term goes on behind it.
BREAK = re.compile(r"[.!?;:\x00]|\n\s*\n")


def mask(text: str) -> str:
    """The text with addresses, placeholders, markup and code replaced by signs that are no words; as long as before."""
    return _MASKED.sub(lambda found: _MASK * len(found[0]), text)


class Words:
    """The folded words of a text, where they stand, and which readings they have."""

    __slots__ = ("_joined", "_proclitic", "_spans", "_way_back", "folded", "items", "original")

    def __init__(self, text: str) -> None:
        self.original = text
        self.folded, self.items = _split(fold(text))
        self._way_back: Folded | None = None
        self._spans: list[tuple[int, int]] = []
        self._proclitic: list[tuple[int, tuple[str, ...]]] | None = None
        self._joined: dict[str, list[int]] | None = None

    def span_of(self, place: int) -> tuple[int, int]:
        """Offsets of a word in the folded text; found as far as anybody asks, because most texts are asked about few words."""
        spans = self._spans
        if place >= len(spans):
            end = spans[-1][1] if spans else 0
            index = self.folded.index
            # Nothing but signs stands before the next word, so the first place where it is found is its own.
            for word in self.items[len(spans) : place + 1]:
                start = index(word, end)
                end = start + len(word)
                spans.append((start, end))
        return spans[place]

    def places(self, forms: frozenset[str] | set[str], morphology: Morphology) -> list[int]:
        """Where words stand of which a reading is one of some forms, in order; in languages without proclitics, hyphenated words too."""
        found = self.places_of(forms.intersection(self.items))
        if morphology.PROCLITICS:
            more = [place for place, readings in self._readings(morphology) if not forms.isdisjoint(readings)]
        elif "-" in self.folded:
            more = [place for form in forms for place in self.joined.get(form, ())]
        else:
            return found
        return sorted({*found, *more}) if more else found

    def places_of(self, words: AbstractSet[str]) -> list[int]:
        """Where some words of the text stand, in order."""
        items = self.items
        if len(words) > _FEW:
            return [place for place, word in enumerate(items) if word in words]
        found = []
        for word in words:
            place = -1
            for _ in range(items.count(word)):
                place = items.index(word, place + 1)
                found.append(place)
        found.sort()
        return found

    def _readings(self, morphology: Morphology) -> list[tuple[int, tuple[str, ...]]]:
        """Places of the words that may have a proclitic, with what they read as."""
        if self._proclitic is None:
            self._proclitic = [
                (place, morphology.readings(word))
                for place, word in enumerate(self.items)
                if word[0] in morphology.PROCLITICS
            ]
        return self._proclitic

    @property
    def joined(self) -> dict[str, list[int]]:
        """Hyphenated words as one, at the place of the second: micro-organismes counts as microorganismes, as the reform of 1990 allows."""
        if self._joined is None:
            self._joined = {}
            if _HYPHENED.search(self.folded):
                self.span_of(len(self.items) - 1)
                for place, ((_, end), (start, _)) in enumerate(pairwise(self._spans), 1):
                    if start == end + 1 and self.folded[end] == "-":
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
            # A mask is as long as what it hides, so the way back is that of the folded text.
            self._way_back = Folded(self.original, self.folded, offsets_of(self.original))
        return self._way_back.span(start, end)


def _split(folded: str) -> tuple[str, list[str]]:
    """A folded text, masked, and its words.

    The words are runs of letters, digits and underscores; with the few signs of a text made spaces, splitting at spaces gives them fast.
    """
    signs = set(_SIGN.findall(folded))
    if not signs.isdisjoint(_SUSPECT) or ("." in signs and _DOTTED.search(folded)):
        folded = mask(folded)
        signs.add(_MASK)
    spaced = folded
    for sign in signs:
        spaced = spaced.replace(sign, " ")
    return folded, spaced.split()


@lru_cache(maxsize=256)
def words_of(text: str) -> Words:
    """The words of a text; the last texts are kept, because every rule asks for the same ones."""
    return Words(text)
