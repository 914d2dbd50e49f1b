"""TB707 diacritics: a word is vowelled alike throughout a document."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit, Variant
from termbase.text.arabic import LETTERS, MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RULE = Rule(
    id="TB707",
    name="diacritics",
    category=Category.SCRIPT,
    severity=Severity.INFO,
    summary="One Arabic word carries the same marks throughout a document.",
    explanation=(
        "The same letters stand with different vowel signs or shadda in a document, and one way is clearly more frequent. Case endings (tanwin"
        " and the last vowel) follow grammar and do not count. Only in `strict`."
    ),
    example=Example(wrong="شدّد / شدد / شدد / شدد", right="شدد / شدد / شدد / شدد", language="ar"),
    confidence=0.6,
    strict_only=True,
)

_WORD = re.compile(rf"[{LETTERS}{MARKS}]{{3,}}")
_MARKS = re.compile(f"[{MARKS}]")
_ENDING = re.compile(f"[{MARKS}]+$|[\u064b](?=ا$)")


def check_document(units: Sequence[Unit], context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report the rare way of marking a word that is mostly marked otherwise."""
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, list[tuple[Unit, Variant, tuple[int, int]]]] = defaultdict(list)
    for unit in units:
        for variant in unit.variants_in("ar"):
            for found in _WORD.finditer(variant.text):
                word = _ENDING.sub("", found[0])
                ways[_MARKS.sub("", word)][word] += 1
                places[word].append((unit, variant, found.span()))
    for bare, counts in ways.items():
        (usual, most), *others = counts.most_common()
        for word, count in others:
            if most >= 3 * count and bare:
                for unit, variant, span in places[word]:
                    yield RULE.finding(
                        unit, variant, f"“{word}” is written “{usual}” elsewhere ({most} times)", span=span
                    )
