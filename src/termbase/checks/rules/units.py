"""TB305 units: a measure keeps its value and its unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.measures import PERCENT, measures

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB305",
    name="units",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Measures of source and target are the same.",
    explanation=(
        "A number with a unit of length, area, mass, volume, power, temperature or money is compared with its unit, in words or signs: 5 km is"
        " 5 كم. A measure that is converted and rounded (180 miles, 290 km) is let be; so is one that only one side has, since a unit may be"
        " left to the sentence. The table of units is `src/termbase/text/units.tsv`."
    ),
    example=Example(wrong="على بعد 5 أميال", right="على بعد 5 كم", language="ar", source="5 km away"),
    confidence=0.85,
)

_DIGIT = re.compile(r"\d")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report measures of the target that the source does not have, where the source has one that the target lacks."""
    for source, target in context.pairs(unit):
        if not _DIGIT.search(source.text):
            continue
        wanted = [item for item in measures(source.text, source.language.primary) if item.unit.name != PERCENT]
        if not wanted:
            continue
        found = [item for item in measures(target.text, target.language.primary) if item.unit.name != PERCENT]
        lost = [item for item in wanted if not any(item.equals(other) for other in found)]
        strange = [item for item in found if not any(item.equals(other) for other in wanted)]
        if lost and strange:
            there = source.text[lost[0].start : lost[0].end]
            here = target.text[strange[0].start : strange[0].end]
            message = f"the source says {there} {lost[0].unit.name}, the target {here} {strange[0].unit.name}"
            yield RULE.finding(unit, target, message, span=(strange[0].start, strange[0].end), source=source)
