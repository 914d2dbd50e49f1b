"""What every reporter is given, and the table of reporters. All show the same findings; the exit code never depends on the format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from termbase.registry import Registry
from termbase.text.display import printable

if TYPE_CHECKING:
    from termbase.checks.rule import Rule
    from termbase.errors import TermbaseError
    from termbase.model import Finding

REPORTERS = Registry(
    "reporter",
    {
        name: f"termbase.reports.{name}:render"
        for name in ("text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "html")
    },
)


@dataclass(frozen=True, slots=True)
class Report:
    """A finished run, for printing."""

    findings: tuple[Finding, ...]
    """All findings; suppressed ones are marked."""

    documents: int = 0
    """Documents checked."""

    units: int = 0
    """Translation units checked."""

    errors: tuple[TermbaseError, ...] = field(default=())
    """Inputs that could not be read."""

    colour: bool = False
    """Whether the text may carry colour and direction isolates."""

    rules: tuple[Rule, ...] = field(default=())
    """The rules that findings may name, for formats that describe them."""

    source: str = "en"
    """Source language."""

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that count."""
        return tuple(finding for finding in self.findings if not finding.suppressed)


def summary(report: Report) -> dict[str, Any]:
    """Counts of a run: documents, units, findings that count by severity and category, suppressed ones, unreadable inputs."""
    return {
        "documents": report.documents,
        "units": report.units,
        "findings": len(report.open),
        "suppressed": len(report.findings) - len(report.open),
        "errors": len(report.errors),
        "by_severity": dict(Counter(finding.severity.value for finding in report.open)),
        "by_category": dict(Counter(finding.category.value for finding in report.open)),
    }


def shown_replacement(text: str) -> str:
    """A replacement as a reader can see it: spaces by their numbers, nothing by a word."""
    if text.strip():
        return printable(text)
    return " ".join(f"U+{ord(character):04X}" for character in text) or "(remove it)"
