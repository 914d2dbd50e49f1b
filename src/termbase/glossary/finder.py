"""Finding terms in running text: one trie over the words of all terms, whatever their number.

A text word is looked up in a table of the forms that begin a term; from there the trie goes from lexeme to lexeme, by a table of the forms of
all term words. So the number of steps for a text does not depend on the size of the glossary.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from termbase.compiled import kernel_of
from termbase.glossary.morphology import morphology
from termbase.glossary.patterns import BREAKS, Slot, patterns, slot_forms
from termbase.glossary.words import Words, words_of
from termbase.model import Concept, Language, Term, TermHit, TermStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

kernel = kernel_of("glossary")

_CODE = re.compile(
    r"-(?!(?:19|20)\d\d(?!\d))\d"
)  # SARS-CoV-2 goes on; a year behind a hyphen, as in -2019, only dates the term
_RANK = {TermStatus.PREFERRED: 0, TermStatus.ADMITTED: 1, TermStatus.DEPRECATED: 2, TermStatus.FORBIDDEN: 3}
_KEPT = 1024
_LARGEST_SIEVE = 1 << 20
"""Bytes; enough for 500,000 openings, of which one word in seventy then gets through by chance."""
_NONE: frozenset[str] = frozenset()


@cache
def primary_of(language: str) -> str:
    """Primary subtag of a language, kept: every rule asks for it at every unit."""
    return Language(language).primary


class _Entry(NamedTuple):
    concept: Concept
    term: Term


class Mention:
    """A term that a text names. Its offsets are found when asked for, since most are asked only which concept it is."""

    __slots__ = ("_words", "concept", "places", "term")

    def __init__(self, words: Words, places: list[int], entry: _Entry) -> None:
        self._words = words
        self.places = places
        self.concept, self.term = entry

    @property
    def text(self) -> str:
        """The words as they stand there."""
        return self.hit().text

    def hit(self) -> TermHit:
        """The same with offsets."""
        start, end = self._words.span(self.places)
        return TermHit(self.concept, self.term, start, end, self._words.original[start:end])


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
        self.table: dict[str, tuple[int, ...]] = {}
        root = _Node()
        numbers: dict[Slot, int] = {}
        self.signs: dict[int, frozenset[str]] = {}
        for concept, term in terms:
            for pattern in patterns(concept, term):
                node = root
                for slot in pattern.slots:
                    number = numbers.get(slot)
                    if number is None:
                        number = numbers[slot] = len(numbers)
                        if slot.before:
                            self.signs[number] = frozenset(slot.before)
                        for form in slot_forms(slot, primary):
                            self.table[form] = (*self.table.get(form, ()), number)
                    following = node.next.get(number)
                    if following is None:
                        following = node.next[number] = _Node()
                    node = following
                node.entries.append(_Entry(concept, term))
        # Most words of a text begin no term, and a table of those that do is small enough to stay at hand.
        self.beginnings: dict[str, tuple[_Node, ...]] = {}
        for form, lexemes in self.table.items():
            nodes = tuple(root.next[number] for number in lexemes if number in root.next)
            if nodes:
                self.beginnings[form] = nodes
        self.sieve = None if kernel is None else _sieve(self.beginnings)

    def lexemes(self, word: str) -> tuple[int, ...]:
        """The term words that a text word may be a form of."""
        if not self.morphology.PROCLITICS:
            return self.table.get(word, ())
        found = [number for reading in self.morphology.readings(word) for number in self.table.get(reading, ())]
        return tuple(dict.fromkeys(found))

    def matches(self, words: Words) -> list[tuple[list[int], _Entry]]:
        """Every term at every place: the places of its words, and what it is; in order of first words."""
        found: list[tuple[list[int], _Entry]] = []
        beginnings, items = self.beginnings, words.items
        if self.morphology.PROCLITICS:
            for place, word in enumerate(items):
                nodes = [node for reading in self.morphology.readings(word) for node in beginnings.get(reading, ())]
                for node in dict.fromkeys(nodes):
                    self._walk(words, [place], node, found)
            return found
        for place in self._openings(words):
            begun = beginnings.get(items[place])
            if begun is None:
                continue
            following = items[place + 1] if place + 1 < len(items) else ""
            goes_on = following in self.table or following in self.morphology.FREE
            for node in begun:
                if goes_on or node.entries:  # most words only begin some term by chance, and are not worth a walk
                    self._walk(words, [place], node, found)
        if "-" in words.folded:
            self._walk_joined(words, found)
        return found

    def _openings(self, words: Words) -> Sequence[int]:
        """Where words stand that may begin a term."""
        if self.sieve is None:
            return words.places_of(self.beginnings.keys() & words.items)
        places: list[int] = kernel.places(self.sieve, words.items)
        return places

    def _walk_joined(self, words: Words, found: list[tuple[list[int], _Entry]]) -> None:
        for word, places in words.joined.items():  # air-strike is an airstrike
            for node in self.beginnings.get(word, ()):
                for place in places:
                    self._walk(words, [place - 1, place], node, found)

    def _walk(self, words: Words, places: list[int], node: _Node, found: list[tuple[list[int], _Entry]]) -> None:
        """Add the terms that begin with the words of some places, which led to a node."""
        found.extend([(places, entry) for entry in node.entries])
        place = places[-1] + 1
        items, next_ = words.items, node.next
        while next_ and place < len(items):
            word = items[place]
            followings = [number for number in self.lexemes(word) if number in next_]
            free = word in self.morphology.FREE
            if not (followings or free):
                return
            # Looked at last: where signs stand between words takes longer to find out than that no term goes on.
            signs = BREAKS.intersection(words.between(place - 1, place))
            for number in followings:
                if not signs or signs <= self.signs.get(number, _NONE):
                    self._walk(words, [*places, place], next_[number], found)
            if signs or not free:
                return
            place += 1


def _sieve(openings: Collection[str]) -> bytes:
    """What tells of most words that they are none of some openings: see `_kernel.c`.

    In a large glossary a look into the table itself is a look into slow memory, and pushes out of the cache what the next text needs.
    """
    sieve = bytearray(min(max(1 << (2 * len(openings)).bit_length(), 64), _LARGEST_SIEVE))
    for word in openings:
        kernel.add(sieve, word)
    return bytes(sieve)


class Finder:
    """Recognises the terms of a set of concepts: whole words, longest match, case where a term asks for it."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._terms: dict[str, list[tuple[Concept, Term]]] = defaultdict(list)
        for concept in concepts:
            for term in concept.terms:
                self._terms[term.language.primary].append((concept, term))
        self._automata: dict[str, Automaton] = {}
        self._named: dict[tuple[str, str], list[Concept]] = {}

    def automaton(self, primary: str) -> Automaton:
        """The compiled terms of a language."""
        found = self._automata.get(primary)
        if found is None:
            found = self._automata[primary] = Automaton(primary, self._terms.get(primary, ()))
        return found

    def find(self, text: str, language: str) -> list[TermHit]:
        """Terms in a text, in order; of two that overlap, the longer, then the earlier; homographs side by side."""
        hits = [mention.hit() for mention in self.mentions(text, language)]
        hits.sort(key=lambda hit: (hit.start, -hit.end))
        return hits

    def mentions(self, text: str, language: str) -> list[Mention]:
        """The terms that `find` finds, the longest first, without their offsets."""
        words = words_of(text)
        found = self.automaton(primary_of(language)).matches(words)
        if not found:
            return []
        found = [(places, entry) for places, entry in found if accepted(words, places, entry.term)]
        if len(found) < 2:
            return [Mention(words, places, entry) for places, entry in found]
        found.sort(key=lambda item: (item[0][0] - item[0][-1], item[0][0], _RANK[item[1].term.status]))
        taken: dict[int, tuple[int, int]] = {}
        seen: set[tuple[int, str]] = set()
        mentions = []
        for places, entry in found:
            reach = (places[0], places[-1])
            if any(taken.get(place, reach) != reach for place in range(places[0], places[-1] + 1)):
                continue
            if (places[0], entry.concept.id) in seen:
                continue
            seen.add((places[0], entry.concept.id))
            taken.update((place, reach) for place in range(places[0], places[-1] + 1))
            mentions.append(Mention(words, places, entry))
        return mentions

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
