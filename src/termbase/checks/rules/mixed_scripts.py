"""TB703 mixed-scripts: Arabic and Latin letters do not touch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.arabic import LETTERS, MARKS, TATWEEL

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB703",
    name="mixed-scripts",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="Arabic and Latin letters are not run together.",
    explanation=(
        "An Arabic proclitic may stand before a Latin word, with or without tatweel (الـUNHCR, بـSOC). Anything else that joins the two"
        " scripts is a lost space."
    ),
    example=Example(wrong="منظمةUNHCR", right="منظمة UNHCR", language="ar"),
    confidence=0.95,
)

_JOINED = re.compile(rf"(?P<before>[{LETTERS}{MARKS}{TATWEEL}]+)(?P<latin>[A-Za-zÀ-ÿ]+)|[A-Za-zÀ-ÿ]+(?=[{LETTERS}])")
_ARABIC = re.compile(f"[{LETTERS}]")
_LATIN = re.compile("[A-Za-zÀ-ÿ]")
_PROCLITIC = re.compile(rf"[وف]?[بلك]?(?:ال|لل)?{TATWEEL}?")


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report Arabic and Latin letters that touch."""
    for variant in unit.variants:
        if not (_ARABIC.search(variant.text) and _LATIN.search(variant.text)):
            continue
        for found in _JOINED.finditer(variant.text):
            if found["before"] and _PROCLITIC.fullmatch(found["before"]):
                continue
            yield RULE.finding(unit, variant, f"Arabic and Latin letters touch at “{found[0]}”", span=found.span())
