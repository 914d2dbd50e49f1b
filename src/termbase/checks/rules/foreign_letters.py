"""TB701 foreign-letters: Arabic is written with Arabic yeh and kaf, not the Persian ones that look the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB701",
    name="foreign-letters",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="Arabic text has no Persian or Urdu letters that pass for Arabic ones.",
    explanation=(
        "ی and ک come from Persian keyboards and fonts. They look like ي or ى and ك, but searches, memories and spelling checkers do not find"
        " the word. Letters that Arabic borrows for foreign sounds (پ چ ڤ گ) are let be. ی is mended to ى at the end of على and its like,"
        " to ي elsewhere; at the end of other words the fix is not safe."
    ),
    example=Example(wrong="الأمین العام", right="الأمين العام", language="ar"),
    confidence=0.95,
)

_FOREIGN = re.compile("[یکەہھ]")
_ARABIC = {"ک": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه"}
_LETTER = re.compile("[ء-ي]")
_WITH_MAQSURA = frozenset({"عل", "إل", "ال", "حت", "لد", "مت", "سو", "أول", "مستشف", "معن", "مد"})


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report letters of other languages in Arabic words."""
    for variant in unit.variants_in("ar"):
        text = variant.text
        for found in _FOREIGN.finditer(text):
            place = found.start()
            inside = _LETTER.match(text, place + 1) is not None
            if not inside and not _LETTER.match(text, max(0, place - 1)):
                continue  # not within an Arabic word: a quotation of another language, or a letter on its own
            letter = found[0]
            wanted = _ARABIC.get(letter) or ("ي" if inside else _final_yeh(text, place))
            safe = letter != "ی" or inside
            fix = Fix(safe, wanted, *found.span())
            yield RULE.finding(
                unit,
                variant,
                f"“{letter}” (U+{ord(letter):04X}) in an Arabic word; use “{wanted}”",
                span=found.span(),
                fix=fix,
            )


def _final_yeh(text: str, place: int) -> str:
    stem = re.search(r"[ء-ي]*$", text[:place])
    return "ى" if stem and stem[0] in _WITH_MAQSURA else "ي"
