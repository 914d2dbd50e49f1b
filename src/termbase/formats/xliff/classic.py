"""What is wrong with a file of XLIFF 1: the rules of its elements as tables, then what a unit's elements say of one another."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.xliff.faults import children, repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.formats.xliff.document import Node
    from termbase.formats.xliff.faults import Fault

VERSIONS = ("1.0", "1.1", "1.2")

REQUIRED = {
    "file": ("original", "source-language", "datatype"),
    "trans-unit": ("id",), "bin-unit": ("id", "mime-type"),
    "phase": ("phase-name", "process-name"), "count-group": ("name",), "context": ("context-type",),
    "prop": ("prop-type",), "tool": ("tool-id", "tool-name"), "external-file": ("href",),
    **dict.fromkeys(("g", "x", "bx", "ex", "bpt", "ept", "ph"), ("id",)),
    "it": ("id", "pos"), "mrk": ("mtype",),
}  # fmt: skip
"""Attributes that an element must have."""

_YES_NO = frozenset({"yes", "no"})

VALUES = {
    "state": frozenset({
        "final", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n", "needs-review-translation",
        "needs-translation", "new", "signed-off", "translated",
    }),
    "state-qualifier": frozenset({
        "exact-match", "fuzzy-match", "id-match", "leveraged-glossary", "leveraged-inherited", "leveraged-mt", "leveraged-repository",
        "leveraged-tm", "mt-suggestion", "rejected-grammar", "rejected-inaccurate", "rejected-length", "rejected-spelling", "tm-suggestion",
    }),
    "alttranstype": frozenset({"proposal", "previous-version", "rejected", "reference", "accepted"}),
    "mtype": frozenset({
        "abbrev", "abbreviated-form", "abbreviation", "acronym", "appellation", "collocation", "common-name", "datetime", "equation",
        "expanded-form", "formula", "head-term", "initialism", "international-scientific-term", "internationalism", "logical-expression",
        "materials-management-unit", "name", "near-synonym", "part-number", "phrase", "phraseological-unit", "protected", "romanized-form",
        "seg", "set-phrase", "short-form", "sku", "standard-text", "symbol", "synonym", "synonymous-phrase", "term", "transcribed-form",
        "transliterated-form", "truncated-term", "variant",
    }),
    "datatype": frozenset({
        "asp", "c", "cdf", "cfm", "cpp", "csharp", "cstring", "csv", "database", "documentfooter", "documentheader", "filedialog", "form",
        "html", "htmlbody", "ini", "interleaf", "javaclass", "javapropertyresourcebundle", "javalistresourcebundle", "javascript",
        "jscript", "layout", "lisp", "margin", "menufile", "messagefile", "mif", "mimetype", "mo", "msglib", "pagefooter", "pageheader",
        "parameters", "pascal", "php", "plaintext", "po", "report", "resources", "resx", "rtf", "sgml", "sgmldtd", "svg", "vbscript",
        "warning", "winres", "xhtml", "xml", "xmldtd", "xsl", "xul",
    }),
    **dict.fromkeys(("approved", "translate", "clone", "equiv-trans", "match-mandatory", "merged-trans"), _YES_NO),
    "pos": frozenset({"open", "close"}),
    "annotates": frozenset({"source", "target", "general"}),
    "priority": frozenset(map(str, range(1, 11))),
    "xml:space": frozenset({"default", "preserve"}),
}  # fmt: skip
"""Values of an attribute, on whatever element it stands; since 1.1, before which most were free."""

OPEN = frozenset({"state", "state-qualifier", "alttranstype", "mtype", "datatype"})
"""Attributes that take values of one's own, too, if they begin with `x-`."""

_ABOUT = "((context-group|count-group|prop-group|note|alt-trans|other) )*"
CHILDREN = {
    "xliff": re.compile(r"(other )*file ((file|other) )*"),
    "file": re.compile(r"(header )?body (other )*"),
    "body": re.compile(r"((group|trans-unit|bin-unit) )*"),
    "group": re.compile(r"((context-group|count-group|prop-group|note|other) )*((group|trans-unit|bin-unit) )*"),
    "trans-unit": re.compile(rf"(other )*source (seg-source )?(target )?{_ABOUT}"),
    "alt-trans": re.compile(r"(source )?(seg-source )?(target )+((context-group|prop-group|note|other) )*"),
}
"""Names of an element's children, each followed by a space; those of other namespaces are `other`."""

_PARTS = ("source", "seg-source", "target")
_INLINE = frozenset({"g", "x", "bx", "ex", "bpt", "ept", "ph", "it", "sub", "mrk"})
_ENDS = {"bpt": "ept", "bx": "ex"}


def check_classic(root: Node) -> Iterator[Fault]:
    """Everything that is wrong with the document."""
    version = root.attributes.get("version", "")
    if version not in VERSIONS:
        yield root, f"version {version!r} is none of 1.0, 1.1, 1.2, 2.0, 2.1, 2.2"
    for node in root.walk():
        if not node.name.startswith("{"):
            yield from _check_element(node, free=version == "1.0")
    for file in root.elements("file"):
        inner = list(file.walk())
        for name in ("source-language", "target-language"):
            yield from _language(file, name)
        if version == "1.2":  # older versions count within groups
            yield from repeated((node for node in inner if node.name in ("trans-unit", "bin-unit")), "unit")
            yield from repeated((node for node in inner if node.name == "group"), "group")
        units = [node for node in inner if node.name == "trans-unit"]
        for unit in units:
            yield from _check_unit(unit)
        for name in _PARTS:
            yield from _spread([side for unit in units for side in unit.elements(name)])


def _check_element(node: Node, *, free: bool) -> Iterator[Fault]:
    """An element by itself: attributes, their values, children."""
    for name in REQUIRED.get(node.name, ()):
        if name not in node.attributes:
            yield node, f"<{node.name}> has no {name}"
    for name, value in node.attributes.items():
        known = VALUES.get(name)
        if known is None or free or value in known or (name in OPEN and re.fullmatch(r"x-\S+", value)):
            continue
        own = "; one of one's own begins with x-" if name in OPEN else ""
        yield node, f"{name} of <{node.name}> cannot be {value!r}{own}"
    pattern = CHILDREN.get(node.name)
    held = children(node)
    if pattern is None or pattern.fullmatch(held):
        return
    names = held.split()
    parts = [name for name in names if name in _PARTS]
    missing = {"trans-unit": "source", "alt-trans": "target", "xliff": "file", "file": "body"}.get(node.name)
    if missing and missing not in names:
        yield node, f"<{node.name}> has no <{missing}>"
    elif node.name == "trans-unit" and parts != [name for name in _PARTS if name in parts]:
        yield node, f"<trans-unit> holds {', '.join(parts)}; in order they are source, seg-source, target, each once"
    else:
        yield (
            node,
            f"<{node.name}> holds {', '.join(names)}, which is not what it may, or not in this order",
        )


def _check_unit(unit: Node) -> Iterator[Fault]:
    for node in unit.walk():
        yield from _language(node, "xml:lang")
    for side in unit.elements(*_PARTS):
        yield from _pairs(side)
    yield from _segments(unit)


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
    """Starts and ends of native codes, which stand within one source or target."""
    nodes = [node for node in side.walk() if node.name in _INLINE]
    if not nodes:
        return
    for start, end in _ENDS.items():
        for name in (start, end):
            yield from repeated((node for node in nodes if node.name == name), f"<{name}>", "rid")
    yield from _unpaired(nodes, "bpt")


def _spread(sides: Iterable[Node]) -> Iterator[Fault]:
    """Those of `bx` and `ex` may stand in different units, since a unit may be one sentence of several."""
    left: list[Node] = []
    for side in sides:
        left += [node for node, _ in _unpaired(side.walk(), "bx")]
    yield from _unpaired(left, "bx")


def _unpaired(nodes: Iterable[Node], start: str) -> Iterator[Fault]:
    """Starts without an end of the same `rid`, or where there is none the same `id`, and ends without a start."""
    end = _ENDS[start]
    nodes = [node for node in nodes if node.name in (start, end)]
    if not nodes:
        return
    counts = {name: Counter(_pair(node) for node in nodes if node.name == name) for name in (start, end)}
    for node in nodes:
        other = end if node.name == start else start
        if counts[other][_pair(node)] < counts[node.name][_pair(node)]:
            yield node, f"<{node.name}> {_pair(node)!r} has no <{other}>"


def _pair(node: Node) -> str:
    return node.attributes.get("rid") or node.attributes.get("id", "")


def _language(node: Node, name: str) -> Iterator[Fault]:
    tag = node.attributes.get(name)
    if tag is not None and not xmlsafe.is_language_tag(tag):
        yield node, f"{name} {tag!r} is no language tag"
