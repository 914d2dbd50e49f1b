"""TB702 look-alikes: a word is written in one alphabet."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB702",
    name="look-alikes",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="No Cyrillic or Greek letter hides in a Latin word.",
    explanation=(
        "Letters such as Cyrillic о, а, е look like Latin ones and break every search. Reported where Latin letters and letters of those"
        " alphabets stand in one word. The fix is safe when every such letter has a Latin twin."
    ),
    example=Example(wrong="Al\u0435p", right="Alep", language="fr"),
    confidence=0.98,
)

_SUSPECT = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile(r"[^\W\d_]+")
_TWINS = dict(
    zip(
        "АВЕКМНОРСТХаеорсухіјѕԁΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABEKMHOPCTXaeopcyxijsdABEZHIKMNOPTYXo",
        strict=True,
    )
)


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report words that mix Latin letters with Cyrillic or Greek ones."""
    for variant in unit.variants:
        if not _SUSPECT.search(variant.text):
            continue
        for found in _WORD.finditer(variant.text):
            word = found[0]
            strange = _SUSPECT.findall(word)
            if strange and any("LATIN" in unicodedata.name(character, "") for character in word):
                mended = "".join(_TWINS.get(character, character) for character in word)
                fix = Fix(not _SUSPECT.search(mended), mended, *found.span())
                letters = ", ".join(f"U+{ord(character):04X}" for character in strange)
                yield RULE.finding(unit, variant, f"“{word}” mixes alphabets ({letters})", span=found.span(), fix=fix)
