"""Where something was met first, for millions of things: what finds duplicates in memories larger than the memory of the machine."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

_FIRST_SIZE = 1_024


class FirstLines:
    """The line at which each key was first met, in about thirty bytes a key; a dictionary of them takes two hundred.

    Keys are told apart by their 64-bit hashes alone: among ten million, chances of taking two for one are a few in a million.
    """

    def __init__(self) -> None:
        self._count = 0
        # A table with open addressing; 0 is a free place.
        self._hashes = array("q", bytes(8 * _FIRST_SIZE))
        self._lines = array("Q", bytes(8 * _FIRST_SIZE))

    def met(self, key: Hashable, line: int) -> int:
        """The line at which the key was met before; 0 when it was not, and then this line is kept."""
        code = hash(key) or 1
        place = self._place(code)
        if self._hashes[place]:
            return self._lines[place]
        self._hashes[place], self._lines[place] = code, line
        self._count += 1
        if self._count * 3 > len(self._hashes) * 2:
            self._grow()
        return 0

    def _place(self, code: int) -> int:
        """Where a hash stands, or the free place where it belongs."""
        hashes = self._hashes
        mask = len(hashes) - 1
        place = code & mask
        while hashes[place] not in (0, code):
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        hashes, lines = self._hashes, self._lines
        self._hashes = array("q", bytes(16 * len(hashes)))
        self._lines = array("Q", bytes(16 * len(lines)))
        for code, line in zip(hashes, lines, strict=True):
            if code:
                place = self._place(code)
                self._hashes[place], self._lines[place] = code, line
