"""TB105 acronym-before-full-form: a document spells a name out before it abbreviates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, TermKind, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.glossary.concepts import Glossary
    from termbase.model import Concept, TermHit

RULE = Rule(
    id="TB105",
    name="acronym-before-full-form",
    category=Category.ACRONYM,
    severity=Severity.WARNING,
    summary="In each language of a document the full form stands before or beside the first acronym.",
    explanation=(
        "The document uses an acronym of the glossary and only later the full form that explains it. Write the full form first, the acronym"
        " in brackets behind it. A document that never spells the name out is not reported: UN and EU need no explanation."
    ),
    example=Example(
        wrong="SOC issued a statement. The Syrian Opposition Coalition is in Istanbul.",
        right="The Syrian Opposition Coalition (SOC) issued a statement. SOC is in Istanbul.",
    ),
    confidence=0.85,
)


def check_document(units: Sequence[Unit], context: Context) -> Iterator[Finding]:
    """Report the first acronym of each concept and language when the full form comes only after it."""
    for language in _languages(units):
        explained: set[str] = set()
        waiting: dict[str, tuple[Unit, TermHit]] = {}
        reported: set[str] = set()
        for unit in units:
            variant = unit.variant(language)
            if variant is None:
                continue
            hits = _hits(context.glossary, variant.text, language)
            for hit in hits:
                identifier = hit.concept.id
                if hit.term.kind is not TermKind.ACRONYM:
                    if identifier in waiting and identifier not in reported:
                        reported.add(identifier)
                        yield _finding(*waiting[identifier], language, hit.term.text)
                    explained.add(identifier)
                elif identifier not in explained:
                    waiting.setdefault(identifier, (unit, hit))


def _languages(units: Sequence[Unit]) -> list[str]:
    return list(dict.fromkeys(str(variant.language) for unit in units for variant in unit.variants))


def _hits(glossary: Glossary, text: str, language: str) -> list[TermHit]:
    """Acronyms and full forms of the concepts that have both, in order of place; those inside longer terms too."""
    due = [
        concept
        for concept in _with_both(glossary, language)
        if any(term.text in text for term in _acronyms(concept, language))
    ]
    full = [hit for hit in glossary.find(text, language) if hit.term.kind is TermKind.FULL_FORM]
    acronyms = [
        rendering.hit
        for concept in due
        for rendering in glossary.renderings(text, language, [concept])
        if rendering.hit.term.kind is TermKind.ACRONYM
    ]
    spelled = [
        rendering.hit
        for rendering in glossary.renderings(text, language, due)
        if rendering.hit.term.kind is TermKind.FULL_FORM
    ]
    return sorted([*full, *acronyms, *spelled], key=lambda hit: (hit.start, -hit.end))


def _with_both(glossary: Glossary, language: str) -> list[Concept]:
    return [
        concept
        for concept in glossary
        if {TermKind.ACRONYM, TermKind.FULL_FORM} <= {term.kind for term in glossary.terms_of(concept, language)}
    ]


def _acronyms(concept: Concept, language: str) -> list[TermHit]:
    return [term for term in concept.terms_in(language) if term.kind is TermKind.ACRONYM]


def _finding(unit: Unit, hit: TermHit, language: str, full: str) -> Finding:
    return RULE.finding(
        unit,
        unit.variant(language),
        f"“{hit.text}” stands before “{full}”, which explains it only later",
        span=(hit.start, hit.end),
        concept=hit.concept.id,
    )
