"""Checking the glossary itself."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from termbase.model import Category, Concept, Finding, Severity, TermStatus
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.glossary.concepts import Glossary


def validate(glossary: Glossary, languages: Sequence[str]) -> Iterator[Finding]:
    """What contradicts itself or is missing: languages without a term, terms that stand twice or are approved here and forbidden there."""
    owners: dict[tuple[str, str], list[tuple[Concept, TermStatus]]] = defaultdict(list)
    for concept in glossary:
        for language in languages:
            if concept.translate and concept.preferred(language) is None:
                yield _finding(
                    concept,
                    "TB801",
                    "glossary-missing-language",
                    f"`{concept.id}` has no approved term in {language}",
                    Severity.WARNING,
                )
        for term in concept.terms:
            key = (term.language.primary, term.text if term.case else fold(term.text))
            owners[key].append((concept, term.status))
    for (language, text), uses in owners.items():
        for (first, _), (second, status) in zip(uses, uses[1:], strict=False):
            kind = "twice" if first is second else f"in `{first.id}` too"
            severity = (
                Severity.ERROR
                if first is second or TermStatus.FORBIDDEN in {status for _, status in uses}
                else Severity.WARNING
            )
            yield _finding(
                second,
                "TB802",
                "glossary-duplicate-term",
                f"`{second.id}` has the {language} term “{text}” {kind} ({status.value})",
                severity,
            )


def _finding(concept: Concept, rule: str, name: str, message: str, severity: Severity) -> Finding:
    place = concept.place
    return Finding(
        rule,
        name,
        Category.GLOSSARY,
        severity,
        1.0,
        message,
        place.path if place else "",
        place.line if place else 1,
        1,
        concept=concept.id,
    )
