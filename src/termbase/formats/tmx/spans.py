"""Where the segments of a TMX file stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from termbase.formats.spans import TextSpan, character_offsets, content_start, demand_utf8, xml_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.model import Unit


def target_spans(text: str, units: Sequence[Unit], path: str) -> Iterator[tuple[int, int, TextSpan]]:
    """Number of the unit, number of the variant, and place of each segment whose characters can be told; `text` is that of the file."""
    demand_utf8(text, path)
    found = _segments(text)
    if len(found) != len(units):
        return  # a unit was left out by the reader, and numbers would not correspond
    for number, (unit, segments) in enumerate(zip(units, found, strict=True)):
        if len(segments) != len(unit.variants):
            continue
        for place, (variant, edges) in enumerate(zip(unit.variants, segments, strict=True)):
            span = xml_span(text, *edges)
            if span is not None and span.text == variant.text:
                yield number, place, span


def _segments(text: str) -> list[list[tuple[int, int]]]:
    """Character spans of the contents of the segments of each unit, in document order."""
    data = text.encode("utf-8")
    parser = expat.ParserCreate("utf-8")
    units: list[list[tuple[int, int]]] = []
    opened: list[int] = []

    def start(name: str, _: object) -> None:
        if name == "tu":
            units.append([])
        elif name == "seg" and units:
            opened.append(content_start(data, parser.CurrentByteIndex))

    def end(name: str) -> None:
        if name == "seg" and opened:
            # The end tag of <seg/> stands where its only tag does.
            begun = opened.pop()
            units[-1].append((begun, max(begun, parser.CurrentByteIndex)))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)  # noqa: FBT003 (expat's own signature)
    table = character_offsets(data, {place for unit in units for span in unit for place in span})
    return [[(table[first], table[last]) for first, last in unit] for unit in units]
