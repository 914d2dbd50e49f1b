"""TB301 numbers: every number of the source stands in the target."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB301",
    name="numbers",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Source and target hold the same numbers.",
    explanation=(
        "Numbers are compared by value, whatever digits (0-9, ٠-٩) and separators they are written with. A number that the target"
        " spells out in words is reported only when it has two digits or more."
    ),
    example=Example(wrong="Résolution 2245", right="Résolution 2254", language="fr", source="Resolution 2254"),
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report numbers that only one side has."""
    for source, target in context.pairs(unit):
        wanted = Counter(number.value for number in numbers(source.text))
        found = Counter(number.value for number in numbers(target.text))
        missing = [value for value in (wanted - found) if len(value) > 1]
        extra = [value for value in (found - wanted) if len(value) > 1]
        if missing or extra:
            parts = ([f"missing {', '.join(missing)}"] if missing else []) + (
                [f"not in the source: {', '.join(extra)}"] if extra else []
            )
            yield RULE.finding(unit, target, f"numbers differ: {'; '.join(parts)}", source=source)
