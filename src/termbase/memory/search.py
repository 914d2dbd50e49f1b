"""Finding the segments that may reach a score, without looking at the others.

A segment within E word edits of a query of n words holds at least max(n, m) - E of them. So it holds one of the E(n) + 1 rarest words of the
query, two of the E(n) + 2 rarest, and so on; and its length is near that of the query. Posting lists of the rarest words, cut to those
lengths, are counted; what holds enough of them is compared word by word, by codes. Nothing that could reach the score is left out.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from termbase.memory.score import best_possible, edits_allowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.memory.score import Query
    from termbase.memory.sidecar import Section

_LIST_COST = 0.06
"""What reading one entry of a posting list costs, in comparisons of two segments; measured, and only a matter of speed."""

_SELECTIVITY = 5
"""How many times fewer segments remain for each further word that they must hold; an estimate, and only a matter of speed."""


class Candidate(NamedTuple):
    """A segment that may reach the score that was asked for."""

    best: int
    """Highest score that it may have."""

    unit: int
    """The unit it belongs to."""


def lengths(query: int, minimum: int) -> tuple[int, int]:
    """Least and greatest length, in words, of a segment that may reach a score."""
    low = query - edits_allowed(query, minimum)
    high = query
    while high + 1 - query <= edits_allowed(high + 1, minimum):
        high += 1
    return max(1, low), high


def candidates(section: Section, query: Query, minimum: int) -> list[Candidate]:
    """Every segment of a section that may reach `minimum`, and some that do not."""
    length = len(query.tokens)
    shortest, longest = lengths(length, minimum)
    longest = min(longest, section.longest)
    low, high = section.first(shortest), section.first(longest + 1)
    if not length or low >= high:
        return []
    found: list[Candidate] = []
    numbers = _holders(section, query, low, high, edits_allowed(length, minimum))
    offsets, units, text = section.offsets, section.units, section.codes
    codes = query.codes
    start, total = 0, len(numbers)
    pieces = [str(text[2 * offsets[number] : 2 * offsets[number + 1]], "utf-16-le") for number in numbers]
    while start < total:
        size = len(pieces[start])
        end = section.starts[size + 1]
        stop = start + 1
        while stop < total and numbers[stop] < end:
            stop += 1
        greater = max(size, length)
        allowed = edits_allowed(greater, minimum)
        for _, edits, place in extract(
            codes, pieces[start:stop], scorer=Levenshtein.distance, score_cutoff=allowed, limit=None
        ):
            found.append(Candidate(best_possible(int(edits), greater), units[numbers[start + place]]))
        start = stop
    return found


def _holders(section: Section, query: Query, low: int, high: int, allowed: int) -> list[int]:
    """Ascending numbers of the segments that hold enough of the query's rarest words."""
    lists = []
    for token, times in Counter(query.tokens).items():
        word = section.word_id(token)
        begin, end = section.posting_range(word, low, high) if word >= 0 else (0, 0)
        lists.append((end - begin, begin, times))
    lists.sort()
    parts: list[list[int]] = []
    read = 0
    weight = 0
    for size, begin, times in lists:
        needed = weight - allowed  # how many of the words read so far a segment must hold
        if needed > 0:
            remaining = read / _SELECTIVITY ** (needed - 1)
            if size * _LIST_COST * times > remaining * (1 - 1 / _SELECTIVITY):
                break
        if size:
            part = section.postings[begin : begin + size].tolist()
            parts.extend([part] * times)
            read += size * times
        weight += times
    needed = weight - allowed
    if needed == 1:
        return sorted(set(chain.from_iterable(parts)))
    merged = list(chain.from_iterable(parts))
    merged.sort()
    return sorted({here for here, there in zip(merged, merged[needed - 1 :], strict=False) if here == there})


def scan(query: Query, minimum: int, length: int, units: Sequence[int], codes: Sequence[str]) -> Iterator[Candidate]:
    """The candidates among segments of one length, by comparing all of them."""
    greater = max(length, len(query.tokens))
    allowed = edits_allowed(greater, minimum)
    for _, edits, place in extract(query.codes, codes, scorer=Levenshtein.distance, score_cutoff=allowed, limit=None):
        yield Candidate(best_possible(int(edits), greater), units[place])
