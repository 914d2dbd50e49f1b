"""TB102 forbidden-term: a term that the glossary forbids or deprecates is not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, TermStatus, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB102",
    name="forbidden-term",
    category=Category.FORBIDDEN_TERM,
    severity=Severity.ERROR,
    summary="No text uses a term that the glossary forbids.",
    explanation="The text, in any language, holds a term whose status is forbidden. Use the preferred term that the message names.",
    example=Example(
        wrong="La Coalition de l’opposition syrienne suit la situation.",
        right="La Coalition nationale syrienne suit la situation.",
        language="fr",
    ),
    confidence=0.95,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report each forbidden term of each variant."""
    for variant in unit.variants:
        for hit in context.glossary.find(variant.text, variant.language):
            if hit.term.status is not TermStatus.FORBIDDEN:
                continue
            approved = hit.concept.preferred(variant.language)
            message = f"“{hit.text}” is forbidden" + (f"; use “{approved.text}”" if approved else "")
            fix = Fix(safe=False, replacement=approved.text, start=hit.start, end=hit.end) if approved else None
            yield RULE.finding(unit, variant, message, span=(hit.start, hit.end), concept=hit.concept.id, fix=fix)
