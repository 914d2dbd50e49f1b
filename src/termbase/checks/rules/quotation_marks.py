"""TB204 quotation-marks: French quotes with guillemets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB204",
    name="quotation-marks",
    category=Category.PUNCTUATION,
    severity=Severity.INFO,
    summary="A quotation in French stands between guillemets.",
    explanation=(
        "English quotation marks are left over from the source. A quotation within one in guillemets keeps its English marks and is not"
        " reported. The fix is not safe: marks may belong to a title that is quoted as it is."
    ),
    example=Example(
        wrong="Il a parlé d’une “occasion”.", right="Il a parlé d’une «\u00a0occasion\u00a0».", language="fr"
    ),
    confidence=0.85,
    strict_only=True,
)

_ENGLISH = re.compile(r"“([^“”«»]*)”|\"([^\"«»]*)\"")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report English quotation marks in French that stand outside guillemets."""
    space = "\u202f" if context.settings.french_space == "nnbsp" else "\u00a0"
    for variant in unit.variants_in("fr"):
        for found in _ENGLISH.finditer(variant.text):
            before = variant.text[: found.start()]
            if before.count("«") > before.count("»"):
                continue
            inner = (found[1] or found[2] or "").strip()
            fix = Fix(False, f"«{space}{inner}{space}»", *found.span())
            yield RULE.finding(unit, variant, f"English quotation marks around “{inner}”", span=found.span(), fix=fix)
