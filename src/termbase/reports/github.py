"""`--format github`: workflow commands that GitHub turns into annotations of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.model import Severity

if TYPE_CHECKING:
    from termbase.reports.base import Report

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """One command a finding that counts, and one an unreadable input."""
    lines = [
        f"::{_COMMANDS[finding.severity]} file={_property(finding.path)},line={finding.line},col={finding.column},"
        f"title={_property(f'{finding.rule} {finding.name}')}::{_data(finding.message)}\n"
        for finding in report.open
    ]
    lines.extend(
        f"::error file={_property(error.path)},line={error.line or 1},title={error.code}::{_data(f'{error.message}. {error.help}')}\n"
        for error in report.errors
    )
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
