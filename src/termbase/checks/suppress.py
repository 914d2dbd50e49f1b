"""Suppression: what a unit says it knows, what the configuration says of a path, what the baseline remembers.

A suppressed finding is kept and marked, never dropped: reports that feed a dashboard would otherwise open it again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fnmatch import fnmatch
from typing import TYPE_CHECKING

from termbase.checks.rules.unused_suppression import RULE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from termbase.model import Finding, Unit

PROPERTY = "x-termbase-ignore"
"""Type of the TMX property that silences rules on its unit."""

_NOTE = re.compile(r"termbase:\s*ignore\b([^\n]*)", re.IGNORECASE)
_ID = re.compile(r"TB\d{3}")


def ignored_rules(unit: Unit) -> tuple[frozenset[str], bool]:
    """Rule ids that a unit silences, and whether it asks for suppression without naming a rule."""
    ids: set[str] = set()
    blanket = False
    for note in unit.annotations:
        if note.kind == "prop" and note.type == PROPERTY:
            asked: str | None = note.text
        else:
            found = _NOTE.search(note.text) if "termbase" in note.text.lower() else None
            asked = found[1] if found else None
        if asked is not None:
            named = _ID.findall(asked)
            ids.update(named)
            blanket = blanket or not named
    return frozenset(ids), blanket


def apply_inline(
    units: Sequence[Unit], findings: Iterable[Finding], *, ran: frozenset[str], known: frozenset[str]
) -> Iterator[Finding]:
    """Mark findings that their unit silences, and report suppressions that are unused or name no rule that there is.

    `ran` holds the ids of the rules of this run: a suppression of a rule that did not run is not unused. `known` holds those of all rules.
    """
    silent = {unit.id: (unit, *ignored_rules(unit)) for unit in units if unit.annotations and any(_asks(unit))}
    used: set[tuple[str, str]] = set()
    for finding in findings:
        entry = silent.get(finding.unit)
        if entry and finding.rule in entry[1]:
            used.add((finding.unit, finding.rule))
            yield replace(finding, suppressed="inline")
        else:
            yield finding
    if RULE.id not in ran:
        return
    for identifier, (unit, ids, blanket) in silent.items():
        for name in sorted(ids & ran):
            if (identifier, name) not in used:
                yield RULE.finding(unit, None, f"the suppression of {name} is unused; remove it")
        for name in sorted(ids - known):
            yield RULE.finding(unit, None, f"there is no rule {name} to suppress; correct the id")
        if blanket:
            yield RULE.finding(
                unit, None, "the suppression names no rule; write the ids, as in “termbase: ignore TB203”"
            )


def _asks(unit: Unit) -> Iterator[bool]:
    return (
        (note.kind == "prop" and note.type == PROPERTY) or bool(_NOTE.search(note.text)) for note in unit.annotations
    )


def apply_paths(findings: Iterable[Finding], patterns: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Mark findings that the configuration silences by path pattern; a rule is named by id, id prefix or name."""
    for finding in findings:
        silenced = not finding.suppressed and any(
            fnmatch(finding.path, pattern)
            and any(name in (finding.rule, finding.name) or finding.rule.startswith(name) for name in names)
            for pattern, names in patterns.items()
        )
        yield replace(finding, suppressed="config") if silenced else finding
