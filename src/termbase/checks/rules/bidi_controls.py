"""TB706 bidi-controls: invisible direction controls are closed, and few."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB706",
    name="bidi-controls",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="Embeddings, overrides and isolates are closed; marks do not repeat.",
    explanation=(
        "An embedding or isolate that is opened and not closed turns the direction of whatever follows it in the document (Unicode Standard"
        " Annex 9). A control without effect, such as an empty isolate or the same mark twice, only hides differences between texts."
        " Left-to-right and right-to-left marks beside punctuation are of use and let be."
    ),
    example=Example(wrong="\u202bحلب", right="حلب", language="ar"),
    confidence=0.95,
)

_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ANY = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_NEEDLESS = re.compile("([\u200e\u200f\u061c])\\1+|[\u2066-\u2068]\u2069|[\u202a\u202b\u202d\u202e]\u202c")
_OPENERS = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report controls that are not paired, and those without effect."""
    for variant in unit.variants:
        text = variant.text
        if text.isascii() or not _ANY.search(text):
            continue
        for found in _NEEDLESS.finditer(text):
            kept = found[1] or ""
            yield RULE.finding(
                unit,
                variant,
                "a direction control without effect",
                span=found.span(),
                fix=Fix(True, kept, *found.span()),
            )
        waiting: list[tuple[str, int]] = []
        for found in _CONTROL.finditer(text):
            control, place = found[0], found.start()
            if control in _OPENERS:
                waiting.append((control, place))
            elif waiting and _OPENERS[waiting[-1][0]] == control:
                waiting.pop()
            else:
                yield RULE.finding(
                    unit,
                    variant,
                    f"U+{ord(control):04X} closes nothing",
                    span=found.span(),
                    fix=Fix(True, "", *found.span()),
                )
        for control, place in waiting:
            fix = Fix(False, "", place, place + 1)
            yield RULE.finding(unit, variant, f"U+{ord(control):04X} is not closed", span=(place, place + 1), fix=fix)
