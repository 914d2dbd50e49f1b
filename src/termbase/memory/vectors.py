"""Counting posting lists with numpy: what `search` does in plain Python, several times as fast, once numpy is loaded.

Why there are two: a single `termbase lookup` ends before numpy would have been imported, and a program that asks a thousand times waits for
nothing else. The tests hold them to the same answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.memory.concordance import Part
    from termbase.memory.search import Lists, Needed
    from termbase.memory.sidecar import Section

Ranges = list[tuple[int, int]]
"""Where posting lists begin and end."""

_FIRST_BLOCK = 1_000
"""About so many segments are looked at first, before the lists of the phrase's other words are read."""

_BLOCK = 4_000
"""Segments in which a phrase is looked for at once: so many stay in the cache of the processor."""

_WORTH_READING = 30
"""The lists of a part that stands in so many times more segments than the rarest are not read."""

_SHORT = 256
"""Posting lists of one part that are no longer than this are merged once."""

_FEW = 40
"""So many segments are compared sooner than a further filter has been set up."""


def count(section: Section, lists: Lists, needed: Needed) -> np.ndarray:
    """Ascending numbers of the segments that stand in as many of the lists as those of their length need."""
    if not lists:
        return np.empty(0, np.uint32)
    postings = np.frombuffer(section.postings, np.uint32)
    merged = np.concatenate([postings[begin:end] for begin, end, times in lists for _ in range(times)])
    merged.sort()
    least, most = min(needed.values()), max(needed.values())
    spare = least - 1
    if spare:  # what stands `least` times equals the entry so many places on; most of the work ends here, in one pass
        merged = merged[: max(0, len(merged) - spare)][merged[spare:] == merged[: max(0, len(merged) - spare)]]
    if len(merged) < 2:  # nothing to tell apart
        return merged
    first = np.flatnonzero(np.concatenate(([True], merged[1:] != merged[:-1])))
    numbers = merged[first]
    if most > least and len(numbers) >= _FEW:
        times = np.diff(first, append=len(merged)) + spare
        bounds = np.frombuffer(section.starts, np.uint32)[np.fromiter(needed, np.int64, len(needed)) + 1]
        wanted = np.fromiter(needed.values(), np.int64, len(needed))
        numbers = numbers[times >= wanted[np.searchsorted(bounds, numbers, side="right")]]
    return numbers


def sharing(section: Section, numbers: np.ndarray, codes: str, shared: Needed) -> list[int]:
    """Those of the segments that hold as many words of the query as those of their length need, all words considered."""
    if len(numbers) < _FEW:
        return list(numbers.tolist())
    spread, begins, ends = _spread(section, numbers)
    held = np.add.reduceat(_table(codes).view(np.uint8)[spread], begins, dtype=np.int64)
    wanted = np.zeros(next(reversed(shared)) + 1, np.int64)
    wanted[np.fromiter(shared, np.int64, len(shared))] = np.fromiter(shared.values(), np.int64, len(shared))
    return list(numbers[held >= wanted[ends - begins]].tolist())


def following(section: Section, parts: Sequence[Part], rarest: Part) -> Iterator[int]:
    """Ascending numbers of the segments in which the parts of a phrase follow one another, by codes; the rarest part has its lists.

    More and more segments are looked at at once, so that a frequent phrase costs little, and a seldom one is not looked for where some
    part of it is missing.
    """
    tables = [None if part.codes is None else _table(part.codes) for part in parts]
    low, wide = 0, max(1, len(section) * _FIRST_BLOCK // max(_FIRST_BLOCK, rarest.size))
    while low < len(section):
        high = min(len(section), low + wide)
        numbers = _within(rarest.lists, low, high)
        for part in parts if low else ():
            if part is not rarest and part.listed and part.size < _WORTH_READING * rarest.size:
                present = np.zeros(high - low, np.bool_)
                for some in _cut(part.lists, low, high):
                    present[some - np.uint32(low)] = True
                numbers = numbers[present[numbers - np.uint32(low)]]
        for start in range(0, len(numbers), _BLOCK):
            yield from _holding(section, numbers[start : start + _BLOCK], tables)
        low, wide = high, 4 * wide


def lists_of(section: Section, ranges: Ranges) -> list[np.ndarray]:
    """Posting lists as ascending numbers; the many short ones in one."""
    postings = np.frombuffer(section.postings, np.uint32)
    lists = [postings[begin:end] for begin, end in ranges if end - begin > _SHORT]
    short = [postings[begin:end] for begin, end in ranges if end - begin <= _SHORT]
    if short:
        merged = np.concatenate(short)
        merged.sort()
        lists.append(merged)
    return lists


def _cut(lists: Sequence[np.ndarray], low: int, high: int) -> Iterator[np.ndarray]:
    """The parts of some lists with low <= number < high."""
    bounds = np.array((low, high), np.uint32)  # of the type of the lists, which would be converted otherwise
    for numbers in lists:
        first, last = numbers.searchsorted(bounds)
        yield numbers[first:last]


def _within(lists: Sequence[np.ndarray], low: int, high: int) -> np.ndarray:
    """What stands in any of some lists, low <= number < high, ascending and each once."""
    merged = np.concatenate(list(_cut(lists, low, high)))
    merged.sort()
    return merged[np.concatenate(([True], merged[1:] != merged[:-1]))] if len(merged) else merged


def _table(codes: str) -> np.ndarray:
    """For each code whether it is one of these."""
    table = np.zeros(1 << 16, np.bool_)
    table[np.frombuffer(codes.encode("utf-16-le"), np.uint16)] = True
    return table


def _spread(section: Section, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The codes of some segments one behind the other, and where in them each segment begins and ends."""
    offsets = np.frombuffer(section.offsets, np.uint32)
    begins = offsets[numbers].astype(np.int64)
    sizes = offsets[numbers + np.uint32(1)] - begins
    ends = np.cumsum(sizes)
    places = np.arange(int(ends[-1])) + np.repeat(begins - ends + sizes, sizes)
    return np.frombuffer(section.codes, np.uint16)[places], ends - sizes, ends


def _holding(section: Section, numbers: np.ndarray, tables: list[np.ndarray | None]) -> list[int]:
    """Those of the segments in which codes of the tables follow one another."""
    codes, _, ends = _spread(section, numbers)
    more = len(tables) - 1
    holds = np.ones(max(0, len(codes) - more), np.bool_)
    for place, table in enumerate(tables):
        if table is not None:
            holds &= table[codes[place : len(codes) - more + place]]
    found = np.flatnonzero(holds)
    which = np.searchsorted(ends, found, side="right")
    which = which[found + more < ends[which]]
    return list(dict.fromkeys(numbers[which].tolist()))
