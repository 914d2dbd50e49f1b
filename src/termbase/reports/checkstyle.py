"""`--format checkstyle`: the XML that many build servers read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from termbase.reports.xmltext import clean

if TYPE_CHECKING:
    from termbase.model import Finding
    from termbase.reports.base import Report


def render(report: Report) -> str:
    """A `checkstyle` element with a `file` element a document."""
    files: dict[str, list[Finding]] = {}
    for finding in report.open:
        files.setdefault(finding.path, []).append(finding)
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n']
    for path, findings in files.items():
        parts.append(f"  <file name={quoteattr(clean(path))}>\n")
        parts.extend(
            f'    <error line="{finding.line}" column="{finding.column}" severity="{finding.severity.value}"'
            f" message={quoteattr(clean(finding.message))} source={quoteattr(f'termbase.{finding.rule}.{finding.name}')}/>\n"
            for finding in findings
        )
        parts.append("  </file>\n")
    parts.extend(
        f'  <file name={quoteattr(clean(error.path))}>\n    <error line="{error.line or 1}" severity="error"'
        f" message={quoteattr(clean(f'{error.message}. {error.help}'))} source={quoteattr(f'termbase.{error.code}')}/>\n  </file>\n"
        for error in report.errors
    )
    return "".join(parts) + "</checkstyle>\n"
