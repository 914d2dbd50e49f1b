"""`--format concise`: one line a finding, for editors and grep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.text.display import printable

if TYPE_CHECKING:
    from termbase.reports.base import Report


def render(report: Report) -> str:
    """Path, line, column, rule and message of each open finding."""
    return "".join(
        f"{printable(finding.path)}:{finding.line}:{finding.column}: {finding.severity.value}: {finding.rule} {printable(finding.message)}\n"
        for finding in report.open
    )
