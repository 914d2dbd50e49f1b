"""TB101 term-missing: a term of the source is rendered by an approved term of its concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, TermStatus, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB101",
    name="term-missing",
    category=Category.TERMINOLOGY,
    severity=Severity.ERROR,
    summary="A glossary term of the source has its approved rendering in the target.",
    explanation=(
        "The source names a concept of the glossary, and the target holds none of the concept's preferred or admitted terms, in any inflected"
        " form. Use the approved rendering, or add the one that was used to the glossary as admitted."
    ),
    example=Example(
        wrong="L’opposition syrienne suit la situation.",
        right="La Coalition nationale syrienne suit la situation.",
        language="fr",
        source="The Syrian Opposition Coalition is following the situation.",
    ),
    confidence=0.95,
)

_APPROVED = (TermStatus.PREFERRED, TermStatus.ADMITTED)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report each concept of the source that the target does not name."""
    for source, target in context.pairs(unit):
        due = {hit.concept.id: hit for hit in context.glossary.find(source.text, source.language)}
        if not due:
            continue
        there = {hit.concept.id for hit in context.glossary.find(target.text, target.language) if hit.term.status in _APPROVED}
        for identifier, hit in due.items():
            approved = hit.concept.preferred(target.language)
            if identifier not in there and approved is not None:
                yield RULE.finding(
                    unit, target, f"“{hit.text}” is not rendered by an approved term; use “{approved.text}”", source=source, concept=identifier
                )
