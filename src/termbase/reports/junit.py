"""`--format junit`: a test report in which every document is a suite and every finding a failed case."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from termbase.reports.xmltext import clean

if TYPE_CHECKING:
    from termbase.model import Finding
    from termbase.reports.base import Report


def render(report: Report) -> str:
    """A `testsuites` element; a run without findings has one suite with one passed case, so that the report is never empty."""
    suites: dict[str, list[Finding]] = {}
    for finding in report.findings:
        suites.setdefault(finding.path, []).append(finding)
    body = [_suite(path, findings) for path, findings in suites.items()]
    body.extend(
        f'  <testsuite name={_attribute(error.path)} tests="1" errors="1" failures="0" skipped="0">\n'
        f"    <testcase classname={_attribute(error.path)} name={_attribute(error.code)}>"
        f"<error message={_attribute(error.message)}>{escape(clean(error.help))}</error></testcase>\n  </testsuite>\n"
        for error in report.errors
    )
    if not body:
        name = f"{report.units} units of {report.documents} documents"
        body = [
            '  <testsuite name="termbase" tests="1" errors="0" failures="0" skipped="0">\n'
            f'    <testcase classname="termbase" name="{name}"/>\n  </testsuite>\n'
        ]
    skipped = len(report.findings) - len(report.open)
    tests = max(1, len(report.findings) + len(report.errors))
    head = f'<testsuites name="termbase" tests="{tests}" failures="{len(report.open)}" errors="{len(report.errors)}" skipped="{skipped}">\n'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + head + "".join(body) + "</testsuites>\n"


def _suite(path: str, findings: list[Finding]) -> str:
    failures = sum(not finding.suppressed for finding in findings)
    cases = "".join(_case(finding) for finding in findings)
    head = f'tests="{len(findings)}" errors="0" failures="{failures}" skipped="{len(findings) - failures}"'
    return f"  <testsuite name={_attribute(path)} {head}>\n{cases}  </testsuite>\n"


def _case(finding: Finding) -> str:
    name = _attribute(f"{finding.rule} {finding.name} {finding.unit}:{finding.line}")
    if finding.suppressed:
        inner = f"<skipped message={_attribute(finding.suppressed)}/>"
    else:
        lines = [f"{finding.path}:{finding.line}:{finding.column}", finding.source_text, finding.target_text]
        text = escape(clean("\n".join(line for line in lines if line)))
        inner = (
            f"<failure type={_attribute(finding.severity.value)} message={_attribute(finding.message)}>{text}</failure>"
        )
    return f"    <testcase classname={_attribute(finding.path)} name={name}>{inner}</testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(clean(text))
