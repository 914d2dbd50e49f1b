"""Finding a phrase anywhere in the memory: parts of words too, in folded text, so Arabic is found with and without its vowel marks.

The words of the vocabulary that hold the outer parts of the phrase, and its inner words, have posting lists. Those of the rarest part are
walked, the codes of each segment tell whether the words follow one another, and then the text itself decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from codecs import utf_16_le_decode
from functools import cached_property
from heapq import merge
from itertools import chain, islice
from typing import TYPE_CHECKING

from termbase.memory.ranking import choose, distance_of
from termbase.memory.score import codes, tokens
from termbase.memory.search import numpy_if_worth_it
from termbase.model import Language, Match
from termbase.text.fold import fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np

    from termbase.memory.sidecar import Section
    from termbase.memory.sqlite import SqliteMemory

_TOKEN = re.compile(r"\w+|[^\w\s]")
_MOST_LISTS = 2_000
"""Posting lists that are merged; where the rarest part of a phrase stands in more words, all segments are read until there are enough hits."""

_MOST_WORDS = 1_500
"""Words of the vocabulary that are listed for one part of a phrase."""

_KEPT_PARTS = 128
"""Parts of phrases that are kept; the largest take a fifth of a megabyte."""

_FIRST = 4_000
"""Segments that are tried before the lists of the other words are read; a frequent phrase is found among them."""

_WORTH_READING = 8
"""A list so many times longer than what is left to try is not read."""


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
    plain = folded.text.replace("\n", " ")  # folding leaves no other space
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
        distance = distance_of(tag, language)
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
    """Segments that may hold the phrase, shortest first."""
    words = _TOKEN.findall(wanted)
    last = len(words) - 1
    parts: list[Part] = []
    for place, word in enumerate(words):
        part = _part(section, word, place == 0, place == last)
        if not part.words:
            return
        parts.append(part)
    rarest = min(parts, key=lambda part: part.size)
    postings = section.postings
    if not last and rarest.listed and len(rarest.ranges) <= _MOST_LISTS:
        yield from merge(*(postings[begin:end] for begin, end in rarest.ranges))
        return
    if rarest.listed and (vectors := numpy_if_worth_it()) is not None:
        yield from vectors.following(section, parts, rarest)
        return
    pattern = re.compile("".join(part.pattern for part in parts), re.DOTALL)
    if len(rarest.ranges) > _MOST_LISTS:
        yield from _scan(section, pattern)
        return
    holds = pattern.search
    ascending = merge(*(postings[begin:end] for begin, end in rarest.ranges))
    segment = -1
    for segment in islice(ascending, _FIRST):
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
            self.words = list(islice(section.words_with(part, begins=not first, ends=not last), _MOST_WORDS + 1))
            self.listed = len(self.words) <= _MOST_WORDS
        else:
            number = section.word_id(text)
            self.words = [number] if number >= 0 else []
        starts = section.posting_starts
        self.ranges = [(starts[number], starts[number + 1]) for number in self.words]
        self.size = sum(end - begin for begin, end in self.ranges) if self.listed else 1 << 60
        self._section = section

    @cached_property
    def codes(self) -> str | None:
        """The codes that the part may have, None for any."""
        if not self.listed:
            return None
        return "".join({codes(tokens(self._section.word(number))) for number in self.words})

    @cached_property
    def lists(self) -> list[np.ndarray]:
        """The posting lists of its words, as arrays."""
        from termbase.memory import vectors  # noqa: PLC0415 (numpy)

        return vectors.lists_of(self._section, self.ranges)

    @property
    def pattern(self) -> str:
        """Expression for the codes that the part may have."""
        spelt = self.codes
        return "." if spelt is None else f"[{re.escape(spelt)}]"
