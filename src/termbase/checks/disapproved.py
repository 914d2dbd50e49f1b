"""Terms that stand in a text and should not: the common ground of TB102 and TB103."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.glossary.replacement import replacement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from termbase.checks.rule import Context, Rule
    from termbase.model import Finding, TermHit, TermStatus, Unit, Variant


def disapproved(rule: Rule, status: TermStatus, word: str, context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """What a rule on terms of one status does with a unit.

    A translation is looked at for the concepts that its source names, inside longer terms too; a source, or a text without one, for every concept.
    """
    glossary = context.glossary
    bearers = {concept.id for concept in glossary if any(term.status is status for term in concept.terms)}

    def look(unit: Unit) -> Iterator[Finding]:
        paired = set()
        for source, target in context.pairs(unit):
            paired.add(id(target))
            due = glossary.finder.named(source.text, source.language)
            borne = [concept for concept in due if concept.id in bearers]
            found = glossary.renderings(target.text, target.language, borne, statuses=(status,), gap=1)
            if not found:
                continue
            approved = glossary.renderings(target.text, target.language, due)
            for rendering in found:
                if not any(_holds(other.hit, rendering.hit) for other in approved):
                    yield _finding(rule, word, unit, target, rendering.hit, source)
        for variant in unit.variants:
            if id(variant) not in paired and variant.text.strip():
                for hit in glossary.find(variant.text, variant.language):
                    if hit.term.status is status:
                        yield _finding(rule, word, unit, variant, hit, None)

    return look if bearers else _find_nothing


def _find_nothing(_unit: Unit) -> Iterator[Finding]:
    return iter(())


def _holds(outer: TermHit, inner: TermHit) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _finding(rule: Rule, word: str, unit: Unit, variant: Variant, hit: TermHit, source: Variant | None) -> Finding:
    approved = hit.concept.preferred(variant.language)
    message = f"“{hit.text}” is {word}" + (f"; use “{approved.text}”" if approved else "")
    fix = replacement(variant.text, hit, approved) if approved else None
    return rule.finding(
        unit, variant, message, span=(hit.start, hit.end), source=source, concept=hit.concept.id, fix=fix
    )
