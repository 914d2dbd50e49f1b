"""TMX 1.4b (LISA OSCAR, 2005) and its older versions: read as a stream, written byte-for-byte reproducibly."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

import termbase
from termbase.errors import InputError
from termbase.formats.files import writing
from termbase.model import Annotation, Code, Language, Place, Segment, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NATIVE = frozenset({"bpt", "ept", "it", "ph", "ut"})


@dataclass(frozen=True, slots=True)
class Header:
    """What a TMX file says of itself."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes in order, as written."""

    annotations: tuple[Annotation, ...] = ()
    """Notes, properties and user-defined encodings in order."""

    version: str = "1.4"
    """Version of the format, from the root element."""


class Reader:
    """The units of a TMX file, one after another, in constant memory.

    `header` is known once iteration has begun, or after `read_header`.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.header = Header()

    def __iter__(self) -> Iterator[Unit]:
        """Yield every unit; raises `InputError` with line and column where the file is not well-formed XML."""
        version = "1.4"
        try:
            events = etree.iterparse(
                str(self.path),
                events=("start", "end"),
                resolve_entities="internal",
                no_network=True,
                load_dtd=False,
                remove_comments=True,
                remove_pis=True,
            )
            for event, element in events:
                name = etree.QName(element).localname
                if event == "start":
                    if element.getparent() is None and name != "tmx":
                        raise InputError(
                            f"the root element is <{name}>, not <tmx>",
                            number=10,
                            path=str(self.path),
                            help="is this a TMX file?",
                        )
                    if name == "tmx":
                        version = element.get("version", "")
                elif name == "header":
                    self.header = Header(_attributes(element), _annotations(element), version)
                elif name == "tu":
                    yield _unit(element, str(self.path))
                    _release(element)
        except etree.XMLSyntaxError as error:
            raise InputError(
                f"not well-formed XML: {error.msg}",
                number=11,
                path=str(self.path),
                line=error.lineno or 0,
                column=error.offset or 0,
                help="export the file again, or correct the place shown",
            ) from error
        except OSError as error:
            raise InputError(
                f"cannot read it: {error}", number=1, path=str(self.path), help="check the path"
            ) from error


def read(path: Path | str) -> Iterator[Unit]:
    """The units of a TMX file as a stream."""
    return iter(Reader(path))


def _release(element: etree._Element) -> None:
    """Forget a unit that has been handed out, and what stood before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _attributes(element: etree._Element) -> dict[str, str]:
    return {_plain_name(str(name)): str(value) for name, value in element.attrib.items()}


def _plain_name(name: str) -> str:
    return "xml:lang" if name == XML_LANG else name


def _annotations(element: etree._Element) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(etree.QName(child).localname, child.text or "", _attributes(child))
        for child in element
        if etree.QName(child).localname in ("note", "prop")
    )


def _unit(element: etree._Element, path: str) -> Unit:
    attributes = _attributes(element)
    identifier = attributes.pop("tuid", "")
    variants = tuple(_variant(child) for child in element if etree.QName(child).localname == "tuv")
    return Unit(variants, identifier, attributes, _annotations(element), Place(path, element.sourceline or 0))


def _variant(element: etree._Element) -> Variant:
    attributes = _attributes(element)
    language = attributes.pop("xml:lang", None) or attributes.pop("lang", "")
    seg = next((child for child in element if etree.QName(child).localname == "seg"), None)
    content = () if seg is None else _content(seg)
    coded = any(isinstance(item, Code) for item in content)
    segment = Segment(
        _plain_text(content), Language(language), content if coded else (), Place("", element.sourceline or 0)
    )
    return Variant(segment, attributes, _annotations(element))


def _content(element: etree._Element) -> tuple[str | Code, ...]:
    items: list[str | Code] = [element.text] if element.text else []
    for child in element:
        items.append(Code(etree.QName(child).localname, _attributes(child), _content(child)))
        if child.tail:
            items.append(child.tail)
    return tuple(items)


def _plain_text(content: tuple[str | Code, ...]) -> str:
    return "".join(
        item if isinstance(item, str) else "" if item.name in _NATIVE else _plain_text(item.content) for item in content
    )


def write(path: Path | str, units: Iterable[Unit], header: Header) -> int:
    """Write units as TMX 1.4b and return how many; the file appears only when it is whole."""
    with writing(path) as stream:
        return write_stream(stream, units, header)


def write_stream(stream: IO[bytes], units: Iterable[Unit], header: Header) -> int:
    """Write a TMX document to an open stream. Never indents inside a variant: white space in a segment is text."""
    count = 0
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n')
    stream.write(f"  <header{_format_attributes(header.attributes)}".encode())
    notes = "".join(f"\n    {_format_annotation(note)}" for note in header.annotations)
    stream.write((f">{notes}\n  </header>\n  <body>\n" if notes else "/>\n  <body>\n").encode())
    for unit in units:
        stream.write(_format_unit(unit).encode("utf-8"))
        count += 1
    stream.write(b"  </body>\n</tmx>\n")
    return count


def default_header(source: str, *, date: str = "", annotations: tuple[Annotation, ...] = ()) -> Header:
    """The header of a memory made here. `date` is in the form YYYYMMDDThhmmssZ, and comes from the data, never from the clock."""
    attributes = {
        "creationtool": "termbase",
        "creationtoolversion": termbase.__version__,
        "segtype": "sentence",
        "o-tmf": "termbase",
        "adminlang": "en",
        "srclang": source,
        "datatype": "plaintext",
    }
    return Header(attributes | ({"creationdate": date} if date else {}), annotations)


def _format_unit(unit: Unit) -> str:
    attributes = ({"tuid": unit.id} if unit.id else {}) | dict(unit.attributes)
    lines = [f"    <tu{_format_attributes(attributes)}>\n"]
    lines.extend(f"      {_format_annotation(note)}\n" for note in unit.annotations)
    for variant in unit.variants:
        notes = "".join(_format_annotation(note) for note in variant.annotations)
        tag = _format_attributes({"xml:lang": variant.language, **variant.attributes})
        content = _format_content(variant.segment.content or (variant.segment.text,))
        lines.append(f"      <tuv{tag}>{notes}<seg>{content}</seg></tuv>\n")
    lines.append("    </tu>\n")
    return "".join(lines)


def _format_attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(_clean(value))}" for name, value in attributes.items())


def _format_annotation(note: Annotation) -> str:
    return f"<{note.kind}{_format_attributes(note.attributes)}>{escape(_clean(note.text))}</{note.kind}>"


def _format_content(content: tuple[str | Code, ...]) -> str:
    return "".join(
        escape(_clean(item))
        if isinstance(item, str)
        else f"<{item.name}{_format_attributes(item.attributes)}>{_format_content(item.content)}</{item.name}>"
        for item in content
    )


def _clean(text: str) -> str:
    """Leave out what XML 1.0 cannot carry at all; a vertical tab from a word processor was a line break."""
    if _FORBIDDEN.search(text):
        return _FORBIDDEN.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))
    return text
