"""TB106 acronym-wrong-language: a translation uses its own language's acronym."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.glossary.due import due_concepts
from termbase.glossary.words import mask
from termbase.model import Category, Finding, Fix, Severity, TermKind, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB106",
    name="acronym-wrong-language",
    category=Category.ACRONYM,
    severity=Severity.ERROR,
    summary="A translation does not keep the acronym of another language.",
    explanation=(
        "The source names a concept, and the target holds an acronym of it that belongs to another language: SOC in French, where the"
        " glossary has CNS. In a language without an acronym of its own a foreign one may stand beside the approved term, as in brackets."
    ),
    example=Example(
        wrong="Le président de la SOC suit la situation.",
        right="Le président de la CNS suit la situation.",
        language="fr",
        source="The president of the SOC is following the situation.",
    ),
    confidence=0.95,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report acronyms of a concept of the source that are terms of other languages only."""
    for source, target in context.pairs(unit):
        for homographs in due_concepts(context.glossary, source.text, source.language, target.language):
            concept = homographs[0].concept
            for acronym in dict.fromkeys(term.text for term in concept.terms if term.kind is TermKind.ACRONYM):
                place = _whole_word(acronym, target.text)
                if place is None or _is_own(acronym, target.language, context):
                    continue
                if _in_capitals(target.text):
                    continue  # UN is also the French article
                acronyms = [
                    term.text
                    for term in context.glossary.terms_of(concept, target.language)
                    if term.kind is TermKind.ACRONYM
                ]
                if not acronyms and context.glossary.renders(target.text, target.language, [concept]):
                    continue
                preferred = concept.preferred(target.language)
                approved = acronyms[0] if acronyms else preferred.text if preferred else ""
                yield RULE.finding(
                    unit,
                    target,
                    f"“{acronym}” is the acronym of another language; use “{approved}”",
                    span=place,
                    source=source,
                    concept=concept.id,
                    fix=Fix(safe=bool(acronyms), replacement=approved, start=place[0], end=place[1]),
                )


def _is_own(acronym: str, language: str, context: Context) -> bool:
    """Whether an acronym is a term of any concept in a language."""
    return any(
        term.text == acronym for concept in context.glossary for term in context.glossary.terms_of(concept, language)
    )


def _in_capitals(text: str) -> bool:
    """Whether a text is a headline in capitals; letters without case do not make it one."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.8 * len(letters)


def _whole_word(acronym: str, text: str) -> tuple[int, int] | None:
    """Where an acronym stands in a text as a word of its own, in its own capitals."""
    if acronym not in text:
        return None
    found = re.search(rf"(?<![A-Za-z0-9_-]){re.escape(acronym)}(?!\w)", mask(text))
    return found.span() if found else None
