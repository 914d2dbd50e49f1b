"""Finding the segments that may reach a score, without looking at the others.

A segment within E word edits of a query of n words holds at least max(n, m) - E of them. So it holds one of the E(n) + 1 rarest words of the
query, two of the E(n) + 2 rarest, and so on; and its length is near that of the query. The compiled kernel counts all words of the query,
as rows of bits; without it, posting lists of the rarest words, cut to those lengths, are counted here. What holds enough of them is compared
word by word, by codes. Nothing that could reach the score is left out.
"""

from __future__ import annotations

from bisect import bisect_left
from codecs import utf_16_le_decode
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from termbase.compiled import kernel_of
from termbase.memory.score import best_possible, edits_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.memory.score import Query
    from termbase.memory.sidecar import Section

kernel = kernel_of("memory")

_LIST_COST = 0.06
"""What reading one entry of a posting list costs, in comparisons of two segments; measured, and only a matter of speed."""

_ENOUGH = 8
"""So few segments are compared sooner than another list is read."""

FREQUENT = 128
"""A word is frequent when one segment in so many holds it."""

_FEW = 50
"""So few segments are compared at once; more are told apart by length first."""

_SELECTIVITY = 3
"""How many times fewer segments remain for each further word that they must hold; an estimate, and only a matter of speed."""


class Candidate(NamedTuple):
    """A segment that may reach the score that was asked for."""

    best: int
    """Highest score that it may have."""

    unit: int
    """The unit it belongs to."""

    edits: int
    """Word edits from the query, by codes: never more than by words; 0 also when it is not known which variant of the unit is meant."""

    longest: int
    """Words of the longer of the two."""


@lru_cache(1 << 12)
def lengths(query: int, minimum: int) -> tuple[int, int]:
    """Least and greatest length, in words, of a segment that may reach a score."""
    low = query - edits_allowed(query, minimum)
    high = query
    while high + 1 - query <= edits_allowed(high + 1, minimum):
        high += 1
    return max(1, low), high


@lru_cache(1 << 10)
def words_needed(query: int, minimum: int, longest: int) -> tuple[tuple[int, int], ...]:
    """For each length up to the longest there is, how many words a segment must share with a query of so many to reach a score."""
    shortest, limit = lengths(query, minimum)
    return tuple(
        (size, max(size, query) - edits_allowed(max(size, query), minimum))
        for size in range(shortest, min(limit, longest) + 1)
    )


def candidates(section: Section, query: Query, minimum: int) -> list[Candidate]:
    """Every segment of a section that may reach `minimum`, and some that do not."""
    length = len(query.tokens)
    shortest, longest = lengths(length, minimum)
    longest = min(longest, section.longest)
    if not length or section.first(shortest) >= section.first(longest + 1):
        return []
    if shortest == longest and edits_allowed(length, minimum) == 0:
        return _of_the_same_codes(section, query)
    words = _by_rarity(section, query)
    starts = section.starts
    every = words_needed(length, minimum, section.longest)
    shared = {size: least for size, least in every if starts[size] < starts[size + 1]}
    numbers = _sharing(section, words, shared)
    if len(numbers) <= _FEW:
        return _compared(section, query, minimum, numbers)
    found: list[Candidate] = []
    offsets, units, text = section.offsets, section.units, section.codes
    start, total = 0, len(numbers)
    while start < total:
        begin = offsets[numbers[start]]
        size = offsets[numbers[start] + 1] - begin
        stop = bisect_left(numbers, starts[size + 1], start + 1)
        group = numbers[start:stop]
        # Segments of one length lie one behind the other, so the place of each follows from its number.
        step, base = 2 * size, 2 * offsets[starts[size]] - 2 * size * starts[size]
        pieces = [utf_16_le_decode(text[base + number * step : base + number * step + step])[0] for number in group]
        greater = max(size, length)
        allowed = edits_allowed(greater, minimum)
        for _, edits, place in extract(
            query.codes, pieces, scorer=Levenshtein.distance, score_cutoff=allowed, limit=None
        ):
            found.append(Candidate(best_possible(int(edits), greater), units[group[place]], int(edits), greater))
        start = stop
    return found


def _of_the_same_codes(section: Section, query: Query) -> list[Candidate]:
    """The segments whose codes are those of the query, looked for among those of its length that hold its rarest word."""
    length, units = len(query.tokens), section.units
    held, word = min(map(section.held.__getitem__, set(query.tokens)))
    if not held:
        return []
    low, high = section.starts[length], section.starts[length + 1]
    begin, end = section.posting_starts[word], section.posting_starts[word + 1]
    offset, wanted = section.offsets[low], query.codes.encode("utf-16-le")
    if kernel is not None:
        numbers = kernel.same(section.postings, begin, end, low, high, section.codes, offset, wanted)
    else:
        begin, end = section.posting_range(word, low, high)
        numbers = [number for number in section.postings[begin:end] if section.code(number) == query.codes]
    return [Candidate(100, units[number], 0, length) for number in numbers]


def _sharing(section: Section, words: Words, shared: Needed) -> list[int]:
    """Ascending numbers of the segments that hold as many of the words as those of their length need, and perhaps some others."""
    if kernel is not None:
        starts, posting_starts, often = section.starts, section.posting_starts, len(section) // FREQUENT
        lengths = [(starts[size], starts[size + 1], least) for size, least in shared.items()]
        frequent = [(section.row(word), times) for held, word, times in words if held > often]
        lists = [
            (posting_starts[word], posting_starts[word + 1], times) for held, word, times in words if 0 < held <= often
        ]
        found: list[int] = kernel.sharing(section.postings, lengths, frequent, lists)
        return found
    lists, needed = _plan(section, words, shared)
    return _count(section, lists, needed)


def _compared(section: Section, query: Query, minimum: int, numbers: list[int]) -> list[Candidate]:
    """Those of a few segments, of any lengths, that may reach a score."""
    length, found = len(query.tokens), []
    pieces = [section.code(number) for number in numbers]
    most = max((edits_allowed(max(length, len(piece)), minimum) for piece in pieces), default=0)
    for piece, edits, place in extract(query.codes, pieces, scorer=Levenshtein.distance, score_cutoff=most, limit=None):
        greater = max(length, len(piece))
        if edits <= edits_allowed(greater, minimum):
            unit = section.units[numbers[place]]
            found.append(Candidate(best_possible(int(edits), greater), unit, int(edits), greater))
    return found


Lists = list[tuple[int, int, int]]
"""Posting lists to read: begin, end, and how often their word counts."""

Words = list[tuple[int, int, int]]
"""Words of a query, rarest first: how many segments hold each, its number, and how often the query has it."""

Needed = dict[int, int]
"""How many words or lists a segment must have, by its length; ascending, and only lengths that occur."""


def _plan(section: Section, words: Words, shared: Needed) -> tuple[Lists, Needed]:
    """Which lists to read how far, and how many of them a segment of each length must stand in.

    A longer segment must share more words with the query, so fewer lists tell it: each list is cut to the lengths that need it.
    """
    starts, length = section.starts, sum(times for _, _, times in words)
    missing = {
        size: length - count for size, count in shared.items()
    }  # how many of the query's words a segment may lack
    low, high, most = starts[next(iter(shared))], starts[next(reversed(shared)) + 1], max(missing.values())
    chosen: list[tuple[int, int, int, int]] = []
    read = weight = 0
    for held, word, times in words:
        begin, end = section.posting_range(word, low, high) if held else (0, 0)
        size = end - begin
        if weight > most:
            remaining = read / _SELECTIVITY ** (weight - most - 1)
            if remaining < _ENOUGH or size * _LIST_COST * times > remaining * (1 - 1 / _SELECTIVITY):
                break
        chosen.append((weight, size, begin, times))
        read += size * times
        weight += times
    beyond = weight - most - 1  # words that are read beyond those that must be
    cut: Lists = []
    needed = dict.fromkeys(missing, 0)
    sizes = list(missing)
    for before, size, begin, times in chosen:
        while sizes and missing[sizes[-1]] + beyond < before:
            sizes.pop()
        if not sizes:
            break
        for each in sizes:
            needed[each] += times
        if size:
            limit = starts[sizes[-1] + 1]
            end = begin + size if limit >= high else bisect_left(section.postings, limit, begin, begin + size)
            if end > begin:
                cut.append((begin, end, times))
    return cut, {size: count - missing[size] for size, count in needed.items()}


def _by_rarity(section: Section, query: Query) -> Words:
    """The query's words: how many segments hold each, its number, and how often the query has it; rarest first."""
    words = [(*section.held[token], times) for token, times in Counter(query.tokens).items()]
    words.sort()
    return words


def _count(section: Section, lists: Lists, needed: Needed) -> list[int]:
    """Ascending numbers of the segments that stand in as many of the lists as those of their length need."""
    merged: list[int] = []
    for begin, end, times in lists:
        merged += section.postings[begin:end].tolist() * times
    merged.sort()
    numbers: list[int] = []
    start = 0
    for size, least in needed.items():
        stop = bisect_left(merged, section.starts[size + 1], start)
        group = merged[start:stop]
        if least > 1:
            group = [here for here, there in zip(group, group[least - 1 :], strict=False) if here == there]
        numbers += dict.fromkeys(group)
        start = stop
    return numbers


def scan(query: Query, minimum: int, length: int, units: Sequence[int], codes: Sequence[str]) -> Iterator[Candidate]:
    """The candidates among segments of one length, by comparing all of them."""
    greater = max(length, len(query.tokens))
    allowed = edits_allowed(greater, minimum)
    for _, edits, place in extract(query.codes, codes, scorer=Levenshtein.distance, score_cutoff=allowed, limit=None):
        yield Candidate(best_possible(int(edits), greater), units[place], int(edits), greater)
