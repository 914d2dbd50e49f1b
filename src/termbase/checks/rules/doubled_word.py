"""TB503 doubled-word: a word is not written twice in a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB503",
    name="doubled-word",
    category=Category.WHITESPACE,
    severity=Severity.WARNING,
    summary="No word stands twice in a row.",
    explanation=(
        "Words that languages do repeat are let be: nous nous and vous vous in French, had had and that that in English, names"
        " (Roa Roa), Latin acronyms that Arabic spells out (بي بي سي), and reduplications that the source"
        " repeats too. The fix is not safe: the second word may be the wrong one."
    ),
    example=Example(wrong="The the meeting took place.", right="The meeting took place."),
    confidence=0.85,
)

_DOUBLED = re.compile(r"(?<![\w'’-])(\w{2,}+)\s++\1(?![\w'’-])", re.IGNORECASE)
_ALLOWED = {
    "en": frozenset({"had", "that", "very", "bye", "so", "is", "her"}),
    "fr": frozenset({"nous", "vous", "en", "très", "se"}),
    "ar": frozenset(
        {"شيئا", "شيئاً", "صفا", "صفاً", "دكا", "دكاً", "رويدا", "رويداً", "يوما", "يوماً", "جدا", "جداً", "بين"}
    ),
}

_LETTER_NAMES = frozenset({
    "إيه", "ايه", "بي", "سي", "دي", "إي", "اي", "إف", "اف", "جي", "إتش", "اتش", "آي", "جيه", "كي", "كيه", "إل", "ال",
    "إم", "ام", "إن", "ان", "أو", "او", "بيه", "كيو", "آر", "ار", "إس", "اس", "تي", "يو", "دبليو", "إكس", "اكس", "واي", "زد",
})  # fmt: skip
"""Latin acronyms are spelled out in Arabic: بي بي سي."""


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report doubled words of every variant, unless the source doubles one too."""
    doubled = [variant for variant in unit.variants if _DOUBLED.search(variant.text)]
    if not doubled:
        return
    source = unit.variant(context.source)
    doubled_there = any(variant is source for variant in doubled)
    for variant in doubled:
        allowed = _ALLOWED.get(variant.language.primary, frozenset())
        for found in _DOUBLED.finditer(variant.text):
            word = found[1].lower()
            if word in _LETTER_NAMES or (found[1][0].isupper() and found[0][-len(word)].isupper()):
                continue  # an acronym, or a name such as Roa Roa
            if word in allowed or word.isdigit() or (doubled_there and variant is not source):
                continue
            fix = Fix(False, found[1], *found.span())
            yield RULE.finding(unit, variant, f"“{found[1]}” stands twice", span=found.span(), fix=fix)
