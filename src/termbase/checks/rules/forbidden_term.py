"""TB102 forbidden-term: a term that the glossary forbids is not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.disapproved import disapproved
from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, TermStatus, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULE = Rule(
    id="TB102",
    name="forbidden-term",
    category=Category.FORBIDDEN_TERM,
    severity=Severity.ERROR,
    summary="No text uses a term that the glossary forbids.",
    explanation=(
        "The text holds, in any inflected form, a term whose status is forbidden. In a translation it is reported when the source names the"
        " concept, because the same words may render another one rightly. Use the preferred term that the message names."
    ),
    example=Example(
        wrong="Le Comité syrien de négociation suit la situation.",
        right="La Commission syrienne de négociation suit la situation.",
        language="fr",
        source="The Syrian Negotiations Commission is following the situation.",
    ),
    confidence=0.95,
)


def start(context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """Report each forbidden term of each variant."""
    return disapproved(RULE, TermStatus.FORBIDDEN, "forbidden", context)
