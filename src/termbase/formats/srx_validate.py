"""What is wrong with the structure of an SRX file: the rules of its schemas as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from termbase.model import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = "TB891"
"""Rule of what is wrong with an SRX file."""

VERSIONS = ("1.0", "2.0")

REQUIRED = {
    "srx": ("version",), "header": ("segmentsubflows", "cascade"), "formathandle": ("type", "include"),
    "languagerule": ("languagerulename",), "languagemap": ("languagepattern", "languagerulename"), "maprule": ("maprulename",),
}  # fmt: skip
"""Attributes that an element must have; `cascade` since 2.0."""

VALUES = {
    **dict.fromkeys(("segmentsubflows", "cascade", "include", "break"), ("yes", "no")),
    "type": ("start", "end", "isolated"),
}
"""Values of an attribute."""

CHILDREN = {
    "srx": r"header body ", "header": r"(formathandle )*", "body": r"languagerules maprules ", "languagerules": r"(languagerule )+",
    "languagerule": r"(rule )+", "rule": r"(beforebreak )?(afterbreak )?", "maprules": r"(languagemap )+",
}  # fmt: skip
"""Names of an element's children, each followed by a space; those of other namespaces stand anywhere."""

_OLD_CHILDREN = CHILDREN | {"maprules": r"(maprule )+", "maprule": r"(languagemap )+"}


def check_structure(root: Any, path: str) -> Iterator[Finding]:  # noqa: ANN401 (lxml has no types)
    """Findings in order of the document; last, rules that no language has."""
    version = root.get("version", "2.0")
    if version not in VERSIONS:
        yield finding(f"version {version!r} is none of {', '.join(VERSIONS)}", path, root.sourceline)
    space = _name(root)[0]
    for element in root.iter():
        if isinstance(element.tag, str) and _name(element)[0] == space:
            yield from _check(element, space, path, old=version == "1.0")
    mapped = {element.get("languagerulename") for element in root.iter(f"{space}languagemap")}
    for element in root.iter(f"{space}languagerule"):
        name = element.get("languagerulename", "")
        if name not in mapped:
            yield finding(
                f"no language is mapped to the rules {name!r}", path, element.sourceline, severity=Severity.WARNING
            )


def _check(element: Any, space: str, path: str, *, old: bool) -> Iterator[Finding]:  # noqa: ANN401
    """An element by itself. Where tools read it all the same, it is a warning."""
    name, line = _name(element)[1], element.sourceline
    for attribute in REQUIRED.get(name, ()):
        if element.get(attribute) is None and not (old and attribute == "cascade"):
            yield finding(f"<{name}> has no {attribute}", path, line, severity=Severity.WARNING)
    for attribute, values in VALUES.items():
        value = element.get(attribute)
        if value is not None and value not in values:
            yield finding(f"{attribute} of <{name}> cannot be {value!r}", path, line)
    pattern = (_OLD_CHILDREN if old else CHILDREN).get(name)
    inner = [_name(item) for item in element if isinstance(item.tag, str)]
    held = "".join(f"{local} " for namespace, local in inner if namespace == space)
    if pattern is not None and not re.fullmatch(pattern, held):
        shown = ", ".join(dict.fromkeys(held.split())) or "nothing"
        message = f"<{name}> holds {shown}, which is not what it may, or not in this order"
        yield finding(message, path, line, severity=Severity.WARNING)


def _name(element: Any) -> tuple[str, str]:  # noqa: ANN401
    """Namespace in braces, empty for none, and local name."""
    space, brace, local = element.tag.rpartition("}")
    return space + brace, local


def finding(message: str, path: str, line: int, *, severity: Severity = Severity.ERROR) -> Finding:
    """A finding on an SRX file."""
    return Finding(RULE, "srx", Category.MARKUP, severity, 1.0, message, path, line or 1)
