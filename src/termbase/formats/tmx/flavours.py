"""What each CAT tool wants to find in a TMX file: how it writes context, and what it cannot take.

Context comes from the units before and after in the export, within one document. Where there is none, none is written: tools take an
empty context for a different one and lower an exact match by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.tmx.codes import ShortTags
from termbase.formats.tmx.header import REQUIRED, Header, default_header
from termbase.model import Annotation, Language, Segment, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_STUDIO_FIELD = re.compile(r"x-.+:(SingleString|MultipleString|SinglePicklist|MultiplePicklist|DateTime|Integer)")
_STUDIO_OWN = frozenset(
    {
        "x-Context", "x-ContextContent", "x-IdContext", "x-Origin", "x-ConfirmationLevel", "x-LastUsedBy", "x-OriginalFormat",
    }
)  # fmt: skip
# OmegaT does not match three-letter tags with two-letter ones.
_TWO_LETTERS = {
    "ara": "ar", "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "rus": "ru",
    "tur": "tr", "fas": "fa", "per": "fa", "heb": "he", "urd": "ur", "nld": "nl", "dut": "nl", "zho": "zh", "chi": "zh", "jpn": "ja",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A unit with those before and after it in its document; None at its ends, and for units that stand beside the text."""

    unit: Unit
    """The unit."""

    before: Unit | None = None
    """The one before."""

    after: Unit | None = None
    """The one after."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """A way of writing TMX."""

    pair: bool
    """Whether the tool's memories hold one source and one target language, so that a file does."""

    header: dict[str, str]
    """Header attributes of its own."""

    convert: Callable[[Iterable[Neighbours], str], Iterator[Unit]]
    """Makes the units it wants, given the source language."""

    annotations: tuple[Annotation, ...] = ()
    """Header properties of its own."""


def prepare(
    units: Iterable[Unit], *, source: str, target: str, flavour: Flavour, header: Header | None
) -> tuple[Iterator[Unit], Header]:
    """The units and the header as a flavour wants them. With `target` other languages are left out, and units that lack one of the two."""
    stream = iter(units)
    first = next(stream, None)
    stream = chain([] if first is None else [first], stream)
    start = source or (str(first.variants[0].language) if first and first.variants else "*all*")
    made = default_header(start)
    if header is not None:
        made = replace(header, attributes=dict(header.attributes) | {
            name: made.attributes[name] for name in REQUIRED if name not in header.attributes
        })  # fmt: skip
    made = replace(
        made, attributes=dict(made.attributes) | flavour.header, annotations=made.annotations + tuple(
            note for note in flavour.annotations if note not in made.annotations
        )
    )  # fmt: skip
    if flavour.convert is not _generic:
        stream = map(_with_standard_tags, stream)
    if target:
        stream = (pair for unit in stream if (pair := _pair(unit, start, target)))
    return flavour.convert(neighbours(stream), start), made


def _pair(unit: Unit, source: str, target: str) -> Unit | None:
    """The unit in two languages, source first; every variant of the target is kept."""
    first = unit.variant(source)
    others = [item for item in unit.variants if item.language.matches(target) and item is not first]
    return replace(unit, variants=(first, *others)) if first and others else None


def _with_standard_tags(unit: Unit) -> Unit:
    """The unit with language tags that tools match: hyphens for underscores, two letters where there are two."""
    return replace(unit, variants=tuple(map(_with_standard_tag, unit.variants)))


def _with_standard_tag(variant: Variant) -> Variant:
    primary, hyphen, rest = variant.language.replace("_", "-").partition("-")
    tag = _TWO_LETTERS.get(primary.lower(), primary) + hyphen + rest
    if tag == variant.language:
        return variant
    return replace(variant, segment=replace(variant.segment, language=Language(tag)))


def neighbours(units: Iterable[Unit]) -> Iterator[Neighbours]:
    """Each unit with its neighbours. The finer units of a pair, which repeat the text of the unit before them, are nobody's neighbours."""
    held: Neighbours | None = None
    beside: list[Unit] = []
    for unit in units:
        if unit.prop("x-granularity") is not None:
            beside.append(unit)
            continue
        same = held is not None and held.unit.prop("x-origin") == unit.prop("x-origin")
        if held is not None:
            yield replace(held, after=unit) if same else held
        yield from map(Neighbours, beside)
        beside.clear()
        held = Neighbours(unit, held.unit if held and same else None)
    if held is not None:
        yield held
    yield from map(Neighbours, beside)


def _text(unit: Unit | None, language: str) -> str:
    variant = unit.variant(language) if unit else None
    return variant.text if variant else ""


def _prop(kind: str, text: str) -> Annotation:
    return Annotation("prop", text, {"type": kind})


def _generic(items: Iterable[Neighbours], _: str) -> Iterator[Unit]:
    """Everything as it is."""
    return (item.unit for item in items)


def _omegat(items: Iterable[Neighbours], source: str) -> Iterator[Unit]:
    """One translation a source text, since OmegaT takes the last in one version and the first in another; others are told by context.

    Inline codes become OmegaT's own short tags, the only ones that match with its default preferences; white space around a segment
    goes, since it would prevent a match; and so does the identifier, which OmegaT would take for that of a place in a document.
    """
    defaults: dict[tuple[str, str], str] = {}
    for item in items:
        unit = _plain_for_omegat(item.unit, source)
        first = unit.variant(source)
        others = [variant for variant in unit.variants if variant is not first]
        if first is None or not others:
            yield unit
            continue
        keys = [(first.text, variant.language.canonical) for variant in others]
        new = [key not in defaults for key in keys]
        for key, variant in zip(keys, others, strict=True):
            defaults.setdefault(key, variant.text)
        if all(defaults[key] == variant.text for key, variant in zip(keys, others, strict=True)):
            if any(new):
                yield unit
            continue
        context = [("prev", _text(item.before, source).strip()), ("next", _text(item.after, source).strip())]
        if not any(text for _, text in context):
            context = [("id", item.unit.id)]
        told = tuple(_prop(kind, text) for kind, text in context if text)
        if told:
            yield replace(unit, annotations=unit.annotations + told)


def _plain_for_omegat(unit: Unit, source: str) -> Unit:
    tags = ShortTags()
    first = unit.variant(source)
    # The source names the tags; the other variants follow it, whatever their order in the unit.
    order = sorted(unit.variants, key=lambda item: item is not first)
    made = {id(item): _plain_variant(item, tags) for item in order}
    annotations = (*unit.annotations, _prop("x-tuid", unit.id)) if unit.id else unit.annotations
    return replace(unit, id="", variants=tuple(made[id(item)] for item in unit.variants), annotations=annotations)


def _plain_variant(variant: Variant, tags: ShortTags) -> Variant:
    segment = variant.segment
    text = (tags.text(segment.content) if segment.content else segment.text).strip()
    return replace(variant, segment=Segment(text, segment.language, place=segment.place))


def _trados(items: Iterable[Neighbours], source: str) -> Iterator[Unit]:
    """Studio's names: context as texts before in both languages, our properties as user fields, the status as confirmation level."""
    for item in items:
        unit = item.unit
        target = next((str(one.language) for one in unit.variants if not one.language.matches(source)), "")
        notes = [_studio_field(note) if note.kind == "prop" else note for note in unit.annotations]
        level = {"accepted": "ApprovedTranslation", "auto": "Translated", "review": "Draft"}.get(
            unit.prop("x-status") or ""
        )
        if level and unit.prop("x-ConfirmationLevel") is None:
            notes.append(_prop("x-ConfirmationLevel", level))
        before = _text(item.before, source), _text(item.before, target) if target else ""
        if all(before) and unit.prop("x-ContextContent") is None:
            texts = [text.replace("|", "||") for text in before]
            notes.append(_prop("x-ContextContent", f"{texts[0]} |  | {texts[1]} | "))
        yield replace(unit, annotations=tuple(notes))


def _studio_field(note: Annotation) -> Annotation:
    if note.type in _STUDIO_OWN or _STUDIO_FIELD.fullmatch(note.type):
        return note
    name = note.type if note.type.startswith("x-") else f"x-{note.type}"
    return replace(note, attributes=dict(note.attributes) | {"type": f"{name}:SingleString"})


def _memoq(items: Iterable[Neighbours], source: str) -> Iterator[Unit]:
    """The context that memoQ knows: the segments around, as XML within properties of the source variant."""
    for item in items:
        unit = item.unit
        context = tuple(
            _prop(kind, f"<seg>{xmlsafe.text(text)}</seg>")
            for kind, text in (
                ("x-context-pre", _text(item.before, source)),
                ("x-context-post", _text(item.after, source)),
            )
            if text
        )
        document = unit.prop("x-document") or unit.prop("x-origin")
        notes = unit.annotations
        if document and unit.prop("x-document") is None:
            notes = (*notes, _prop("x-document", document))
        yield replace(_with_source_notes(unit, source, context), annotations=notes)


def _with_source_notes(unit: Unit, source: str, notes: tuple[Annotation, ...]) -> Unit:
    """The unit with properties added to its source variant, unless that has such properties already."""
    first = unit.variant(source)
    if first is None:
        return unit
    known = {note.type for note in first.annotations}
    added = replace(first, annotations=first.annotations + tuple(note for note in notes if note.type not in known))
    return replace(unit, variants=tuple(added if item is first else item for item in unit.variants))


def _wordfast(items: Iterable[Neighbours], source: str) -> Iterator[Unit]:
    """Wordfast Pro's context: the texts around, as properties of the unit."""
    for item in items:
        context = (
            ("previousMd5Segment", _text(item.before, source)),
            ("nextMd5Segment", _text(item.after, source)),
        )
        told = tuple(_prop(kind, text) for kind, text in context if text and item.unit.prop(kind) is None)
        yield replace(item.unit, annotations=item.unit.annotations + told)


FLAVOURS = {
    "generic": Flavour(pair=False, header={}, convert=_generic),
    # OmegaT takes the text of any language where that of the project is missing.
    "omegat": Flavour(pair=True, header={}, convert=_omegat),
    "trados": Flavour(
        pair=True,
        header={"o-tmf": "SDL TM8 Format", "datatype": "xml"},
        convert=_trados,
        annotations=(_prop("x-IncludesContextContent", "True"),),
    ),
    "memoq": Flavour(
        pair=True,
        header={"o-tmf": "MemoQTM"},
        convert=_memoq,
        annotations=tuple(_prop(f"def{name}", "") for name in ("client", "project", "domain", "subject")),
    ),
    "wordfast": Flavour(pair=True, header={}, convert=_wordfast),
}
"""By the name that `--flavour` takes."""
