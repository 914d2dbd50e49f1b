"""TB401 source-two-targets: the same source has the same translation throughout a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit, Variant
from termbase.text.fold import fold_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULE = Rule(
    id="TB401",
    name="source-two-targets",
    category=Category.CONSISTENCY,
    severity=Severity.WARNING,
    summary="A sentence that comes again is translated as before.",
    explanation=(
        "Two units of a document have the same source, but their targets differ in more than case, marks and spelling. Reported at the"
        " second; the first is named. Very short segments (one or two words) depend on their context and are reported only in `strict`."
    ),
    example=Example(
        wrong="Merci. / Je vous remercie.", right="Merci. / Merci.", language="fr", source="Thank you. / Thank you."
    ),
    confidence=0.7,
)


def start(context: Context) -> Callable[[Unit], Iterator[Finding]]:
    """Report targets that differ from that of the first unit with the same source."""
    first: dict[tuple[str, str], Variant] = {}
    strict = context.settings.profile == "strict"

    def look(unit: Unit) -> Iterator[Finding]:
        for source, target in context.pairs(unit):
            words = source.text.casefold().split()
            if not strict and len(words) < 3:
                continue
            earlier = first.setdefault((target.language.primary, " ".join(words)), target)
            if earlier.text != target.text and fold_kept(earlier.text) != fold_kept(target.text):
                yield RULE.finding(
                    unit, target, f"the same source was translated “{earlier.text}” before", source=source
                )

    return look
