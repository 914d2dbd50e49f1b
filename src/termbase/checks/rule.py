"""What a rule is, and what it is told.

A rule module is a table row, `RULE`, and one of three functions. `check(unit, context)` looks at one unit at a time. `start(context)` gives a
function of a unit that remembers the units before it. `check_document(units, context)` looks at all units at once. Each yields findings;
none prints, opens, sorts or counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from termbase.config import CheckConfig
from termbase.glossary.concepts import Glossary
from termbase.model import Category, Finding, Fix, Severity, Unit, Variant

DOCUMENTATION = "docs/reference/rules.md"


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the rule reports, and the same text as it should be."""

    wrong: str
    """Reported."""

    right: str
    """Accepted."""

    language: str = "en"
    """Language of both."""

    source: str = ""
    """The source segment they translate, for rules that compare."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table of rules."""

    id: str
    """Stable id, TB and three digits; never used again for something else."""

    name: str
    """Readable name, stable too."""

    category: Category
    """What it is about."""

    severity: Severity
    """How much a finding matters, unless the configuration says otherwise."""

    summary: str
    """What the rule asks for, in one sentence."""

    explanation: str
    """Why, how a finding is recognised, and what to do."""

    example: Example
    """Shown by `termbase rule`, and tested."""

    confidence: float = 0.9
    """Probability that a reviewer agrees with a finding, unless the finding says otherwise."""

    strict_only: bool = False
    """Whether it runs in the profile `strict` alone."""

    @property
    def profiles(self) -> tuple[str, ...]:
        """The profiles in which it runs: `lenient` has errors only, `default` all but what is a matter of taste, `strict` everything."""
        if self.strict_only:
            return ("strict",)
        return ("lenient", "default", "strict") if self.severity is Severity.ERROR else ("default", "strict")

    def finding(
        self,
        unit: Unit,
        variant: Variant | None,
        message: str,
        *,
        span: tuple[int, int] | None = None,
        source: Variant | None = None,
        fix: Fix | None = None,
        concept: str = "",
        confidence: float | None = None,
    ) -> Finding:
        """A finding of this rule at a span of a variant; without a span, at its beginning.

        The runner adds the fingerprint and whatever the configuration changes.
        """
        place = (variant.segment.place if variant else None) or unit.place
        start = span[0] if span else 0
        line, column = (place.line, place.column) if place else (1, 1)
        return Finding(
            rule=self.id,
            name=self.name,
            category=self.category,
            severity=self.severity,
            confidence=self.confidence if confidence is None else confidence,
            message=message,
            path=(place.path if place else "") or (unit.place.path if unit.place else ""),
            line=line,
            column=column + (start if place and place.end else 0),
            unit=unit.id,
            lang=str(variant.language) if variant else "",
            concept=concept,
            source_text=source.text if source else "",
            target_text=variant.text if variant else "",
            fix=fix,
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may know besides the unit."""

    source: str = "en"
    """Source language."""

    languages: tuple[str, ...] = ("en", "ar", "fr")
    """Languages that a complete unit has."""

    glossary: Glossary = field(default_factory=Glossary)
    """The institution's terms."""

    settings: CheckConfig = field(default_factory=CheckConfig)
    """Thresholds and policies."""

    _last: list[Any] = field(default_factory=list, repr=False, compare=False)
    """The unit that was asked for last, and its pairs: every rule asks for the same."""

    def pairs(self, unit: Unit) -> tuple[tuple[Variant, Variant], ...]:
        """The source variant with each target variant of a unit that has text on both sides."""
        last = self._last
        if last and last[0] is unit:
            kept: tuple[tuple[Variant, Variant], ...] = last[1]
            return kept
        wanted = self.source
        source = unit.variant(wanted)
        found: tuple[tuple[Variant, Variant], ...] = ()
        if source is not None and source.segment.text.strip():
            for item in unit.variants:  # most units have one target
                segment = item.segment
                if item is not source and segment.text.strip() and not segment.language.matches(wanted):
                    found = (*found, (source, item))
        last[:] = unit, found
        return found
