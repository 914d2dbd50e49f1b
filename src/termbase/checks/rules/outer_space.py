"""TB502 outer-space: a translation begins and ends with the space its source begins and ends with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB502",
    name="outer-space",
    category=Category.WHITESPACE,
    severity=Severity.WARNING,
    summary="Leading and trailing space of source and target agree.",
    explanation="Space at the ends of a segment is lost or added easily in an editor, and joins or tears words when the document is put together.",
    example=Example(wrong=" Alep", right="Alep", language="fr", source="Aleppo"),
    confidence=0.95,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report targets whose outer space differs from the source's."""
    for source, target in context.pairs(unit):
        wanted, found = _outer(source.text), _outer(target.text)
        length = len(target.text)
        if wanted[0] != found[0]:
            span = (0, len(found[0]))
            yield RULE.finding(
                unit,
                target,
                "leading space differs from the source",
                span=span,
                source=source,
                fix=Fix(True, wanted[0], *span),
            )
        if wanted[1] != found[1]:
            span = (length - len(found[1]), length)
            yield RULE.finding(
                unit,
                target,
                "trailing space differs from the source",
                span=span,
                source=source,
                fix=Fix(True, wanted[1], *span),
            )


def _outer(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
