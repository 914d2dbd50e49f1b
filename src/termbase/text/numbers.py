"""Numbers as values, whatever digits and separators they are written with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from termbase.text.fold import fold_with_offsets

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,' ]\d{3})+(?:[.,]\d+)?(?![\w])|\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number found in a text."""

    value: str
    """Digits without grouping, a full stop before decimals, no trailing zeros of decimals."""

    start: int
    """Offset of its first character in the text."""

    end: int
    """Offset after its last character."""


def numbers(text: str) -> list[Number]:
    """The numbers of a text in order: Western or Arabic-Indic digits, grouped by space, comma, full stop or apostrophe."""
    folded = fold_with_offsets(text)
    found = []
    for match in _NUMBER.finditer(folded.text):
        start, end = folded.span(*match.span())
        found.append(Number(_value(match[0]), start, end))
    return found


def _value(written: str) -> str:
    groups = re.split(r"[.,' ]", written)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3 and groups[0] != "0":
        return "".join(groups)
    if len(groups) > 2:
        return "".join(groups[:-1]) + "." + groups[-1]
    if len(groups) == 2:
        decimals = groups[1].rstrip("0")
        return f"{groups[0]}.{decimals}" if decimals else groups[0]
    return written
