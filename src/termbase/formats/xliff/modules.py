"""The modules of XLIFF 2, as far as a check of one element can tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.formats.xliff.document import GLOSSARY, MATCHES, METADATA
from termbase.formats.xliff.modern_writer import NMTOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.formats.xliff.document import Node
    from termbase.formats.xliff.faults import Fault

MODULE = "urn:oasis:names:tc:xliff:"
"""Beginning of the namespaces of all modules."""

_SIZE = f"{MODULE}sizerestriction:2.0"
_VALIDATION = f"{MODULE}validation:2.0"
_CHANGES = f"{MODULE}changetracking:2.0"
_RESOURCES = f"{MODULE}resourcedata:2.0"
_STYLE = f"{MODULE}fs:2.0"
_ORDER = {"f": 0, "g": 1, "u": 2}
_PERCENT = re.compile(r"100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?")
_MATCH_TYPES = frozenset({"am", "mt", "icm", "idm", "tb", "tm", "other"})
_HTML = frozenset({
    "a", "b", "bdo", "big", "blockquote", "body", "br", "button", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt",
    "em", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "i", "img", "label", "legend", "li", "ol", "p", "pre", "q", "s", "samp", "select",
    "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul",
})  # fmt: skip
_CONDITIONS = ("isPresent", "isNotPresent", "startsWith", "endsWith")

_REQUIRED = {
    f"{{{MATCHES}}}match": ("ref",), f"{{{METADATA}}}meta": ("type",), f"{{{_SIZE}}}data": ("profile",),
    f"{{{_CHANGES}}}revisions": ("appliesTo",), f"{{{_CHANGES}}}item": ("property",),
    f"{{{_RESOURCES}}}resourceItemRef": ("ref",), f"{{{_RESOURCES}}}reference": ("href",),
}  # fmt: skip
"""Attributes that an element must have."""

_TEXTLESS = frozenset(
    f"{{{namespace}}}{name}"
    for namespace, names in {
        MATCHES: "matches match", GLOSSARY: "glossary glossEntry", METADATA: "metadata metaGroup", _VALIDATION: "validation rule",
        _CHANGES: "changeTrack revisions revision", _RESOURCES: "resourceData resourceItem resourceItemRef source target reference",
        _SIZE: "profiles normalization data",
    }.items()
    for name in names.split()
)  # fmt: skip
"""Elements in which only elements may stand."""


def check_module(node: Node) -> Iterator[Fault]:
    """An element of a module; those that termbase itself writes are looked at closely."""
    values = node.attributes
    local = node.name.rpartition("}")[2]
    for name in _REQUIRED.get(node.name, ()):
        if name not in values:
            yield node, f"<{local}> has no {name}"
    if node.name in _TEXTLESS and any(isinstance(item, str) and item.strip() for item in node.children):
        yield node, f"<{local}> cannot hold text"
    check = _CHECKS.get(node.name)
    if check is not None:
        yield from check(node)
    if node.name.startswith(f"{{{MODULE}") and "id" in values and not NMTOKEN.fullmatch(values["id"]):
        yield node, f"id cannot be {values['id']!r}"
    if values.get("ref", "").startswith("#"):
        yield from check_fragment(node, values["ref"])


def _check_match(node: Node) -> Iterator[Fault]:
    values = node.attributes
    if "subType" in values and "type" not in values:
        yield node, "subType needs type"
    if values.get("type", "tm") not in _MATCH_TYPES:
        yield node, f"type of <match> cannot be {values['type']!r}"
    for name in ("similarity", "matchQuality", "matchSuitability"):
        if name in values and not _PERCENT.fullmatch(values[name]):
            yield node, f"{name} cannot be {values[name]!r}: it is a number from 0.0 to 100.0"
    if node.first("source") is None or node.first("target") is None:
        yield node, "<match> needs <source> and <target>"


def _check_entry(node: Node) -> Iterator[Fault]:
    names = [item.name.removeprefix(f"{{{GLOSSARY}}}") for item in node.elements()]
    if "term" not in names or not {"translation", "definition"} & set(names):
        yield node, "<glossEntry> needs <term>, and <translation> or <definition>"


def _check_meta(node: Node) -> Iterator[Fault]:
    for name in node.attributes:
        if name != "type":
            yield node, f"<meta> has no attribute {name}"


def _check_rule(node: Node) -> Iterator[Fault]:
    """A rule has one condition, and what qualifies it only where it makes sense."""
    values = node.attributes
    conditions = [name for name in _CONDITIONS if name in values]
    own = [name for name in values if name.startswith("{")]
    if len(conditions) > 1 or not (conditions or own):
        yield node, f"<rule> needs one of {', '.join(_CONDITIONS)}"
    if "occurs" in values and (conditions != ["isPresent"] or not re.fullmatch("[1-9][0-9]*", values["occurs"])):
        yield node, "occurs is a positive number, and belongs to isPresent"
    if "existsInSource" in values and conditions == ["isNotPresent"]:
        yield node, "existsInSource does not go with isNotPresent"
    if values.get("normalization", "nfc") not in ("none", "nfc", "nfd"):
        yield node, f"normalization cannot be {values['normalization']!r}"


def _check_revision(node: Node) -> Iterator[Fault]:
    """What one revision says that an attribute or the content was is one thing."""
    seen: set[str] = set()
    for item in node.elements(f"{{{_CHANGES}}}item"):
        name = item.attributes.get("property", "")
        if name in seen:
            yield item, f"property {name!r} is stated twice in one revision"
        seen.add(name)


def _check_resource(node: Node) -> Iterator[Fault]:
    """A source of a resource is in the source language; its target may be for a region that has no translation of its own."""
    tag = node.attributes.get("xml:lang")
    wanted = node.inherited("srcLang")
    if tag and wanted and tag.lower() != wanted.lower():
        yield node, f"xml:lang of <source> is {tag!r}, srcLang is {wanted!r}"


_CHECKS = {
    f"{{{MATCHES}}}match": _check_match, f"{{{GLOSSARY}}}glossEntry": _check_entry, f"{{{METADATA}}}meta": _check_meta,
    f"{{{_VALIDATION}}}rule": _check_rule, f"{{{_CHANGES}}}revision": _check_revision, f"{{{_RESOURCES}}}source": _check_resource,
}  # fmt: skip


def check_attributes(node: Node) -> Iterator[Fault]:
    """Attributes of modules on an element of the core."""
    values = node.attributes
    style = values.get(f"{{{_STYLE}}}fs")
    if style is not None and style not in _HTML:
        yield node, f"fs:fs cannot be {style!r}, which is no element of HTML that it may name"
    if style is None and f"{{{_STYLE}}}subFs" in values:
        yield node, "subFs needs fs"
    reference = values.get(f"{{{_SIZE}}}sizeInfoRef")
    if reference is not None:
        if f"{{{_SIZE}}}sizeInfo" in values:
            yield node, "sizeInfo and sizeInfoRef exclude each other"
        if reference not in _size_data(node):
            yield node, f"sizeInfoRef {reference!r} is in no <data> of sizes beside this element or one around it"
    for name, kind in (("sizeInfo", "generalProfile"), ("equivStorage", "storageProfile")):
        size = values.get(f"{{{_SIZE}}}{name}", "0")
        if not re.fullmatch("[0-9]+", size) and _is_counted(node, kind, size):
            yield node, f"{name} cannot be {size!r}: it is a whole number"


def _is_counted(node: Node, kind: str, size: str) -> bool:
    """Whether a size is to be a whole number: by the profiles of the standard. Without a profile a text may say anything, a number not."""
    profiles = [item for around in node.ancestors() for item in around.elements(f"{{{_SIZE}}}profiles")]
    names = [item.attributes[kind] for item in profiles if kind in item.attributes]
    return names[0].startswith("xliff:") if names else bool(re.fullmatch(r"[-+]?[0-9]+\.?[0-9]*", size))


def _size_data(node: Node) -> set[str]:
    """Identifiers in the data on sizes that an element may refer to."""
    blocks = [block for item in node.ancestors() for block in item.elements(f"{{{_SIZE}}}data")]
    return {inner.attributes["id"] for block in blocks for inner in block.walk() if "id" in inner.attributes}


def check_fragment(node: Node, reference: str) -> Iterator[Fault]:
    """A fragment identifier: `#/f=f1/u=u1/s1`, prefixes once each and in order."""
    rank = -1
    seen = set()
    for part in reference[1:].removeprefix("/").split("/"):
        prefix, equals, name = part.rpartition("=")
        if (equals and not NMTOKEN.fullmatch(prefix)) or not NMTOKEN.fullmatch(name):
            yield node, f"{reference!r} is no fragment identifier: {part!r}"
            return
        now = _ORDER.get(prefix, len(_ORDER)) if equals else len(_ORDER) + 1
        if now < rank or (equals and prefix in seen):
            yield node, f"{reference!r} is no fragment identifier: {part!r} is in the wrong place"
            return
        rank = now
        seen.add(prefix)
