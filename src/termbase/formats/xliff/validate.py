"""What is wrong with an XLIFF file: what the schemas say, and what they cannot (identifiers, references, pairs, languages, order)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.xliff.document import Document
from termbase.formats.xliff.faults import repeated
from termbase.formats.xliff.modern import check_modern
from termbase.formats.xliff.segments import RULE
from termbase.model import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from termbase.formats.xliff.document import Node
    from termbase.formats.xliff.faults import Fault

_STATES = frozenset({
    "final", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n", "needs-review-translation",
    "needs-translation", "new", "signed-off", "translated",
})  # fmt: skip


def validate(path: Path | str) -> Iterator[Finding]:
    """Findings on an XLIFF file of version 1 or 2, in order of the document.

    Raises `InputError` for a file that is not well-formed or no XLIFF.
    """
    document = Document(path, keep=True)
    root = document.parse()
    faults = list(check_modern(root) if document.modern else _check_classic(root))
    faults += [(node, f"prefix {prefix!r} is not declared") for prefix, node in document.undeclared.items()]
    for node, message in sorted(faults, key=lambda fault: (fault[0].line, fault[0].column)):
        unit = next((item for item in (node, *node.ancestors()) if item.name in ("unit", "trans-unit")), None)
        name = unit.attributes.get("id", "") if unit is not None else ""
        yield Finding(
            RULE, "xliff", Category.MARKUP, Severity.ERROR, 1.0, message, str(path), node.line, node.column, unit=name
        )


def _check_classic(root: Node) -> Iterator[Fault]:
    """What is wrong with a file of version 1."""
    if root.attributes.get("version") not in ("1.0", "1.1", "1.2"):
        yield root, f"version {root.attributes.get('version', '')!r} is none of 1.0, 1.1, 1.2, 2.0, 2.1, 2.2"
    if root.first("file") is None:
        yield root, "<xliff> holds no <file>"
    for file in root.elements("file"):
        for name in ("original", "source-language", "datatype"):
            if name not in file.attributes:
                yield file, f"<file> has no {name}"
        units = [node for node in file.walk() if node.name == "trans-unit"]
        for name in ("source-language", "target-language"):
            yield from _language(file, name)
        if root.attributes.get("version") == "1.2":  # older versions count within groups
            yield from repeated(units, "unit")
        for unit in units:
            yield from _check_unit(unit)


def _check_unit(unit: Node) -> Iterator[Fault]:
    if "id" not in unit.attributes:
        yield unit, "<trans-unit> has no id"
    parts = [item.name for item in unit.elements("source", "seg-source", "target")]
    if "source" not in parts:
        yield unit, "<trans-unit> has no <source>"
    elif parts != [name for name in ("source", "seg-source", "target") if name in parts]:
        yield unit, f"<trans-unit> holds {', '.join(parts)}; in order they are source, seg-source, target, each once"
    for node in unit.walk():
        yield from _language(node, "xml:lang")
    for side in unit.elements("source", "target"):
        yield from _pairs(side)
    yield from _segments(unit)
    for target in unit.elements("target"):
        state = target.attributes.get("state", "final")
        if state not in _STATES and not state.startswith("x-"):
            yield target, f"{state!r} is no state; a state of one's own begins with x-"
    for other in unit.elements("alt-trans"):
        if other.first("target") is None:
            yield other, "<alt-trans> has no <target>"


def _segments(unit: Node) -> Iterator[Fault]:
    """Segments of the target are those of the source."""
    known: set[str | None] = set()
    for side in unit.elements("seg-source", "target"):
        marks = [node for node in side.walk() if node.attributes.get("mtype") == "seg"]
        yield from repeated(marks, "segment", "mid")
        if side.name == "seg-source":
            known = {mark.attributes.get("mid") for mark in marks}
            continue
        for mark in marks:
            if mark.attributes.get("mid") not in known:
                yield mark, f"segment {mark.attributes.get('mid', '')!r} is not in <seg-source>"


def _pairs(side: Node) -> Iterator[Fault]:
    """Starts and ends of codes within a source or target; those of `bx` and `ex` may stand in different units."""
    nodes = list(side.walk())
    starts = {_pair(node) for node in nodes if node.name == "bpt"}
    ends = {_pair(node) for node in nodes if node.name == "ept"}
    for node in nodes:
        if node.name == "it" and node.attributes.get("pos") not in ("open", "close"):
            yield node, '<it> needs pos="open" or pos="close"'
        elif node.name == "bpt" and _pair(node) not in ends:
            yield node, f"<bpt> {_pair(node)!r} has no <ept>"
        elif node.name == "ept" and _pair(node) not in starts:
            yield node, f"<ept> {_pair(node)!r} has no <bpt>"


def _pair(node: Node) -> str:
    return node.attributes.get("rid") or node.attributes.get("id", "")


def _language(node: Node, name: str) -> Iterator[Fault]:
    tag = node.attributes.get(name)
    if tag is not None and not xmlsafe.is_language_tag(tag):
        yield node, f"{name} {tag!r} is no language tag"
