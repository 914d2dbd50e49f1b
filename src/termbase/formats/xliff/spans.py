"""Where the targets of an XLIFF file stand in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.formats.spans import TextSpan, character_offsets, content_start, demand_utf8, xml_span
from termbase.formats.xliff.document import Document
from termbase.formats.xliff.segments import classic_pairs, modern_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.model import Unit


def target_spans(text: str, units: Sequence[Unit], path: str) -> Iterator[tuple[int, int, TextSpan]]:
    """Number of the unit, number of the variant, and place of each target whose characters can be told; `text` is that of the file.

    Sources are not given: in XLIFF they belong to the document that is being translated.
    """
    demand_utf8(text, path)
    data = text.encode("utf-8")
    found = list(_targets(data, path))
    if len(found) != len(units):
        return
    table = character_offsets(data, {place for edges in found if edges for place in edges})
    for number, (unit, edges) in enumerate(zip(units, found, strict=True)):
        if edges is None or len(unit.variants) != 2:
            continue
        span = xml_span(text, table[edges[0]], table[edges[1]])
        if span is not None and span.text == unit.variants[1].text:
            yield number, 1, span


def _targets(data: bytes, path: str) -> Iterator[tuple[int, int] | None]:
    """Edges of the content of each unit's target, in bytes, as the reader gives the units; None for a unit without one."""
    document = Document(path)
    for node in document.units([data]):
        for pair in (modern_pairs if document.modern else classic_pairs)(node):
            source, target = pair.contents()
            if pair.source is None or not source:
                continue
            if pair.target is None or not target:
                yield None
            else:
                start = content_start(data, pair.target.start)
                yield start, max(start, pair.target.end)
