"""`--format json`: one object with every finding."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import termbase
from termbase.reports.base import summary

if TYPE_CHECKING:
    from termbase.model import Finding
    from termbase.reports.base import Report


def render(report: Report) -> str:
    """The whole report as one JSON object, schema 1."""
    value = {
        "schema": 1,
        "tool": {"name": "termbase", "version": termbase.__version__},
        "summary": summary(report),
        "findings": [as_dict(finding) for finding in report.findings],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_dict(finding: Finding) -> dict[str, Any]:
    """The fixed JSON form of a finding."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "category": finding.category.value,
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, 4),
        "message": finding.message,
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "unit": finding.unit,
        "lang": finding.lang,
        "concept": finding.concept,
        "source_text": finding.source_text,
        "target_text": finding.target_text,
        "fix": {"safe": finding.fix.safe, "replacement": finding.fix.replacement} if finding.fix else None,
        "fingerprint": finding.fingerprint,
        "suppressed": bool(finding.suppressed),
    }
