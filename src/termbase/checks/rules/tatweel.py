"""TB704 tatweel: words are not stretched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit
from termbase.text.arabic import LETTERS, MARKS, TATWEEL

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB704",
    name="tatweel",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="Tatweel is left to layout.",
    explanation=(
        "A stretched word is another word to a search. The stroke is let be where it carries a letter: after a proclitic before a number,"
        " a Latin word or a mark (بـ: , الـ«), and in هـ for the Hijri year."
    ),
    example=Example(wrong="الســورية", right="السورية", language="ar"),
    confidence=0.97,
)

_INSIDE = re.compile(rf"(?<=[{LETTERS}{MARKS}]){TATWEEL}+(?=[{LETTERS}{MARKS}])")


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report tatweel between two letters of a word."""
    for variant in unit.variants_in("ar"):
        if TATWEEL not in variant.text:
            continue
        for found in _INSIDE.finditer(variant.text):
            yield RULE.finding(
                unit, variant, "tatweel inside a word", span=found.span(), fix=Fix(True, "", *found.span())
            )
