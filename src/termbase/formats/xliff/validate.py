"""What is wrong with an XLIFF file: what the schemas say, and what they cannot (identifiers, references, pairs, languages, order)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.formats.xliff.classic import check_classic
from termbase.formats.xliff.document import Document
from termbase.formats.xliff.modern import check_modern
from termbase.formats.xliff.segments import RULE
from termbase.model import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def validate(path: Path | str) -> Iterator[Finding]:
    """Findings on an XLIFF file of version 1 or 2, in order of the document.

    Raises `InputError` for a file that is not well-formed or no XLIFF.
    """
    document = Document(path, keep=True)
    root = document.parse()
    faults = list(check_modern(root) if document.modern else check_classic(root))
    faults += [(node, f"prefix {prefix!r} is not declared") for prefix, node in document.undeclared.items()]
    for node, message in sorted(faults, key=lambda fault: (fault[0].line, fault[0].column)):
        unit = next((item for item in (node, *node.ancestors()) if item.name in ("unit", "trans-unit")), None)
        name = unit.attributes.get("id", "") if unit is not None else ""
        yield Finding(
            RULE, "xliff", Category.MARKUP, Severity.ERROR, 1.0, message, str(path), node.line, node.column, unit=name
        )
