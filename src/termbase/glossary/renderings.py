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
from termbase.glossary.morphology.arabic_spelling import other_word
from termbase.glossary.patterns import Pattern, patterns, slot_forms
from termbase.glossary.words import BREAK, Words, words_of
from termbase.model import Concept, Term, TermHit
from termbase.text.arabic import MARKS, TATWEEL
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ACCENTED = re.compile("[éÉ][eE]?[sS]?$")
_MARKS = re.compile(f"[{MARKS}{TATWEEL}]")
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
        words = words_of(text)
        for concept, term, places in self._search(words, language, wanted, gap):
            start, end = words.span(places)
            hit = TermHit(concept, term, start, end, text[start:end])
            yield Rendering(hit, places[-1] - places[0] + 1 - len(places))

    def any(self, text: str, language: str, wanted: Iterable[tuple[Concept, Term]]) -> bool:
        """Whether any wanted term stands in a text."""
        return next(self._search(words_of(text), language, wanted, None), None) is not None

    def _search(
        self, words: Words, language: str, wanted: Iterable[tuple[Concept, Term]], gap: int | None
    ) -> Iterator[tuple[Concept, Term, list[int]]]:
        primary = primary_of(language)
        for concept, term in wanted:
            for compiled in self._compile(concept, term, primary):
                places = compiled.search(words, gap)
                if places is not None:
                    yield concept, term, places
                    break

    def _compile(self, concept: Concept, term: Term, primary: str) -> tuple[_Compiled, ...]:
        key = (concept.id, id(term))
        found = self._compiled.get(key)
        if found is None:
            compiled = tuple(_Compiled(pattern, primary, term) for pattern in patterns(concept, term))
            found = self._compiled[key] = (term, compiled)
        return found[1]


class _Compiled:
    """A pattern with the forms of its slots, each generated when a text first gets as far as that slot."""

    __slots__ = ("_forms", "_primary", "function", "morphology", "pattern", "term")

    def __init__(self, pattern: Pattern, primary: str, term: Term) -> None:
        self.pattern = pattern
        self.term = term
        self.morphology = morphology(primary)
        self.function = tuple(fold(slot.word) in self.morphology.FUNCTION for slot in pattern.slots)
        self._primary = primary
        self._forms: list[frozenset[str]] = []

    def search(self, words: Words, gap: int | None) -> list[int] | None:
        """Places of the words of the first match, or None."""
        known = words.readings(self.morphology)
        every: list[frozenset[str]] = []
        for number, slot in enumerate(self.pattern.slots):
            if number == len(self._forms):
                self._forms.append(slot_forms(slot, self._primary))
            found = self._forms[number].intersection(known)
            if not found:
                return self._doubtful(words) if len(self.pattern.slots) == 1 else None
            every.append(found)
        candidates = [self._standing(number, filling, words) for number, filling in enumerate(every)]
        limit = self.pattern.gap if gap is None else min(gap, self.pattern.gap)
        for start in candidates[0]:
            places = self._chain(words, candidates, [start], limit, _INSIDE)
            if places is not None and accepted(words, places, self.term):
                return places
        return None

    def _doubtful(self, words: Words) -> list[int] | None:
        """The place of a form that the words around it must vouch for, of a term of one word."""
        slot = self.pattern.slots[0]
        if self._primary != "ar":
            return None
        found = doubtful(slot.word, slot.role).intersection(words.readings(self.morphology))
        for place in words.places(found, self.morphology) if found else ():
            if is_noun(words.items, place, found):
                return [place]
        return None

    def _standing(self, number: int, filling: frozenset[str], words: Words) -> list[int]:
        """Places of a slot's forms, without words that folding alone makes equal to them."""
        slot = self.pattern.slots[number]
        places = words.places(filling, self.morphology)
        if slot.whole:
            places = [place for place in places if words.items[place] in filling]
        elif slot.plain:
            places = [place for place in places if not _ACCENTED.search(words.written(place))]
        elif self._primary == "ar" and places:
            writes_ta = "ة" in words.original
            others = {form: other_word(slot.word, form, self._forms[number], writes_ta=writes_ta) for form in filling}
            if any(others.values()):
                places = [place for place in places if self._is_own(words, place, others)]
        return places

    def _is_own(self, words: Words, place: int, others: Mapping[str, str | None]) -> bool:
        """Whether a word, as it is written, is some form that it reads as, and not the other word of that form's spelling."""
        written = _MARKS.sub("", words.written(place))
        read = [others[form] for form in self.morphology.readings(words.items[place]) if form in others]
        return any(other is None or not re.search(other, written) for other in read)

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
            if BREAK.search(between):
                return None
            if cost == 0 and "," in between:
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
