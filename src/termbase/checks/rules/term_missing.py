"""TB101 term-missing: a term of the source is rendered by an approved term of its concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.glossary.due import due_concepts
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
        " form. Use the approved rendering, or add the one that was used to the glossary as admitted. A forbidden or deprecated term in its"
        " place is reported by TB102 or TB103."
    ),
    example=Example(
        wrong="L’opposition syrienne suit la situation.",
        right="La Coalition nationale syrienne suit la situation.",
        language="fr",
        source="The Syrian Opposition Coalition is following the situation.",
    ),
    confidence=0.95,
)

_DISAPPROVED = frozenset({TermStatus.DEPRECATED, TermStatus.FORBIDDEN})


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report each concept of the source that the target does not name."""
    glossary = context.glossary
    for source, target in context.pairs(unit):
        segment = target.segment
        text, language = segment.text, segment.language
        for homographs in due_concepts(glossary, source.segment.text, source.segment.language, language):
            concepts = [hit.concept for hit in homographs]
            if glossary.renders(text, language, concepts):
                continue
            if glossary.renderings(text, language, concepts, statuses=_DISAPPROVED, gap=1):
                continue
            hit = homographs[0]
            approved = hit.concept.preferred(target.language)
            if approved is not None:
                message = f"“{hit.text}” is not rendered by an approved term; use “{approved.text}”"
                yield RULE.finding(unit, target, message, source=source, concept=hit.concept.id)
