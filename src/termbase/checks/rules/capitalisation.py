"""TB708 capitalisation: a sentence that begins with a capital is translated by one that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB708",
    name="capitalisation",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="A target in a script with capitals begins with one when its source does.",
    explanation=(
        "The first letter of source and target are compared where both are letters of a script with capitals. Names that begin small by"
        " custom (al-Bahra, d’Alep) and single words are let be, as are texts whose source begins with a term, a code or a figure."
    ),
    example=Example(
        wrong="la réunion a eu lieu à Genève.",
        right="La réunion a eu lieu à Genève.",
        language="fr",
        source="The meeting took place in Geneva.",
    ),
    confidence=0.85,
)

_SMALL_NAMES = ("al-", "el-", "de ", "d’", "d'", "von ", "van ", "bin ", "ibn ", "iP", "e-")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report targets that begin with a small letter where the source begins with a capital."""
    for source, target in context.pairs(unit):
        first = _first_letter(source.text)
        place = _first_letter(target.text) if first is not None and source.text[first].isupper() else None
        if place is None:
            continue
        letter = target.text[place]
        if letter.islower() and len(source.text.split()) > 2 and not target.text[place:].startswith(_SMALL_NAMES):
            fix = Fix(False, letter.upper(), place, place + 1)
            yield RULE.finding(
                unit,
                target,
                "the source begins with a capital, the target does not",
                span=(place, place + 1),
                source=source,
                fix=fix,
            )


def _first_letter(text: str) -> int | None:
    """Offset of the first character of the text, opening marks apart, when it is a letter."""
    for place, character in enumerate(text):
        if character.isalpha():
            return place
        if character.isdigit() or character in "<{%#/@":
            return None
    return None
