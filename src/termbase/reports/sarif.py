"""`--format sarif`: SARIF 2.1.0 (OASIS, 2020) for code scanning.

Suppressed findings stay in the file, marked: a dashboard that no longer sees them would call them mended and open them again later.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import termbase
from termbase.model import Severity

if TYPE_CHECKING:
    from termbase.checks.rule import Rule
    from termbase.model import Finding, Place
    from termbase.reports.base import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_KINDS = {"inline": "inSource", "config": "external", "baseline": "external"}


def render(report: Report) -> str:
    """One run with its rules, results and notifications."""
    used = [rule for rule in report.rules if any(finding.rule == rule.id for finding in report.findings)]
    index = {rule.id: place for place, rule in enumerate(used)}
    run = {
        "tool": {
            "driver": {"name": "termbase", "version": termbase.__version__, "rules": [_rule(rule) for rule in used]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not report.errors,
                "toolExecutionNotifications": [_notification(error) for error in report.errors],
            }
        ],
        "results": [_result(finding, index) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"category": rule.category.value, "precision": _precision(rule.confidence)},
    }


def _precision(confidence: float) -> str:
    return (
        "very-high"
        if confidence >= 0.95
        else "high"
        if confidence >= 0.85
        else "medium"
        if confidence >= 0.7
        else "low"
    )


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding.path, finding.line, finding.column, finding.unit)],
        "partialFingerprints": {"termbase/v1": finding.fingerprint},
        "properties": {"confidence": finding.confidence, "lang": finding.lang, "concept": finding.concept},
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if finding.related:
        result["relatedLocations"] = [_related(place) for place in finding.related]
    if finding.suppressed:
        result["suppressions"] = [
            {"kind": _KINDS[finding.suppressed], "justification": f"termbase: {finding.suppressed}"}
        ]
    return result


def _location(path: str, line: int, column: int, unit: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(path)},
            "region": {"startLine": max(1, line), "startColumn": max(1, column)},
        }
    }
    if unit:
        location["logicalLocations"] = [{"name": unit, "kind": "unit"}]
    return location


def _related(place: Place) -> dict[str, Any]:
    return _location(place.path, place.line, place.column, "")


def _uri(path: str) -> str:
    """A relative URI for a relative path: code scanning matches it against the repository."""
    pure = PurePath(path or ".")
    return (
        "file://" + quote(pure.as_posix(), errors="replace")
        if pure.is_absolute()
        else quote(pure.as_posix(), errors="replace")
    )


def _notification(error: Any) -> dict[str, Any]:  # noqa: ANN401 (an error of termbase, whatever its kind)
    return {
        "level": "error",
        "message": {"text": f"{error.message}. {error.help}"},
        "descriptor": {"id": error.code},
        "locations": [_location(error.path, error.line or 1, error.column or 1, "")],
    }
