"""TB202 paired-punctuation: brackets and quotation marks that open also close."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB202",
    name="paired-punctuation",
    category=Category.PUNCTUATION,
    severity=Severity.WARNING,
    summary="Brackets, guillemets and curly quotation marks come in pairs.",
    explanation=(
        "Reported where the target's pairs do not match while the source's do. A quotation that runs over several sentences is unpaired"
        " in both, and is not reported; nor is the bracket of a list, as in a) and b)."
    ),
    example=Example(
        wrong="La Coalition (CNS suit la situation.",
        right="La Coalition (CNS) suit la situation.",
        language="fr",
        source="The SOC follows.",
    ),
    confidence=0.9,
)

_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
_OPENERS = frozenset(_PAIRS.values())
_QUOTES = frozenset("«»“”")
_SINGLE_OPENS = re.compile(r"(?<!\w)['‘](?=\w)")
_SINGLE_CLOSES = re.compile(r"(?<=[\w.,;:!?…])['’](?!\w)")
_MARK = re.compile("[()\\[\\]{}«»“”]")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report the first mark of a target that has no partner."""
    for source, target in context.pairs(unit):
        lonely = _unpaired(target.text)
        if lonely is not None and _unpaired(source.text) is None:
            mark = target.text[lonely]
            if mark in _QUOTES and _goes_on(source.text):
                continue
            yield RULE.finding(unit, target, f"“{mark}” has no partner", span=(lonely, lonely + 1), source=source)


def _goes_on(text: str) -> bool:
    """Whether a quotation between straight or single marks begins or ends in another segment."""
    return text.count('"') % 2 == 1 or len(_SINGLE_OPENS.findall(text)) != len(_SINGLE_CLOSES.findall(text))


def _unpaired(text: str) -> int | None:
    """Offset of a mark without partner; None when all are paired."""
    waiting: list[tuple[str, int]] = []
    for found in _MARK.finditer(text):
        character, place = found[0], found.start()
        if character in _OPENERS:
            waiting.append((character, place))
        elif waiting and waiting[-1][0] == _PAIRS[character]:
            waiting.pop()
        elif not (character == ")" and _is_list_mark(text, place)):
            return place
    return waiting[0][1] if waiting else None


def _is_list_mark(text: str, place: int) -> bool:
    """Whether the bracket closes an item mark such as a) or 12)."""
    word = text[:place].split()[-1:] or [""]
    return len(word[0]) <= 2 and word[0].isalnum()
