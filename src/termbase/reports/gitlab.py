"""`--format gitlab`: a Code Quality report (the CodeClimate subset that GitLab reads)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from termbase.model import Severity

if TYPE_CHECKING:
    from termbase.reports.base import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """A JSON list. GitLab shows findings of one fingerprint once, so a repetition within a run is told apart by its number."""
    seen: dict[str, int] = {}
    entries = []
    for finding in report.open:
        count = seen[finding.fingerprint] = seen.get(finding.fingerprint, 0) + 1
        fingerprint = (
            finding.fingerprint
            if count == 1
            else hashlib.sha256(f"{finding.fingerprint}:{count}".encode()).hexdigest()[:32]
        )
        entries.append(
            {
                "description": finding.message,
                "check_name": f"{finding.rule} {finding.name}",
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": finding.path, "lines": {"begin": finding.line}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
