"""Which terms are names, and where a text spells a name otherwise than the glossary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from termbase.glossary.morphology import morphology
from termbase.glossary.words import words_of
from termbase.text.arabic import is_arabic
from termbase.text.fold import fold

if TYPE_CHECKING:
    from termbase.glossary.words import Words
    from termbase.model import Concept, Term

_PERSON_KINDS = frozenset({"person", "name"})
_PLACE_KINDS = frozenset({"place", "city", "country"})
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"al", "el", "ul", "l", "de", "du", "of", "the", "bin", "ibn"})


def is_name(concept: Concept, term: Term) -> bool:
    """Whether a term is a name: it says so, its concept is a person, or it is spelled alike in two scripts or languages."""
    if term.part_of_speech == "proper noun" or term.transliteration_of:
        return True
    if term.part_of_speech or not term.text:
        return False
    if concept.kind in _PERSON_KINDS:
        return True
    if concept.kind in _PLACE_KINDS:
        # liberated areas are a place without a name, and an adjective beside a name is no name.
        latin = [other for other in concept.terms if not is_arabic(other.text) and not other.part_of_speech]
        return any(_capitalised(other.text) for other in latin)
    if concept.kind:
        return False
    primary = term.language.primary
    return any(
        _capitalised(other.text) and other.language.primary != primary and transliterates(term.text, other.text)
        for other in concept.terms
    )


@lru_cache(maxsize=4096)
def _capitalised(text: str) -> bool:
    if text == text.lower():
        return False  # most terms of a glossary, and all Arabic ones
    words = [word for word in _WORD.findall(text) if fold(word) not in _ARTICLES]
    return bool(words) and all(word[0].isupper() for word in words)


def transliterates(one: str, other: str) -> bool:
    """Whether two terms are the same name in two scripts.

    In one script only the same spelling says so: secrétaire général sounds like Secretary-General and is no name.
    """
    if is_arabic(one) == is_arabic(other):
        return fold(one) == fold(other)
    from termbase.glossary.transliteration import same_name  # noqa: PLC0415 (most terms are not asked about)

    first, second = (
        len([word for word in _WORD.findall(fold(text)) if word not in _ARTICLES]) for text in (one, other)
    )
    return first == second and same_name(one, other)


@dataclass(frozen=True, slots=True)
class OtherSpelling:
    """A stretch of a text that looks like a name of the glossary in another spelling."""

    start: int
    """Offset of its first character in the original text, proclitics not included."""

    end: int
    """Offset after its last character."""

    text: str
    """As written there."""

    similarity: float
    """How near it is to the approved spelling, in [0, 1]."""


def other_spelling(text: str, name: str, language: str) -> OtherSpelling | None:
    """The stretch of a text that is nearest to a name without being it; None when nothing is near enough.

    In scripts with capitals every word of it but articles begins with one.
    """
    words = words_of(text)
    count = len(_WORD.findall(fold(name)))
    found: OtherSpelling | None = None
    for start in range(len(words.items)):
        for length in range(max(1, count - 1), count + 2):
            places = range(start, start + length)
            if places[-1] >= len(words.items) or (length > 1 and words.broken(places[0], places[-1])):
                break
            candidate = _candidate(words, places, name, language)
            if candidate is not None and (found is None or candidate.similarity > found.similarity):
                found = candidate
    return found


def _candidate(words: Words, places: range, name: str, language: str) -> OtherSpelling | None:
    from termbase.glossary.transliteration import SAME, similarity  # noqa: PLC0415 (only names are compared)

    start, end = words.span(places)
    surface = words.original[start:end]
    if "," in surface or not (is_arabic(surface) or _capitalised(surface)) or fold(surface) == fold(name):
        return None
    best: OtherSpelling | None = None
    first = words.items[places[0]]
    for reading in morphology(_primary(language)).readings(first):
        if not first.endswith(reading):
            continue  # a reading that puts the article back (للـ) is not a stretch of the text
        cut = start + len(first) - len(reading)
        near = similarity(words.original[cut:end], name)
        if near >= SAME and (best is None or near > best.similarity):
            best = OtherSpelling(cut, end, words.original[cut:end], near)
    return best


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
