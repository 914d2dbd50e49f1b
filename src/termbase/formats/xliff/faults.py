"""What the checks of both versions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.formats.xliff.document import Node

    Fault = tuple[Node, str]


def repeated(nodes: Iterable[Node], what: str, name: str = "id") -> Iterator[Fault]:
    """Nodes whose identifier another one had before them."""
    seen: dict[str, Node] = {}
    for node in nodes:
        own = node.attributes.get(name)
        if own is None:
            continue
        if own in seen:
            yield node, f"{what} {name} {own!r} was used before, in line {seen[own].line}"
        else:
            seen[own] = node


def children(node: Node) -> str:
    """Names of an element's children, each followed by a space, for a pattern to match; those of other namespaces are `other`."""
    return "".join(f"{'other' if '{' in item.name else item.name} " for item in node.elements())
