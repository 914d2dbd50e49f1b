"""Numbers as values, whatever digits and separators they are written with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# Groups of three, separated as some language does; or digits with at most one decimal separator. `\d` knows Arabic-Indic digits.
_SEPARATOR = "[.,٫٬'’ \u00a0\u202f]"
# An Arabic letter may touch its number (و77,938,904); another letter makes it a code.
_NUMBER = re.compile(
    rf"(?<![^\W\u0621-\u064a])(?<![.,٫٬])\d{{1,3}}(?:{_SEPARATOR}\d{{3}})+(?:[.,٫]\d+)?(?!\w)|\d+(?:[.,٫]\d+)?"
)
_SPLIT = re.compile(_SEPARATOR)


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text."""

    value: str
    """Western digits without grouping, a full stop before decimals, no trailing zeros of decimals."""

    start: int
    """Offset of its first character in the text."""

    end: int
    """Offset after its last character."""


@lru_cache(maxsize=512)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order: Western or Arabic-Indic digits, grouped by space, comma, full stop or apostrophe."""
    return tuple(Number(_value(match[0]), *match.span()) for match in _NUMBER.finditer(text))


def _value(written: str) -> str:
    if written.isascii() and written.isdecimal():
        return written
    groups = ["".join(str(int(digit)) for digit in group) for group in _SPLIT.split(written)]
    if len(groups) == 1:
        return groups[0]
    if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0":
        return "".join(groups)
    whole, decimals = "".join(groups[:-1]), groups[-1].rstrip("0")
    return f"{whole}.{decimals}" if decimals else whole
