"""The modules of XLIFF 2, as far as a check of one element can tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.formats.xliff.document import GLOSSARY, MATCHES, METADATA
from termbase.formats.xliff.writer import NMTOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.formats.xliff.document import Node
    from termbase.formats.xliff.faults import Fault

SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_VALIDATION = "urn:oasis:names:tc:xliff:validation:2.0"
_MODULE = "urn:oasis:names:tc:xliff:"
_ORDER = {"f": 0, "g": 1, "u": 2}
_PERCENT = re.compile(r"100(\.0+)?|[0-9]{1,2}(\.[0-9]+)?")
_MATCH_TYPES = frozenset({"am", "mt", "icm", "idm", "tb", "tm", "other"})
_CONDITIONS = ("isPresent", "isNotPresent", "startsWith", "endsWith")


def check_module(node: Node) -> Iterator[Fault]:
    """An element of a module; those that termbase itself writes are looked at closely."""
    values = node.attributes
    check = _CHECKS.get(node.name)
    if check is not None:
        yield from check(node)
    if node.name.startswith(f"{{{_MODULE}") and "id" in values and not NMTOKEN.fullmatch(values["id"]):
        yield node, f"id cannot be {values['id']!r}"
    if values.get("ref", "").startswith("#"):
        yield from check_fragment(node, values["ref"])


def _check_match(node: Node) -> Iterator[Fault]:
    values = node.attributes
    if "ref" not in values:
        yield node, "<match> has no ref"
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
    if "type" not in node.attributes:
        yield node, "<meta> has no type"
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


_CHECKS = {
    f"{{{MATCHES}}}match": _check_match, f"{{{GLOSSARY}}}glossEntry": _check_entry, f"{{{METADATA}}}meta": _check_meta,
    f"{{{_VALIDATION}}}rule": _check_rule,
}  # fmt: skip


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
