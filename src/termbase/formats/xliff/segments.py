"""XLIFF 1.2 and 2.x into units: one for each segment, as translation memories hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.formats.xliff import codes
from termbase.formats.xliff.document import METADATA, Document, Node
from termbase.model import Annotation, Category, Code, Finding, Language, Place, Segment, Severity, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULE = "TB871"
"""Rule of what is wrong with an XLIFF file."""

PREFIX = "x-xliff-"
"""Of the property types that keep what only XLIFF says of a unit."""


def read(path: Path | str, *, problems: list[Finding] | None = None) -> Iterator[Unit]:
    """The segments of an XLIFF file, one unit each, as a stream.

    The target is there only when it has content. `state`, `subState`, `state-qualifier`, `approved`, `translate="no"`, the file and the
    names of a unit are properties whose types begin with `x-xliff-`; notes are notes, metadata are properties. Candidates (`alt-trans`,
    matches) and binary units are no translations and are not read.

    With a list of `problems` a unit without a source is told there and left out; without one it raises. Raises `InputError` for a file
    that is not well-formed, is no XLIFF, or names no source language.
    """
    document = Document(path)
    for node in document.units():
        languages = languages_of(node, str(path))
        for pair in (modern_pairs if document.modern else classic_pairs)(node):
            if pair.source is None:
                _complain(pair, str(path), problems)
                continue
            if unit := _unit(pair, languages, str(path)):
                yield unit
    if document.root is not None and document.modern and not document.root.attributes.get("srcLang"):
        raise InputError(
            "no source language is stated", number=96, path=str(path), line=document.root.line, help='add srcLang="..."'
        )


def _complain(pair: Pair, path: str, problems: list[Finding] | None) -> None:
    message = f"unit {pair.id!r} has no source"
    if problems is None:
        raise InputError(
            message, number=98, path=path, line=pair.unit.line, column=pair.unit.column, help="export the file again"
        )
    place = pair.unit.line, pair.unit.column
    problems.append(
        Finding(
            RULE,
            "xliff",
            Category.MARKUP,
            Severity.ERROR,
            1.0,
            message,
            path,
            *place,
            unit=pair.unit.attributes.get("id", ""),
        )
    )


def languages_of(unit: Node, path: str) -> tuple[Language, Language]:
    """Source and target language of the file that a unit stands in; the target's is empty when it is not stated.

    Raises `InputError` when the source's is not stated.
    """
    source = unit.inherited("source-language") or unit.inherited("srcLang")
    if not source:
        raise InputError(
            "no source language is stated", number=96, path=path, line=unit.line, column=unit.column,
            help='add source-language="..." to <file>, or in XLIFF 2 srcLang="..." to <xliff>',
        )  # fmt: skip
    return Language(source), Language(unit.inherited("target-language") or unit.inherited("trgLang"))


class Pair:
    """A source and its target within a unit: what is one segment to a translator."""

    __slots__ = ("holder", "segment", "source", "target", "unit")

    def __init__(self, unit: Node, source: Node | None, target: Node | None, segment: str, holder: Node) -> None:
        self.unit = unit
        """The `unit` or `trans-unit`."""
        self.source = source
        """The element that holds the source text."""
        self.target = target
        """The element that holds the target text, if there is one."""
        self.segment = segment
        """Identifier of the segment within the unit; empty when it has only one."""
        self.holder = holder
        """The element that says in which state the target is."""

    @property
    def id(self) -> str:
        """The unit's identifier, with the segment's after a dot when there are several."""
        name = self.unit.attributes.get("id", "")
        return f"{name}.{self.segment}" if self.segment else name

    @property
    def translatable(self) -> bool:
        """Whether a translation is wanted: nothing around the segment says that it is not."""
        return self.unit.inherited("translate") != "no"

    def contents(self) -> tuple[codes.Content, codes.Content]:
        """Content of source and target."""
        reader = codes.Reader(codes.original_data(self.unit))
        source = reader.read(self.source) if self.source is not None else ()
        return source, reader.read(self.target) if self.target is not None else ()


def modern_pairs(unit: Node) -> Iterator[Pair]:
    """The segments of an XLIFF 2 unit, in the order of the source; what is ignorable between them is left out."""
    segments = list(unit.elements("segment"))
    for number, segment in enumerate(segments, 1):
        name = segment.attributes.get("id", str(number)) if len(segments) > 1 else ""
        yield Pair(unit, segment.first("source"), segment.first("target"), name, segment)


def classic_pairs(unit: Node) -> Iterator[Pair]:
    """The segments of an XLIFF 1 unit: its `mrk mtype="seg"` when all its text stands in such, else the unit as one."""
    source, target = unit.first("source"), unit.first("target")
    holder = target if target is not None else unit
    segmented = unit.first("seg-source")
    parts = _marked(segmented) if segmented is not None else {}
    translated = _marked(target) if target is not None else {}
    if not parts or (target is not None and target.text.strip() and not translated):
        yield Pair(unit, source, target, "", holder)
        return
    for name, part in parts.items():
        yield Pair(unit, part, translated.get(name), name if len(parts) > 1 else "", holder)


def _marked(node: Node) -> dict[str, Node]:
    """Segments by `mid`, if all text stands in segments with names of their own."""
    parts = [item for item in node.walk() if item.name == "mrk" and item.attributes.get("mtype") == "seg"]
    named = {part.attributes.get("mid", ""): part for part in parts}
    inside = "".join(part.text for part in parts)
    whole = "".join(node.text.split()) == "".join(inside.split())
    return named if whole and len(named) == len(parts) and "" not in named else {}


def _unit(pair: Pair, languages: tuple[Language, Language], path: str) -> Unit | None:
    source, target = pair.contents()
    if pair.source is None or not source:
        return None
    variants = [_variant(pair.source, source, languages[0], path)]
    if pair.target is not None and target:
        # A target's own language is used where the file states none, rather than losing a translation.
        language = languages[1] or Language(pair.target.attributes.get("xml:lang") or "und")
        variants.append(_variant(pair.target, target, language, path))
    place = Place(path, pair.unit.line, pair.unit.column)
    return Unit(tuple(variants), pair.id, {}, tuple(_annotations(pair)), place)


def _variant(node: Node, content: codes.Content, language: Language, path: str) -> Variant:
    with_codes = any(isinstance(item, Code) for item in content)
    place = Place(path, node.line, node.column)
    return Variant(Segment(codes.plain(content), language, content if with_codes else (), place))


def _annotations(pair: Pair) -> Iterator[Annotation]:
    unit, holder = pair.unit, pair.holder
    container = next((node for node in unit.ancestors() if node.name == "file"), None)
    file = container.attributes if container is not None else {}
    said = {
        "file": file.get("original", ""),
        "resname": unit.attributes.get("resname", ""),
        "name": unit.attributes.get("name", ""),
        "approved": unit.attributes.get("approved", ""),
        "state": holder.attributes.get("state", ""),
        "subState": holder.attributes.get("subState", ""),
        "state-qualifier": holder.attributes.get("state-qualifier", ""),
        "translate": "" if pair.translatable else "no",
    }
    for name, value in said.items():
        if value:
            yield Annotation("prop", value, {"type": PREFIX + name})
    for item in unit.elements():
        if item.name == f"{{{METADATA}}}metadata":
            for meta in item.walk():
                if meta.name == f"{{{METADATA}}}meta":
                    yield Annotation("prop", meta.text, {"type": meta.attributes.get("type", "")})
    for note in (
        *unit.elements("note"),
        *(inner for notes in unit.elements("notes") for inner in notes.elements("note")),
    ):
        language = note.attributes.get("xml:lang", "")
        yield Annotation("note", note.text, {"xml:lang": language} if language else {})
