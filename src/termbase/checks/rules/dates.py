"""TB302 dates: a date is the same date in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.dates import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB302",
    name="dates",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Dates of source and target are the same.",
    explanation=(
        "Dates are compared by value: 18 December 2015, 18/12/2015, 18 décembre 2015 and 18 كانون الأول/ديسمبر 2015 are one date. A year that"
        " only one side states is not reported."
    ),
    example=Example(
        wrong="le 8 décembre 2015", right="le 18 décembre 2015", language="fr", source="on 18 December 2015"
    ),
    confidence=0.9,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report dates that the other side does not have, where both sides have dates."""
    for source, target in context.pairs(unit):
        wanted = dates(source.text)
        found = dates(target.text) if wanted else ()
        if not found:
            continue
        values = [date.value for date in wanted]
        for date in found:
            if not any(_same(date.value, value) for value in values):
                shown = target.text[date.start : date.end]
                yield RULE.finding(
                    unit, target, f"the date “{shown}” is not in the source", span=(date.start, date.end), source=source
                )


def _same(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[1:] == other[1:] and (one[0] == other[0] or 0 in (one[0], other[0]))
