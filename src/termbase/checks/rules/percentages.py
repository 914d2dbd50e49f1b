"""TB303 percentages: a percentage stays one, with its value."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit, Variant
from termbase.text.measures import PERCENT, measures

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

RULE = Rule(
    id="TB303",
    name="percentages",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Percentages of source and target are the same.",
    explanation=(
        "A number with a percent sign or its words (per cent, pour cent, في المئة, بالمئة) is compared by value. Reported where both sides"
        " have such numbers and they differ. Other units have a rule of their own (TB305)."
    ),
    example=Example(
        wrong="٦٥ في المئة من السكان", right="٥٦ في المئة من السكان", language="ar", source="56% of the population"
    ),
    confidence=0.85,
)

_DIGIT = re.compile(r"\d")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report percentages that differ."""
    for source, target in context.pairs(unit):
        if not _DIGIT.search(source.text):
            continue
        wanted = _percentages(source)
        if not wanted:
            continue
        found = _percentages(target)
        wrong = found - wanted
        missing = wanted - found
        if wrong and missing:
            stated = ", ".join(f"{value}\u00a0%" for value in sorted(missing))
            instead = ", ".join(f"{value}\u00a0%" for value in sorted(wrong))
            yield RULE.finding(unit, target, f"the source says {stated}, the target {instead}", source=source)


def _percentages(variant: Variant) -> Counter[Decimal]:
    found = measures(variant.text, variant.language.primary)
    return Counter(item.value for item in found if item.unit.name == PERCENT)
