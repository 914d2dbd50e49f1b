"""Whether a text holds the terms of given concepts: each looked for on its own, inflected, with modifiers inside.

The source side asks which terms stand in a text; this side knows what it looks for, so it may look closer: الائتلاف الوطني counts
inside رئيس الائتلاف الوطني, and قرار مجلس الأمن 2254 in قرار مجلس الأمن الدولي رقم 2254.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.glossary.finder import accepted, primary_of
from termbase.glossary.morphology import morphology
from termbase.glossary.morphology.arabic import doubtful, is_noun
from termbase.glossary.morphology.arabic_spelling import Spellings
from termbase.glossary.patterns import Pattern, Slot, patterns, slot_forms
from termbase.glossary.words import BREAK, Words, words_of
from termbase.model import Concept, Term, TermHit
from termbase.text.arabic import MARKS, TATWEEL
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ACCENTED = re.compile("[éÉ][eE]?[sS]?$")
_MARKS = re.compile(f"[{MARKS}{TATWEEL}]")
_ENDS = frozenset({".", ". ", "!", "?", "؟"})
_COMMAS = frozenset(",،؛")
_INSIDE = 4
"""Words that may stand inside a term altogether."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """A term that stands in a text."""

    hit: TermHit
    """Where, and which."""

    inside: int
    """Words inside it that are none of its own."""


class Renderer:
    """Looks for terms of given concepts; compiles a term when it is first asked for."""

    def __init__(self) -> None:
        # By identity, because hashing a term's many fields takes longer than looking for it; the term is kept, so its identity is too.
        self._compiled: dict[tuple[str, int], tuple[Term, tuple[_Compiled, ...]]] = {}

    def find(
        self, text: str, language: str, wanted: Iterable[tuple[Concept, Term]], *, gap: int | None = None
    ) -> Iterator[Rendering]:
        """The first place of each wanted term in a text. `gap` narrows what may stand inside."""
        words, primary = words_of(text), primary_of(language)
        for concept, term in wanted:
            places = self._places(words, concept, term, primary, gap)
            if places is not None:
                start, end = words.span(places)
                hit = TermHit(concept, term, start, end, text[start:end])
                yield Rendering(hit, places[-1] - places[0] + 1 - len(places))

    def any(self, text: str, language: str, wanted: Sequence[tuple[Concept, Term]]) -> bool:
        """Whether any wanted term stands in a text."""
        for _, term in wanted:  # a plain loop: every concept of every source comes by here
            if not term.case and stands_verbatim(term.text, text):
                return True
        words, primary = words_of(text), primary_of(language)
        return any(self._places(words, concept, term, primary, None) is not None for concept, term in wanted)

    def _places(self, words: Words, concept: Concept, term: Term, primary: str, gap: int | None) -> list[int] | None:
        """Places of the words of the first match of a term."""
        for compiled in self._compile(concept, term, primary):
            places = compiled.search(words, gap)
            if places is not None:
                return places
        return None

    def _compile(self, concept: Concept, term: Term, primary: str) -> tuple[_Compiled, ...]:
        key = (concept.id, id(term))
        found = self._compiled.get(key)
        if found is None:
            compiled = tuple(_Compiled(pattern, primary, term) for pattern in patterns(concept, term))
            found = self._compiled[key] = (term, compiled)
        return found[1]


def stands_verbatim(term: str, text: str) -> bool:
    """Whether a term stands in a text letter by letter, as most do, with spaces or the end of a clause around it.

    It needs no morphology then. False says nothing: the term may be inflected, in brackets, or where addresses and placeholders must be told
    from words.
    """
    start = text.find(term)
    if start < 0 or not term or "{" in text or "<" in text:
        return False
    end = start + len(term)
    if start and not text[start - 1].isspace():
        return False
    following = text[end : end + 2]
    return not following or following[0].isspace() or following in _ENDS or following[0] in _COMMAS


class _Compiled:
    """A pattern with the forms of its slots, each generated when a text first gets as far as that slot."""

    __slots__ = ("_forms", "_primary", "_spellings", "function", "morphology", "pattern", "term")

    def __init__(self, pattern: Pattern, primary: str, term: Term) -> None:
        self.pattern = pattern
        self.term = term
        self.morphology = morphology(primary)
        self.function = tuple(fold(slot.word) in self.morphology.FUNCTION for slot in pattern.slots)
        self._primary = primary
        self._forms: list[frozenset[str]] = []
        self._spellings: list[Spellings | None] = []

    def search(self, words: Words, gap: int | None) -> list[int] | None:
        """Places of the words of the first match, or None."""
        candidates: list[list[int]] = []
        for number, slot in enumerate(self.pattern.slots):
            if number == len(self._forms):
                self._add_forms(slot)
            places = words.places(self._forms[number], self.morphology)
            if not places:
                return self._doubtful(words) if len(self.pattern.slots) == 1 else None
            candidates.append(self._standing(number, places, words))
        limit = self.pattern.gap if gap is None else min(gap, self.pattern.gap)
        for start in candidates[0]:
            chain = self._chain(words, candidates, [start], limit, _INSIDE)
            if chain is not None and accepted(words, chain, self.term):
                return chain
        return None

    def _doubtful(self, words: Words) -> list[int] | None:
        """The place of a form that the words around it must vouch for, of a term of one word."""
        slot = self.pattern.slots[0]
        if self._primary != "ar":
            return None
        found = doubtful(slot.word, slot.role)
        for place in words.places(found, self.morphology) if found else ():
            if is_noun(words.items, place, found):
                return [place]
        return None

    def _add_forms(self, slot: Slot) -> None:
        forms = slot_forms(slot, self._primary)
        self._forms.append(forms)
        self._spellings.append(Spellings(slot.word, forms) if self._primary == "ar" else None)

    def _standing(self, number: int, places: list[int], words: Words) -> list[int]:
        """Places of a slot's forms, without words that folding alone makes equal to them."""
        slot, spellings = self.pattern.slots[number], self._spellings[number]
        if slot.whole:
            return [place for place in places if words.items[place] in self._forms[number]]
        if slot.plain:
            return [place for place in places if not _ACCENTED.search(words.written(place))]
        if spellings is not None:
            return [place for place in places if self._is_own(self._forms[number], spellings, words, place)]
        return places

    def _is_own(self, forms: frozenset[str], spellings: Spellings, words: Words, place: int) -> bool:
        """Whether a word, as it is written, is some form that it reads as, and not the other word of that form's spelling."""
        for reading in self.morphology.readings(words.items[place]):
            if reading in forms:
                other = spellings.other(reading, writes_ta="ة" in words.original)
                if other is None or not re.search(other, _MARKS.sub("", words.written(place))):
                    return True
        return False

    def _chain(
        self, words: Words, candidates: list[list[int]], places: list[int], limit: int, inside: int
    ) -> list[int] | None:
        if len(places) == len(candidates):
            return places
        here = places[-1]
        gap = limit
        if self.function[len(places) - 1]:
            gap = min(
                limit, 1
            )  # organisations internationales et des *organismes des* Nations Unies is no Organisation des Nations Unies
        for place in candidates[len(places)]:
            if place <= here:
                continue
            cost = self._cost(words, here, place) if place > here + 1 else 0
            if cost > min(gap, inside):
                if place - here > gap + 4:
                    return None
                continue
            between = words.between(here, place)
            own = self.pattern.slots[len(places)].before
            if BREAK.search(between.translate(dict.fromkeys(map(ord, own))) if own else between):
                return None
            if cost == 0 and "," in between and "," not in own:
                continue
            found = self._chain(words, candidates, [*places, place], limit, inside - cost)
            if found is not None:
                return found
        return None

    def _cost(self, words: Words, first: int, second: int) -> int:
        """Words between two places; articles and numbers (in a list of them) do not count."""
        number = words.items[second].lstrip("و").isdigit()
        return sum(
            1
            for word in words.items[first + 1 : second]
            if word not in self.morphology.FREE and not (number and word.lstrip("و").isdigit())
        )
