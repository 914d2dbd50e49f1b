"""TB108 two-concepts: a document does not render two concepts by one term."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.glossary.due import due_concepts
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.glossary.finder import Mention
    from termbase.model import Variant

RULE = Rule(
    id="TB108",
    name="two-concepts",
    category=Category.CONSISTENCY,
    severity=Severity.WARNING,
    summary="A concept is not rendered by the term of another concept.",
    explanation=(
        "The source names a concept that the target does not, and the target holds instead the term of another concept of the same kind that"
        " the source does not name: special representative rendered by the term for special envoy. Readers of the document take two things"
        " for one."
    ),
    example=Example(
        wrong="La Coalition nationale syrienne a publié un communiqué.",
        right="La Commission syrienne de négociation a publié un communiqué.",
        language="fr",
        source="The Syrian Negotiations Commission issued a statement.",
    ),
    confidence=0.85,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report units where the term of one concept stands in the place of another's."""
    for source, target in context.pairs(unit):
        due = due_concepts(context.glossary, source.text, source.language, target.language)
        missing = [
            hits[0]
            for hits in due
            if hits[0].concept.kind
            and not context.glossary.renders(target.text, target.language, [hit.concept for hit in hits])
        ]
        if missing:
            named = {hit.concept.id for hits in due for hit in hits}
            yield from _taken(unit, source, target, missing, named, context)


def _taken(
    unit: Unit, source: Variant, target: Variant, missing: list[Mention], named: set[str], context: Context
) -> Iterator[Finding]:
    spare = [hit for hit in context.glossary.find(target.text, target.language) if hit.concept.id not in named]
    for lost in missing:
        for hit in spare:
            if hit.concept.kind != lost.concept.kind:
                continue
            preferred = lost.concept.preferred(target.language)
            yield RULE.finding(
                unit,
                target,
                f"“{hit.text}” names {hit.concept.id}; for “{lost.text}” use “{preferred.text if preferred else ''}”",
                span=(hit.start, hit.end),
                source=source,
                concept=lost.concept.id,
            )
            break
