"""TB601 inline-codes: a target carries the inline codes of its source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Code, Finding, Segment, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB601",
    name="inline-codes",
    category=Category.MARKUP,
    severity=Severity.ERROR,
    summary="Inline codes of source and target correspond.",
    explanation=(
        "Codes are compared by kind and type, not by number or order, since a translation may reorder them. A target without any code is"
        " not reported: plain memories of formatted text are common. A missing or an extra one among others breaks the document."
    ),
    example=Example(wrong="<ph/>Alep", right="<ph/>Alep<ph/>", language="fr", source="<ph/>Aleppo<ph/>"),
    confidence=0.95,
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report codes that only one side has."""
    for source, target in context.pairs(unit):
        if not target.segment.content:
            continue
        wanted, found = _codes(source.segment), _codes(target.segment)
        parts = [f"missing {_shown(wanted - found)}"] if wanted - found else []
        parts += [f"not in the source: {_shown(found - wanted)}"] if found - wanted else []
        if parts:
            yield RULE.finding(unit, target, f"inline codes differ: {'; '.join(parts)}", source=source)


def _codes(segment: Segment) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    waiting: list[str | Code] = list(segment.content)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Code):
            # An end code has no type of its own; a highlight is text.
            if item.name != "hi":
                found[item.name, "" if item.name == "ept" else item.attributes.get("type", "")] += 1
            waiting.extend(item.content)
    return found


def _shown(codes: Counter[tuple[str, str]]) -> str:
    return ", ".join(f"{name}{f' ({kind})' if kind else ''}" for name, kind in sorted(codes.elements()))
