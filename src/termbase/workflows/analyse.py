"""How much of a document the memory knows already: segments, words and characters by match band, as translators are paid by."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from termbase.formats import release
from termbase.text.fold import fold
from termbase.text.segment import segment
from termbase.workflows.documents import documents, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from termbase.workflows.project import Project

CONTEXT, REPETITION, NONE = "context", "repetition", "none"
_LEAST = {"100": 100, "95-99": 95, "85-94": 85, "75-84": 75, "50-74": 50}
BANDS = (CONTEXT, REPETITION, *_LEAST, NONE)
"""Match bands from the best to none; those of scores by their least and greatest."""


@dataclass(slots=True)
class Volume:
    """How much text there is."""

    segments: int = 0
    """Sentences, or units of a translation file."""

    words: int = 0
    """What stands between spaces and has a letter or a digit."""

    characters: int = 0
    """Characters that are not space."""

    def add(self, text: str) -> None:
        """Count one segment more."""
        words = text.split()
        self.segments += 1
        self.words += sum(any(map(str.isalnum, word)) for word in words)
        self.characters += sum(map(len, words))


def _empty() -> dict[str, Volume]:
    return {band: Volume() for band in BANDS}


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the memory knows of one document."""

    path: str
    """The document."""

    bands: dict[str, Volume] = field(default_factory=_empty)
    """Volume by match band."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A source segment and where it stands; None for what is not known."""

    text: str
    previous: str | None = None
    next: str | None = None
    id: str | None = None


def analyse(
    project: Project, paths: Sequence[str], *, source: str = "", targets: Sequence[str] = ()
) -> Iterator[Analysis]:
    """The analysis of each document, in order.

    A document is a text file in the source language, a release folder (its source text), or a translation file. A segment that is the
    same as an earlier one of any of the documents, but for case and marks, is a repetition, unless the memory knows it in its context.
    With `targets`, only matches that have one of them count. Raises `InputError` for a document that cannot be read.
    """
    language = source or project.config.source
    seen: set[str] = set()
    for path in documents(project, paths):
        found = Analysis(str(path))
        for item in _segments(project, path, language):
            band = _band(project, item, language, targets)
            key = fold(item.text)
            if key in seen and band != CONTEXT:
                band = REPETITION
            seen.add(key)
            found.bands[band].add(item.text)
        yield found


def total(analyses: Sequence[Analysis]) -> dict[str, Volume]:
    """The volumes of all documents together."""
    sums = _empty()
    for analysis in analyses:
        for band, volume in analysis.bands.items():
            sums[band].segments += volume.segments
            sums[band].words += volume.words
            sums[band].characters += volume.characters
    return sums


def _segments(project: Project, path: Path, language: str) -> Iterator[_Source]:
    text = path / f"{language}.txt" if path.is_dir() else path
    if text.suffix == ".txt":
        sentences = ["", *(sentence.line for sentence in segment(release.read_text(text, language), language)), ""]
        for before, sentence, after in zip(sentences, sentences[1:], sentences[2:], strict=False):
            yield _Source(sentence, before, after)
        return
    for unit in read_document(project.config, project.glossary, path):
        variant = unit.variant(language)
        if variant is not None and variant.text.strip():
            yield _Source(variant.text, id=unit.id or None)


def _band(project: Project, item: _Source, language: str, targets: Sequence[str]) -> str:
    matches = project.memory.lookup(
        item.text,
        source=language,
        targets=targets,
        minimum=min(_LEAST.values()),
        limit=1,
        previous=item.previous,
        next=item.next,
        id=item.id,
    )
    if not matches:
        return NONE
    score = matches[0].score
    return CONTEXT if score > 100 else next(band for band, least in _LEAST.items() if score >= least)
