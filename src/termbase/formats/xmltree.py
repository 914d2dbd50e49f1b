"""A small tree of an XML document in which every element knows where in the file it stands, so that a change touches nothing else."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat

from termbase.errors import InputError
from termbase.formats import xmlsafe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_SIZE = 128_000_000
"""Bytes of a document that is held as a tree."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
UNBOUND = "unbound"
"""Stands for the namespace of a prefix that the document does not bind."""

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(slots=True)
class Node:
    """An element."""

    name: str
    """Local name."""

    namespace: str
    """Namespace, empty for none."""

    prefix: str
    """Prefix as written, empty for none."""

    attributes: dict[str, str]
    """Attributes by name, with the prefix as written."""

    line: int
    """1-based line of its start tag."""

    column: int
    """1-based column."""

    parent: Node | None = None
    """The element around it."""

    content: list[str | Node] = field(default_factory=list)
    """Text and elements in order."""

    start: int = 0
    """Offset of its start tag in the document's UTF-8."""

    inside: int = 0
    """Offset after its start tag."""

    after: int = 0
    """Offset of its end tag, or of what follows an empty-element tag."""

    end: int = 0
    """Offset after it."""

    @property
    def children(self) -> Iterator[Node]:
        """The elements in it."""
        return (item for item in self.content if isinstance(item, Node))

    @property
    def text(self) -> str:
        """All text in it, in order."""
        return "".join([item if isinstance(item, str) else item.text for item in self.content])

    def first(self, name: str) -> Node | None:
        """The first child of this name in the same namespace."""
        return next((item for item in self.children if item.name == name and item.namespace == self.namespace), None)

    def all(self, *names: str) -> Iterator[Node]:
        """Descendants of these names in the same namespace, in document order."""
        for item in self.children:
            if item.name in names and item.namespace == self.namespace:
                yield item
            yield from item.all(*names)

    def walk(self) -> Iterator[Node]:
        """The element and all in it."""
        yield self
        for item in self.children:
            yield from item.walk()

    def inherited(self, name: str, default: str = "") -> str:
        """An attribute, from here or from the nearest element around that has it."""
        node: Node | None = self
        while node is not None:
            if name in node.attributes:
                return node.attributes[name]
            node = node.parent
        return default


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file."""

    path: str
    """The file."""

    root: Node
    """Its root element."""

    data: bytes
    """Its text as UTF-8, with the line ends of the file."""

    encoding: str
    """How it is encoded."""

    mark: bytes
    """Its byte order mark."""

    def spliced(self, changes: Mapping[int, str]) -> bytes:
        """The file's bytes with texts put in at offsets of `data`; everything else is as it was."""
        pieces: list[bytes] = []
        position = 0
        for offset in sorted(changes):
            pieces += [self.data[position:offset], changes[offset].encode("utf-8")]
            position = offset
        whole = b"".join([*pieces, self.data[position:]])
        return (
            whole
            if self.encoding == "utf-8"
            else self.mark + whole.decode("utf-8").encode(self.encoding, "xmlcharrefreplace")
        )


def parse(path: Path | str) -> Document:
    """The document in a file. Raises `InputError` with line and column for what cannot be read, and for an attack."""
    return _Builder(str(path)).parse()


class _Builder:
    def __init__(self, path: str) -> None:
        self._path = path
        self._root: Node | None = None
        self._stack: list[Node] = []
        # Namespaces are resolved here: real files use prefixes that they never bind, and are readable all the same.
        self._spaces: list[dict[str, str]] = [{"xml": _XML}]
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = xmlsafe.Entities(self._refuse).declare

    def parse(self) -> Document:
        raw = self._bytes()
        data, encoding, mark = self._decoded(raw)
        self._data = data
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 (expat's own signature)
        except expat.ExpatError as error:
            raise InputError(
                f"not well-formed XML: {xmlsafe.expat_message(error.code)}", number=11, path=self._path, line=error.lineno,
                column=error.offset + 1, help="export the file again, or correct the place shown",
            ) from error  # fmt: skip
        assert self._root is not None  # noqa: S101 (expat takes no document without an element)
        return Document(self._path, self._root, data, encoding, mark)

    def _bytes(self) -> bytes:
        path = Path(self._path)
        try:
            if path.stat().st_size > MAX_SIZE:
                raise InputError(
                    f"a document of more than {MAX_SIZE:,} bytes", number=15, path=self._path, help="split it first"
                )
            raw = path.read_bytes()
        except OSError as error:
            reason = "this is a folder, not a file" if path.is_dir() else f"cannot read it: {error.strerror}"
            raise InputError(reason, number=1, path=self._path, help="check the path") from error
        if not raw.strip():
            raise InputError("the file is empty", number=3, path=self._path, help="export it again")
        return raw

    def _decoded(self, raw: bytes) -> tuple[bytes, str, bytes]:
        """The text as UTF-8 without mark, its encoding and its mark; UTF-8 keeps its mark among the data."""
        for mark, name in _MARKS:
            if raw.startswith(mark) and name != "utf-8":
                return self._transcoded(raw[len(mark) :], name), name, mark
        declared = xmlsafe.declared_encoding(raw)
        try:
            name = codecs.lookup(declared).name
        except LookupError as error:
            raise InputError(
                f"the file says it is in {declared!r}, an encoding that is not known", number=14, path=self._path, line=1,
                help="save it as UTF-8",
            ) from error  # fmt: skip
        if name in ("utf-8", "ascii") or name.startswith("utf-16"):
            return raw, "utf-8", b""
        return self._transcoded(raw, name), name, b""

    def _transcoded(self, raw: bytes, name: str) -> bytes:
        try:
            return raw.decode(name).encode("utf-8")
        except UnicodeDecodeError as error:
            raise InputError(
                f"bytes that are no {name}: {error.reason}", number=2, path=self._path, line=raw.count(b"\n", 0, error.start) + 1,
                help="save the file as UTF-8",
            ) from error  # fmt: skip

    def _refuse(self, message: str, help_: str) -> InputError:
        return InputError(
            message, number=15, path=self._path, line=self._parser.CurrentLineNumber,
            column=self._parser.CurrentColumnNumber + 1, help=help_,
        )  # fmt: skip

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= xmlsafe.MAX_DEPTH:
            raise self._refuse(f"elements nested more than {xmlsafe.MAX_DEPTH} deep", "no document needs that")
        spaces = self._spaces[-1]
        declared = {
            key.partition(":")[2]: value
            for key, value in attributes.items()
            if key == "xmlns" or key.startswith("xmlns:")
        }
        if declared:
            spaces = spaces | declared
        self._spaces.append(spaces)
        prefix, _, local = name.rpartition(":")
        namespace = spaces.get(prefix, UNBOUND if prefix else "")
        parent = self._stack[-1] if self._stack else None
        parser = self._parser
        start = parser.CurrentByteIndex
        node = Node(
            local, namespace, prefix, attributes, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, parent
        )
        node.start, node.inside = start, self._tag_end(start)
        if parent is None:
            self._root = node
        else:
            parent.content.append(node)
        self._stack.append(node)

    def _tag_end(self, start: int) -> int:
        """Offset after a start tag; empty for an element that an entity brought in, which stands nowhere."""
        found = _TAG.match(self._data, start)
        return found.end() if found else start

    def _end(self, _: str) -> None:
        node = self._stack.pop()
        self._spaces.pop()
        empty = self._data[node.inside - 2 : node.inside] == b"/>" and self._parser.CurrentByteIndex <= node.inside
        node.after = node.inside if empty else self._parser.CurrentByteIndex
        node.end = node.inside if empty else self._data.find(b">", node.after) + 1

    def _text(self, text: str) -> None:
        self._stack[-1].content.append(text)
