"""How alike two segments are: the one measure of the memory, from 0 to 101.

    101   the same text in the same context
    100   the same text, normalised (NFC)
    99..  similar; never 100, whatever the similarity

Similarity is that of folded words and signs: one minus their edit distance over the longer length (w). All numbers count as the same word.
Characters refine it (c, the same over folded characters): where at least half of the words agree, c may raise the similarity, by at most
the worth of two words, or of three when that makes 80 or more. So "negotiation" for "negotiations" in a short title is a near match, and
still no text is found that shares only letters.

Penalties only ever lower the score, so a search that ignores them misses nothing:

    number    1 each, 5 at most      a whole number differs; it can be adapted
    case      1                      capitals differ, the words are the same
    marks     1                      accents, vowel marks, hamza seats, quotation marks or hyphens differ, the words are the same
    space     1                      white space differs, the words are the same
    code      1                      the stored segment has inline codes
    region    1                      both name a region, and not the same one
    origin    as configured          memories that are trusted less
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize
from zlib import crc32

from termbase.text.fold import fold

if TYPE_CHECKING:
    from types import ModuleType

MINIMUM = 50
"""Least score that is ever searched for."""

TOKEN = re.compile(r"\w+|\S")
"""A word or a sign of a folded text."""

NUMBER = "0"
"""The token that stands for every number."""

_RAISED = 80
_TINY = 1e-9
_SPACES = re.compile(r"\s+")
_SPACE_OR_DIGIT = re.compile(r"[\s\d]")
_DIGITS = re.compile(r"\b\d+\b")
_SURROGATES, _BASIC_PLANE = 0xD800, 0x10000 - 0x800


class _Codes(dict[str, str]):
    """The character that stands for a word: words that differ mostly have different ones, equal words always the same."""

    _LIMIT = 1 << 17

    def __missing__(self, token: str) -> str:
        if len(self) >= self._LIMIT:
            self.clear()
        number = crc32(token.encode("utf-8", "surrogatepass")) % _BASIC_PLANE
        code = self[token] = chr(number if number < _SURROGATES else number + 0x800)
        return code


_CODES = _Codes()


def tokens(folded: str) -> list[str]:
    """Words and signs of a folded text: what the measure compares. Every number is the same token."""
    return [NUMBER if token.isdigit() else token for token in TOKEN.findall(folded)]


def codes(words: list[str]) -> str:
    """One character a token, for fast comparison. Different tokens may share one, so similarity of codes is never less than that of tokens."""
    return "".join(map(_CODES.__getitem__, words))


@lru_cache(1 << 12)
def edits_allowed(length: int, minimum: int) -> int:
    """Most word edits that two segments, the longer of `length` words, may differ by and still reach a score of `minimum`."""
    if minimum >= 100:
        return 0
    plain = (100 - minimum) * length // 100
    raised = max(plain + 2, (100 - max(minimum, _RAISED)) * length // 100 + 3)
    return max(plain, min(raised, length // 2))


def best_possible(edits: int, longest: int) -> int:
    """Highest score of two segments that differ by at least so many word edits."""
    if edits == 0:
        return 100
    if 2 * edits > longest:
        return 100 * (longest - edits) // longest
    return min(99, max(100 * (longest - edits + 2) // longest, _with_three(edits, longest)))


def _with_three(edits: int, longest: int) -> int:
    raised = 100 * (longest - edits + 3) // longest
    return raised if raised >= _RAISED else 0


@dataclass(frozen=True, slots=True)
class Query:
    """A text prepared for comparison."""

    text: str
    """As it was asked."""

    folded: str
    """Folded, with single spaces: what characters are compared in."""

    tokens: list[str]
    """Words and signs."""

    codes: str
    """One character a token."""

    @classmethod
    def of(cls, text: str) -> Query:
        """Prepare a text."""
        folded = fold(text)
        words = tokens(folded)
        return cls(text, " ".join(folded.split()), words, codes(words))


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """How alike two texts are; compares by score, then by characters."""

    score: int
    """0 to 100."""

    characters: float
    """Similarity of the folded characters, in [0, 1]."""


IDENTICAL = Likeness(100, 1.0)


def similarity(edits: int, longest: int, characters: float) -> float:
    """Similarity, in [0, 1], of two segments from their word edits, the length of the longer, and their similarity in characters."""
    share = (longest - edits) / longest
    if characters <= share or 2 * edits > longest:
        return share
    raised = min(characters, share + 3 / longest)
    return raised if raised >= _RAISED / 100 - _TINY else max(share, min(characters, share + 2 / longest))


@cache
def _levenshtein() -> ModuleType:
    """Edit distances; imported only when there is something to compare."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    return Levenshtein


def compare(query: Query, text: str, *, least: int = 0, edits: int = 0, longest: int = 0) -> Likeness | None:
    """Likeness of a query and a stored text by everything but where the text comes from.

    None for a text without words, and where the score is certain to be below `least` because there are at least `edits` word edits.
    """
    if text == query.text:
        return IDENTICAL
    levenshtein = _levenshtein()
    folded = fold(text)
    characters = levenshtein.normalized_similarity(query.folded, " ".join(folded.split()))
    if edits and int(100 * similarity(edits, longest, characters) + _TINY) < least:
        return None
    words = tokens(folded)
    longest = max(len(words), len(query.tokens))
    if not longest:
        return None
    edits = levenshtein.distance(query.tokens, words)
    # Marks in another order, or letters with them as one character, are the same text to Unicode; tools normalise what they store.
    if edits == 0 and normalize("NFC", text) == normalize("NFC", query.text):
        return IDENTICAL
    score = min(99, int(100 * similarity(edits, longest, characters) + _TINY))
    points = _form_penalty(query.text, text) if edits == 0 else 0
    if NUMBER in words or NUMBER in query.tokens:
        points += _number_penalty(query.folded, folded)
    return Likeness(max(0, min(score, 100 - points if edits == 0 else score - points)), characters)


def _form_penalty(query: str, text: str) -> int:
    """Points for two texts of the same words that are not written alike; numbers are priced elsewhere."""
    here, there = _SPACE_OR_DIGIT.sub("", query), _SPACE_OR_DIGIT.sub("", text)
    marks = here.casefold() != there.casefold()
    case = sum(map(str.isupper, here)) != sum(map(str.isupper, there)) or (here != there and not marks)
    space = _SPACES.findall(query) != _SPACES.findall(text)
    return int(case) + int(marks) + int(space)


def _number_penalty(query: str, text: str) -> int:
    """Points for the numbers of two folded texts that differ."""
    here, there = _DIGITS.findall(query), _DIGITS.findall(text)
    if here == there:
        return 0
    different: int = sum(left != right for left, right in zip(here, there, strict=False))
    return min(5, different + abs(len(here) - len(there)))
