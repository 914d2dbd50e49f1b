"""`--format text`: for people at a terminal; source and target each on a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.model import Language
from termbase.reports.base import shown_replacement, summary
from termbase.text.bidi import isolate
from termbase.text.display import printable

if TYPE_CHECKING:
    from termbase.model import Finding
    from termbase.reports.base import Report

_COLOURS = {"error": "31", "warning": "33", "info": "36"}


def render(report: Report) -> str:
    """Each open finding with the lines it is about, then one line of counts."""
    parts = [_finding(finding, colour=report.colour) for finding in report.open]
    counts = summary(report)
    total = counts["findings"]
    by_severity = ", ".join(f"{count} {name}" for name, count in sorted(counts["by_severity"].items()))
    found = f"{total} finding{'s' * (total != 1)} ({by_severity})" if total else "no findings"
    hidden = f", {counts['suppressed']} suppressed" if counts["suppressed"] else ""
    unread = f", {counts['errors']} input{'s' * (counts['errors'] != 1)} not read" if counts["errors"] else ""
    documents, units = counts["documents"], counts["units"]
    parts.append(
        f"{found}{hidden}{unread} in {units} unit{'s' * (units != 1)} of {documents} document{'s' * (documents != 1)}\n"
    )
    return "\n".join(parts)


def _finding(finding: Finding, *, colour: bool) -> str:
    severity = finding.severity.value
    head = f"\x1b[1;{_COLOURS[severity]}m{severity}\x1b[0m" if colour else severity
    lines = [
        f"{printable(finding.path)}:{finding.line}:{finding.column}: {head}[{finding.rule} {finding.name}] {printable(finding.message)}"
    ]
    if finding.source_text:
        lines.append(f"  source  {printable(finding.source_text)}")
    if finding.target_text:
        text = printable(finding.target_text)
        if colour:
            text = isolate(text, Language(finding.lang).direction)
        lines.append(f"  {finding.lang:<6}  {text}")
    if finding.fix:
        lines.append(f"  {'fix' if finding.fix.safe else 'fix?':<6}  {shown_replacement(finding.fix.replacement)}")
    return "\n".join(lines) + "\n"
