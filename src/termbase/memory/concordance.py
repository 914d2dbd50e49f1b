"""Finding a phrase anywhere in the memory: parts of words too, in folded text, so Arabic is found with and without its vowel marks.

The words of the vocabulary that hold the outer parts of the phrase, and its inner words, have posting lists; the shortest one is walked,
the others are asked whether they hold the segment too, and then the text itself decides.
"""

from __future__ import annotations

from bisect import bisect_left
from heapq import merge
from typing import TYPE_CHECKING

from termbase.memory.ranking import choose
from termbase.memory.score import NUMBER
from termbase.model import Language, Match
from termbase.text.fold import fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.memory.sidecar import Section
    from termbase.memory.sqlite import SqliteMemory

_MOST_LISTS = 64
"""Posting lists that are asked one by one; where a part of a word has more, its lists are not asked and the text decides."""


def search(memory: SqliteMemory, phrase: str, language: str, targets: Sequence[str], limit: int) -> list[Match]:
    """The units whose text in a language holds a phrase, shortest first."""
    wanted = " ".join(fold(phrase).split())
    found: list[Match] = []
    seen: set[int] = set()
    if not wanted:
        return found
    for unit in _units(memory, wanted, Language(language).primary):
        if unit in seen:
            continue
        seen.add(unit)
        match = _match(memory, unit, wanted, language, targets)
        if match is not None:
            found.append(match)
            if len(found) >= limit:
                break
    return found


def spans(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    """Places, in a text, of a folded phrase with single spaces."""
    folded = fold_with_offsets(text)
    plain = "".join(" " if character.isspace() else character for character in folded.text)
    places = []
    if wanted in plain or "  " not in plain:
        start = plain.find(wanted)
        while start >= 0:
            places.append(folded.span(start, start + len(wanted)))
            start = plain.find(wanted, start + len(wanted))
        return tuple(places)
    kept = [place for place, sign in enumerate(plain) if sign != " " or (place and plain[place - 1] != " ")]
    single = "".join(plain[place] for place in kept)
    start = single.find(wanted)
    while start >= 0:
        places.append((folded.span(kept[start], 0)[0], folded.span(0, kept[start + len(wanted) - 1] + 1)[1]))
        start = single.find(wanted, start + len(wanted))
    return tuple(places)


def _match(memory: SqliteMemory, unit: int, wanted: str, language: str, targets: Sequence[str]) -> Match | None:
    variants = memory.variants(unit)
    near = []
    for place, tag, text in variants:
        distance = Language(tag).distance(language)
        if distance is not None and wanted in " ".join(fold(text).split()):
            near.append((distance, place, text))
    if not near:
        return None
    _, place, text = min(near)
    renderings = choose(variants, place, targets)
    if targets and not renderings:
        return None
    origin, tuid, changed, author = memory.database.execute(
        "SELECT name, tuid, changed, author FROM unit JOIN origin ON origin.id = unit.origin WHERE unit.id = ?", (unit,)
    ).fetchone()
    return Match(
        100, "concordance", text, renderings, origin, tuid or "", author or "", changed or "", spans=spans(text, wanted)
    )


def _units(memory: SqliteMemory, wanted: str, language: str) -> Iterator[int]:
    """Units that may hold the phrase: those that wait for the sidecar, then those in it, shortest first."""
    for _, units, _ in memory.waiting(language, 0, 1 << 60):
        yield from units
    section = memory.section(language)
    if section is not None:
        units_of = section.units
        for segment in _segments(section, wanted):
            yield units_of[segment]


def _segments(section: Section, wanted: str) -> Iterator[int]:
    from termbase.memory.score import tokens  # noqa: PLC0415

    words = tokens(wanted)
    lists: list[tuple[int, list[tuple[int, int]]]] = []
    for place, word in enumerate(words):
        if word == NUMBER and not 0 < place < len(words) - 1:
            continue  # digits at the edge of a phrase may belong to a word such as B52: the text decides
        ranges = []
        for number in _holding(section, word.encode("utf-8", "surrogatepass"), first=place == 0, last=place == len(words) - 1):
            begin, end = section.posting_starts[number], section.posting_starts[number + 1]
            ranges.append((begin, end))
        if not ranges:
            return
        lists.append((sum(end - begin for begin, end in ranges), ranges))
    if not lists:
        yield from range(len(section))
        return
    lists.sort()
    postings = section.postings
    others = [ranges for _, ranges in lists[1:] if len(ranges) <= _MOST_LISTS]
    for segment in merge(*(postings[begin:end] for begin, end in lists[0][1])):
        if all(any(_holds(postings, segment, *bounds) for bounds in ranges) for ranges in others):
            yield segment


def _holds(postings: memoryview, segment: int, begin: int, end: int) -> bool:
    place = bisect_left(postings, segment, begin, end)
    return place < end and postings[place] == segment


def _holding(section: Section, part: bytes, *, first: bool, last: bool) -> Iterator[int]:
    """Words that a part of the phrase may stand in: any that contain it when it is alone, else that end or begin with it."""
    if not first and not last:
        number = section.word_id(part.decode("utf-8", "surrogatepass"))
        if number >= 0:
            yield number
        return
    for number in section.words_with(part):
        word = bytes(section.words[section.word_starts[number] : section.word_starts[number + 1] - 1])
        if (last or word.endswith(part)) and (first or word.startswith(part)):
            yield number
