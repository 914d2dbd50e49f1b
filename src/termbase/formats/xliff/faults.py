"""What the checks of both versions share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.formats.xliff.document import Node

    Fault = tuple[Node, str]
    Ranked = tuple[int, Iterator[Fault]]
    """Faults with the rank that they have among those of the same element."""


class Identifiers:
    """The identifiers of one kind of element that were met so far."""

    def __init__(self, what: str, name: str = "id") -> None:
        self._what = what
        self._name = name
        self._lines: dict[str, int] = {}

    def check(self, node: Node) -> Iterator[Fault]:
        """That no element before this one had the same."""
        own = node.attributes.get(self._name)
        if own is None:
            return
        if own in self._lines:
            yield node, f"{self._what} {self._name} {own!r} was used before, in line {self._lines[own]}"
        else:
            self._lines[own] = node.line


def repeated(nodes: Iterable[Node], what: str, name: str = "id") -> Iterator[Fault]:
    """Nodes whose identifier another one had before them."""
    known = Identifiers(what, name)
    for node in nodes:
        yield from known.check(node)


def children(node: Node) -> str:
    """Names of an element's children, each followed by a space, for a pattern to match; those of other namespaces are `other`."""
    return "".join(f"{'other' if '{' in item.name else item.name} " for item in node.elements())
