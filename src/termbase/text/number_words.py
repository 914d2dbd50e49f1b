"""Numbers in words, and what a number in digits may also stand for: 26 and vingt-six, 375,000 and 375 ألف, 53 in 1950-53.

The words are data, `number_words.tsv`; here is only how languages put them together. Readings are generous: of a run of number words every
part counts, since they serve to let numbers be, never to report them.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from termbase.text.fold import fold, fold_kept

if TYPE_CHECKING:
    from termbase.text.numbers import Number

_LONGEST_RUN = 12
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[\s-]*")
_JOINING = frozenset({"and", "et"})
_PROCLITICS = re.compile("[وف]?(?:لل|[بلك]?(?:ال)?)")
_ROMAN = re.compile(r"(?<!\w)([IVXLC]+)(?:e|è?me|er|re|th|st|nd|rd)(?!\w)|(?<!\w)([IVXLC]{2,})(?!\w)")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SCALE_AFTER = re.compile(r"[\s-]*([^\W\d_]+)")
_DECADE_AFTER = re.compile(r"['’]?s\b")
_YEAR_BEFORE = re.compile(r"(?<!\d)(\d\d)\d\d\s?[-–—/]\s?$")


@cache
def _words(language: str) -> dict[str, int]:
    table = (files("termbase.text") / "number_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {fold(word): int(value) for tongue, value, words in rows if tongue == language for word in words.split()}


def has_words(language: str) -> bool:
    """Whether the number words of a language (its primary subtag) are known."""
    return bool(_words(language))


@lru_cache(maxsize=512)
def spelled(text: str, language: str) -> frozenset[str]:
    """The values that words of a text may spell, written as `Number.value`; empty for languages without a table."""
    table = _words(language)
    found = {str(_roman(match[1] or match[2])) for match in _ROMAN.finditer(text)} if table else set()
    for run in _runs(fold_kept(text), table, language) if table else ():
        for start in range(len(run)):
            for stop in range(start + 1, min(len(run), start + _LONGEST_RUN) + 1):
                found.add(str(_sum(run[start:stop], language)))
    return frozenset(found)


def readings(text: str, number: Number, language: str) -> frozenset[str]:
    """The values that a number may stand for where it is: its own; times a thousand or million behind it; in 1980s; in 1950-53."""
    found = {number.value}
    factor, _ = scale(text, number.end, language)
    if factor > 1:
        found.add(f"{(Decimal(number.value) * factor).normalize():f}")
    if len(number.value) == 4 and _DECADE_AFTER.match(text, number.end):
        found.add(number.value[2:])
    if len(number.value) == 2 and (before := _YEAR_BEFORE.search(text[: number.start])) is not None:
        found.add(f"{int(before[1])}{number.value}")
    return frozenset(found)


def scale(text: str, place: int, language: str) -> tuple[int, int]:
    """The thousand, million or more that a word at an offset multiplies the number before it by, and where that word ends; else 1, and the offset."""
    word = _SCALE_AFTER.match(text, place)
    factor = _value(fold(word[1]), _words(language), language) if word else None
    return (factor, word.end()) if word and factor is not None and factor >= 1000 else (1, place)


def _runs(folded: str, table: dict[str, int], language: str) -> list[list[int]]:
    """The values of number words that follow one another, with nothing but space, hyphens and joining words between them."""
    runs: list[list[int]] = [[]]
    end = 0
    for word in _WORD.finditer(folded):
        if not _GAP.fullmatch(folded, end, word.start()):
            runs.append([])
        end = word.end()
        value = _value(word[0], table, language)
        if value is not None:
            runs[-1].append(value)
        elif word[0] not in _JOINING:
            runs.append([])
    return runs


def _value(word: str, table: dict[str, int], language: str) -> int | None:
    if word in table or language != "ar":
        return table.get(word)
    return next(
        (
            table[word[place:]]
            for place in range(1, 5)
            if word[place:] in table and _PROCLITICS.fullmatch(word, 0, place)
        ),
        None,
    )


def _sum(values: list[int], language: str) -> int:
    """Number words put together: four-twenties and hundreds multiply what stands before them, thousands close a group, the rest adds up."""
    total = current = 0
    for value in values:
        if value == 20 and current % 100 == 4 and language == "fr":
            current += 76  # quatre-vingts
        elif value == 100 and 0 < current < 100:
            current *= 100
        elif value >= 1000 and current:
            total, current = total + current * value, 0
        elif value >= 1000:
            total += value
        else:
            current += value
    return total + current


def _roman(written: str) -> int:
    digits = [_ROMAN_DIGITS[letter] for letter in written]
    return sum(-one if one < other else one for one, other in zip(digits, [*digits[1:], 0], strict=True))
