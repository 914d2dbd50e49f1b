"""TB602 placeholders: what a program fills in stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB602",
    name="placeholders",
    category=Category.MARKUP,
    severity=Severity.ERROR,
    summary="Placeholders of source and target are the same.",
    explanation=(
        "Recognised: {name}, {{name}}, ${name}, %(name)s, %1$s, %s, %d. A per cent sign after a number is a per cent sign."
        " A placeholder that is translated or lost makes the program fail or show nonsense."
    ),
    example=Example(wrong="Bonjour {nom}", right="Bonjour {name}", language="fr", source="Hello {name}"),
    confidence=0.95,
)

_PLACEHOLDER = re.compile(
    r"\$?\{\{?\s*[A-Za-z_][\w.\s|:,-]*\}?\}|\{\d+\}|%\([A-Za-z_]\w*\)[#0 +-]*\d*(?:\.\d+)?[sdifgeruxXc]|(?<![\d%])%(?:\d+\$)?[sd](?![\w])"
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report placeholders that only one side has."""
    for source, target in context.pairs(unit):
        if not ("{" in source.text or "%" in source.text or "{" in target.text or "%" in target.text):
            continue
        wanted = Counter(_PLACEHOLDER.findall(source.text))
        found = Counter(_PLACEHOLDER.findall(target.text))
        lost = wanted - found
        if unit.prop("x-po-number") == "one":
            lost.clear()  # the form for one thing may say the number in words, or not at all: ملف واحد
        parts = [f"missing {', '.join(lost.elements())}"] if lost else []
        parts += [f"not in the source: {', '.join((found - wanted).elements())}"] if found - wanted else []
        if parts:
            yield RULE.finding(unit, target, f"placeholders differ: {'; '.join(parts)}", source=source)
