"""Dates as values: numeric, or with the month in words, in English, French and Arabic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

# Arabic has two sets of month names and spells some with and without hamza; some texts write both names, as in ديسمبر/كانون الأول.
_MONTHS = {
    1: "january jan janvier janv يناير كانون_الثاني جانفي",
    2: "february feb février fevrier févr fév فبراير شباط فيفري",
    3: "march mar mars مارس آذار اذار",
    4: "april apr avril avr أبريل إبريل ابريل نيسان أفريل افريل",
    5: "may mai مايو أيار ايار ماي",
    6: "june jun juin يونيو يونيه حزيران جوان",
    7: "july jul juillet juil يوليو يوليه تموز جويلية",
    8: "august aug août aout أغسطس اغسطس آب اب أوت",
    9: "september sept sep septembre سبتمبر أيلول ايلول",
    10: "october oct octobre أكتوبر اكتوبر تشرين_الأول تشرين_الاول",
    11: "november nov novembre نوفمبر تشرين_الثاني",
    12: "december dec décembre decembre déc ديسمبر كانون_الأول كانون_الاول",
}
_NUMERIC = (
    re.compile(r"(?<![\d/.-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\d-])"),
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4})(?![\d/])"),
)
_DIGITS = re.compile(r"\d+")
_LONGEST_MONTH = 16
# 4 and 5 March, March 4 and 5, 4-6 March: the days share the month
_ANOTHER = r"\s*(?:-|–|and|et|or|ou|to|au|و|أو|إلى)\s*"
_DAY_BEFORE = re.compile(rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?(?:{_ANOTHER}|,\s*)(?=\d{{1,2}}(?!\d))", re.IGNORECASE)
_MOST_DAYS = 8
_BETWEEN_DAYS = re.compile(_ANOTHER, re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?![\w.,:/%٪-]*\d)(?!\s?[%٪])")


@dataclass(frozen=True, slots=True)
class Date:
    """A date found in a text."""

    value: tuple[int, int, int]
    """Year, month, day; 0 for what the text does not say."""

    start: int
    """Offset of its first character."""

    end: int
    """Offset after its last character."""


@cache
def _worded() -> tuple[dict[str, int], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names = {name.replace("_", " "): month for month, line in _MONTHS.items() for name in line.split()}
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    second = rf"(?:\s*[/(]\s*(?:{month})\)?)?"
    year = r"(?P<year>\d{4})(?!\d)"
    day_first = rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)?\s+(?:of\s+|من\s+)?(?P<month>{month})\.?{second}(?!\w)"
    return (
        names,
        re.compile(rf"{day_first}(?:,?\s+(?:of\s+|de\s+|عام\s+|لعام\s+|سنة\s+)?{year})?", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?P<month>{month})\.?\s+$", re.IGNORECASE),
        re.compile(rf"(?P<day>\d{{1,2}})(?!\d)(?:,?\s+{year})?"),
    )


@lru_cache(maxsize=512)
def dates(text: str) -> tuple[Date, ...]:
    """The dates of a text, in order. A numeric date is read day first; where that cannot be, month first."""
    found: list[Date] = []
    end = 0
    for digits in _DIGITS.finditer(text):
        date = _at(text, digits.start()) if digits.start() >= end else None
        if date is None and found and digits.start() >= end and _month_first(text, found[-1]):
            date = _day_after(text, found[-1], digits.start())
        if date is not None:
            found.append(date)
            end = date.end
    return tuple(found)


def _at(text: str, start: int) -> Date | None:
    """The date that the digits at an offset belong to. Looked for from digits, since most words are no months."""
    for pattern in _NUMERIC:
        if match := pattern.match(text, start):
            return _date(int(match["year"]), int(match["month"]), int(match["day"]), *match.span())
    names, day_first, month_before, day_after = _worded()
    if match := day_first.match(text, start):
        return _date(int(match["year"] or 0), names[match["month"].lower()], int(match["day"]), *match.span())
    if shared := _month_after_days(text, start, day_first):
        day = _DIGITS.match(text, start)
        return (
            _date(int(shared["year"] or 0), names[shared["month"].lower()], int(day[0]), *day.span()) if day else None
        )
    before = (
        month_before.search(text[max(0, start - _LONGEST_MONTH) : start])
        if start and text[start - 1].isspace()
        else None
    )
    match = day_after.match(text, start) if before else None
    if before and match:
        begin = start - len(before[0])
        return _date(int(match["year"] or 0), names[before["month"].lower()], int(match["day"]), begin, match.end())
    return None


def _month_after_days(text: str, start: int, day_first: re.Pattern[str]) -> re.Match[str] | None:
    """The last day with its month of a list of days that begins at an offset, as in 4, 5 and 6 March."""
    for _ in range(_MOST_DAYS):
        another = _DAY_BEFORE.match(text, start)
        if another is None:
            return None
        start = another.end()
        if last := day_first.match(text, start):
            return last
    return None


def _month_first(text: str, date: Date) -> bool:
    return not text[date.start].isdecimal()


def _day_after(text: str, date: Date, start: int) -> Date | None:
    """The date whose day stands at an offset and whose month belongs to the date before it, as in March 4 and 5."""
    day = _DAY.match(text, start) if _BETWEEN_DAYS.fullmatch(text, date.end, start) else None
    return _date(date.value[0], date.value[1], int(re.sub(r"\D+$", "", day[0])), *day.span()) if day else None


def _date(year: int, month: int, day: int, start: int, end: int) -> Date | None:
    if month > 12 and day <= 12:
        month, day = day, month
    return Date((year, month, day), start, end) if 1 <= month <= 12 and 1 <= day <= 31 else None
