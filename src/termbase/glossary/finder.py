"""Finding terms in running text: one trie over the words of all terms, whatever their number.

A text word is looked up once in a table of forms, which names the term words (lexemes) it may be a form of; the trie then goes from
lexeme to lexeme. So the time for a text does not depend on the size of the glossary.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from termbase.glossary.morphology import morphology
from termbase.glossary.patterns import Slot, patterns, slot_forms
from termbase.glossary.words import Words, words_of
from termbase.model import Concept, Language, Term, TermHit, TermStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CODE = re.compile(
    r"-(?!(?:19|20)\d\d(?!\d))\d"
)  # SARS-CoV-2 goes on; a year behind a hyphen, as in -2019, only dates the term
_RANK = {TermStatus.PREFERRED: 0, TermStatus.ADMITTED: 1, TermStatus.DEPRECATED: 2, TermStatus.FORBIDDEN: 3}
_KEPT = 1024
_BREAKS = frozenset(".,!?;:()[]\x00")


@cache
def primary_of(language: str) -> str:
    """Primary subtag of a language, kept: every rule asks for it at every unit."""
    return Language(language).primary


class _Entry(NamedTuple):
    concept: Concept
    term: Term


class _Node:
    """A state of the trie: where it goes on, and the terms that end here."""

    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[int, _Node] = {}
        self.entries: list[_Entry] = []


class Automaton:
    """The terms of one language, compiled."""

    def __init__(self, primary: str, terms: Iterable[tuple[Concept, Term]]) -> None:
        self.morphology = morphology(primary)
        self.root = _Node()
        self.table: dict[str, tuple[int, ...]] = {}
        numbers: dict[Slot, int] = {}
        for concept, term in terms:
            for pattern in patterns(concept, term):
                node = self.root
                for slot in pattern.slots:
                    number = numbers.get(slot)
                    if number is None:
                        number = numbers[slot] = len(numbers)
                        for form in slot_forms(slot, primary):
                            self.table[form] = (*self.table.get(form, ()), number)
                    following = node.next.get(number)
                    if following is None:
                        following = node.next[number] = _Node()
                    node = following
                node.entries.append(_Entry(concept, term))

    def lexemes(self, word: str) -> tuple[int, ...]:
        """The term words that a text word may be a form of."""
        if not self.morphology.PROCLITICS:
            return self.table.get(word, ())
        found = [number for reading in self.morphology.readings(word) for number in self.table.get(reading, ())]
        return tuple(dict.fromkeys(found))

    def matches(self, words: Words) -> Iterator[tuple[list[int], _Entry]]:
        """Every term at every place: the places of its words, and what it is."""
        lexemes = self._lexemes_of(words)
        root = self.root.next
        for start, numbers in lexemes.items():
            for number in numbers:
                node = root.get(number)
                if node is not None:
                    yield from self._walk(words, lexemes, [start], node)
        if "-" in words.folded and not self.morphology.PROCLITICS:
            for word, places in words.joined.items():  # air-strike is an airstrike
                nodes = [root[number] for number in self.table.get(word, ()) if number in root]
                for node in nodes:
                    for place in places:
                        yield from self._walk(words, lexemes, [place - 1, place], node)

    def _lexemes_of(self, words: Words) -> dict[int, tuple[int, ...]]:
        table = self.table
        if self.morphology.PROCLITICS:
            return {place: found for place, word in enumerate(words.items) if (found := self.lexemes(word))}
        if table.keys().isdisjoint(words.items):
            return {}
        return {place: table[word] for place, word in enumerate(words.items) if word in table}

    def _walk(
        self, words: Words, lexemes: dict[int, tuple[int, ...]], places: list[int], node: _Node
    ) -> Iterator[tuple[list[int], _Entry]]:
        for entry in node.entries:
            yield places, entry
        place = places[-1] + 1
        while node.next and place < len(words.items):
            followings = [node.next[number] for number in lexemes.get(place, ()) if number in node.next]
            free = words.items[place] in self.morphology.FREE
            # Looked at last: where signs stand between words takes longer to find out than that no term goes on.
            if not (followings or free) or not _BREAKS.isdisjoint(words.between(place - 1, place)):
                return
            for following in followings:
                yield from self._walk(words, lexemes, [*places, place], following)
            if not free:
                return
            place += 1


class Finder:
    """Recognises the terms of a set of concepts: whole words, longest match, case where a term asks for it."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._terms: dict[str, list[tuple[Concept, Term]]] = defaultdict(list)
        for concept in concepts:
            for term in concept.terms:
                self._terms[term.language.primary].append((concept, term))
        self._automata: dict[str, Automaton] = {}
        self._answers: dict[tuple[str, str], tuple[TermHit, ...]] = {}
        self._named: dict[tuple[str, str], list[Concept]] = {}

    def automaton(self, primary: str) -> Automaton:
        """The compiled terms of a language."""
        found = self._automata.get(primary)
        if found is None:
            found = self._automata[primary] = Automaton(primary, self._terms.get(primary, ()))
        return found

    def find(self, text: str, language: str) -> list[TermHit]:
        """Terms in a text, in order; of two that overlap, the longer, then the earlier; homographs side by side.

        The last answers are kept: every rule asks about the same texts.
        """
        key = (text, language)
        found = self._answers.get(key)
        if found is None:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            found = self._answers[key] = tuple(self._find(text, language))
        return list(found)

    def _find(self, text: str, language: str) -> list[TermHit]:
        words = words_of(text)
        found = [
            (places, entry)
            for places, entry in self.automaton(primary_of(language)).matches(words)
            if accepted(words, places, entry.term)
        ]
        if not found:
            return []
        found.sort(key=lambda item: (item[0][0] - item[0][-1], item[0][0], _RANK[item[1].term.status]))
        taken: dict[int, tuple[int, int]] = {}
        seen: set[tuple[int, str]] = set()
        hits = []
        for places, entry in found:
            reach = (places[0], places[-1])
            if any(taken.get(place, reach) != reach for place in range(places[0], places[-1] + 1)):
                continue
            if (places[0], entry.concept.id) in seen:
                continue
            seen.add((places[0], entry.concept.id))
            taken.update((place, reach) for place in range(places[0], places[-1] + 1))
            start, end = words.span(places)
            hits.append(TermHit(entry.concept, entry.term, start, end, text[start:end]))
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits

    def named(self, text: str, language: str) -> list[Concept]:
        """Every concept that a text names, inside a longer term too, each once, in order; kept for the last texts, which rules share."""
        kept = self._named.get((text, language))
        if kept is not None:
            return kept
        words = words_of(text)
        found: dict[str, Concept] = {}
        for places, entry in self.automaton(primary_of(language)).matches(words):
            if entry.concept.id not in found and accepted(words, places, entry.term):
                found[entry.concept.id] = entry.concept
        if len(self._named) >= _KEPT:
            self._named.clear()
        self._named[text, language] = list(found.values())
        return self._named[text, language]


def accepted(words: Words, places: list[int], term: Term) -> bool:
    """Whether what stands there may be the term: not the beginning of a longer code, and in its case when that counts."""
    folded = words.folded
    if "-" in folded:
        end = words.span_of(places[-1])[1]
        if _CODE.match(folded, end) and not folded[end - 1].isdigit():
            return False
    if not term.case:
        return True
    start, stop = words.span(places)
    return _same_case(term.text, words.original[start:stop], words.original)


def _same_case(term: str, surface: str, text: str) -> bool:
    """Whether the capitals of a term stand in its surface: words of the term with capitals have them there too, acronyms all of them."""
    letters = [letter for letter in term if letter.isalpha()]
    shown = [letter for letter in surface if letter.isalpha()]
    if surface.isupper() and not term.isupper():
        return True
    if term.isupper() and text.isupper() and term.lower() in _ORDINARY:
        return False
    capitals = sum(letter.isupper() for letter in letters)
    return sum(letter.isupper() for letter in shown) >= capitals and _capitals_begin(term, surface)


def _capitals_begin(term: str, surface: str) -> bool:
    wanted = [letter for letter in term if letter.isupper()]
    there = [letter for letter in surface if letter.isupper()]
    return wanted == there[: len(wanted)] or set(wanted) <= set(there)


# Acronyms that are words of a headline in capitals as well.
_ORDINARY = frozenset(
    {"who", "us", "it", "aids", "un", "on", "ed", "or", "in", "an", "is", "are", "can", "may", "pan", "sans"}
)
