"""TB901 unused-suppression: a suppression names a rule, and hides something."""

from __future__ import annotations

from termbase.checks.rule import Example, Rule
from termbase.model import Category, Severity

RULE = Rule(
    id="TB901",
    name="unused-suppression",
    category=Category.CONSISTENCY,
    severity=Severity.WARNING,
    summary="Each suppression in a unit names the rules it silences, and they would have spoken.",
    explanation=(
        "A unit carries `termbase: ignore ...` in a note or comment, or the property x-termbase-ignore. It must name rules by id (TB203), and"
        " it is reported when a named rule finds nothing there, so that suppressions do not outlive their reason. Findings of this rule are"
        " made by `checks.suppress`, after the other rules have run."
    ),
    example=Example(
        wrong="termbase: ignore TB203 (and nothing to ignore)", right="termbase: ignore TB203 (and a finding of TB203)"
    ),
    confidence=1.0,
)
