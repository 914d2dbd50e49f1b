"""TB205 arabic-punctuation: Arabic sentences take Arabic commas, semicolons and question marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit
from termbase.text.arabic import LETTERS, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB205",
    name="arabic-punctuation",
    category=Category.PUNCTUATION,
    severity=Severity.WARNING,
    summary="Arabic text uses ، ؛ ؟.",
    explanation=(
        "A Latin comma, semicolon or question mark that follows an Arabic word is reported. Marks between digits or Latin words are part"
        " of what they stand in, and are not."
    ),
    example=Example(wrong="حضر الاجتماع بركات, ورحمة.", right="حضر الاجتماع بركات، ورحمة.", language="ar"),
    confidence=0.97,
)

_LATIN = re.compile(rf"(?<=[{LETTERS}{MARKS})»”\"])\s*([,;?])(?=\s|$|[»”\")\]{LETTERS}])")
_ANY = re.compile("[,;?]")
_ARABIC_LETTER = re.compile(f"[{LETTERS}]")
_ARABIC = {",": "،", ";": "؛", "?": "؟"}


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report Latin marks behind Arabic words."""
    for variant in unit.variants_in("ar"):
        if not _ANY.search(variant.text):
            continue
        for found in _LATIN.finditer(variant.text):
            if not _ARABIC_LETTER.search(variant.text, max(0, found.start() - 3), found.start()):
                continue
            mark = found[1]
            fix = Fix(True, _ARABIC[mark], *found.span(1))
            yield RULE.finding(
                unit, variant, f"Latin “{mark}” in Arabic; use “{_ARABIC[mark]}”", span=found.span(1), fix=fix
            )
