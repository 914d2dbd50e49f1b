"""The elements of XLIFF 2 core: what each may hold, its attributes and their values."""

from __future__ import annotations

import re
from dataclasses import dataclass

from termbase.formats import xmlsafe
from termbase.formats.xliff.modern_writer import NMTOKEN, STATES, TYPES, USER_VALUE

INLINE = frozenset({"cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em"})
"""Elements within text."""


@dataclass(frozen=True, slots=True)
class Element:
    """What an element may be."""

    children: re.Pattern[str]
    """Names of its children, each followed by a space; those of other namespaces are `other`."""

    attributes: frozenset[str]
    """Its attributes of no namespace, and those of XML."""

    required: tuple[str, ...]
    """Those that it must have."""

    text: bool
    """Whether text may stand in it."""

    extended: bool
    """Whether attributes of anybody's namespace may stand on it."""


def _element(
    children: str, optional: str, required: str = "", *, text: bool = False, extended: bool = False
) -> Element:
    attributes = frozenset((*optional.split(), *required.split(), "xml:lang", "xml:space"))
    return Element(re.compile(children), attributes, tuple(required.split()), text, extended)


_MIXED = rf"(({'|'.join(sorted(INLINE))}) )*"
_CODE = "canCopy canDelete canReorder copyOf type subType"
_PLACED = "canResegment translate srcDir trgDir"
_PARTS = r"source (target )?"
_MARK = "translate type ref value"

ELEMENTS = {
    "xliff": _element(r"(file )+", "trgLang", "version srcLang", extended=True),
    "file": _element(r"(skeleton )?(other )*(notes )?((unit|group) )++", f"{_PLACED} original", "id", extended=True),
    "skeleton": _element(r"(other )*", "href", text=True),
    "group": _element(r"(other )*(notes )?((unit|group) )*+", f"{_PLACED} name type", "id", extended=True),
    "unit": _element(
        r"(other )*(notes )?(originalData )?(ignorable )*segment ((segment|ignorable) )*",
        f"{_PLACED} name type",
        "id",
        extended=True,
    ),
    "segment": _element(_PARTS, "id canResegment state subState"),
    "ignorable": _element(_PARTS, "id"),
    "notes": _element(r"(note )+", ""),
    "note": _element("", "id appliesTo category priority", text=True, extended=True),
    "originalData": _element(r"(data )+", ""),
    "data": _element(r"(cp )*", "dir", "id", text=True),
    "source": _element(_MIXED, "", text=True),
    "target": _element(_MIXED, "order", text=True),
    "cp": _element("", "", "hex"),
    "ph": _element("", f"{_CODE} disp equiv dataRef subFlows", "id"),
    "pc": _element(
        _MIXED,
        f"{_CODE} canOverlap dispStart dispEnd equivStart equivEnd dataRefStart dataRefEnd subFlowsStart subFlowsEnd dir",
        "id",
        text=True,
    ),
    "sc": _element("", f"{_CODE} canOverlap dataRef dir disp equiv isolated subFlows", "id"),
    "ec": _element("", f"{_CODE} canOverlap id dataRef dir disp equiv isolated startRef subFlows"),
    "mrk": _element(_MIXED, _MARK, "id", text=True, extended=True),
    "sm": _element("", _MARK, "id", extended=True),
    "em": _element("", "", "startRef"),
}
"""The core of XLIFF 2.0 and 2.1, by local name."""

LATER = ELEMENTS | {
    "xliff": _element(r"(notes )?(file )+", "trgLang", "version srcLang", extended=True),
    "note": _element("", "id appliesTo category priority ref", text=True, extended=True),
}
"""The core of XLIFF 2.2, which notes may begin and point from."""

_YES_NO = re.compile("yes|no")
_DIRECTION = re.compile("ltr|rtl|auto")

_VALUES = {
    **dict.fromkeys(("canResegment", "translate", "canCopy", "canDelete", "canOverlap", "isolated"), _YES_NO),
    **dict.fromkeys(("srcDir", "trgDir", "dir"), _DIRECTION),
    **dict.fromkeys(("id", "dataRef", "dataRefStart", "dataRefEnd", "copyOf", "startRef"), NMTOKEN),
    "canReorder": re.compile("yes|firstNo|no"),
    "appliesTo": re.compile("source|target"),
    "priority": re.compile("[1-9]|10"),
    "order": re.compile("[1-9][0-9]*"),
    "state": re.compile("|".join(STATES)),
    "subState": USER_VALUE,
    "subType": USER_VALUE,
    "xml:space": re.compile("default|preserve"),
}
_TYPES = {
    **dict.fromkeys(("ph", "pc", "sc", "ec"), re.compile("|".join(TYPES))),
    **dict.fromkeys(("mrk", "sm"), re.compile(rf"generic|comment|term|{USER_VALUE.pattern}")),
    **dict.fromkeys(("unit", "group"), USER_VALUE),
}
SUBTYPES = {"fmt": frozenset({"xlf:b", "xlf:i", "xlf:u", "xlf:lb", "xlf:pb"}), "ui": frozenset({"xlf:var"})}
"""XLIFF's own subtypes, by type."""


def is_value(element: str, attribute: str, value: str) -> bool:
    """Whether an attribute may have a value."""
    if attribute in ("srcLang", "trgLang", "xml:lang"):
        return xmlsafe.is_language_tag(value)
    if attribute == "hex":
        return bool(re.fullmatch("[0-9A-Fa-f]{4,6}", value)) and is_forbidden(int(value, 16))
    pattern = _TYPES.get(element) if attribute == "type" else _VALUES.get(attribute)
    return pattern is None or bool(pattern.fullmatch(value))


def is_forbidden(point: int) -> bool:
    """Whether XML cannot carry a code point, so that it needs `cp`."""
    return point < 0x110000 and bool(xmlsafe.FORBIDDEN.fullmatch(chr(point)))
