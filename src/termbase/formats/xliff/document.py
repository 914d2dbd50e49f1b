"""XLIFF as trees of small nodes that know where they stand: unit after unit for readers, what stands around them too for the validator."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from xml.parsers import expat

from termbase.errors import InputError
from termbase.formats import xmlsafe
from termbase.formats.source import XmlSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

CORE_1 = "urn:oasis:names:tc:xliff:document:1.2"
CORE_2 = "urn:oasis:names:tc:xliff:document:2.0"
MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

MAX_UNIT = 20_000_000
"""Bytes that one unit may have; a translator's longest is some thousands."""

_XML = "http://www.w3.org/XML/1998/namespace"
_UNITS = frozenset({"trans-unit", "unit"})
_PARTS = frozenset({"xliff", "file", "group", "bin-unit", *_UNITS})
_KEPT = 40
"""Characters kept of text outside units: enough to know that there is some. A skeleton may be the whole document."""


@dataclass(slots=True, eq=False)
class Node:
    """An element."""

    name: str
    """Local name for XLIFF's own elements of the version at hand, `{namespace}local` for others."""

    attributes: dict[str, str]
    """By local name; `xml:lang` with its prefix, others of a namespace as `{namespace}local`."""

    line: int
    """1-based line of the start tag."""

    column: int
    """1-based column of the start tag."""

    start: int
    """Offset of the start tag, in bytes of the text as UTF-8."""

    parent: Self | None = None
    """The element around it."""

    end: int = 0
    """Offset of the end tag; of the only tag when the element is written as one."""

    children: list[Self | str] = field(default_factory=list)
    """Elements and text in order."""

    def elements(self, *names: str) -> Iterator[Self]:
        """Child elements, of these names only when there are any."""
        return (item for item in self.children if not isinstance(item, str) and (not names or item.name in names))

    def first(self, name: str) -> Self | None:
        """The first child element of a name."""
        return next(self.elements(name), None)

    def walk(self) -> Iterator[Self]:
        """The element and all within it, in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting += [item for item in reversed(node.children) if not isinstance(item, str)]

    def forget(self) -> None:
        """Let go of all within it. Nodes know one another both ways, and would wait for the collector of such rings."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            waiting += [item for item in node.children if not isinstance(item, str)]
            node.children.clear()

    def ancestors(self) -> Iterator[Self]:
        """The elements around it, from the inside."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def inherited(self, name: str) -> str:
        """The value of an attribute, here or at the nearest element around it that has it; empty when none has."""
        own = self.attributes.get(name)
        if own is not None:
            return own
        return next((node.attributes[name] for node in self.ancestors() if name in node.attributes), "")

    @property
    def text(self) -> str:
        """All text within it."""
        return "".join(item if isinstance(item, str) else item.text for item in self.children)


_ENDED = {name: Node(name, {}, 0, 0, 0) for name in _PARTS}
"""What stands for a part that has ended among the children of the element around it: its name, and no place."""


class Document:
    """An XLIFF file that is being parsed.

    `units` yields the units as they end, `parts` also what stands around them; then they are forgotten.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = str(path)
        self.root: Node | None = None
        self._whole = False
        self._top: Node | None = None
        self._depth = 0
        self._unit: Node | None = None
        self._ready: list[tuple[bool, Node]] = []
        self.namespace = ""
        self._entities = xmlsafe.Entities(self._refused)
        self._fed = 0
        # Prefixes are resolved here, since real tools write files with prefixes that they forgot to declare.
        self._scopes: list[Mapping[str, str]] = [{"": "", "xml": _XML}]
        self.undeclared: dict[str, Node] = {}
        self._expat = expat.ParserCreate("utf-8")
        self._expat.buffer_text = True
        self._expat.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._text
        self._expat.EntityDeclHandler = self._entities.declare
        self._expat.SkippedEntityHandler = self._skipped

    @property
    def version(self) -> str:
        """As the file states it; when it does not, told by the attributes of the root."""
        assert self.root is not None  # noqa: S101 (a unit or the end was reached, and the root is checked first)
        return self.root.attributes.get("version") or ("2.0" if "srcLang" in self.root.attributes else "1.2")

    @property
    def modern(self) -> bool:
        """Whether this is XLIFF 2, which shares little with XLIFF 1 but the name."""
        return self.version.startswith("2")

    def units(self, chunks: Iterable[bytes] | None = None) -> Iterator[Node]:
        """The units in order; `chunks` is the text as UTF-8, the file's when it is not given.

        Raises `InputError` for a file that is not well-formed, is no XLIFF, or is made to do harm.
        """
        for _, unit in self._read(chunks):
            yield unit

    def parts(self) -> Iterator[tuple[bool, Node]]:
        """Root, files, groups and units, each when it begins, with True, and when it ends, with False; raises as `units` does.

        One that has ended holds all that stands in it, but of the parts within it the names alone.
        """
        self._whole = True
        return self._read(None)

    def _read(self, chunks: Iterable[bytes] | None) -> Iterator[tuple[bool, Node]]:
        for chunk in XmlSource(self.path).chunks() if chunks is None else chunks:
            self._feed(chunk, last=False)
            if self._fed - self._expat.CurrentByteIndex > xmlsafe.MAX_TOKEN:
                raise self._error(
                    f"a tag or comment longer than {xmlsafe.MAX_TOKEN:,} bytes", 17, "is the file damaged?"
                )
            if self._unit is not None and self._fed - self._unit.start > MAX_UNIT:
                raise self._error(f"a unit longer than {MAX_UNIT:,} bytes", 17, "split the file", self._unit)
            yield from self._handed_out()
        self._feed(b"", last=True)
        yield from self._handed_out()

    def _handed_out(self) -> Iterator[tuple[bool, Node]]:
        ready, self._ready = self._ready, []
        for begins, part in ready:
            yield begins, part
            if not begins:
                part.forget()

    @property
    def entities(self) -> Mapping[str, str]:
        """Entities that the file declares, with their values."""
        return self._entities.values

    def _feed(self, chunk: bytes, *, last: bool) -> None:
        self._fed += len(chunk)
        try:
            self._expat.Parse(chunk, last)
        except expat.ExpatError as error:
            raise InputError(
                f"not well-formed XML: {xmlsafe.expat_message(error.code)}", number=11, path=self.path, line=error.lineno,
                column=error.offset + 1, help="export the file again, or correct the place shown",
            ) from error  # fmt: skip

    def _error(self, message: str, number: int, help_: str, node: Node | None = None) -> InputError:
        line, column = (
            (node.line, node.column) if node else (self._expat.CurrentLineNumber, self._expat.CurrentColumnNumber + 1)
        )
        return InputError(message, number=number, path=self.path, line=line, column=column, help=help_)

    def _refused(self, message: str, help_: str) -> InputError:
        return self._error(message, 15, help_)

    def _skipped(self, name: str, parameter: int) -> None:
        if not parameter:
            raise self._error(f"entity {name!r} is not declared", 15, "replace it by its text")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > xmlsafe.MAX_DEPTH:
            raise self._error(
                f"more than {xmlsafe.MAX_DEPTH} elements within one another", 16, "no real file needs so many"
            )
        if len(attributes) > xmlsafe.MAX_ATTRIBUTES:
            raise self._error(
                f"an element with more than {xmlsafe.MAX_ATTRIBUTES:,} attributes", 16, "no real file needs so many"
            )
        declared = {key[6:]: value for key, value in attributes.items() if key == "xmlns" or key.startswith("xmlns:")}
        self._scopes.append({**self._scopes[-1], **declared} if declared else self._scopes[-1])
        node = Node(
            "", {}, self._expat.CurrentLineNumber, self._expat.CurrentColumnNumber + 1, self._expat.CurrentByteIndex, self._top
        )  # fmt: skip
        prefix, _, local = name.rpartition(":")
        namespace = self._resolved(prefix, node)
        if self.root is None:
            if local != "xliff":
                raise self._error(f"the root element is <{local}>, not <xliff>", 95, "is this an XLIFF file?")
            self.namespace = namespace
            self.root = node
        node.name = local if namespace == self.namespace else f"{{{namespace}}}{local}"
        node.attributes = {
            self._attribute(key, node): value
            for key, value in attributes.items()
            if key != "xmlns" and not key.startswith("xmlns:")
        }
        if self._top is not None:
            self._top.children.append(node)
        self._top = node
        if self._unit is None and node.name in _UNITS:
            self._unit = node
        if self._whole and node.name in _PARTS:
            self._ready.append((True, node))

    def _resolved(self, prefix: str, node: Node) -> str:
        namespace = self._scopes[-1].get(prefix)
        if namespace is None:
            self.undeclared.setdefault(prefix, node)
            return f"?{prefix}"
        return namespace

    def _attribute(self, name: str, node: Node) -> str:
        prefix, _, local = name.rpartition(":")
        if not prefix:
            return local
        return name if prefix == "xml" else f"{{{self._resolved(prefix, node)}}}{local}"

    def _end(self, name: str) -> None:
        del name
        node = self._top
        assert node is not None  # noqa: S101 (expat has checked that tags balance)
        self._depth -= 1
        self._scopes.pop()
        node.end = self._expat.CurrentByteIndex
        self._top = node.parent
        ended = node is self._unit
        if ended:
            self._unit = None
        if self._whole:
            if node.name in _PARTS:
                self._ready.append((False, node))
                if node.parent is not None:
                    node.parent.children[-1] = _ENDED[node.name]
            return
        if ended:
            self._ready.append((False, node))
        if self._unit is None and node.parent is not None:
            node.parent.children.remove(node)

    def _text(self, text: str) -> None:
        top = self._top
        if top is None:
            return
        if self._unit is not None:
            top.children.append(text)
        elif self._whole and not top.children and text.strip():
            top.children.append(text[:_KEPT])
