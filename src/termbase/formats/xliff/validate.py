"""What is wrong with an XLIFF file: what the schemas say, and what they cannot (identifiers, references, pairs, languages, order)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.formats.xliff.classic import ClassicChecks
from termbase.formats.xliff.document import Document
from termbase.formats.xliff.modern import ModernChecks
from termbase.formats.xliff.segments import RULE
from termbase.model import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from termbase.formats.xliff.document import Node
    from termbase.formats.xliff.faults import Fault

_LAST = 9
"""Rank of what is not said by the checks of a version."""


def validate(path: Path | str) -> Iterator[Finding]:
    """Findings on an XLIFF file of version 1 or 2, in order of the document.

    Raises `InputError` for a file that is not well-formed or no XLIFF.
    """
    document = Document(path)
    checks: ModernChecks | ClassicChecks | None = None
    found: list[tuple[int, int, int, int, str, str]] = []

    def take(rank: int, faults: Iterable[Fault]) -> None:
        for node, message in faults:
            found.append((node.line, node.column, rank, len(found), message, _unit(node)))

    for begins, part in document.parts():
        if checks is None:
            checks = (ModernChecks if document.modern else ClassicChecks)(part)
        for rank, faults in checks.begun(part) if begins else checks.ended(part):
            take(rank, faults)
    for prefix, node in document.undeclared.items():
        take(_LAST, [(node, f"prefix {prefix!r} is not declared")])
    # What is wrong with a part shows when it ends, behind the faults of all that stands in it.
    for line, column, _, _, message, unit in sorted(found):
        yield Finding(RULE, "xliff", Category.MARKUP, Severity.ERROR, 1.0, message, str(path), line, column, unit=unit)


def _unit(node: Node) -> str:
    """Identifier of the unit in which an element stands."""
    unit = next((item for item in (node, *node.ancestors()) if item.name in ("unit", "trans-unit")), None)
    return unit.attributes.get("id", "") if unit is not None else ""
