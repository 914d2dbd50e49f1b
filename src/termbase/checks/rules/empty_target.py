"""TB404 empty-target: a unit that has a variant has text in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB404",
    name="empty-target",
    category=Category.UNTRANSLATED,
    severity=Severity.ERROR,
    summary="No target is empty.",
    explanation="A variant is there and holds nothing, or only spaces, while its source has text. CAT tools would offer the emptiness as a match.",
    example=Example(wrong="", right="Alep", language="fr", source="Aleppo"),
    confidence=1.0,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report variants without text."""
    empty = [variant for variant in unit.variants if not variant.segment.content and not variant.text.strip()]
    source = unit.variant(context.source) if empty else None
    if source is None or not source.text.strip():
        return
    for variant in empty:
        if not variant.language.matches(context.source):
            yield RULE.finding(unit, variant, f"the {variant.language} text is empty", source=source)
