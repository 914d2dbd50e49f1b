"""TB301 numbers: every number of the source stands in the target."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.dates import dates
from termbase.text.numbers import Number, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB301",
    name="numbers",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Source and target hold the same numbers.",
    explanation=(
        "Numbers are compared by value, whatever digits (0-9, ٠-٩) and separators they are written with. Single digits are let be, since"
        " languages spell them out; so are round tens that the other side has in words. Dates and the numbers of resolutions have rules"
        " of their own (TB302, TB304)."
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
_SPELLED = frozenset({"10", "11", "12", "15", "20", "30", "40", "50", "60", "70", "80", "90", "100", "1000"})


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report numbers that only one side has."""
    for source, target in context.pairs(unit):
        if not (_DIGIT.search(source.text) or _DIGIT.search(target.text)):
            continue
        if _values(numbers(source.text)) == _values(numbers(target.text)):
            continue
        wanted, found = _plain(source.text), _plain(target.text)
        decades = _DECADE.findall(source.text)  # the 1980s are les années 80 and الثمانينيات
        missing = [value for value in _values(wanted) - _values(found) if _counts(value) and value not in decades]
        extra = [value for value in _values(found) - _values(wanted) if _counts(value)]
        if missing or extra:
            parts = [f"missing {', '.join(missing)}"] if missing else []
            parts += [f"not in the source: {', '.join(extra)}"] if extra else []
            at = next((number for number in found if number.value in extra), None)
            span = (at.start, at.end) if at else None
            yield RULE.finding(unit, target, f"numbers differ: {'; '.join(parts)}", span=span, source=source)


def _values(found: list[Number]) -> Counter[str]:
    return Counter(number.value for number in found)


def _counts(value: str) -> bool:
    return len(value) > 1 and value not in _SPELLED


def _plain(text: str) -> list[Number]:
    """Numbers that are neither part of a date nor the number of a resolution."""
    apart = dates(text)
    return [
        number
        for number in numbers(text)
        if not any(date.start <= number.start < date.end for date in apart)
        and not _RESOLUTION.search(text[max(0, number.start - 60) : number.start])
    ]
