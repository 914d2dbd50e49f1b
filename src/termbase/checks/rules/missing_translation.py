"""TB405 missing-translation: a unit has every language of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB405",
    name="missing-translation",
    category=Category.UNTRANSLATED,
    severity=Severity.INFO,
    summary="Every unit is there in every language of the project.",
    explanation=(
        "The unit lacks a language altogether: a sentence that one version of the release leaves out. Units of a pair, which are finer than"
        " the trilingual ones on purpose, are not reported. Only in `strict`."
    ),
    example=Example(wrong="", right="Alep", language="fr", source="Aleppo"),
    confidence=0.8,
    strict_only=True,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report languages that a unit lacks."""
    if unit.prop("x-granularity") is not None:
        return
    source = unit.variant(context.source)
    for language in context.languages:
        if unit.variant(language) is None:
            yield RULE.finding(unit, None, f"there is no {language} version of this unit", source=source)
