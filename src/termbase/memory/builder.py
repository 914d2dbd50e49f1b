"""Building a sidecar: for one language after another, a pass over the texts, then counting and placing in blocks of bounded size.

The only module of the memory that needs numpy. Texts become word numbers in a temporary file; what stays in memory is the vocabulary of one
language and a few numbers a segment, so a memory of any size is indexed in about the same space.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from array import array
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from termbase.memory import sidecar
from termbase.memory.score import NUMBER, codes, tokens
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BLOCK = 1 << 19
_TOKEN = re.compile(r"\w+|[^\w\s]")
_DIGITS = re.compile(r"\b\d+\b")
_MOST_FORMS = 400_000


def _simple_characters() -> str:
    """Characters whose folded form is of their own kind, so that a text of them has the same tokens before and after folding."""
    simple = []
    for code in (*range(0x700), *range(0x1E00, 0x2070), 0xFEFF):
        character = chr(code)
        folded = fold(character)
        if (
            (character.isspace() and folded.isspace())
            or (_is_word(character) and folded and all(map(_is_word, folded)))
            or (not _is_word(character) and len(folded) == 1 and not _is_word(folded) and not folded.isspace())
        ):
            simple.append(re.escape(character))
    return "".join(simple)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


class _Vocabulary(dict[str, int]):
    """Word number by folded token."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


class _Forms(dict[str, int]):
    """Word number by token as written: each form is folded once, not once an occurrence."""

    def __init__(self) -> None:
        super().__init__()
        self.vocabulary = _Vocabulary()
        self.number = self.vocabulary[NUMBER]

    def __missing__(self, form: str) -> int:
        if len(self) > _MOST_FORMS:
            self.clear()
        (token,) = tokens(fold(form))
        number = self[form] = self.vocabulary[token]
        return number


class _Language:
    """What is gathered of one language."""

    def __init__(self, folder: Path) -> None:
        self.forms = _Forms()
        self.units = array("I")
        self.lengths = array("I")
        self.number_words = array("I")
        self.number_segments = array("I")
        self._pending = array("I")
        self.path = folder / "words"
        self._stream = self.path.open("wb")

    def add(self, unit: int, text: str, simple: Callable[[str], Any]) -> None:
        if text.isascii() or simple(text):
            numbers = list(map(self.forms.__getitem__, _TOKEN.findall(text)))
        else:
            numbers = list(map(self.forms.vocabulary.__getitem__, tokens(fold(text))))
        if numbers:
            if self.forms.number in numbers:
                self._add_numbers(text)
            self.units.append(unit)
            self.lengths.append(len(numbers))
            self._pending.extend(numbers)
            if len(self._pending) > 1 << 18:
                self.flush()

    def _add_numbers(self, text: str) -> None:
        """Numbers are all one word to fuzzy search; concordance looks for the very number."""
        for written in set(_DIGITS.findall(fold(text))):
            self.number_words.append(self.forms.vocabulary[written])
            self.number_segments.append(len(self.units))

    def flush(self) -> None:
        self._pending.tofile(self._stream)
        self._pending = array("I")

    def finish(self) -> list[str]:
        """Write what is left, and give the vocabulary, in the order in which it was met; nothing can be added after that."""
        self.flush()
        self._stream.close()
        vocabulary = list(self.forms.vocabulary)
        del self.forms
        return vocabulary

    def close(self) -> None:
        self._stream.close()


def build(
    path: Path, generation: str, languages: Iterable[str], texts: Callable[[str], Iterable[tuple[int, str]]]
) -> int:
    """Write the sidecar at `path`, synced and whole or not at all; gives the number of segments.

    `texts` gives the unit and the text of each segment of a language, which is named by its primary subtag.
    """
    simple = re.compile(f"[{_simple_characters()}]*").fullmatch
    with tempfile.TemporaryDirectory(prefix=f".building-{os.getpid()}-", dir=path.parent) as name:
        folder = Path(name)
        body, whole = folder / "body", folder / "whole"
        sizes, count = {}, 0
        with body.open("w+b") as stream:
            for language in languages:
                with closing(_Language(folder)) as gathered:
                    for unit, text in texts(language):
                        gathered.add(unit, text, simple)
                    sizes[language] = _write_section(stream, gathered, folder)
                    count += len(gathered.units)
                gathered.path.unlink()
            stream.write(generation.encode())
            checksum = _checksum(stream)
        with whole.open("wb") as target, body.open("rb") as source:
            target.write(_head({"generation": generation, "checksum": checksum, "sections": sizes}))
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
        whole.replace(path)
        return count


def _head(directory: dict[str, Any]) -> bytes:
    content = json.dumps(directory).encode()
    head = sidecar.MAGIC + len(content).to_bytes(4, "little") + crc32(content).to_bytes(4, "little") + content
    return head.ljust(sidecar.padded(len(head)), b"\0")


def _checksum(stream: IO[bytes]) -> int:
    stream.flush()
    stream.seek(0)
    found = 0
    while block := stream.read(1 << 20):
        found = crc32(block, found)
    return found


def _write_section(stream: IO[bytes], gathered: _Language, folder: Path) -> list[int]:
    vocabulary, rank = _in_order(gathered.finish())
    lengths = np.frombuffer(gathered.lengths, np.uint32)
    order = np.argsort(lengths, kind="stable")
    ordered = lengths[order]
    before = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=before[1:])
    offsets = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(ordered, out=offsets[1:])
    longest = int(ordered[-1]) if len(ordered) else 0
    starts = np.searchsorted(ordered, np.arange(longest + 2))
    inverse = np.empty(len(order), np.uint32)
    inverse[order] = np.arange(len(order), dtype=np.uint32)
    number_segments = inverse[np.frombuffer(gathered.number_segments, np.uint32)]
    by_segment = np.argsort(number_segments, kind="stable")
    numbers = (rank[np.frombuffer(gathered.number_words, np.uint32)[by_segment]], number_segments[by_segment])
    counted = [NUMBER if word.isdigit() else word for word in vocabulary]
    code = np.frombuffer(codes(counted).encode("utf-16-le"), np.uint16)
    codes_path = folder / "codes"
    frequency = np.zeros(len(vocabulary) + 1, np.int64)
    with codes_path.open("wb") as target:
        for block in _blocks(offsets):
            sequence = rank[_gather(gathered.path, before, order, lengths, block)]
            code[sequence].tofile(target)
            frequency[1:] += np.bincount(_distinct(sequence, offsets, block, numbers)[0], minlength=len(vocabulary))
    posting_starts = np.cumsum(frequency)
    cursor = posting_starts[:-1].copy()
    postings_path = folder / "postings"
    total = int(posting_starts[-1])
    with postings_path.open("wb") as target:
        target.truncate(4 * total)
    for block in _blocks(offsets):
        sequence = rank[_gather(gathered.path, before, order, lengths, block)]
        word, segment = _distinct(sequence, offsets, block, numbers)
        postings = np.memmap(postings_path, np.uint32, "r+", shape=(total,))
        first = np.flatnonzero(np.r_[True, word[1:] != word[:-1]])
        counts = np.diff(np.r_[first, len(word)])
        place = np.arange(len(word)) + np.repeat(cursor[word[first]] - first, counts)
        postings[place] = segment
        cursor[word[first]] += counts
        del postings  # unmapped, so that its pages do not count as ours
    blob, slots = _blob(vocabulary), _slots(vocabulary)
    del vocabulary
    sizes = [
        _put(stream, array_.astype("<u4").tobytes())
        for array_ in (starts, offsets, np.frombuffer(gathered.units, np.uint32)[order], posting_starts)
    ]
    sizes.append(_append(stream, postings_path))
    sizes.append(_put(stream, slots.astype("<u4").tobytes()))
    sizes.append(_put(stream, _word_starts(blob).astype("<u4").tobytes()))
    sizes.append(_put(stream, code.astype("<u4").tobytes()))
    sizes.append(_put(stream, _endings(blob).astype("<u4").tobytes()))
    sizes.append(_append(stream, codes_path))
    sizes.append(_put(stream, blob))
    return sizes


def _in_order(found: list[str]) -> tuple[list[str], np.ndarray[Any, Any]]:
    """The words in order, and the new number of each in the order in which they were found."""
    order = sorted(range(len(found)), key=found.__getitem__)
    rank = np.empty(len(found), np.uint32)
    rank[order] = np.arange(len(found), dtype=np.uint32)
    return [found[number] for number in order], rank


def _blocks(offsets: np.ndarray[Any, Any]) -> Iterable[tuple[int, int]]:
    """Ranges of segments of about `_BLOCK` words."""
    begin, count = 0, len(offsets) - 1
    while begin < count:
        end = max(begin + 1, int(np.searchsorted(offsets, offsets[begin] + _BLOCK, side="right")) - 1)
        yield begin, end
        begin = end


def _gather(path: Path, before: Any, order: Any, lengths: Any, block: tuple[int, int]) -> Any:  # noqa: ANN401 (arrays)
    """Word numbers of the segments of a block, in their new order; the file is mapped for this block only, so that its pages do not add up."""
    chosen = order[block[0] : block[1]]
    sizes = lengths[chosen].astype(np.int64)
    ends = np.cumsum(sizes)
    source = np.repeat(before[chosen] - (ends - sizes), sizes) + np.arange(int(ends[-1]))
    return np.memmap(path, np.uint32, "r")[source]


def _distinct(sequence: Any, offsets: Any, block: tuple[int, int], numbers: tuple[Any, Any]) -> tuple[Any, Any]:  # noqa: ANN401 (arrays)
    """Pairs of word and segment, each once, by word, then segment; the very numbers of the segments among them."""
    sizes = np.diff(offsets[block[0] : block[1] + 1])
    segment = np.repeat(np.arange(block[0], block[1], dtype=np.uint64), sizes)
    pairs = (sequence.astype(np.uint64) << np.uint64(32)) | segment
    low, high = np.searchsorted(numbers[1], block)
    pairs = np.concatenate((pairs, (numbers[0][low:high].astype(np.uint64) << np.uint64(32)) | numbers[1][low:high]))
    pairs.sort()
    pairs = pairs[np.r_[True, pairs[1:] != pairs[:-1]]]
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _blob(vocabulary: list[str]) -> bytes:
    """The words, a line feed behind each."""
    return "".join(word + "\n" for word in vocabulary).encode("utf-8", "surrogatepass")


def _word_starts(blob: bytes) -> np.ndarray[Any, Any]:
    """Where each word of the blob begins, and where it ends."""
    return np.concatenate([[0], np.flatnonzero(np.frombuffer(blob, np.uint8) == ord("\n")) + 1])


def _endings(blob: bytes) -> np.ndarray[Any, Any]:
    """Numbers of the words in the order of the words read backwards."""
    backwards = [word[::-1] for word in blob.split(b"\n")[:-1]]
    return np.fromiter(sorted(range(len(backwards)), key=backwards.__getitem__), np.uint32, len(backwards))


def _slots(vocabulary: list[str]) -> np.ndarray[Any, Any]:
    """Hash table from the checksum of a word to its number plus one, at most half full."""
    size = 1 << max(4, (2 * len(vocabulary) - 1).bit_length())
    slots = array("I", bytes(4 * size))
    for number, word in enumerate(vocabulary, 1):
        place = crc32(word.encode("utf-8", "surrogatepass")) & (size - 1)
        while slots[place]:
            place = (place + 1) & (size - 1)
        slots[place] = number
    return np.frombuffer(slots, np.uint32)


def _put(stream: IO[bytes], data: bytes) -> int:
    stream.write(data.ljust(sidecar.padded(len(data)), b"\0"))
    return len(data)


def _append(stream: IO[bytes], path: Path) -> int:
    with path.open("rb") as source:
        shutil.copyfileobj(source, stream, 1 << 20)
    size = path.stat().st_size
    stream.write(bytes(sidecar.padded(size) - size))
    path.unlink()
    return size
