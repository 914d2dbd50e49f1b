"""From the events of an XML parser to units: the whole of TMX, one element after another, without looking back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from termbase.errors import InputError
from termbase.formats import xmlsafe
from termbase.formats.tmx.header import Header
from termbase.model import Annotation, Code, Language, Place, Segment, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NATIVE = frozenset({"bpt", "ept", "it", "ph", "ut"})
"""Inline elements that hold native code, which no reader of the text sees."""


def plain_text(content: tuple[str | Code, ...]) -> str:
    """What a reader sees of a segment: its text and that under `hi` and unknown elements, without native code."""
    return "".join(
        [item if isinstance(item, str) else "" if item.name in NATIVE else plain_text(item.content) for item in content]
    )


UNREADABLE = "TB850"
"""Rule of what is not XML."""

STRUCTURE = "TB851"
"""Rule of what is XML but no TMX."""

_LITERAL = {ord(character): f"&#{ord(character)};" for character in '&%"'}


class UnclosedUnit(expat.ExpatError):
    """A unit begins within another: the end tag of the first one, or of something in it, is missing."""

    code = expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH]


def advance(line: int, column: int, data: bytes) -> tuple[int, int]:
    """Line and column after some text that begins at a line and column."""
    newlines = data.count(b"\n")
    last = data[data.rfind(b"\n") + 1 :].decode("utf-8", "replace")
    return (line + newlines, len(last) + 1) if newlines else (line, column + len(last))


class UnitParser:
    """An XML parser that collects finished units in `ready`, and what is wrong with them through `report`.

    It is fed UTF-8, the whole file or pieces of it; `fed` counts the bytes.
    """

    def __init__(self, path: str, report: Callable[[str, int, int, str], None]) -> None:
        self.path = path
        self.report = report
        self.ready: list[Unit] = []
        self.header = Header()
        self._entities = xmlsafe.Entities(self._refuse)
        self.fed = 0
        self._in_body = False
        self._unit_end = -1
        self._languages: dict[str, Language] = {}
        # Where the parser stands by its own count, and by how much that differs from the file.
        self._lines, self._columns = 1, 0
        self._first_line = self._shift_lines = self._shift_columns = 0
        self._text: list[str] = []
        self._stack: list[str] = []
        self._unit: tuple[dict[str, str], int, int] | None = None
        self._variants: list[Variant] = []
        self._sound = True
        self._variant: tuple[dict[str, str], int, int] | None = None
        self._segment: Segment | None = None
        self._segment_place: Place | None = None
        self._content: list[list[str | Code]] = []
        self._codes: list[tuple[str, dict[str, str]]] = []
        self._notes: list[list[Annotation]] = []
        self._note: tuple[str, dict[str, str]] | None = None
        self._raw: list[str] = []
        self._raw_text: list[str] = []
        self._raw_depth = 0
        self._expat = self._make()

    def _make(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = self._entities.declare
        parser.SkippedEntityHandler = self._skipped
        return parser

    def feed(self, data: bytes, line: int, column: int) -> None:
        """Parse what stands at this line and column of the file. Raises `ExpatError`, and `InputError` for an attack."""
        self._first_line = self._lines
        self._shift_lines = line - self._lines
        self._shift_columns = column - 1 - self._columns
        self._expat.Parse(data, False)  # noqa: FBT003 (expat's own signature)
        self._lines, column = advance(self._lines, self._columns + 1, data)
        self._columns = column - 1
        self.fed += len(data)

    def close(self) -> None:
        """Say that there is no more. Raises `ExpatError` when the document is not complete."""
        self._expat.Parse(b"", True)  # noqa: FBT003

    def reentered(self) -> UnitParser:
        """A new parser that stands where this one stood between units, and knows the same entities."""
        other = UnitParser(self.path, self.report)
        declared = "".join(
            f'<!ENTITY {name} "{value.translate(_LITERAL)}">' for name, value in self._entities.values.items()
        )
        opening = (f"<!DOCTYPE tmx [{declared}]>" if declared else "") + "".join(f"<{tag}>" for tag in self._stack[:2])
        other.feed(opening.encode(), 1, 1)
        return other

    @property
    def between_units(self) -> bool:
        """Whether the last tag left the parser in the body and in no unit, and was a whole one."""
        return self._in_body and len(self._stack) == 2 and self._expat.CurrentByteIndex == self.fed

    def ended_with_unit(self, length: int) -> bool:
        """Whether the last thing fed was the end tag, so many bytes long, of a unit; not something like it in a comment."""
        return self._in_body and len(self._stack) == 2 and self._unit_end == self.fed - length

    @property
    def _line(self) -> int:
        return self._expat.CurrentLineNumber + self._shift_lines

    @property
    def _column(self) -> int:
        return self._file_column(self._expat.CurrentLineNumber, self._expat.CurrentColumnNumber)

    def _file_column(self, line: int, column: int) -> int:
        return column + 1 + (self._shift_columns if line == self._first_line else 0)

    def error_place(self) -> tuple[int, int]:
        """Line and column in the file of the last error."""
        line, column = self._expat.ErrorLineNumber, self._expat.ErrorColumnNumber
        return line + self._shift_lines, self._file_column(line, column)

    def error_offset(self) -> int:
        """Offset of the last error in what was fed last."""
        return self._expat.ErrorByteIndex - self.fed

    def _refuse(self, message: str, help_: str) -> InputError:
        return InputError(message, number=15, path=self.path, line=self._line, column=self._column, help=help_)

    def _skipped(self, name: str, parameter: int) -> None:
        """A reference to an entity that only a DTD could know, which is not fetched."""
        if not parameter:
            from html.entities import html5  # noqa: PLC0415 (large, and rarely needed)

            self._text.append(html5.get(f"{name};", f"&{name};"))
            self.report(f"entity &{name}; is not declared", self._line, self._column, UNREADABLE)

    # Elements

    def _start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: C901, PLR0912 (one branch an element)
        stack = self._stack
        stack.append(name)
        if len(stack) > xmlsafe.MAX_DEPTH:
            raise self._refuse(
                f"elements nested more than {xmlsafe.MAX_DEPTH} deep", "no translation memory needs that"
            )
        if len(attributes) > xmlsafe.MAX_ATTRIBUTES:
            raise self._refuse(
                f"an element with more than {xmlsafe.MAX_ATTRIBUTES:,} attributes", "no translation memory needs that"
            )
        if self._unit is not None and name.rpartition(":")[2] == "tu":
            raise UnclosedUnit
        if self._content:
            self._flush()
            self._codes.append((name, attributes))
            self._content.append([])
            return
        if self._raw_depth:
            self._start_raw(name, attributes)
            return
        if self._note is not None:  # an element within a note or property: keep the whole as it is written
            self._turn_raw()
            self._start_raw(name, attributes)
            return
        self._text.clear()
        local = name.rpartition(":")[2]
        depth = len(stack)
        if depth == 1:
            self._start_root(name, local, attributes)
        elif depth == 2:
            self._start_part(local, attributes)
        elif self._variant is not None:
            self._start_in_variant(name, local, attributes)
        elif self._unit is not None:
            if local == "tuv":
                self._variant = (attributes, self._line, self._column)
                self._segment = None
                self._notes.append([])
            else:
                self._start_note(name, local, attributes)
        elif self._in_body:
            if local == "tu":
                self._unit = (attributes, self._line, self._column)
                self._variants = []
                self._sound = True
                self._notes.append([])
            else:
                self.report(f"element <{name}> between units is left out", self._line, self._column, STRUCTURE)
                self._begin_raw(name, attributes)
        elif self._notes:
            self._start_note(name, local, attributes)
        else:
            self._begin_raw(name, attributes)

    def _start_root(self, name: str, local: str, attributes: dict[str, str]) -> None:
        if local != "tmx":
            raise InputError(
                f"the root element is <{name}>, not <tmx>", number=10, path=self.path, line=self._line, column=self._column,
                help="is this a TMX file?",
            )  # fmt: skip
        version = attributes.pop("version", "")
        self.header = Header({}, (), version, attributes, self._line, self._column)

    def _start_part(self, local: str, attributes: dict[str, str]) -> None:
        if local == "body":
            self._in_body = True
        elif local == "header":
            known = self.header
            self.header = Header(attributes, (), known.version, known.root, self._line, self._column)
            self._notes.append([])

    def _start_in_variant(self, name: str, local: str, attributes: dict[str, str]) -> None:
        if local != "seg":
            self._start_note(name, local, attributes)
        elif self._segment is not None:
            self.report("a second <seg> in one variant is left out", self._line, self._column, STRUCTURE)
            self._begin_raw(name, attributes)
        else:
            self._segment_place = Place(self.path, self._line, self._column)
            self._content.append([])

    def _start_note(self, name: str, local: str, attributes: dict[str, str]) -> None:
        if local in ("note", "prop"):
            self._note = (local, attributes)
        else:
            self._begin_raw(name, attributes)

    def _end(self, name: str) -> None:
        stack = self._stack
        if self._content:
            self._flush()
            stack.pop()
            content = tuple(self._content.pop())
            if self._codes:
                code, attributes = self._codes.pop()
                self._content[-1].append(Code(code, attributes, content))
            else:
                self._end_segment(content)
            return
        if self._raw_depth:
            stack.pop()
            self._end_raw(name)
            return
        local = name.rpartition(":")[2]
        depth = len(stack)
        stack.pop()
        if self._note is not None:
            kind, attributes = self._note
            self._note = None
            self._notes[-1].append(Annotation(kind, "".join(self._text), attributes))
        elif self._variant is not None:
            self._end_variant()
        elif self._unit is not None:
            self._end_unit()
        elif depth == 2 and local == "header":
            known = self.header
            self.header = Header(
                known.attributes, tuple(self._notes.pop()), known.version, known.root, known.line, known.column
            )
        elif depth == 2 and local == "body":
            self._in_body = False
        self._text.clear()

    def _flush(self) -> None:
        if self._text:
            self._content[-1].append("".join(self._text))
            self._text.clear()

    def _end_segment(self, content: tuple[str | Code, ...]) -> None:
        attributes = self._variant[0] if self._variant else {}
        tag = attributes.get("xml:lang") or attributes.get("lang", "")
        language = self._languages.get(tag)
        if language is None:
            language = self._languages[tag] = Language(tag)
        coded = len(content) > 1 or (bool(content) and isinstance(content[0], Code))
        text = plain_text(content)
        self._segment = Segment(text, language, content if coded else (), self._segment_place)

    def _end_variant(self) -> None:
        attributes, line, column = self._variant or ({}, 0, 0)
        segment = self._segment
        if segment is None:
            tag = attributes.get("xml:lang") or attributes.get("lang", "")
            segment = Segment("", Language(tag), (), Place(self.path, line, column))
        attributes.pop("xml:lang", None)
        if not segment.language:
            self.report("a variant without language; its unit is left out", line, column, STRUCTURE)
            self._sound = False
        self._variants.append(Variant(segment, attributes, tuple(self._notes.pop())))
        self._variant = None

    def _end_unit(self) -> None:
        attributes, line, column = self._unit or ({}, 0, 0)
        notes = tuple(self._notes.pop())
        self._unit = None
        self._unit_end = self._expat.CurrentByteIndex
        if self._sound:
            identifier = attributes.pop("tuid", "")
            self.ready.append(
                Unit(tuple(self._variants), identifier, attributes, notes, Place(self.path, line, column))
            )

    # Elements that are kept as they are written

    def _begin_raw(self, name: str, attributes: dict[str, str]) -> None:
        self._note = (name, attributes)
        self._raw = []
        self._raw_text = []
        self._start_raw(name, attributes)

    def _turn_raw(self) -> None:
        name, attributes = self._note or ("", {})
        before = "".join(self._text)
        self._text.clear()
        self._raw = [f"<{name}{xmlsafe.attributes(attributes)}>", xmlsafe.text(before)]
        self._raw_text = [before]
        self._raw_depth = 1

    def _start_raw(self, name: str, attributes: Mapping[str, str]) -> None:
        self._flush_raw()
        self._raw.append(f"<{name}{xmlsafe.attributes(attributes)}>")
        self._raw_depth += 1

    def _flush_raw(self) -> None:
        if self._raw_depth:
            chunk = "".join(self._text)
            self._raw.append(xmlsafe.text(chunk))
            self._raw_text.append(chunk)
        self._text.clear()

    def _end_raw(self, name: str) -> None:
        self._flush_raw()
        self._raw.append(f"</{name}>")
        self._raw_depth -= 1
        if not self._raw_depth:
            kind, attributes = self._note or ("", {})
            self._note = None
            if self._notes:
                text = "".join(self._raw_text) if kind in ("note", "prop") else ""
                self._notes[-1].append(Annotation(kind, text, attributes, "".join(self._raw)))
