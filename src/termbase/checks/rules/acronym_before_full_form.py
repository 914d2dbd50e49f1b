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
        " in brackets behind it. A document that explains the acronym in no language is not reported: UN and EU need no explanation."
    ),
    example=Example(
        wrong="SOC issued a statement. The Syrian Opposition Coalition is in Istanbul.",
        right="The Syrian Opposition Coalition (SOC) issued a statement. SOC is in Istanbul.",
    ),
    confidence=0.85,
)


def check_document(units: Sequence[Unit], context: Context) -> Iterator[Finding]:
    """Report the first acronym of a concept in a language that explains it later, or not at all though another language does."""
    languages = list(dict.fromkeys(str(variant.language) for unit in units for variant in unit.variants))
    used = {language: _Uses(units, language, context.glossary) for language in languages}
    introduced = {identifier for uses in used.values() for identifier in uses.introduced}
    for language, uses in used.items():
        for identifier, (unit, hit) in uses.unexplained.items():
            full = uses.explained.get(identifier)
            if full is None and identifier not in introduced:
                continue
            term = full or next(term.text for term in hit.concept.terms_in(language) if term.kind is TermKind.FULL_FORM)
            when = "explains it only later" if full else "is never written here"
            message = f"“{hit.text}” stands before “{term}”, which {when}"
            variant = unit.variant(language)
            yield RULE.finding(unit, variant, message, span=(hit.start, hit.end), concept=identifier)


class _Uses:
    """Acronyms and full forms of one language of a document, in order."""

    def __init__(self, units: Sequence[Unit], language: str, glossary: Glossary) -> None:
        self.unexplained: dict[str, tuple[Unit, TermHit]] = {}
        """The first acronym of a concept, when no full form stands before it."""
        self.explained: dict[str, str] = {}
        """The first full form of a concept."""
        self.introduced: set[str] = set()
        """Concepts whose acronym stands in brackets."""
        whole = "\n".join(variant.text for unit in units if (variant := unit.variant(language)) is not None)
        concepts = [concept for concept in glossary if _has_both(glossary, concept, language, whole)]
        for unit in units if concepts else ():
            variant = unit.variant(language)
            if variant is not None:
                hits = [rendering.hit for rendering in glossary.renderings(variant.text, language, concepts, gap=0)]
                for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
                    self._add(unit, variant.text, hit)

    def _add(self, unit: Unit, text: str, hit: TermHit) -> None:
        identifier = hit.concept.id
        if hit.term.kind is not TermKind.ACRONYM:
            self.explained.setdefault(identifier, hit.term.text)
            return
        if text[hit.start - 1 : hit.start] == "(" and text[hit.end : hit.end + 1] == ")":
            self.introduced.add(identifier)
        if identifier not in self.explained:
            self.unexplained.setdefault(identifier, (unit, hit))


def _has_both(glossary: Glossary, concept: Concept, language: str, text: str) -> bool:
    """Whether a concept has an acronym, met in the text, and a full form."""
    terms = glossary.terms_of(concept, language)
    return any(term.kind is TermKind.ACRONYM and term.text in text for term in terms) and any(
        term.kind is TermKind.FULL_FORM for term in terms
    )
