"""Finding a phrase anywhere in the memory: parts of words too, in folded text, so Arabic is found with and without its vowel marks.

The words of the vocabulary that hold the outer parts of the phrase, and its inner words, have posting lists. Those of the rarest part are
walked, the codes of each segment tell whether the words follow one another, and then the text itself decides.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from codecs import utf_16_le_decode
from functools import cached_property
from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING

from termbase.compiled import kernel_of
from termbase.memory.ranking import choose, distance_of
from termbase.memory.score import TOKEN
from termbase.model import Language, Match
from termbase.text.fold import fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from termbase.memory.records import Stored
    from termbase.memory.sidecar import Section
    from termbase.memory.sqlite import SqliteMemory

kernel = kernel_of("memory")

_MOST_WORDS = 1_500
"""Words of the vocabulary that are listed for one part of a phrase."""

_KEPT_PARTS = 128
"""Parts of phrases that are kept; the largest take a fifth of a megabyte."""

_FIRST = 4_000
"""Segments that are tried before the lists of the other words are read; a frequent phrase is found among them."""

_FIRST_BLOCK = 1_000
"""About so many segments that hold the rarest part are looked at first, where there is a kernel."""

_FIRST_FOUND = 64
"""So many are given at first: a little more than a page."""

_WORTH_READING = 8
"""A list so many times longer than what is left to try is not read."""


def search(memory: SqliteMemory, phrase: str, language: str, targets: Sequence[str], limit: int) -> list[Match]:
    """The units whose text in a language holds a phrase, shortest first."""
    wanted = " ".join(fold(phrase).split())
    found: list[Match] = []
    seen: set[int] = set()
    if not wanted or limit < 1:
        return found
    units = _units(memory, wanted, Language(language).primary)
    while some := list(islice(units, limit - len(found))):
        stored = memory.read([unit for unit in dict.fromkeys(some) if unit not in seen])
        for unit in some:
            if unit in stored and unit not in seen:
                seen.add(unit)
                match = _match(stored[unit], wanted, language, targets)
                if match is not None:
                    found.append(match)
    return found


def spans(text: str, wanted: str) -> tuple[tuple[int, int], ...]:
    """Places, in a text, of a folded phrase with single spaces."""
    if text.isascii() and text.isprintable() and "  " not in text:  # folding changes no place
        return tuple(_finds(fold(text), wanted))
    folded = fold_with_offsets(text)
    plain = folded.text.replace("\n", " ")  # folding leaves no other space
    if wanted in plain or "  " not in plain:
        return tuple(folded.span(start, end) for start, end in _finds(plain, wanted))
    kept = [place for place, sign in enumerate(plain) if sign != " " or (place and plain[place - 1] != " ")]
    single = "".join(plain[place] for place in kept)
    return tuple(
        (folded.span(kept[start], 0)[0], folded.span(0, kept[end - 1] + 1)[1]) for start, end in _finds(single, wanted)
    )


def _finds(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where a text holds another, without overlap."""
    found, length = [], len(wanted)
    start = text.find(wanted)
    while start >= 0:
        end = start + length
        found.append((start, end))
        start = text.find(wanted, end)
    return found


def _match(stored: Stored, wanted: str, language: str, targets: Sequence[str]) -> Match | None:
    near = []
    for place, tag, text in stored.variants:
        distance = distance_of(tag, language)
        if distance is not None and (places := spans(text, wanted)):
            near.append((distance, place, text, places))
    if not near:
        return None
    _, place, text, places = min(near)
    renderings = choose(stored.variants, place, targets)
    if targets and not renderings:
        return None
    return Match(
        100, "concordance", text, renderings, stored.origin, stored.tuid, stored.author, stored.changed, spans=places
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
    """Segments that may hold the phrase, shortest first."""
    words = TOKEN.findall(wanted)
    last = len(words) - 1
    parts: list[Part] = []
    for place, word in enumerate(words):
        part = _part(section, word, place == 0, place == last)
        if not part.words:
            return iter(())
        parts.append(part)
    rarest = min(parts, key=lambda part: part.size)
    if kernel is not None:
        return _following(section, parts, rarest)
    if rarest.listed and not last:
        return merge(*(section.postings[begin:end] for begin, end in rarest.ranges))
    pattern = re.compile("".join(part.pattern for part in parts), re.DOTALL)
    return _tried(section, parts, rarest, pattern.search) if rarest.listed else _scan(section, pattern)


def _following(section: Section, parts: list[Part], rarest: Part) -> Iterator[int]:
    """The segments in which the parts follow one another, by codes: more and more at once, so that a frequent phrase costs little."""
    alone = len(parts) == 1
    given = [
        (
            part.packed if part.size < _WORTH_READING * rarest.size or part is rarest else None,
            None if alone else part.codes,
        )
        for part in parts
    ]
    begin, wide, most = 0, max(1, len(section) * _FIRST_BLOCK // max(_FIRST_BLOCK, rarest.size)), _FIRST_FOUND
    while begin < len(section):
        end = min(len(section), begin + wide)
        found = kernel.following(section.postings, section.offsets, section.codes, given, begin, end, most)
        yield from found
        if len(found) < most:
            begin, wide = end, 4 * wide
        else:
            begin, most = found[-1] + 1, 4 * most


def _tried(
    section: Section, parts: list[Part], rarest: Part, holds: Callable[[str], re.Match[str] | None]
) -> Iterator[int]:
    """The same without the kernel."""
    segment = -1
    for segment in islice(merge(*(section.postings[begin:end] for begin, end in rarest.ranges)), _FIRST):
        if holds(section.code(segment)):
            yield segment
    yield from filter(lambda number: holds(section.code(number)), _remaining(section, parts, rarest, segment))


def _remaining(section: Section, parts: list[Part], rarest: Part, tried: int) -> list[int]:
    """Segments beyond those that were tried that hold the rarest part, and those others whose lists are worth reading."""
    postings = section.postings
    rest = {
        number
        for begin, end in rarest.ranges
        for number in postings[bisect_right(postings, tried, begin, end) : end].tolist()
    }
    for part in parts:
        if part is not rarest and part.size < _WORTH_READING * len(rest):
            rest.intersection_update(chain.from_iterable(postings[begin:end].tolist() for begin, end in part.ranges))
    return sorted(rest)


def _scan(section: Section, pattern: re.Pattern[str]) -> Iterator[int]:
    """Segments whose codes a pattern is found in, by reading all of them."""
    offsets, count = section.offsets, len(section)
    begin = 0
    while begin < count:
        end = min(count, begin + 1024)
        text = utf_16_le_decode(section.codes[2 * offsets[begin] : 2 * offsets[end]])[0]
        for found in pattern.finditer(text):
            yield bisect_right(offsets, offsets[begin] + found.start(), begin, end) - 1
        begin = end


def _part(section: Section, text: str, *position: bool) -> Part:
    """A part of a phrase; those last asked for are kept, since people ask for frequent words again and again."""
    known: Part | None = section.parts.pop((text, position), None)
    if known is None:
        if len(section.parts) >= _KEPT_PARTS:
            section.parts.pop(next(iter(section.parts)))
        known = Part(section, text, *position)
    section.parts[text, position] = known
    return known


class Part:
    """A word of the phrase: any word that contains it when it is alone, one that ends or begins with it at the edges of the phrase.

    A part of very many words, such as a single letter, is left to the text: its `words` are not listed.
    """

    def __init__(self, section: Section, text: str, first: bool, last: bool) -> None:
        self.listed = True
        if (first or last) and (text.isalnum() or "_" in text):  # a sign is a word of its own
            part = text.encode("utf-8", "surrogatepass")
            self.words = section.words_with(part, _MOST_WORDS + 1, begins=not first, ends=not last)
            self.listed = len(self.words) <= _MOST_WORDS
        else:
            number = section.word_id(text)
            self.words = [number] if number >= 0 else []
        starts = section.posting_starts
        self.ranges = [(starts[number], starts[number + 1]) for number in self.words]
        self.size = sum(end - begin for begin, end in self.ranges) if self.listed else 1 << 60
        self._section = section

    @cached_property
    def packed(self) -> array[int] | None:
        """The ranges one behind the other, None for all segments."""
        return array("I", chain.from_iterable(self.ranges)) if self.listed else None

    @cached_property
    def codes(self) -> array[int] | None:
        """The codes that the part may have, None for any."""
        return array("H", map(self._section.word_codes.__getitem__, self.words)) if self.listed else None

    @property
    def pattern(self) -> str:
        """Expression for the codes that the part may have."""
        return "." if self.codes is None else f"[{re.escape(''.join(map(chr, set(self.codes))))}]"
