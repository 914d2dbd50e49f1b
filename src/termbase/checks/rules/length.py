"""TB406 length: a translation is about as long as its source says."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RULE = Rule(
    id="TB406",
    name="length",
    category=Category.LENGTH,
    severity=Severity.WARNING,
    summary="No translation is several times longer or shorter than usual.",
    explanation=(
        "The usual ratio is the median of the document for each language, or, for fewer than ten units, what is common for the language."
        " The setting `length-ratio` says how many times the usual is too much. Short segments vary more and are let be."
    ),
    example=Example(
        wrong="La réunion.",
        right="La réunion a porté sur la situation humanitaire à Alep et sur les moyens d’y répondre.",
        language="fr",
        source="The meeting dealt with the humanitarian situation in Aleppo and with ways to respond to it.",
    ),
    confidence=0.75,
)

_COMMON = {"ar": 0.85, "fr": 1.15}
_SHORT = 25


def check_document(units: Sequence[Unit], context: Context) -> Iterator[Finding]:
    """Report targets whose length is out of proportion."""
    pairs: dict[str, list[tuple[Unit, Variant, Variant]]] = {}
    for unit in units:
        for source, target in context.pairs(unit):
            pairs.setdefault(target.language.primary, []).append((unit, source, target))
    limit = math.log(max(1.5, context.settings.length_ratio))
    for language, items in pairs.items():
        ratios = [len(target.text) / len(source.text) for _, source, target in items]
        usual = median(ratios) if len(ratios) >= 10 else _COMMON.get(language, 1.0)
        for (unit, source, target), ratio in zip(items, ratios, strict=True):
            if max(len(source.text), len(target.text)) >= _SHORT * 2 and abs(math.log(ratio / usual)) > limit:
                word = "longer" if ratio > usual else "shorter"
                times = math.exp(abs(math.log(ratio / usual)))
                yield RULE.finding(
                    unit, target, f"{times:.1f} times {word} than usual for this document", source=source
                )
