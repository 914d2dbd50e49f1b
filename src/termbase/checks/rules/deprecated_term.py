"""TB103 deprecated-term: a term that the glossary has given up is not used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.disapproved import disapproved
from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, TermStatus, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULE = Rule(
    id="TB103",
    name="deprecated-term",
    category=Category.TERMINOLOGY,
    severity=Severity.WARNING,
    summary="No text uses a term that the glossary lists as deprecated.",
    explanation=(
        "The text holds, in any inflected form, a term whose status is deprecated: an older name, a back translation, a spelling that the"
        " house has given up. In a translation it is reported when the source names the concept. Use the preferred term that the message names."
    ),
    example=Example(
        wrong="La Coalition de l’opposition syrienne suit la situation.",
        right="La Coalition nationale syrienne suit la situation.",
        language="fr",
        source="The Syrian Opposition Coalition is following the situation.",
    ),
    confidence=0.9,
)


def start(context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """Report each deprecated term of each variant."""
    return disapproved(RULE, TermStatus.DEPRECATED, "deprecated", context)
