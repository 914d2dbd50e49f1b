"""`--format jsonl`: one JSON object a finding, a line each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from termbase.reports.json import as_dict

if TYPE_CHECKING:
    from termbase.reports.base import Report


def render(report: Report) -> str:
    """Every finding, suppressed ones included and marked, each with the schema number."""
    return "".join(
        json.dumps({"schema": 1, **as_dict(finding)}, ensure_ascii=False) + "\n" for finding in report.findings
    )
