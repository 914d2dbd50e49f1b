"""What is wrong with a TMX file: the document type's rules, and those that it cannot say, each with line and column."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

from termbase.errors import InputError
from termbase.formats import xmlsafe
from termbase.formats.source import XmlSource
from termbase.formats.tmx.codes import matching_faults, pairing_faults
from termbase.formats.tmx.first_lines import FirstLines
from termbase.formats.tmx.grammar import Element, element
from termbase.formats.tmx.header import VERSIONS, Header
from termbase.formats.tmx.parser import STRUCTURE, UNREADABLE
from termbase.formats.tmx.reader import NAMES, Reader
from termbase.model import Category, Finding, Language, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from termbase.model import Unit, Variant

_CODES, _DATE, _LANGUAGE, _DUPLICATE, _SEGMENT = "TB852", "TB853", "TB854", "TB855", "TB856"
_NAMES = NAMES | {
    _CODES: "tmx-codes",
    _DATE: "tmx-date",
    _LANGUAGE: "tmx-language",
    _DUPLICATE: "tmx-duplicate",
    _SEGMENT: "tmx-segment",
}
_DATE_FORM = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z")
_DATES = ("creationdate", "changedate", "lastusagedate")
_ANY_SOURCE = "*all*"


def validate(path: Path | str) -> Iterator[Finding]:
    """What is wrong with a TMX file: first its structure, then what is wrong with each unit, each in the order of the file.

    Raises `InputError` for a file that cannot be read at all, or is an attack.
    """
    structure = _Structure(str(path))
    yield from structure.check(path)
    problems: list[Finding] = []
    reader = Reader(path, problems=problems)
    units = _Units(str(path))
    for unit in reader:
        if units.count == 0:
            yield from units.check_header(reader.header)
        yield from units.check(unit)
        yield from structure.unseen(problems)
    if units.count == 0:
        yield from units.check_header(reader.header)
    yield from structure.unseen(problems)


def _finding(rule: str, severity: Severity, message: str, place: Place, unit: str = "", lang: str = "") -> Finding:
    return Finding(
        rule, _NAMES[rule], Category.MARKUP, severity, 1.0, message, place.path, place.line, place.column, unit, lang
    )


@dataclass(slots=True)
class _Open:
    """An element that is open."""

    name: str
    known: Element | None
    group: int = 0
    seen: set[str] = field(default_factory=set)
    line: int = 1
    column: int = 1


class _Structure:
    """The rules of the document type, checked as a stream up to the first fault that is not XML."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[Finding] = []
        self._stack: list[_Open] = []
        self._version = "1.4"
        self._whole = False
        self._unit = ""
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = xmlsafe.Entities(self._refuse).declare

    def check(self, path: Path | str) -> Iterator[Finding]:
        """Yield the faults of the file at a path."""
        with closing(XmlSource(path).chunks()) as chunks:
            fed = 0
            try:
                for chunk in chunks:
                    self._parser.Parse(chunk, False)  # noqa: FBT003 (expat's own signature)
                    fed += len(chunk)
                    if fed - self._parser.CurrentByteIndex > xmlsafe.MAX_TOKEN:
                        message = f"a tag or comment longer than {xmlsafe.MAX_TOKEN:,} bytes"
                        raise self._refuse(message, "no translation memory needs that; is the file damaged?")
                    yield from self._take()
                self._parser.Parse(b"", True)  # noqa: FBT003
                self._whole = True
            except expat.ExpatError:
                self._whole = False  # the reader says what and where, and goes on behind it
        yield from self._take()

    def unseen(self, problems: list[Finding]) -> list[Finding]:
        """Of the reader's problems those that were not told already; the list is emptied."""
        found = [item for item in problems if item.rule == UNREADABLE or not self._whole]
        problems.clear()
        return found

    def _take(self) -> list[Finding]:
        found, self._found = self._found, []
        return found

    def _refuse(self, message: str, help_: str) -> InputError:
        place = self._place()
        return InputError(message, number=15, path=self._path, line=place.line, column=place.column, help=help_)

    def _place(self) -> Place:
        return Place(self._path, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _fault(self, message: str, place: Place | None = None) -> None:
        self._found.append(_finding(STRUCTURE, Severity.ERROR, message, place or self._place(), self._unit))

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(":")[2]
        if len(self._stack) >= xmlsafe.MAX_DEPTH:
            raise self._refuse(
                f"elements nested more than {xmlsafe.MAX_DEPTH} deep", "no translation memory needs that"
            )
        if len(attributes) > xmlsafe.MAX_ATTRIBUTES:
            raise self._refuse(
                f"an element with more than {xmlsafe.MAX_ATTRIBUTES:,} attributes", "no translation memory needs that"
            )
        if not self._stack:
            self._check_root(name, local, attributes)
        if local == "tu":
            self._unit = attributes.get("tuid", "")
        known = element(local, self._version)
        if self._stack:
            self._check_place(local, self._stack[-1])
        if known is not None:
            self._check_attributes(local, known, attributes)
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        self._stack.append(_Open(local, known, line=line, column=column))

    def _check_root(self, name: str, local: str, attributes: Mapping[str, str]) -> None:
        if local != "tmx":
            place = self._place()
            raise InputError(
                f"the root element is <{name}>, not <tmx>", number=10, path=self._path, line=place.line, column=place.column,
                help="is this a TMX file?",
            )  # fmt: skip
        version = attributes.get("version", "")
        if version in VERSIONS:
            self._version = version
        elif version:
            self._fault(f"version {version!r} is none of {', '.join(VERSIONS)}")
        else:
            message = "<tmx> does not say its version; it is taken for 1.4"
            self._found.append(_finding(STRUCTURE, Severity.WARNING, message, self._place()))

    def _check_place(self, name: str, parent: _Open) -> None:
        """Whether an element may stand in its parent, after what stood there before."""
        if parent.known is None:
            return
        group = parent.known.ranks.get(name)
        if group is None:
            self._fault(f"<{name}> does not belong in <{parent.name}>")
            return
        if group < parent.group:
            later = " or ".join(f"<{item}>" for item in parent.known.children[parent.group] if item in parent.seen)
            self._fault(f"<{name}> stands after {later} in <{parent.name}>; it must stand before")
        if name in parent.seen and name in parent.known.single:
            self._fault(f"a second <{name}> in <{parent.name}>")
        parent.group = max(parent.group, group)
        parent.seen.add(name)

    def _check_attributes(self, name: str, known: Element, attributes: Mapping[str, str]) -> None:
        for missing in known.required:
            if missing not in attributes:
                self._fault(f"<{name}> lacks the attribute {missing}")
        for attribute, value in attributes.items():
            if attribute.startswith("xmlns"):
                if name == "tmx":
                    self._fault(
                        "a namespace, which TMX has none of; tools that go by the document type refuse the file"
                    )
                continue
            if attribute not in known.required and attribute not in known.optional:
                self._fault(f"<{name}> has no attribute {attribute}")
            allowed = known.values.get(attribute)
            if allowed and value not in allowed:
                self._fault(f"{attribute}={value!r} in <{name}> is none of {', '.join(allowed)}")

    def _end(self, _: str) -> None:
        closed = self._stack.pop()
        if closed.known is None:
            return
        for name in closed.known.least:
            if name not in closed.seen:
                self._fault(f"<{closed.name}> has no <{name}>", Place(self._path, closed.line, closed.column))

    def _text(self, text: str) -> None:
        parent = self._stack[-1]
        if parent.known is not None and not parent.known.text and text.strip(" \t\r\n"):
            self._fault(f"text in <{parent.name}>")


class _Units:
    """What the document type cannot say of a unit."""

    def __init__(self, path: str) -> None:
        self.count = 0
        self._path = path
        self._source = ""
        self._ids = FirstLines()
        self._anonymous = FirstLines()

    def check_header(self, header: Header) -> Iterator[Finding]:
        """Yield what is wrong with the header's values."""
        place = Place(self._path, header.line, header.column)
        self._source = header.attributes.get("srclang", "")
        yield from _dates(header.attributes, place, "")
        for name in ("srclang", "adminlang"):
            tag = header.attributes.get(name, "")
            if tag and tag != _ANY_SOURCE:
                yield from _language(tag, place, "", name)

    def check(self, unit: Unit) -> Iterator[Finding]:
        """Yield what is wrong with a unit."""
        self.count += 1
        place = unit.place or Place(self._path, 1)
        yield from _dates(unit.attributes, place, unit.id)
        yield from self._duplicates(unit, place)
        yield from self._source_language(unit, place)
        seen: set[str] = set()
        for variant in unit.variants:
            there = variant.segment.place or place
            yield from _language(variant.language, there, unit.id, "xml:lang")
            yield from _dates(variant.attributes, there, unit.id)
            yield from _segment(unit, variant, there)
            if variant.language.canonical in seen:
                message = f"a second variant in {variant.language}; many tools keep only one"
                yield _finding(_DUPLICATE, Severity.INFO, message, there, unit.id, variant.language)
            seen.add(variant.language.canonical)
            for fault in pairing_faults(variant):
                yield _finding(_CODES, Severity.ERROR, fault, there, unit.id, variant.language)
        for variant, fault in matching_faults(unit):
            there = variant.segment.place or place
            yield _finding(_CODES, Severity.WARNING, f"{variant.language} {fault}", there, unit.id, variant.language)
        usage = unit.attributes.get("usagecount", "0")
        if not usage.isdecimal():
            yield _finding(STRUCTURE, Severity.WARNING, f"usagecount {usage!r} is no number", place, unit.id)

    def _duplicates(self, unit: Unit, place: Place) -> Iterator[Finding]:
        """An identifier twice; of units without one, the same texts twice. The same texts under two identifiers have their reasons."""
        if unit.id:
            first = self._ids.met(unit.id, place.line)
            message = f"tuid {unit.id!r} is that of line {first}, too"
        else:
            variants = tuple((item.language.canonical, item.text, repr(item.segment.content)) for item in unit.variants)
            first = self._anonymous.met(variants, place.line)
            message = f"the unit of line {first} again"
        if first:
            yield _finding(_DUPLICATE, Severity.WARNING, message, place, unit.id)

    def _source_language(self, unit: Unit, place: Place) -> Iterator[Finding]:
        source = unit.attributes.get("srclang", self._source)
        if source and source != _ANY_SOURCE and not any(item.language.matches(source) for item in unit.variants):
            message = f"no variant in {source}, the source language"
            yield _finding(_LANGUAGE, Severity.WARNING, message, place, unit.id)


def _language(tag: str, place: Place, unit: str, attribute: str) -> Iterator[Finding]:
    if xmlsafe.is_language_tag(tag):
        return
    hint = f"; write {tag.replace('_', '-')}" if "_" in tag else ""
    message = f"{attribute} {tag!r} is no BCP 47 language tag, and tools do not match it{hint}"
    yield _finding(_LANGUAGE, Severity.WARNING, message, place, unit, Language(tag))


def _dates(attributes: Mapping[str, str], place: Place, unit: str) -> Iterator[Finding]:
    for name in _DATES:
        value = attributes.get(name)
        if value is not None and not _is_date(value):
            message = f"{name} {value!r} is no date of the form YYYYMMDDThhmmssZ"
            yield _finding(_DATE, Severity.WARNING, message, place, unit)


def _is_date(value: str) -> bool:
    found = _DATE_FORM.fullmatch(value)
    if found is None:
        return False
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return False
    return True


def _segment(unit: Unit, variant: Variant, place: Place) -> Iterator[Finding]:
    text = variant.text
    if not text.strip() and not variant.segment.content:
        yield _finding(_SEGMENT, Severity.WARNING, f"no text in {variant.language}", place, unit.id, variant.language)
    elif "\n" in text[: len(text) - len(text.lstrip())] or "\n" in text[len(text.rstrip()) :]:
        message = "line feeds around the text: white space in <seg> is text, and tools will not match it"
        yield _finding(_SEGMENT, Severity.WARNING, message, place, unit.id, variant.language)
