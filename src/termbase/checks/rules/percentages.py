"""TB303 percentages: a percentage stays one, with its value."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.fold import fold
from termbase.text.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB303",
    name="percentages",
    category=Category.NUMBERS,
    severity=Severity.WARNING,
    summary="Percentages and measures of source and target are the same.",
    explanation=(
        "A number with a percent sign or its words (per cent, pour cent, في المئة, بالمئة), or with a unit of length, weight or money, is"
        " compared with its unit. Reported where both sides have such numbers and they differ."
    ),
    example=Example(
        wrong="٦٥ في المئة من السكان", right="٥٦ في المئة من السكان", language="ar", source="56% of the population"
    ),
    confidence=0.85,
)

_UNITS = {
    "%": r"%|per ?cent|pour ?cent|في ال(?:مءه|ماءه|ميه)|بال(?:مءه|ماءه|ميه)",
    "km": r"km|kilomet(?:re|er)s?|كم|كيلومتر\w*",
    "kg": r"kg|kilogram(?:me)?s?|كغ|كجم|كيلوغرام\w*|كيلوجرام\w*",
    "tonne": r"tonnes?|metric tons?|طن\w*",
    "$": r"\$|us\$|dollars?|دولار\w*",
    "€": r"€|euros?|يورو",
}
_UNIT = re.compile(
    r"\s*(?:" + "|".join(f"(?P<u{place}>{pattern})" for place, pattern in enumerate(_UNITS.values())) + r")(?!\w)"
)
_LEADING = re.compile(r"(us\$|\$|€)\s*$")
_ANY = re.compile("|".join(_UNITS.values()))
_DIGIT = re.compile(r"\d")
_NAMES = tuple(_UNITS)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report measures that differ."""
    for source, target in context.pairs(unit):
        if not _DIGIT.search(source.text):
            continue
        wanted = _measures(source.text)
        if not wanted:
            continue
        found = _measures(target.text)
        wrong = found - wanted
        missing = wanted - found
        if found and wrong and missing:
            stated = ", ".join(f"{value} {name}" for value, name in sorted(missing))
            instead = ", ".join(f"{value} {name}" for value, name in sorted(wrong))
            yield RULE.finding(unit, target, f"the source says {stated}, the target {instead}", source=source)


def _measures(text: str) -> Counter[tuple[str, str]]:
    folded = fold(text)
    if not _ANY.search(folded):
        return Counter()
    found: Counter[tuple[str, str]] = Counter()
    for number in numbers(folded):
        after = _UNIT.match(folded, number.end)
        before = _LEADING.search(folded[: number.start])
        if after:
            found[number.value, _NAMES[int(str(after.lastgroup)[1:])]] += 1
        elif before:
            found[number.value, before[1][-1]] += 1
    return found
