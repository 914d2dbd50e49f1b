"""TB705 presentation-forms: letters are letters, not their shapes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB705",
    name="presentation-forms",
    category=Category.SCRIPT,
    severity=Severity.WARNING,
    summary="Arabic text uses letters, not presentation forms.",
    explanation=(
        "Text copied from a PDF often holds the shapes of letters (U+FB50 to U+FDFF, U+FE70 to U+FEFF) instead of letters. It looks right and is"
        " never found. The word signs for the honorifics (ﷺ, ﷲ) and the ornate brackets are let be."
    ),
    example=Example(wrong="ﺣﻠﺐ", right="حلب", language="ar"),
    confidence=0.99,
)

_FORMS = re.compile("[\ufb50-\ufd3d\ufd50-\ufdef\ufe70-\ufefc]+")


def check(unit: Unit, context: Context) -> Iterator[Finding]:  # noqa: ARG001 (every rule is called alike)
    """Report runs of presentation forms."""
    for variant in unit.variants:
        if variant.text.isascii():
            continue
        for found in _FORMS.finditer(variant.text):
            letters = unicodedata.normalize("NFKC", found[0])
            fix = Fix(True, letters, *found.span())
            yield RULE.finding(
                unit, variant, f"presentation forms; the letters are “{letters}”", span=found.span(), fix=fix
            )
