"""Dates as values: numeric, or with the month in words, in English, French and Arabic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from termbase.text.fold import fold, fold_with_offsets

# Arabic has two sets of month names; some texts write both, as in ديسمبر/كانون الأول.
_MONTHS = {
    1: "january jan janvier janv يناير كانون_الثاني جانفي",
    2: "february feb février févr fév فبراير شباط فيفري",
    3: "march mar mars مارس آذار",
    4: "april apr avril avr أبريل إبريل نيسان أفريل",
    5: "may mai مايو أيار ماي",
    6: "june jun juin يونيو حزيران جوان",
    7: "july jul juillet juil يوليو تموز جويلية",
    8: "august aug août أغسطس آب أوت",
    9: "september sept sep septembre سبتمبر أيلول",
    10: "october oct octobre أكتوبر تشرين_الأول",
    11: "november nov novembre نوفمبر تشرين_الثاني",
    12: "december dec décembre déc ديسمبر كانون_الأول",
}


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
def _tables() -> tuple[dict[str, int], tuple[re.Pattern[str], ...]]:
    names = {fold(name.replace("_", " ")): month for month, line in _MONTHS.items() for name in line.split()}
    month = "(?P<month>" + "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) + r")\.?"
    second = rf"(?:\s*[/(]\s*(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})\)?)?"
    day = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
    year = r"(?P<year>\d{4})"
    patterns = (
        re.compile(rf"(?<![\d/.-]){year}-(?P<number>\d\d)-(?P<day>\d\d)(?![\d-])"),
        re.compile(rf"(?<![\d/.-])(?P<day>\d{{1,2}})[/.](?P<number>\d{{1,2}})[/.]{year}(?![\d/])"),
        re.compile(
            rf"(?<!\d){day}\s+(?:of\s+|من\s+)?{month}{second}(?!\w)(?:,?\s+(?:of\s+|de\s+|عام\s+|لعام\s+|سنه\s+)?{year}(?!\d))?"
        ),
        re.compile(rf"(?<!\w){month}\s+{day}(?!\d)(?:,?\s+{year}(?!\d))?"),
    )
    return names, patterns


def dates(text: str) -> list[Date]:
    """The dates of a text, in order. A numeric date is read day first; where that cannot be, month first."""
    if not any(character.isdigit() for character in text):
        return []
    names, patterns = _tables()
    folded = fold_with_offsets(text)
    found: list[Date] = []
    taken: list[tuple[int, int]] = []
    for pattern in patterns:
        for match in pattern.finditer(folded.text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            groups = match.groupdict()
            month = names[groups["month"]] if groups.get("month") else int(groups["number"])
            day = int(groups["day"])
            if month > 12 and day <= 12:
                month, day = day, month
            if not (1 <= month <= 12 and 1 <= day <= 31):
                continue
            taken.append(match.span())
            found.append(Date((int(groups["year"] or 0), month, day), *folded.span(*match.span())))
    return sorted(found, key=lambda date: date.start)
