"""TB306 times: a time of the day is the same time in every language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.times import times

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB306",
    name="times",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Times of the day are the same in source and target.",
    explanation=(
        "Times are compared by value: 1 p.m., 13:00, 13 h and الساعة 13:00 are one time. Morning and afternoon are not told apart, since a"
        " target may leave it to the sentence. Reported where both sides have times."
    ),
    example=Example(
        wrong="La réunion commence à 9 h 30.",
        right="La réunion commence à 10 h 30.",
        language="fr",
        source="The meeting begins at 10:30 a.m.",
    ),
    confidence=0.85,
)

_DIGIT = re.compile(r"\d")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report times that the source does not have, where both sides have times."""
    for source, target in context.pairs(unit):
        if not _DIGIT.search(source.text):
            continue
        wanted = {time.value for time in times(source.text)}
        if not wanted:
            continue
        for time in times(target.text):
            if time.value not in wanted:
                span = (time.start, time.end)
                shown = target.text[time.start : time.end]
                yield RULE.finding(unit, target, f"the time “{shown}” is not in the source", span=span, source=source)
