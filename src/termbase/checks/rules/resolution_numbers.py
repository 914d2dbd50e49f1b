"""TB304 resolution-numbers: a resolution keeps its number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit
from termbase.text.fold import fold_kept, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB304",
    name="resolution-numbers",
    category=Category.NUMBERS,
    severity=Severity.ERROR,
    summary="Resolutions of the United Nations keep their numbers.",
    explanation=(
        "The numbers that stand with resolution(s), résolution(s) or قرار are compared as sets, in whatever digits. One wrong digit names"
        " another resolution, so this is an error. A translation may leave a repeated number out; a number that the source does not have"
        " is always reported."
    ),
    example=Example(wrong="القرار ٢٢٤٥", right="القرار ٢٢٥٤", language="ar", source="Resolution 2254"),
    confidence=0.97,
)

# The noun, up to a few words such as “of the Security Council” or رقم, then one number or more, joined by commas and conjunctions.
_NUMBERED = re.compile(
    r"(?<!\w)(?:resolutions?|(?:و|ب|ل|ف|ك)?(?:ال|لل)?قرار(?:ات|ين|ان|ي|ا)?)"
    r"(?:\s+(?!\d)[^\s\d.;!?]+){0,6}?\s*"
    r"(\d{2,5}(?!\d|[.,]\d)(?:\s*\(\d{4}\))?(?:(?:\s*,\s*|\s*(?:and|et|or|ou)\s+|\s+و\s*|\s*,\s*و\s*)\d{2,5}(?:\s*\(\d{4}\))?)*)"
)
_NOUN = re.compile("resolution|قرار")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<![\d(])\d{2,5}")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report numbers of resolutions that the source does not have."""
    for source, target in context.pairs(unit):
        wanted = {number for number, _ in _numbered(source.text)}
        if not wanted:
            continue
        for number, span in _numbered(target.text):
            if number not in wanted:
                shown = ", ".join(sorted(wanted))
                yield RULE.finding(
                    unit,
                    target,
                    f"resolution {number} is not in the source, which has {shown}",
                    span=span,
                    source=source,
                )


def _numbered(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if not _DIGIT.search(text) or not _NOUN.search(fold_kept(text)):
        return
    folded = fold_with_offsets(text)
    for found in _NUMBERED.finditer(folded.text):
        for number in _NUMBER.finditer(folded.text, *found.span(1)):
            yield number[0], folded.span(*number.span())
