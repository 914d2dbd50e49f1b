"""TB402 target-two-sources: different sources have different translations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit, Variant
from termbase.text.fold import fold_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULE = Rule(
    id="TB402",
    name="target-two-sources",
    category=Category.CONSISTENCY,
    severity=Severity.INFO,
    summary="One translation does not stand for two different sources.",
    explanation="Often a translation that was pasted into the wrong unit; sometimes two ways of saying the same. Only in `strict`.",
    example=Example(
        wrong="La réunion est close. / La réunion est close.",
        right="La réunion est close. / La réunion est ouverte.",
        language="fr",
        source="The meeting is closed. / The meeting is open.",
    ),
    confidence=0.6,
    strict_only=True,
)


def start(context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """Report targets that an earlier unit has for another source."""
    first: dict[tuple[str, str], Variant] = {}

    def look(unit: Unit) -> Iterator[Finding]:
        for source, target in context.pairs(unit):
            earlier = first.setdefault((target.language.primary, fold_kept(target.text)), source)
            if earlier.text != source.text and fold_kept(earlier.text) != fold_kept(source.text):
                yield RULE.finding(unit, target, f"the same translation stands for “{earlier.text}”", source=source)

    return look
