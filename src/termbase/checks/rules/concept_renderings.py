"""TB107 two-renderings: a document renders a concept in one way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.glossary.due import due_concepts
from termbase.model import Category, Finding, Severity, TermKind, Unit
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from termbase.model import Concept, TermHit, Variant

RULE = Rule(
    id="TB107",
    name="two-renderings",
    category=Category.CONSISTENCY,
    severity=Severity.INFO,
    summary="Within a document a term of the source has one rendering in each language.",
    explanation=(
        "The same source term is rendered by two approved terms of its concept in one document. Both are right on their own; readers may take"
        " them for two things. Acronyms and short forms beside the full form are not counted."
    ),
    example=Example(
        wrong="La Commission syrienne des négociations suit la situation.",
        right="La Commission syrienne de négociation suit la situation.",
        language="fr",
        source="The Syrian Negotiations Commission is following the situation.",
    ),
    confidence=0.7,
)

_COUNTED = (TermKind.FULL_FORM, TermKind.VARIANT)


def start(context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """Report the second rendering of a source term, once a concept and language."""
    first: dict[tuple[str, str, str], str] = {}
    reported: set[tuple[str, str, str]] = set()

    def look(unit: Unit) -> Iterator[Finding]:
        for source, target in context.pairs(unit):
            for homographs in due_concepts(context.glossary, source.text, source.language, target.language):
                concept = homographs[0].concept
                if len(context.glossary.terms_of(concept, target.language)) < 2:
                    continue
                key = (concept.id, str(target.language), fold(homographs[0].term.text))
                if key in reported:
                    continue
                counted = _counted(context, target, concept)
                if len(counted) != 1:
                    continue  # two in one sentence may be meant
                (hit,) = counted
                known = first.setdefault(key, hit.term.text)
                if known != hit.term.text:
                    reported.add(key)
                    message = f"“{hit.text}” here, but “{known}” before, for “{homographs[0].text}”"
                    span = (hit.start, hit.end)
                    yield RULE.finding(unit, target, message, span=span, source=source, concept=concept.id)

    return look


def _counted(context: Context, target: Variant, concept: Concept) -> list[TermHit]:
    """The renderings of a concept that count as a choice: full forms and variants, not acronyms, short forms or adjectives."""
    found = context.glossary.renderings(target.text, target.language, [concept], gap=0)
    hits = [
        item.hit for item in found if item.hit.term.kind in _COUNTED and item.hit.term.part_of_speech != "adjective"
    ]
    return _longest(hits)


def _longest(hits: list[TermHit]) -> list[TermHit]:
    """The hits that do not lie within another; of two terms at one place the one that is written like that."""
    best: dict[tuple[int, int], TermHit] = {}
    for hit in sorted(hits, key=lambda hit: fold(hit.text) != fold(hit.term.text)):
        best.setdefault((hit.start, hit.end), hit)
    return [
        hit
        for (start, end), hit in best.items()
        if not any((low, high) != (start, end) and low <= start and end <= high for low, high in best)
    ]
