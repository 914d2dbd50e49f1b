"""What is wrong with a file of XLIFF 1: the rules of its elements as tables, then what a unit's elements say of one another."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.xliff.document import Node
from termbase.formats.xliff.faults import Identifiers, children, repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.formats.xliff.faults import Fault, Ranked

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
    "body": re.compile(r"((group|trans-unit|bin-unit) )*+"),
    "group": re.compile(r"((context-group|count-group|prop-group|note|other) )*((group|trans-unit|bin-unit) )*+"),
    "trans-unit": re.compile(rf"(other )*source (seg-source )?(target )?{_ABOUT}"),
    "alt-trans": re.compile(r"(source )?(seg-source )?(target )+((context-group|prop-group|note|other) )*"),
}
"""Names of an element's children, each followed by a space; those of other namespaces are `other`."""

_PARTS = ("source", "seg-source", "target")
_INLINE = frozenset({"g", "x", "bx", "ex", "bpt", "ept", "ph", "it", "sub", "mrk"})
_ENDS = {"bpt": "ept", "bx": "ex"}


class ClassicChecks:
    """Finds what is wrong with a document while its parts begin and end."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._version = root.attributes.get("version", "")
        self._file: Node | None = None
        self._known: dict[str, Identifiers] = {}
        self._left: dict[str, list[Node]] = {}

    def begun(self, part: Node) -> Iterator[Ranked]:
        """Faults that show in the order in which parts begin."""
        if part is self._root:
            yield 0, self._check_version()
        elif part.name == "file" and part.parent is self._root:
            self._file = part
            units, groups = Identifiers("unit"), Identifiers("group")
            self._known = {"trans-unit": units, "bin-unit": units, "group": groups} if self._version == "1.2" else {}
            self._left = {name: [] for name in _PARTS}
            for name in ("source-language", "target-language"):
                yield 2, _language(part, name)
        elif part.name in self._known:  # older versions count within groups
            yield 3, self._known[part.name].check(part)

    def ended(self, part: Node) -> Iterator[Ranked]:
        """Faults of a part and of what stands in it."""
        yield 1, self._check_elements(part)
        if self._file is not None and part.name == "trans-unit":
            yield 4, _check_unit(part)
            for name, left in self._left.items():
                left += [_alone(node) for side in part.elements(name) for node, _ in _unpaired(side.walk(), "bx")]
        elif part is self._file:
            for left in self._left.values():
                # A unit may be one sentence of several, so that the two ends stand in different ones.
                yield 5, _unpaired(left, "bx")
            self._file, self._known = None, {}

    def _check_version(self) -> Iterator[Fault]:
        if self._version not in VERSIONS:
            yield self._root, f"version {self._version!r} is none of 1.0, 1.1, 1.2, 2.0, 2.1, 2.2"

    def _check_elements(self, part: Node) -> Iterator[Fault]:
        for node in part.walk():
            if node.line and not node.name.startswith("{"):  # parts that have ended are at no place
                yield from _check_element(node, free=self._version == "1.0")


def _alone(node: Node) -> Node:
    """A code without what stands around it, but for the name of its unit."""
    unit = next(item for item in node.ancestors() if item.name == "trans-unit")
    holder = Node(unit.name, unit.attributes, unit.line, unit.column, unit.start)
    return Node(node.name, node.attributes, node.line, node.column, node.start, holder)


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
