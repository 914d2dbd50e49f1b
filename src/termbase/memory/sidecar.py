"""The sidecar: a read-only, memory-mapped index of the segments of a memory, one section a language.

    head       magic, length of the directory, checksum of the directory, directory (JSON)
    sections   for each language: arrays of 32-bit numbers and of 16-bit codes, and the vocabulary
    tail       the generation again, so that a file cut short is noticed without reading it

Within a language, segments are numbered by length in words, then by age; so the segments of some lengths are one range of numbers, and a
posting list (the ascending numbers of the segments that hold a word) is cut to those lengths by two binary searches. Each segment is kept
as one 16-bit code a word. Codes may collide, so what is found here is compared again by its real text; nothing is missed.

The database names the generation it goes with. A file that does not carry that name, or is not whole, is never used.
"""

from __future__ import annotations

import json
import mmap
from bisect import bisect_left
from codecs import utf_16_le_decode
from itertools import islice
from typing import TYPE_CHECKING, Any
from zlib import crc32

from termbase.compiled import kernel_of
from termbase.memory.database import SidecarUnusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

kernel = kernel_of("memory")

MAGIC = b"termbase sidecar 2\n"
ARRAYS = ("starts", "offsets", "units", "posting_starts", "postings", "slots", "word_starts", "word_codes", "endings")
"""Arrays of 32-bit numbers in each section, in this order; the codes and the vocabulary follow.

The vocabulary is in the order of its words; `word_codes` has the code of each, and `endings` the numbers of the words in the order of the
words read backwards."""


_BEYOND = b"\xff"
"""Behind whatever may follow the beginning of a word: no text has this byte."""

_MOST_HELD = 1 << 16
"""Words of queries that are kept."""

_MOST_BYTES = 64 << 20
"""Space for the rows of bits of a language."""


class Held(dict[str, tuple[int, int]]):
    """How many segments hold a word, and its number in the vocabulary; 0 and -1 for one that none holds. Looked up when first asked for."""

    def __init__(
        self, slots: memoryview, words: memoryview, word_starts: memoryview, posting_starts: memoryview
    ) -> None:
        super().__init__()
        self._slots, self._words, self._starts, self._posting_starts = slots, words, word_starts, posting_starts
        self._mask = len(slots) - 1

    def __missing__(self, token: str) -> tuple[int, int]:
        if len(self) >= _MOST_HELD:
            self.clear()
        word = self._probe(token.encode("utf-8", "surrogatepass"))
        held = self._posting_starts[word + 1] - self._posting_starts[word] if word >= 0 else 0
        found = self[token] = (held, word)
        return found

    def _probe(self, token: bytes) -> int:
        place = crc32(token) & self._mask
        while entry := self._slots[place]:
            if self._words[self._starts[entry - 1] : self._starts[entry] - 1] == token:
                return entry - 1
            place = (place + 1) & self._mask
        return -1


class Section:
    """The index of one language."""

    def __init__(self, data: memoryview, sizes: list[int]) -> None:
        views = []
        position = 0
        for size in sizes:
            views.append(data[position : position + size])
            position += padded(size)
        numbers = [view.cast("I") for view in views[: len(ARRAYS)]]
        self.starts, self.offsets, self.units, self.posting_starts, self.postings = numbers[:5]
        slots, self.word_starts, self.word_codes, self.endings = numbers[5:]
        self.codes, self.words = views[len(ARRAYS) :]
        self.held = Held(slots, self.words, self.word_starts, self.posting_starts)
        self._rows: dict[int, bytes] = {}
        self.parts: dict[Any, Any] = {}  # what `concordance` keeps

    def __len__(self) -> int:
        return len(self.units)

    @property
    def longest(self) -> int:
        """Words of the longest segment."""
        return len(self.starts) - 2

    def word_id(self, token: str) -> int:
        """Number of a word of the vocabulary, -1 for one that no segment holds."""
        return self.held[token][1]

    def posting_range(self, word: int, low: int, high: int) -> tuple[int, int]:
        """Where, in `postings`, the segments low <= number < high that hold a word are."""
        begin, end = self.posting_starts[word], self.posting_starts[word + 1]
        if end - begin > 0 and low > 0:
            begin = bisect_left(self.postings, low, begin, end)
        if end - begin > 0 and high < len(self.units):
            end = bisect_left(self.postings, high, begin, end)
        return begin, end

    def row(self, word: int) -> bytes:
        """The segments that hold a word, as bits for the kernel; kept, for frequent words are few and in every query."""
        row = self._rows.get(word)
        if row is None:
            if (len(self._rows) + 1) * len(self) > 8 * _MOST_BYTES:
                self._rows.clear()
            begin, end = self.posting_starts[word], self.posting_starts[word + 1]
            row = self._rows[word] = kernel.row(self.postings, begin, end, len(self))
        return row

    def first(self, length: int) -> int:
        """Number of the first segment of at least so many words."""
        return self.starts[min(length, len(self.starts) - 1)]

    def code(self, segment: int) -> str:
        """The words of a segment, one code each."""
        return utf_16_le_decode(self.codes[2 * self.offsets[segment] : 2 * self.offsets[segment + 1]])[0]

    def word(self, number: int) -> str:
        """A word of the vocabulary."""
        return str(self.words[self.word_starts[number] : self.word_starts[number + 1] - 1], "utf-8", "surrogatepass")

    def words_with(self, part: bytes, most: int, *, begins: bool, ends: bool) -> list[int]:
        """Numbers of the words that are a part, begin or end with it, or just contain it, no more than so many."""
        if begins and ends:
            number = self.word_id(str(part, "utf-8", "surrogatepass"))
            return [number] if number >= 0 else []
        if begins:
            low, high = self._beginning(part)
            return list(range(low, min(high, low + most)))
        if ends:
            low, high = self._ending(part)
            return self.endings[low : min(high, low + most)].tolist()
        if kernel is not None:
            found: list[int] = kernel.containing(self.words, self.word_starts, part, most)
            return found
        return list(islice(self._containing(part), most))

    def _beginning(self, part: bytes) -> tuple[int, int]:
        """First of the words that begin with a part, and the one behind the last."""
        if kernel is not None:
            low, high = kernel.between(self.words, self.word_starts, None, part)
            return low, high
        words = range(len(self.endings))
        low = bisect_left(words, part, key=self._encoded)
        return low, bisect_left(words, part + _BEYOND, low, key=self._encoded)

    def _ending(self, part: bytes) -> tuple[int, int]:
        """Places in `endings` of the words that end with a part."""
        if kernel is not None:
            low, high = kernel.between(self.words, self.word_starts, self.endings, part)
            return low, high
        low = bisect_left(self.endings, part[::-1], key=self._backwards)
        return low, bisect_left(self.endings, part[::-1] + _BEYOND, low, key=self._backwards)

    def _containing(self, part: bytes) -> Iterator[int]:
        words, starts = bytes(self.words), self.word_starts
        number = before = 0
        place = words.find(part)
        while place >= 0:
            number += words.count(b"\n", before, place)
            yield number
            before = starts[number + 1] - 1
            place = words.find(part, before)

    def _encoded(self, number: int) -> bytes:
        return bytes(self.words[self.word_starts[number] : self.word_starts[number + 1] - 1])

    def _backwards(self, number: int) -> bytes:
        return self._encoded(number)[::-1]


class Sidecar:
    """An open sidecar file."""

    def __init__(self, path: Path, generation: str) -> None:
        """Map a file; raises `SidecarUnusable` when it is not there, not whole, or of another generation."""
        self.path = path
        try:
            with path.open("rb") as stream:
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise unusable(path, f"cannot be read: {error}") from error
        try:
            self._directory, self._start = read_directory(self._map, path)
        except SidecarUnusable:
            self._map.close()
            raise
        if self._directory["generation"] != generation or self._map[-len(generation) :] != generation.encode():
            self._map.close()
            raise unusable(path, "is not whole, or does not go with the database")
        self._view = memoryview(self._map)
        self.sections: dict[str, Section] = {}
        position = self._start
        for language, sizes in self._directory["sections"].items():
            length = sum(padded(size) for size in sizes)
            self.sections[language] = Section(self._view[position : position + length], sizes)
            position += length

    @property
    def checksum(self) -> int:
        """Checksum of everything behind the directory, as the builder found it."""
        found: int = self._directory["checksum"]
        return found

    def verify(self) -> None:
        """Read the whole file; raises `SidecarUnusable` when its content is not what was written."""
        if not self.is_sound():
            raise unusable(self.path, "does not have the checksum it was written with")

    def is_sound(self) -> bool:
        """Whether the content of the whole file is what was written."""
        found = 0
        for position in range(self._start, len(self._map), 1 << 20):
            found = crc32(self._view[position : position + (1 << 20)], found)
        return found == self.checksum


def padded(size: int) -> int:
    """A size rounded up so that what follows is aligned."""
    return -(-size // 8) * 8


def unusable(path: Path, why: str) -> SidecarUnusable:
    """The error for a sidecar that must be built again."""
    return SidecarUnusable(
        f"the index beside the memory {why}", number=4, path=str(path), help="run `termbase memory compact`"
    )


def read_directory(data: mmap.mmap, path: Path) -> tuple[dict[str, Any], int]:
    """Directory of a sidecar, and where its sections start."""
    head = len(MAGIC) + 8
    if data[: len(MAGIC)] != MAGIC or len(data) < head:
        raise unusable(path, "is not one of this version")
    length = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "little")
    content = data[head : head + length]
    if len(content) != length or crc32(content) != int.from_bytes(data[len(MAGIC) + 4 : head], "little"):
        raise unusable(path, "has a damaged directory")
    return json.loads(content), padded(head + length)
