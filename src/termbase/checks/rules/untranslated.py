"""TB403 untranslated: the target is in its own language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.arabic import LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB403",
    name="untranslated",
    category=Category.UNTRANSLATED,
    severity=Severity.WARNING,
    summary="A target is a translation, not its source over again.",
    explanation=(
        "The target equals its source, or an Arabic target has no Arabic letter. Names, numbers, addresses and segments of one or two words"
        " may be alike in two languages and are not reported."
    ),
    example=Example(
        wrong="The meeting took place in Geneva.",
        right="La réunion a eu lieu à Genève.",
        language="fr",
        source="The meeting took place in Geneva.",
    ),
    confidence=0.9,
)

_WORD = re.compile(r"[^\W\d_]{2,}")
_LOWER_WORD = re.compile(r"(?<!\w)[a-zà-ÿ]{2,}(?!\w)")
_ADDRESS = re.compile(r"\w+://\S+|\S+@\S+|www\.\S+")
_ARABIC = re.compile(f"[{LETTERS}]")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report targets that are still in the source language."""
    for source, target in context.pairs(unit):
        arabic = target.language.primary == "ar"
        if (arabic and _ARABIC.search(target.text)) or (
            not arabic and source.text.casefold() != target.text.casefold()
        ):
            continue
        words = _WORD.findall(_ADDRESS.sub(" ", source.text))
        # A name or a title has few words in lower case; running text has some.
        if len(words) < 3 or not _LOWER_WORD.search(source.text):
            continue
        if source.text.casefold() == target.text.casefold():
            yield RULE.finding(unit, target, "the target is the same as the source", source=source)
        elif _WORD.search(target.text):
            yield RULE.finding(unit, target, "the target has no Arabic letter", source=source)
