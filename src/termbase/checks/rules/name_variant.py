"""TB104 name-variant: a name is spelled as the glossary spells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.glossary.due import due_concepts
from termbase.glossary.names import is_name, other_spelling
from termbase.model import Category, Finding, Fix, Severity, TermStatus, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from termbase.model import Concept, Term, Variant

RULE = Rule(
    id="TB104",
    name="name-variant",
    category=Category.NAME,
    severity=Severity.ERROR,
    summary="A name that the source holds is spelled in the target as the glossary spells it.",
    explanation=(
        "The source names a person or place of the glossary, the target lacks its approved spelling, and words of the target sound like it."
        " Spellings are compared by consonants and long vowels, within a script and across scripts. The fix puts the approved spelling in"
        " place and keeps Arabic proclitics and French elision."
    ),
    example=Example(
        wrong="Hadi Albahra a reçu la délégation.",
        right="Hadi al-Bahra a reçu la délégation.",
        language="fr",
        source="Hadi al-Bahra received the delegation.",
    ),
    confidence=0.9,
)

_LISTED = (TermStatus.DEPRECATED, TermStatus.FORBIDDEN)


def start(context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """Report names of the source that the target spells otherwise; spellings that the glossary lists are left to TB102 and TB103."""
    glossary = context.glossary
    kept: dict[tuple[str, str], list[Term]] = {}

    def names_of(concept: Concept, language: str) -> list[Term]:
        key = (concept.id, language)
        if key not in kept:
            kept[key] = [term for term in glossary.terms_of(concept, language) if is_name(concept, term)]
        return kept[key]

    def look(unit: Unit) -> Iterator[Finding]:
        for source, target in context.pairs(unit):
            for homographs in due_concepts(glossary, source.text, source.language, target.language):
                hit = homographs[0]
                names = names_of(hit.concept, target.language)
                if not names or glossary.renders(target.text, target.language, [found.concept for found in homographs]):
                    continue
                if glossary.renderings(target.text, target.language, [hit.concept], statuses=_LISTED):
                    continue
                yield from _spelled_otherwise(unit, source, target, hit.concept, names)

    return look


def _spelled_otherwise(
    unit: Unit, source: Variant, target: Variant, concept: Concept, names: list[Term]
) -> Iterator[Finding]:
    candidates = [
        (found, term)
        for term in names
        if (found := other_spelling(target.text, term.text, target.language)) is not None
    ]
    if not candidates:
        return
    found, term = max(candidates, key=lambda pair: (len(pair[0].text.split()), pair[0].similarity))
    safe = found.similarity > 0.9 and " " in term.text
    yield RULE.finding(
        unit,
        target,
        f"“{found.text}” looks like another spelling of “{term.text}”",
        span=(found.start, found.end),
        source=source,
        concept=concept.id,
        fix=Fix(safe=safe, replacement=term.text, start=found.start, end=found.end),
        confidence=round(found.similarity, 2),
    )
