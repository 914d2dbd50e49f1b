"""Measures: numbers with their units of length, area, mass, volume, power, temperature or money, in English, French and Arabic.

The units are data, `units.tsv`; per cent is one of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files

from termbase.text.fold import fold
from termbase.text.number_words import scale
from termbase.text.numbers import numbers

PERCENT = "%"
"""The name of the unit for a share in a hundred."""

_LEADING = re.compile(r"([$€£])\s*$")
_REACH = 50
"""Characters behind a number in which its unit stands: the longest word for thousand and so on, and the longest unit."""
_SHORT_SCALE = re.compile(r"([mk])(?!\w)")
_MONEY_SCALE = {"m": 10**6, "k": 10**3}  # $5m; without a sign of money before it, m is metres
_DIGIT = re.compile(r"\d")
_NEAR = 0.12  # 550 pounds are 250 kg to everyone but a scale


@dataclass(frozen=True, slots=True)
class Unit:
    """A row of the table of units."""

    name: str
    """Its sign."""

    dimension: str
    """What it measures; units of one dimension can be converted."""

    size: float
    """In the base unit of the dimension; 0 where a conversion is more than a factor."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit."""

    value: Decimal
    """The number, times the word for thousand or million behind it."""

    unit: Unit
    """Its unit."""

    start: int
    """Offset of the first digit in the text."""

    end: int
    """Offset after the last digit."""

    def equals(self, other: Measure) -> bool:
        """Whether both are the same quantity in the same unit, or one is the other converted and rounded."""
        if self.unit == other.unit:
            return self.value == other.value
        if self.unit.dimension != other.unit.dimension or not self.unit.size or not other.unit.size:
            return False
        mine, theirs = float(self.value) * self.unit.size, float(other.value) * other.unit.size
        return abs(mine - theirs) <= _NEAR * max(mine, theirs)


@cache
def _table() -> tuple[dict[str, Unit], re.Pattern[str]]:
    rows = (files("termbase.text") / "units.tsv").read_text(encoding="utf-8").splitlines()
    words: dict[str, Unit] = {}
    for name, dimension, size, written in (row.split("\t") for row in rows if not row.startswith("#")):
        unit = Unit(name, dimension, float(size))
        # km² folds to km2: the fold opens superscripts
        words |= {fold(word.replace("_", " ")): unit for word in written.split()}
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return words, re.compile(rf"[\s-]*(?:de\s|d')?\s*({either})(?!\w)")


@lru_cache(maxsize=512)
def measures(text: str, language: str) -> tuple[Measure, ...]:
    """The measures of a text in order; `language` is a primary subtag, for million and ألف between number and unit."""
    if not _DIGIT.search(text):
        return ()
    words, behind = _table()
    found = []
    for number in numbers(text):
        after = fold(text[number.end : number.end + _REACH])
        factor, end = scale(after, 0, language)
        if match := behind.match(after, end):
            unit = words.get(" ".join(match[1].split()))
        else:
            before = _LEADING.search(text[max(0, number.start - 5) : number.start])
            unit = words[before[1]] if before else None
            factor *= _MONEY_SCALE[short[1]] if unit and (short := _SHORT_SCALE.match(after, end)) else 1
        if unit is not None:
            found.append(Measure(Decimal(number.value) * factor, unit, number.start, number.end))
    return tuple(found)
