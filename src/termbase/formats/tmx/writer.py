"""Writing TMX: no indentation inside a variant, attributes and properties in the order they came, nothing that XML cannot carry."""

from __future__ import annotations

from functools import lru_cache
from typing import IO, TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.tmx.header import VERSIONS, Header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.model import Annotation, Code, Unit, Variant

_BLOCK = 512


def write_stream(stream: IO[bytes], units: Iterable[Unit], header: Header) -> int:
    """Write a TMX document as UTF-8 to an open stream; gives the number of units.

    White space in a segment is text, so nothing is ever indented inside a variant.
    """
    stream.write(_head(header).encode("utf-8"))
    count = 0
    block: list[str] = []
    for unit in units:
        block.append(format_unit(unit, header.version))
        count += 1
        if len(block) == _BLOCK:
            stream.write("".join(block).encode("utf-8"))
            block.clear()
    stream.write("".join([*block, "  </body>\n</tmx>\n"]).encode("utf-8"))
    return count


def _head(header: Header) -> str:
    version = header.version
    doctype = f'<!DOCTYPE tmx SYSTEM "tmx{version.replace(".", "")}.dtd">\n' if version in VERSIONS else ""
    root = ({"version": version} if version else {}) | dict(header.root)
    notes = "".join([f"\n    {_annotation(note)}" for note in header.annotations])
    end = f">{notes}\n  </header>" if notes else "/>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<tmx{xmlsafe.attributes(root)}>\n'
        f"  <header{xmlsafe.attributes(header.attributes)}{end}\n  <body>\n"
    )


def format_unit(unit: Unit, version: str = "1.4") -> str:
    """A unit as lines of XML."""
    attributes = f" tuid={xmlsafe.attribute(unit.id)}" if unit.id else ""
    if unit.attributes:
        attributes += xmlsafe.attributes(unit.attributes)
    lines = [f"    <tu{attributes}>\n"]
    lines += [f"      {_annotation(note)}\n" for note in unit.annotations]
    lines += [_variant(variant, version) for variant in unit.variants]
    lines.append("    </tu>\n")
    return "".join(lines)


def _variant(variant: Variant, version: str) -> str:
    segment = variant.segment
    attributes = variant.attributes
    # `lang` was the attribute until 1.2 and is kept where a file has it; a file that has only `lang` says so by its version.
    only_old = "lang" in attributes and version in ("1.1", "1.2") and attributes["lang"] == segment.language
    tag = "" if only_old else _language(segment.language)
    if attributes:
        tag += xmlsafe.attributes(attributes)
    notes = "".join([_annotation(note) for note in variant.annotations]) if variant.annotations else ""
    content = _content(segment.content) if segment.content else xmlsafe.text(segment.text)
    return f"      <tuv{tag}>{notes}<seg>{content}</seg></tuv>\n"


@lru_cache(maxsize=1024)
def _language(language: str) -> str:
    return f" xml:lang={xmlsafe.attribute(language)}"


def _annotation(note: Annotation) -> str:
    if note.raw:
        return note.raw
    return f"<{note.kind}{xmlsafe.attributes(note.attributes)}>{xmlsafe.text(note.text)}</{note.kind}>"


def _content(content: tuple[str | Code, ...]) -> str:
    return "".join(_pieces(content))


def _pieces(content: tuple[str | Code, ...]) -> Iterator[str]:
    for item in content:
        if isinstance(item, str):
            yield xmlsafe.text(item)
        else:
            yield f"<{item.name}{xmlsafe.attributes(item.attributes)}>"
            yield from _pieces(item.content)
            yield f"</{item.name}>"
