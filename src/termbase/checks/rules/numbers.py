"""TB301 numbers: every number of the source stands in the target."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit, Variant
from termbase.text.dates import dates
from termbase.text.measures import measures
from termbase.text.number_words import has_words, readings, spelled
from termbase.text.numbers import Number, numbers
from termbase.text.times import times

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RULE = Rule(
    id="TB301",
    name="numbers",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Source and target hold the same numbers.",
    explanation=(
        "Numbers are compared by value, whatever digits (0-9, ٠-٩) and separators they are written with. Single digits are let be, since"
        " languages spell them out; so are numbers that the other side has in words (vingt-six, ستة وعشرون, XIXe), in thousands or millions"
        " (375 ألف), as a time (13 h) or in another unit. Dates and the numbers of resolutions have rules of their own (TB302, TB304)."
    ),
    example=Example(
        wrong="Les 62 familles sont arrivées.",
        right="Les 26 familles sont arrivées.",
        language="fr",
        source="The 26 families arrived.",
    ),
    confidence=0.85,
)

_DIGIT = re.compile(r"\d")
_RESOLUTION = re.compile(r"(?i)(?:resolutions?|résolutions?|قرار\w*|القرار\w*)[^\d.;؛]{0,40}$")
_DECADE = re.compile(r"(?<!\d)(\d{4})['’]?s\b")
_ROUND_THE_CLOCK = re.compile(r"(?<!\d)(24|7)\s*(?:h|heures|j|jours)?\s*(?:/|sur)\s*(?=\1(?!\d))")
_SPELLED = frozenset({"10", "11", "12", "15", "20", "30", "40", "50", "60", "70", "80", "90", "100", "1000"})
"""What languages whose number words we do not know are taken to spell out."""


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report numbers that only one side has."""
    for source, target in context.pairs(unit):
        if not (_DIGIT.search(source.text) or _DIGIT.search(target.text)):
            continue
        if _values(numbers(source.text)) == _values(numbers(target.text)):
            continue
        wanted, found = _plain(source.text), _plain(target.text)
        decades = _DECADE.findall(source.text)  # the 1980s are les années 80 and الثمانينيات
        missing = [
            number
            for number in _only(wanted, found)
            if number.value not in decades and not _otherwise(number, source, found, target)
        ]
        extra = [number for number in _only(found, wanted) if not _otherwise(number, target, wanted, source)]
        if missing or extra:
            parts = [f"missing {_shown(missing)}"] if missing else []
            parts += [f"not in the source: {_shown(extra)}"] if extra else []
            span = (extra[0].start, extra[0].end) if extra else None
            yield RULE.finding(unit, target, f"numbers differ: {'; '.join(parts)}", span=span, source=source)


def _values(found: Sequence[Number]) -> Counter[str]:
    return Counter(number.value for number in found)


def _shown(found: list[Number]) -> str:
    return ", ".join(number.value for number in found)


def _only(these: list[Number], those: list[Number]) -> list[Number]:
    """The first number of each value of two digits and more that stands more often among these than among those."""
    surplus = _values(these) - _values(those)
    first = {number.value: number for number in reversed(these)}
    return [first[value] for value in surplus if len(value) > 1]


def _otherwise(number: Number, here: Variant, others: list[Number], there: Variant) -> bool:
    """Whether the other side says a number in words, in thousands, as the end of a span of years, as a time or in another unit."""
    if not (has_words(here.language.primary) and has_words(there.language.primary)) and number.value in _SPELLED:
        return True
    if number.value in spelled(there.text, there.language.primary):
        return True
    mine = readings(here.text, number, here.language.primary) - {number.value}
    if mine & {other.value for other in others}:
        return True
    if any(
        other.value != number.value and (mine | {number.value}) & readings(there.text, other, there.language.primary)
        for other in others
    ):
        return True
    told = {time.value for time in times(there.text)}
    if any(time.start <= number.start < time.end and time.value in told for time in times(here.text)):
        return True
    converted = measures(there.text, there.language.primary)
    return any(
        measure.start <= number.start < measure.end and any(measure.equals(other) for other in converted)
        for measure in measures(here.text, here.language.primary)
    )


def _plain(text: str) -> list[Number]:
    """Numbers that are neither part of a date nor the number of a resolution; of 24 h/24 the first."""
    apart = dates(text)
    again = {clock.end() for clock in _ROUND_THE_CLOCK.finditer(text)}
    return [
        number
        for number in numbers(text)
        if number.start not in again
        and not any(date.start <= number.start < date.end for date in apart)
        and not _RESOLUTION.search(text[max(0, number.start - 60) : number.start])
    ]
