"""What is wrong with a file of XLIFF 2: first each element by itself, then what a unit's elements say of one another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.formats.xliff.document import MATCHES
from termbase.formats.xliff.faults import Identifiers, children, repeated
from termbase.formats.xliff.grammar import ELEMENTS, INLINE, LATER, SUBTYPES, is_value
from termbase.formats.xliff.modern_writer import STATES
from termbase.formats.xliff.modules import MODULE, check_attributes, check_fragment, check_module

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.formats.xliff.document import Node
    from termbase.formats.xliff.faults import Fault, Ranked
    from termbase.formats.xliff.grammar import Element

_CODES = frozenset({"ph", "pc", "sc", "ec"})
_FLAGS = ("canCopy", "canDelete", "canOverlap", "canReorder")


class ModernChecks:
    """Finds what is wrong with a document while its parts begin and end."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._early = root.attributes.get("version") in ("2.0", "2.1")
        self._elements = ELEMENTS if self._early else LATER
        self._files = Identifiers("file")
        self._known: dict[str, Identifiers] = {}

    def begun(self, part: Node) -> Iterator[Ranked]:
        """Faults that show in the order in which parts begin."""
        if part.name == "file" and part.parent is self._root:
            self._known = {name: Identifiers(name) for name in ("group", "unit")}
            yield 1, self._files.check(part)
        elif part.name in self._known:
            yield 2, self._known[part.name].check(part)

    def ended(self, part: Node) -> Iterator[Ranked]:
        """Faults of a part and of what stands in it."""
        yield 0, self._check_elements(part)
        if part.name == "file" and part.parent is self._root:
            self._known = {}
            yield 3, _check_holder(part)
        elif self._known and part.name in ("group", "unit"):
            yield 3, _check_holder(part)
            if part.name == "unit":
                yield 4, _Unit(part, self._root).faults()

    def _check_elements(self, part: Node) -> Iterator[Fault]:
        for node in part.walk():
            if not node.line:
                continue  # a part that has ended, and was looked at then
            if node.name in self._elements:
                yield from _check_element(node, self._elements[node.name])
                if self._early:
                    yield from _check_end(node)
            elif "{" not in node.name:
                yield node, f"<{node.name}> is no element of XLIFF"
            else:
                yield from check_module(node)


def _check_end(node: Node) -> Iterator[Fault]:
    """An end code takes what modules say of codes from its start."""
    if node.name == "ec" and node.attributes.get("isolated") != "yes":
        for name in node.attributes:
            if name.startswith(f"{{{MODULE}"):
                yield node, f"{name.rpartition('}')[2]} belongs on <sc>; on <ec> only when it is isolated"


def _check_element(node: Node, allowed: Element) -> Iterator[Fault]:
    """An element of the core by itself: attributes, their values, children, text."""
    for name in allowed.required:
        if name not in node.attributes:
            yield node, f"<{node.name}> has no {name}"
    for name, value in node.attributes.items():
        if name.startswith("{"):
            module = name.startswith(f"{{{MODULE}")
            if not (allowed.extended or module) or (module and node.name == "target"):
                yield node, f"<{node.name}> cannot have {name.rpartition('}')[2]} of another namespace"
        elif name not in allowed.attributes:
            yield node, f"<{node.name}> has no attribute {name}"
        elif not is_value(node.name, name, value):
            yield node, f"{name} of <{node.name}> cannot be {value!r}"
    names = children(node)
    if not allowed.children.fullmatch(names):
        yield (
            node,
            f"<{node.name}> holds {', '.join(names.split()) or 'nothing'}, which is not what it may, or not in this order",
        )
    if not allowed.text and any(isinstance(item, str) and item.strip() for item in node.children):
        yield node, f"<{node.name}> cannot hold text"
    yield from _check_values(node)


def _check_values(node: Node) -> Iterator[Fault]:
    """Attributes of one element that depend on one another."""
    values = node.attributes
    if "subState" in values and values.get("state") not in STATES:
        yield node, "subState needs state"
    sub = values.get("subType", "")
    if sub and "type" not in values:
        yield node, "subType needs type"
    if sub.startswith("xlf:") and sub not in SUBTYPES.get(values.get("type", ""), ()):
        yield node, f"subType {sub!r} does not belong to type {values.get('type', '')!r}"
    if node.name == "skeleton" and ("href" in values) == bool(node.children):
        yield node, "<skeleton> has either content or href"
    if values.get("canReorder") in ("no", "firstNo") and (values.get("canCopy"), values.get("canDelete")) != (
        "no",
        "no",
    ):
        yield node, f'canReorder="{values["canReorder"]}" needs canCopy="no" and canDelete="no"'
    if "copyOf" in values and any(name.startswith("dataRef") for name in values):
        yield node, "a copy refers to no data of its own"
    yield from check_attributes(node)
    if values.get("ref", "").startswith("#"):
        yield from check_fragment(node, values["ref"])


def _check_holder(holder: Node) -> Iterator[Fault]:
    """Identifiers of notes, of each module and of extensions within a file, group or unit."""
    notes = holder.first("notes")
    if notes is not None:
        yield from repeated(notes.elements("note"), "note")
    others: list[Node] = []
    for block in holder.elements():
        if not block.name.startswith("{"):
            continue
        inner = [node for node in block.walk() if node.name.startswith("{")]
        if block.name.startswith(f"{{{MODULE}"):
            yield from repeated(inner, block.name.rpartition("}")[2])
        else:
            others += inner
    seen: set[str] = set()
    for node in others:
        own = {node.attributes[name] for name in ("id", "xml:id") if name in node.attributes}
        if own & seen:
            yield node, f"extension id {min(own & seen)!r} was used before"
        seen |= own


class _Unit:
    """The checks of what belongs together in one unit."""

    def __init__(self, unit: Node, root: Node) -> None:
        self.unit = unit
        self.root = root
        self.parts = list(unit.elements("segment", "ignorable"))
        self.sides = {
            side: [
                node
                for part in self.parts
                for holder in part.elements(side)
                for node in holder.walk()
                if node.name in INLINE
            ]
            for side in ("source", "target")
        }

    def faults(self) -> Iterator[Fault]:
        yield from self._identifiers()
        yield from self._languages()
        yield from self._order()
        yield from self._removable()
        yield from self._notes()
        yield from _data(self.unit, [node for nodes in self.sides.values() for node in nodes])
        for holder in (node for node in self.unit.walk() if node.name == f"{{{MATCHES}}}match"):
            yield from self._match(holder)
        for nodes in self.sides.values():
            yield from _spread(nodes)
            yield from _copies(nodes)
        for part in self.parts:
            source = part.first("source")
            if source is not None:
                yield from _fixed_order(source)

    def _identifiers(self) -> Iterator[Fault]:
        source = [*self.parts, *(node for node in self.sides["source"] if node.name != "em")]
        yield from repeated(source, "segment or code")
        yield from repeated(self.sides["target"], "code")
        named = {node.attributes["id"]: node.name for node in source if "id" in node.attributes}
        for node in self.sides["target"]:
            if named.get(node.attributes.get("id", "")) in ("segment", "ignorable"):
                yield node, f"code id {node.attributes['id']!r} is that of a segment"
        data = self.unit.first("originalData")
        if data is not None:
            yield from repeated(data.elements("data"), "data")

    def _languages(self) -> Iterator[Fault]:
        for part in self.parts:
            target = part.first("target")
            if target is not None and "trgLang" not in self.root.attributes:
                yield target, "there is a <target>, but <xliff> has no trgLang"
            for side, name in (("source", "srcLang"), ("target", "trgLang")):
                for node in part.elements(side):
                    yield from self._language(node, name)

    def _language(self, node: Node, name: str) -> Iterator[Fault]:
        wanted = self.root.attributes.get(name, "")
        tag = node.inherited("xml:lang")
        if tag and wanted and tag.lower() != wanted.lower():
            yield node, f"xml:lang of <{node.name}> is {tag!r}, {name} is {wanted!r}"

    def _order(self) -> Iterator[Fault]:
        taken: set[int] = set()
        for number, part in enumerate(self.parts, 1):
            target = part.first("target")
            if target is None:
                continue
            stated = target.attributes.get("order", "")
            place = int(stated) if stated.isascii() and stated.isdigit() else number
            if place in taken or place > len(self.parts):
                yield (
                    target,
                    f"order {place} is taken or beyond the {len(self.parts)} segments and ignorables of the unit",
                )
            taken.add(place)

    def _removable(self) -> Iterator[Fault]:
        kept = {node.attributes.get("id") or node.attributes.get("startRef") for node in self.sides["target"]}
        for part in self.parts:
            source = part.first("source")
            if source is None or part.first("target") is None:
                continue
            for node in source.walk():
                name = node.attributes.get("id")
                if node.attributes.get("canDelete") == "no" and name and name not in kept:
                    yield node, f"code {name!r} cannot be deleted, but is in no target"

    def _notes(self) -> Iterator[Fault]:
        """Comments are a value or a reference to a note of the unit; a reference by name alone is to something in the unit."""
        notes = self.unit.first("notes")
        known = {note.attributes.get("id") for note in notes.elements("note")} if notes is not None else set()
        for node in (node for nodes in self.sides.values() for node in nodes):
            if node.attributes.get("type") != "comment":
                continue
            reference = node.attributes.get("ref")
            if ("value" in node.attributes) == (reference is not None):
                yield node, "a comment has either value or ref"
            elif reference is not None:
                *place, last = reference.removeprefix("#").removeprefix("/").split("/")
                elsewhere = place and place[-1] != f"u={self.unit.attributes.get('id')}"
                if elsewhere or not last.startswith("n=") or last[2:] not in known:
                    yield node, f"{reference!r} is no note of this unit"

    def _match(self, match: Node) -> Iterator[Fault]:
        for source in match.elements("source"):
            yield from self._language(source, "srcLang")
        for target in match.elements("target"):
            if match.attributes.get("reference") != "yes":
                yield from self._language(target, "trgLang")
        inner = [node for node in match.walk() if node.name in INLINE]
        yield from _data(match, inner)
        reference = match.attributes.get("ref", "")
        names = {node.attributes.get("id") for node in (*self.parts, *self.sides["source"])}
        if re.fullmatch(r"#[^/=]+", reference) and reference[1:] not in names:
            yield match, f"{reference!r} points to nothing in the source of this unit"
        if not reference.startswith("#"):
            yield match, f"{reference!r} is no fragment identifier"


def _data(holder: Node, nodes: list[Node]) -> Iterator[Fault]:
    """References to native code, which stands in the same unit or match."""
    block = holder.first("originalData")
    known = {item.attributes.get("id") for item in block.elements("data")} if block is not None else set()
    for node in nodes:
        for name in ("dataRef", "dataRefStart", "dataRefEnd"):
            if name in node.attributes and node.attributes[name] not in known:
                yield node, f"{name} {node.attributes[name]!r} is not in <originalData>"


def _spread(nodes: list[Node]) -> Iterator[Fault]:
    """Pairs whose ends are elements of their own: `sc` and `ec`, `sm` and `em`."""
    starts: dict[str, Node] = {}
    closed: set[str] = set()
    for node in nodes:
        values = node.attributes
        isolated = values.get("isolated") == "yes"
        if node.name in ("sc", "sm"):
            starts[values.get("id", "")] = node
        elif node.name == "em" or (node.name == "ec" and not isolated):
            name = values.get("startRef", "")
            start = starts.get(name)
            if start is None or start.name != ("sm" if node.name == "em" else "sc"):
                yield node, f"<{node.name}> has no start before it with the id {name!r}"
                continue
            closed.add(name)
            yield from _agreement(start, node)
        elif node.name == "ec" and ("startRef" in values or "id" not in values):
            yield node, "an isolated <ec> has an id and no startRef"
    for name, start in starts.items():
        if name not in closed and start.attributes.get("isolated") != "yes":
            yield start, f"<{start.name}> {name!r} has no end"


def _agreement(start: Node, end: Node) -> Iterator[Fault]:
    if start.attributes.get("isolated") == "yes":
        yield start, f"<sc> {start.attributes.get('id', '')!r} is called isolated, but has an end"
    if end.name == "ec" and "id" in end.attributes:
        yield end, "an <ec> with startRef has no id of its own"
    for flag in _FLAGS:
        one, other = ((node.attributes.get(flag, "yes") == "yes") for node in (start, end))
        if one != other:
            yield end, f"{flag} differs from that of the start"


def _copies(nodes: list[Node]) -> Iterator[Fault]:
    codes = {node.attributes["id"]: node for node in nodes if node.name in _CODES and "id" in node.attributes}
    for node in nodes:
        name = node.attributes.get("copyOf")
        if name is None:
            continue
        if name not in codes:
            yield node, f"copyOf {name!r} is no code of this unit"
        elif codes[name].attributes.get("canCopy") == "no":
            yield node, f"code {name!r} cannot be copied"


def _fixed_order(source: Node) -> Iterator[Fault]:
    """A run of codes that keep their order begins with `firstNo`."""
    begun = False
    for node in source.walk():
        order = node.attributes.get("canReorder")
        if order == "no" and not begun and node.name != "ec":
            yield node, 'canReorder="no" has no code with canReorder="firstNo" before it'
        begun = begun or order == "firstNo"
