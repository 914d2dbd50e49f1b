"""Aligning the versions of a release, and making translation units of the beads."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from termbase.alignment import Alignment, Lexicon, align, packaged
from termbase.alignment.user_lexicon import read_lexicon
from termbase.errors import UsageError
from termbase.formats import release, tmx
from termbase.formats.files import write_text, writing
from termbase.model import Annotation, Bead, BeadStatus, Language, Place, Segment, Unit, Variant
from termbase.reports.alignment_html import render as render_page
from termbase.text.fold import fold
from termbase.text.language import TAG
from termbase.workflows.segment import load_rules
from termbase.workflows.teach import taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from termbase.errors import InputError
    from termbase.glossary.concepts import Glossary
    from termbase.text.segment import Rules
    from termbase.workflows.project import Project

# Joins the sentences of one side of a bead. Languages written without spaces would need their own; none of ours is.
_JOIN = " "


@dataclass(frozen=True, slots=True)
class AlignedRelease:
    """The versions of a release, sentence by sentence, and how they go together."""

    name: str
    """Name of the release; the first part of its unit identifiers."""

    segments: Mapping[str, Sequence[Segment]]
    """Sentences by language, in order."""

    alignment: Alignment
    """Their beads."""

    stale: tuple[InputError, ...] = ()
    """Reviewers' decisions that no longer fit the texts, each with its place in the log."""


def align_files(
    paths: Mapping[str, Path],
    *,
    name: str,
    glossary: Glossary | None = None,
    lexicon: Lexicon | None = None,
    pre_segmented: bool = False,
    rules: Rules | None = None,
    embeddings: str | None = None,
) -> AlignedRelease:
    """Read, segment and align the versions of a release; the first language is the pivot.

    With `pre_segmented` every line of a file is a sentence. Raises `InputError` for a file that cannot be read, `UsageError` for fewer
    than two languages.
    """
    if len(paths) < 2:
        raise UsageError(
            "aligning takes at least two languages",
            number=10,
            help="termbase align en=RELEASE.en.txt ar=RELEASE.ar.txt",
        )
    segments = {
        language: release.read_lines(path, language)
        if pre_segmented
        else release.read_segments(path, language, rules=rules)
        for language, path in paths.items()
    }
    return AlignedRelease(
        name, segments, align_segments(segments, glossary=glossary, lexicon=lexicon, embeddings=embeddings)
    )


def parse_texts(arguments: Sequence[str]) -> dict[str, Path]:
    """Language and path of each argument: `en=PATH`, or `NAME.en.txt` whose last part before the suffix is the tag.

    Raises `UsageError` for an argument of neither form and for a language given twice.
    """
    found: dict[str, Path] = {}
    for argument in arguments:
        language, separator, path = argument.partition("=")
        if not (separator and TAG.fullmatch(language)):
            path = argument
            language = name_and_language(Path(argument))[1]
            if not language:
                raise UsageError(
                    f"no language in {argument!r}", number=11, help="write en=PATH, or name the file NAME.en.txt"
                )
        if language in found:
            raise UsageError(f"{language} is given twice", number=12, help="one text a language")
        found[language] = Path(path)
    return found


def name_and_language(path: Path) -> tuple[str, str]:
    """What a file's name says: `release` and `en` for `release.en.txt`, an empty name for `en.txt`. An empty tag when it says no language."""
    name, _, language = path.stem.rpartition(".")
    return (name, language) if TAG.fullmatch(language) else ("", "")


@dataclass(frozen=True, slots=True)
class AlignRequest:
    """How to align, beyond what the project says."""

    lexicon: Path | None = None
    """A lexicon of the user's, beside the packaged one."""

    embeddings: str = ""
    """Name of an embedding model; empty for none."""

    seed_memory: bool = False
    """Whether accepted units of the memory teach the aligner."""

    pre_segmented: bool = False
    """Whether every line of the files is a sentence."""

    srx: Path | None = None
    """Segmentation rules instead of ours."""


def align_project_files(
    project: Project, paths: Mapping[str, Path], request: AlignRequest, *, name: str
) -> AlignedRelease:
    """Align texts with what the project knows: its glossary gives anchors, its configuration and its memory further words."""
    return align_files(
        paths,
        name=name,
        glossary=project.glossary,
        lexicon=lexicon_for(project, list(paths), request),
        pre_segmented=request.pre_segmented,
        rules=load_rules(request.srx),
        embeddings=request.embeddings or None,
    )


def lexicon_for(project: Project, languages: Sequence[str], request: AlignRequest) -> Lexicon:
    """The words that the aligner knows for these languages, the pivot first: ours, the user's, and what the memory teaches."""
    lexicon = packaged()
    tags = [Language(tag).primary for tag in languages]
    own = request.lexicon or (
        project.config.path(project.config.align.lexicon) if project.config.align.lexicon else None
    )
    if own is not None:
        # A file of two columns is about the pivot and the first other language; `en-fr.tsv` says so itself, also to texts without French.
        named = re.match(r"([a-z]{2,3})-([a-z]{2,3})(?![a-z])", own.name)
        known = {*tags, *(Language(tag).primary for tag in project.config.languages)}
        source, target = named.groups() if named and {*named.groups()} <= known else (tags[0], tags[1])
        lexicon += read_lexicon(own, source, target)
    if request.seed_memory:
        for target in tags[1:]:
            lexicon += taught(project, tags[0], target)
    return lexicon


def write_tmx(path: Path, aligned: AlignedRelease) -> None:
    """Write the TMX file of an aligned text; it appears whole or not at all."""
    content = document(aligned, units(aligned))
    with writing(path) as stream:
        stream.write(content)


def write_page(path: Path, aligned: AlignedRelease, *, review_below: float) -> None:
    """Write the page that shows the beads side by side."""
    sentences = {language: [item.text for item in items] for language, items in aligned.segments.items()}
    write_text(
        path,
        render_page(aligned.alignment.beads, sentences, str(aligned.alignment.signature), review_below=review_below),
    )


def as_dict(aligned: AlignedRelease) -> dict[str, Any]:
    """Beads, signature and warnings as JSON has them."""
    alignment = aligned.alignment
    return {
        "languages": list(aligned.segments),
        "beads": [
            {
                "sides": {tag: list(side) for tag, side in bead.sides.items()},
                "confidence": round(bead.confidence, 4),
                "status": bead.status.value,
            }
            for bead in alignment.beads
        ],
        "signature": alignment.signature.as_dict(),
        "warnings": [str(warning) for warning in alignment.warnings],
    }


def document(aligned: AlignedRelease, found: Iterable[Unit]) -> bytes:
    """The TMX file of an aligned release, byte for byte the same for the same sources."""
    source = next(iter(aligned.segments))
    notes = (Annotation("prop", str(aligned.alignment.signature), {"type": "x-aligner"}),)
    stream = io.BytesIO()
    tmx.write_stream(stream, found, tmx.default_header(source, date=date_of(aligned.name), annotations=notes))
    return stream.getvalue()


def write_table(path: str, table: str) -> None:
    """Write a bead table; the file appears whole or not at all."""
    write_text(path, table)


def align_segments(
    segments: Mapping[str, Sequence[Segment]],
    *,
    glossary: Glossary | None = None,
    lexicon: Lexicon | None = None,
    embeddings: str | None = None,
) -> Alignment:
    """Align segments, with the terms of the glossary as anchors and the paragraphs as soft evidence."""
    sentences = {language: [item.text for item in items] for language, items in segments.items()}
    paragraphs = {
        language: [item.place.paragraph if item.place else 0 for item in items] for language, items in segments.items()
    }
    anchors = None
    if glossary is not None and len(glossary):
        anchors = {
            language: [frozenset(hit.concept.id for hit in glossary.find(text, language)) for text in texts]
            for language, texts in sentences.items()
        }
    return align(sentences, paragraphs=paragraphs, anchors=anchors, lexicon=lexicon, embeddings=embeddings)


def units(aligned: AlignedRelease, *, lone: bool = False, review_below: float = 0.5) -> Iterator[Unit]:
    """The translation units of an aligned release.

    One unit a joint bead with at least two languages; after it, where a pair of languages aligns more finely than the joint bead, the
    pair's own units, marked by the property `x-granularity`, so that no pair loses matches to a third language. With `lone`, also units of
    sentences that one language has alone, such as a headline: no memory wants them, but checks do. The sides of a rejected bead are alone
    too. Units that the aligner is less sure of than `review_below` are marked for review.
    """
    seen: dict[str, int] = {}
    finer = _finer(aligned.alignment)
    for bead in aligned.alignment.beads:
        if bead.status is BeadStatus.REJECTED:
            for language, side in bead.sides.items() if lone else ():
                if side:
                    yield _unit(aligned, replace(bead, sides={language: side}), seen, review_below)
            continue
        if sum(map(bool, bead.sides.values())) < (1 if lone else 2):
            continue
        yield _unit(aligned, bead, seen, review_below)
        for pair_bead in finer.get(id(bead), ()):
            yield _unit(aligned, pair_bead, seen, review_below, finer=True)


def status_of(bead: Bead, review_below: float) -> BeadStatus:
    """The status that people see: an automatic bead that the aligner is not sure of waits for review."""
    unsure = bead.status is BeadStatus.AUTO and bead.confidence < review_below
    return BeadStatus.REVIEW if unsure else bead.status


def _finer(alignment: Alignment) -> dict[int, list[Bead]]:
    """Beads of pairs that split a joint bead, by the identity of the joint bead that holds their first sentence."""
    holder = {
        (language, index): bead for bead in alignment.beads for language, side in bead.sides.items() for index in side
    }
    found: dict[int, list[Bead]] = {}
    for beads in alignment.pairs.values():
        for bead in beads:
            filled = {language: side for language, side in bead.sides.items() if side}
            if len(filled) < 2:
                continue
            joint = {
                id(holder[language, index]): holder[language, index]
                for language, side in filled.items()
                for index in side
            }
            if len(joint) == 1:
                (whole,) = joint.values()
                if any(tuple(whole.sides.get(language, ())) != tuple(side) for language, side in filled.items()):
                    found.setdefault(id(whole), []).append(bead)
    return found


def _unit(
    aligned: AlignedRelease, bead: Bead, seen: dict[str, int], review_below: float, *, finer: bool = False
) -> Unit:
    variants = tuple(
        _variant(aligned.segments[language], side, language) for language, side in bead.sides.items() if side
    )
    properties = [
        ("x-origin", aligned.name),
        ("x-confidence", f"{bead.confidence:.2f}"),
        ("x-status", status_of(bead, review_below).value),
    ]
    if finer:
        properties.append(("x-granularity", "-".join(variant.language for variant in variants)))
    place = variants[0].segment.place
    return Unit(
        variants,
        id=_identifier(aligned.name, variants, seen),
        annotations=tuple(Annotation("prop", text, {"type": kind}) for kind, text in properties),
        place=place,
    )


def _variant(segments: Sequence[Segment], side: Sequence[int], language: str) -> Variant:
    parts = [segments[index] for index in side]
    first, last = parts[0].place, parts[-1].place
    place = None
    if first and last:
        # `end` is set only where the text of the unit is the text of the file, one space between sentences, so that a column in it is true.
        near = all(
            one.place and other.place and other.place.start - one.place.end == len(_JOIN)
            for one, other in pairwise(parts)
        )
        end = last.end if near and first.paragraph == last.paragraph else 0
        place = Place(first.path, first.line, first.column, first.paragraph, first.start, end)
    return Variant(Segment(_JOIN.join(part.text for part in parts), Language(language), place=place))


def _identifier(name: str, variants: Sequence[Variant], seen: dict[str, int]) -> str:
    """Name of the release and a digest of the texts: stable when sentences are added elsewhere. A repetition gets a number."""
    digest = hashlib.sha256(
        "\x1f".join(f"{variant.language}:{fold(variant.text)}" for variant in variants).encode("utf-8", "surrogatepass")
    ).hexdigest()[:10]
    seen[digest] = seen.get(digest, 0) + 1
    suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
    return f"{name}.{digest}{suffix}"


def date_of(name: str) -> str:
    """The date that a release's name begins with (2024, 2024-12 or 2024-12-02) in TMX form; empty when it has none."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?!\d)", name)
    return f"{found[1]}{found[2] or '01'}{found[3] or '01'}T000000Z" if found else ""


def bead_table(beads: Iterable[Bead], languages: Sequence[str]) -> str:
    """Beads as tab-separated lines: comma-separated 0-based indices per language, then the confidence."""
    return "".join(
        "\t".join(
            [*(",".join(map(str, bead.sides.get(language, ()))) for language in languages), f"{bead.confidence:.4f}"]
        )
        + "\n"
        for bead in beads
    )
