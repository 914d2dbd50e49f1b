"""Inline codes of XLIFF as those of TMX: what a segment says, and which native code is where.

    g, pc               bpt ... ept        x                   ph
    bx/ex, sc/ec        bpt ... ept when both are in the segment, else it
    bpt/ept, it, ph     the same           cp                  the character
    mrk, sm/em          their text alone: annotations are about the text, not in it

Codes of source and target that correspond have the same `x`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from termbase.model import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.formats.xliff.document import Node

OWN = "termbase"
"""Prefix of our own values where XLIFF wants one."""

_START = frozenset({"bx", "sc", "bpt"})
_END = frozenset({"ex", "ec", "ept"})
_NATIVE = frozenset({"bpt", "ept", "it", "ph", "ut"})
_LAYOUT = re.compile(r"(?<![ \t])[ \t]*\n[ \t]+")  # looks behind so that a long run of spaces is tried once
_POSITIONS = {"open": "begin", "close": "end"}

Content = tuple[str | Code, ...]


def plain(content: Content) -> str:
    """What a reader sees: text, also under `hi`, without native code."""
    return "".join(
        item if isinstance(item, str) else "" if item.name in _NATIVE else plain(item.content) for item in content
    )


def character(hexadecimal: str) -> str:
    """The character that `cp` stands for; nothing when the number is none."""
    try:
        return chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        return ""


def original_data(unit: Node) -> dict[str, str]:
    """Native code by the identifier that inline elements refer to (XLIFF 2, `originalData`)."""
    block = unit.first("originalData")
    if block is None:
        return {}
    return {item.attributes.get("id", ""): _data(item) for item in block.elements("data")}


def _data(node: Node) -> str:
    return "".join(
        item
        if isinstance(item, str)
        else character(item.attributes.get("hex", ""))
        if item.name == "cp"
        else _data(item)
        for item in node.children
    )


class Reader:
    """Reads the segments of one unit; what corresponds across them gets the same number."""

    def __init__(self, data: Mapping[str, str]) -> None:
        self._data = data
        self._external: dict[str, str] = {}

    def read(self, node: Node) -> Content:
        """The content of a source or target.

        Unless `xml:space` says that white space is text, line feeds at its ends and those with indentation are the layout of the file.
        """
        content = _joined(_Segment(node, self._data, self._external).content())
        return content if node.inherited("xml:space") == "preserve" else _without_layout(content)


class _Segment:
    """One source or target, being read."""

    def __init__(self, node: Node, data: Mapping[str, str], external: dict[str, str]) -> None:
        self._node = node
        self._data = data
        self._external = external
        self._internal: dict[str, str] = {}
        self._pairs = 0
        inner = list(node.walk())
        ends = {_key(item) for item in inner if item.name in _END}
        self._whole = ends & {_key(item) for item in inner if item.name in _START}

    def content(self) -> list[str | Code]:
        return self._children(self._node)

    def _children(self, node: Node) -> list[str | Code]:
        content: list[str | Code] = []
        for item in node.children:
            content.extend([item] if isinstance(item, str) else self._element(item))
        return content

    def _element(self, node: Node) -> list[str | Code]:  # noqa: PLR0911 (a table of elements, one a line)
        name, values = node.name, node.attributes
        if name == "cp":
            return [character(values.get("hex", ""))]
        if name in ("g", "pc"):
            return self._pair(node)
        if name in _START | _END:
            return [self._half(node)]
        if name in ("x", "ph"):
            return [Code("ph", {"x": self._number(values.get("id", ""))} | _type(node), self._native(node, "dataRef"))]
        if name == "it":
            position = _POSITIONS.get(values.get("pos", ""), "begin")
            attributes = {"pos": position, "x": self._number(values.get("id", ""))} | _type(node)
            return [Code("it", attributes, self._native(node))]
        if name == "sub":
            return [Code("sub", _type(node), tuple(self._children(node)))]
        if name == "mrk" and (values.get("type") == f"{OWN}:hi" or values.get("mtype") == f"x-{OWN}-hi"):
            value = values.get("value") or values.get("comment", "")
            return [Code("hi", {"type": value} if value else {}, _joined(self._children(node)))]
        if name in ("sm", "em") or name.startswith("{"):
            return []
        return self._children(node)

    def _pair(self, node: Node) -> list[str | Code]:
        self._pairs += 1
        number, external = str(self._pairs), self._number(node.attributes.get("id", ""))
        start = Code("bpt", {"i": number, "x": external} | _type(node), self._native(node, "dataRefStart", inner=False))
        end = Code("ept", {"i": number}, self._native(node, "dataRefEnd", inner=False))
        return [start, *self._children(node), end]

    def _half(self, node: Node) -> Code:
        key, opening = _key(node), node.name in _START
        content = self._native(node, "dataRef")
        if key not in self._whole:
            attributes = {"pos": "begin" if opening else "end", "x": self._number(key)}
            return Code("it", attributes | _type(node), content)
        if key not in self._internal:
            self._pairs += 1
            self._internal[key] = str(self._pairs)
        if opening:
            return Code("bpt", {"i": self._internal[key], "x": self._number(key)} | _type(node), content)
        return Code("ept", {"i": self._internal[key]}, content)

    def _number(self, identifier: str) -> str:
        """XLIFF names codes by any token, TMX by numbers: the order of first appearance in the unit."""
        return self._external.setdefault(identifier, str(len(self._external) + 1))

    def _native(self, node: Node, reference: str = "", *, inner: bool = True) -> Content:
        if text := self._data.get(node.attributes.get(reference, ""), ""):
            return (text,)
        return _joined(self._children(node)) if inner else ()


def _key(node: Node) -> str:
    """What a start and its end have in common. A `rid` is no `id`: another code may have the same."""
    values = node.attributes
    if node.name in ("sc", "ec"):
        return values.get("startRef") or values.get("id", "")
    return f"rid {values['rid']}" if "rid" in values else values.get("id", "")


def _type(node: Node) -> dict[str, str]:
    kind = node.attributes.get("ctype") or node.attributes.get("subType") or node.attributes.get("type") or ""
    for prefix in (f"{OWN}:", f"x-{OWN}-"):
        if kind.startswith(prefix):
            kind = unquote(kind.removeprefix(prefix))
            break
    return {"type": kind} if kind else {}


def _without_layout(content: Content) -> Content:
    items: list[str | Code] = [_LAYOUT.sub(" ", item) if isinstance(item, str) else item for item in content]
    first, last = content[:1], content[-1:]
    if first and isinstance(text := first[0], str) and "\n" in text[: len(text) - len(text.lstrip())]:
        items[0] = str(items[0]).lstrip()
    if last and isinstance(text := last[0], str) and "\n" in text[len(text.rstrip()) :]:
        items[-1] = str(items[-1]).rstrip()
    return tuple(item for item in items if item != "")


def _joined(content: list[str | Code]) -> Content:
    joined: list[str | Code] = []
    for item in content:
        if isinstance(item, str) and joined and isinstance(joined[-1], str):
            joined[-1] += item
        elif item != "":
            joined.append(item)
    return tuple(joined)
