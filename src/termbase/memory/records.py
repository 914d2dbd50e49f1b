"""Units as rows: what is not text or language is kept as compact JSON, and only where there is any."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from termbase.model import Annotation, Code, Language, Segment, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Stored(NamedTuple):
    """A unit as its rows have it, for those who need little of it."""

    unit: int
    """Its number."""

    origin: str
    """Name of its origin."""

    tuid: str
    """Its identifier, empty when it has none."""

    changed: str
    """When it was last changed, as TMX writes it; empty when that is not known."""

    author: str
    """Who changed it, empty when that is not known."""

    uses: int
    """How often it was used, at least 1."""

    extra: str | None
    """What `encode` gave."""

    variants: list[tuple[int, str, str]]
    """Place, language and text of each variant."""


def is_plain(unit: Unit) -> bool:
    """Whether a unit is nothing but texts: no attributes, notes or inline codes."""
    return not (
        unit.attributes
        or unit.annotations
        or any(item.attributes or item.annotations or item.segment.content for item in unit.variants)
    )


def changed_and_author(unit: Unit) -> tuple[str | None, str | None]:
    """When a unit or any of its variants was last changed, and by whom."""
    best: tuple[str, str] = ("", "")
    for attributes in (unit.attributes, *(variant.attributes for variant in unit.variants)):
        if attributes:
            date = attributes.get("changedate") or attributes.get("creationdate") or ""
            author = attributes.get("changeid") or attributes.get("creationid") or ""
            best = max(best, (date, author))
    return best[0] or None, best[1] or None


def uses(unit: Unit) -> int:
    """How often a unit was used, as its attributes say; 1 when they do not."""
    counts = [unit.attributes.get("usagecount", "")] + [item.attributes.get("usagecount", "") for item in unit.variants]
    return max((int(count) for count in counts if count.isdecimal() and len(count) < 10), default=1) or 1


def encode(unit: Unit) -> str | None:
    """All of a unit that the columns do not hold; None when that is nothing."""
    extra: dict[str, Any] = {}
    if unit.attributes:
        extra["a"] = dict(unit.attributes)
    if unit.annotations:
        extra["n"] = [_annotation(item) for item in unit.annotations]
    for place, variant in enumerate(unit.variants):
        own: dict[str, Any] = {}
        if variant.attributes:
            own["a"] = dict(variant.attributes)
        if variant.annotations:
            own["n"] = [_annotation(item) for item in variant.annotations]
        if variant.segment.content:
            own["c"] = [_content(item) for item in variant.segment.content]
        if own:
            extra[str(place)] = own
    return json.dumps(extra, ensure_ascii=False, separators=(",", ":")) if extra else None


def decode(tuid: str, rows: Sequence[tuple[int, str, str]], extra: str | None) -> Unit:
    """The unit of (place, language, text) rows."""
    stored: Mapping[str, Any] = json.loads(extra) if extra else {}
    variants = []
    for place, language, text in rows:
        own = stored.get(str(place), {})
        content = tuple(_decode_content(item) for item in own.get("c", ()))
        segment = Segment(text, Language(language), content)
        variants.append(
            Variant(segment, own.get("a", {}), tuple(_decode_annotation(item) for item in own.get("n", ())))
        )
    notes = tuple(_decode_annotation(item) for item in stored.get("n", ()))
    return Unit(tuple(variants), tuid, stored.get("a", {}), notes)


def coded_places(extra: str | None) -> frozenset[int]:
    """Places of the variants that have inline codes."""
    if not extra or '"c":' not in extra:
        return frozenset()
    return frozenset(
        int(place)
        for place, own in json.loads(extra).items()
        if place.isdecimal() and isinstance(own, dict) and "c" in own
    )


def _annotation(note: Annotation) -> list[Any]:
    return [note.kind, note.text, dict(note.attributes), *([note.raw] if note.raw else [])]


def _decode_annotation(values: list[Any]) -> Annotation:
    return Annotation(*values)


def _content(item: str | Code) -> Any:  # noqa: ANN401 (JSON)
    return (
        item if isinstance(item, str) else [item.name, dict(item.attributes), [_content(part) for part in item.content]]
    )


def _decode_content(value: Any) -> str | Code:  # noqa: ANN401 (JSON)
    return (
        value if isinstance(value, str) else Code(value[0], value[1], tuple(_decode_content(part) for part in value[2]))
    )
