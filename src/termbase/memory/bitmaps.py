"""Counting sentences of frequent words: a word that stands in many segments is a row of bits, and rows are added 64 segments at a time.

A posting list of a frequent word is long to read and to merge. As bits it is short, and the number of the query's words that each segment
holds is a sum of rows: adders of single bits, as in a processor, give the digits of the sum, each a row again (carry-save addition). Rows
are made when a word is first met and kept while they fit; they are a matter of speed and never of the answer.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from termbase.memory import search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.memory.search import Needed, Words
    from termbase.memory.sidecar import Section

Row = np.ndarray
"""Bits of consecutive segments, 64 to a number."""

_MOST_BYTES = 64 << 20
"""Space for the rows of a language."""

_SMALL_COUNTS = 3
"""Segments that hold fewer rare words of the query are so many that one row is looked at before the digits are."""


def count(section: Section, words: Words, shared: Needed) -> np.ndarray:
    """Ascending numbers of the segments that hold as many words of the query as those of their length need, all words considered.

    `words` come rarest first, and the last is frequent.
    """
    low, high = section.starts[next(iter(shared))], section.starts[next(reversed(shared)) + 1]
    least = min(shared.values())
    rest = bisect_right(words, len(section) // search.FREQUENT, key=itemgetter(0))
    first = low >> 6
    digits = _sum([(_row(section, word)[first : (high + 63) >> 6], times) for _, word, times in words[rest:]])
    numbers, times = _rare(section, words[:rest], low, high)
    few = numbers[times < _SMALL_COUNTS]
    possible = _reaching(digits, max(0, least - _SMALL_COUNTS + 1))
    parts = (
        _places(_reaching(digits, least), first, low, high),
        few[_bits(possible, few, first) != 0],
        numbers[times >= _SMALL_COUNTS],
    )
    found = np.concatenate(parts)
    found.sort()
    if len(found) > 1:
        found = found[np.concatenate(([True], found[1:] != found[:-1]))]
    total = np.zeros(len(found), np.int64)  # what is left is little: its counts, against what its very length needs
    for place, row in enumerate(digits):
        total += _bits(row, found, first).astype(np.int64) << place
    if len(numbers):
        place_of = np.minimum(np.searchsorted(numbers, found), len(numbers) - 1)
        total += np.where(numbers[place_of] == found, times[place_of], 0)
    bounds = np.frombuffer(section.starts, np.uint32)[np.fromiter(shared, np.int64, len(shared)) + 1]
    wanted = np.fromiter(shared.values(), np.int64, len(shared))
    return found[total >= wanted[np.searchsorted(bounds, found, side="right")]]


def _rare(section: Section, words: Words, low: int, high: int) -> tuple[np.ndarray, np.ndarray]:
    """Ascending numbers of the segments that hold any of the words, and how many."""
    postings = np.frombuffer(section.postings, np.uint32)
    lists = []
    for held, word, times in words:
        if held:
            begin, end = section.posting_range(word, low, high)
            lists += [postings[begin:end]] * times
    merged = np.concatenate(lists) if lists else np.empty(0, np.uint32)
    merged.sort()
    if not len(merged):
        return merged, np.empty(0, np.int64)
    first = np.flatnonzero(np.concatenate(([True], merged[1:] != merged[:-1], [True])))
    return merged[first[:-1]], first[1:] - first[:-1]


def _row(section: Section, word: int) -> Row:
    """The segments that hold a word, as bits."""
    row: Row | None = section.rows.get(word)
    if row is None:
        if (len(section.rows) + 1) * len(section) > 8 * _MOST_BYTES:
            section.rows.clear()
        held = np.zeros(-(-len(section) // 64) * 64, np.bool_)
        begin, end = section.posting_starts[word], section.posting_starts[word + 1]
        held[np.frombuffer(section.postings, np.uint32)[begin:end]] = True
        row = section.rows[word] = np.packbits(held, bitorder="little").view(np.uint64)
    return row


def _sum(rows: Sequence[tuple[Row, int]]) -> list[Row]:
    """Binary digits, least first, of the sum of rows that count once or several times each."""
    columns: list[list[Row]] = [[]]
    for row, times in rows:
        columns += [[] for _ in range(times.bit_length() - len(columns))]
        for digit in range(times.bit_length()):
            if times >> digit & 1:
                columns[digit].append(row)
    digits: list[Row] = []
    while len(digits) < len(columns):
        column, carried = columns[len(digits)], []
        while len(column) > 2:
            one, two, three = column.pop(), column.pop(), column.pop()
            odd, two_or_more = one ^ two, one & two
            two_or_more |= odd & three
            odd ^= three
            carried.append(two_or_more)
            column.append(odd)
        if len(column) == 2:
            one, two = column
            carried.append(one & two)
            column = [one ^ two]
        digits.append(column[0] if column else np.zeros_like(rows[0][0]))
        if carried:
            if len(digits) == len(columns):
                columns.append([])
            columns[len(digits)] += carried
    return digits


def _reaching(digits: Sequence[Row], least: int) -> Row:
    """Where a sum is at least so much."""
    if least >> len(digits):
        return np.zeros_like(digits[0])
    highest = digits[-1]
    if least >> (len(digits) - 1):
        equal, greater = highest, np.zeros_like(highest)
    else:
        equal, greater = ~highest, highest
    for place in reversed(range(len(digits) - 1)):
        digit = equal & digits[place]
        if least >> place & 1:
            equal = digit
        else:
            greater = greater | digit
            equal = equal ^ digit
    reached: Row = equal | greater
    return reached


def _bits(row: Row, numbers: np.ndarray, first: int) -> np.ndarray:
    """The bits, 0 or 1, of some segments in a row that begins at segment 64 * `first`."""
    octets = row.view(np.uint8)[(numbers >> 3) - 8 * first]
    bits: Row = (octets >> (numbers & 7).astype(np.uint8)) & 1
    return bits


def _places(row: Row, first: int, low: int, high: int) -> np.ndarray:
    """Ascending numbers, low <= number < high, of the segments whose bit is set."""
    some = np.flatnonzero(row)
    which, bit = np.nonzero(np.unpackbits(row[some].view(np.uint8), bitorder="little").reshape(-1, 64))
    numbers = (some[which] + first) * 64 + bit
    return numbers[(numbers >= low) & (numbers < high)].astype(np.uint32)
