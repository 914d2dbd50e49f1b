"""TB501 doubled-space: one space between words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB501",
    name="doubled-space",
    category=Category.WHITESPACE,
    severity=Severity.WARNING,
    summary="Words are separated by one space.",
    explanation="Two or more spaces inside a line are reported, unless the source has them too: there they are layout.",
    example=Example(wrong="The  meeting took place.", right="The meeting took place."),
    confidence=0.97,
)

_DOUBLED = re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)")
_TWO = re.compile(r"[ \u00a0\u202f]{2}")
"""What every match holds, and most texts do not; looking behind at every place takes several times as long."""


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report runs of spaces in every variant."""
    doubled = [variant for variant in unit.variants if _TWO.search(variant.text) and _DOUBLED.search(variant.text)]
    if not doubled:
        return
    if len(doubled) > 1 and any(variant.language.matches(context.source) for variant in doubled):
        return
    for variant in doubled:
        for found in _DOUBLED.finditer(variant.text):
            # The no-break space of a run is the one that was meant.
            kept = next((character for character in found[0] if character != " "), " ")
            yield RULE.finding(
                unit, variant, f"{len(found[0])} spaces", span=found.span(), fix=Fix(True, kept, *found.span())
            )
