"""Reviewing the beads of a release: what waits for a person, the page where they decide, and taking their decisions in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from termbase.alignment.keys import key_of
from termbase.errors import UsageError
from termbase.formats import decisions
from termbase.formats.files import write_text
from termbase.model import BeadStatus
from termbase.reports.review_html import render
from termbase.workflows.align import status_of
from termbase.workflows.build import align_release, chosen
from termbase.workflows.decided import LOG, names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from termbase.errors import InputError
    from termbase.model import Place, Segment
    from termbase.workflows.align import AlignedRelease
    from termbase.workflows.project import Project


@dataclass(frozen=True, slots=True)
class BeadForReview:
    """A bead as a reviewer sees it."""

    key: str
    """What decisions call it."""

    confidence: float
    """The aligner's, or 1 and 0 for what a person accepted and rejected."""

    status: BeadStatus
    """Whether it waits for review."""

    sides: Mapping[str, Sequence[Segment]]
    """Its sentences by language."""

    @property
    def place(self) -> str:
        """`path:line:column` of its first sentence."""
        return next((_where(segments[0].place) for segments in self.sides.values() if segments), "")

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "bead": self.key,
            "confidence": round(self.confidence, 4),
            "status": self.status.value,
            "sides": {
                language: [{"text": segment.text, "place": _where(segment.place)} for segment in segments]
                for language, segments in self.sides.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Review:
    """A release and how far its review has come."""

    name: str
    """The release."""

    beads: Sequence[BeadForReview]
    """All its beads, in the order of the text."""

    stale: Sequence[InputError]
    """Decisions of its log that no longer fit."""

    @property
    def counts(self) -> Counter[str]:
        """How many beads have each status."""
        return Counter(bead.status.value for bead in self.beads)

    def shown(self, *, every: bool = False) -> list[BeadForReview]:
        """The beads that wait for review, or all of them, least sure first."""
        some = [bead for bead in self.beads if every or bead.status is BeadStatus.REVIEW]
        return sorted(some, key=lambda bead: bead.confidence)

    def as_dict(self, *, every: bool = False) -> dict[str, Any]:
        """For JSON."""
        return {
            "release": self.name,
            "counts": {status.value: self.counts[status.value] for status in BeadStatus},
            "beads": [bead.as_dict() for bead in self.shown(every=every)],
            "stale": [{"path": error.path, "line": error.line, "message": error.message} for error in self.stale],
        }


def review(project: Project, name: str = "") -> Iterator[Review]:
    """The state of a release, or of every release when none is named. Raises `InputError`."""
    for found in chosen(project, [name] if name else ()):
        aligned = align_release(project, found)
        yield Review(found, _beads(project, aligned), aligned.stale)


def _beads(project: Project, aligned: AlignedRelease) -> list[BeadForReview]:
    ids = names(aligned)
    below = project.config.align.review_below
    return [
        BeadForReview(
            key_of(bead.sides, ids),
            bead.confidence,
            status_of(bead, below),
            {language: [aligned.segments[language][index] for index in side] for language, side in bead.sides.items()},
        )
        for bead in aligned.alignment.beads
    ]


def _where(place: Place | None) -> str:
    return f"{place.path}:{place.line}:{place.column}" if place else ""


def _one(project: Project, name: str) -> str:
    """The release that is meant. Raises `UsageError` when none is named and there are several."""
    project.require()
    known = project.release_names()
    if not name and len(known) != 1:
        raise UsageError("which release?", number=50, help=f"name one: {', '.join(known) or 'there is none yet'}")
    return next(chosen(project, [name or known[0]]))


def write_page(project: Project, name: str, path: Path) -> Review:
    """Write the page where a release is reviewed, one file that needs no network; gives what is on it."""
    name = _one(project, name)
    aligned = align_release(project, name)
    ids = names(aligned)
    below = project.config.align.review_below
    data = {
        "release": name,
        "sentences": {
            language: [
                {"id": id_, "text": segment.text, "place": _where(segment.place)}
                for id_, segment in zip(ids[language], segments, strict=True)
            ]
            for language, segments in aligned.segments.items()
        },
        "beads": [
            {
                "sides": {language: list(side) for language, side in bead.sides.items()},
                "confidence": round(bead.confidence, 4),
                "status": status_of(bead, below).value,
            }
            for bead in aligned.alignment.beads
        ],
    }
    write_text(path, render(data))
    return Review(name, _beads(project, aligned), aligned.stale)


@dataclass(frozen=True, slots=True)
class Applied:
    """What taking decisions in came to."""

    name: str
    """The release."""

    log: Path
    """Its log."""

    added: int
    """Decisions that are new."""

    known: int
    """Decisions that the log had already."""

    stale: Sequence[InputError]
    """Decisions that the log had and that no longer fit."""


def apply(project: Project, name: str, path: Path) -> Applied:
    """Add the decisions of a file to the log of a release: all of them, or none when anything is wrong with one.

    Raises `InputError` with the place of the first line that is no decision, or that no longer fits the texts.
    """
    name = _one(project, name)
    entries = decisions.read(path)
    log = project.releases / name / LOG
    new = decisions.unknown(entries, decisions.read(log) if log.exists() else [])
    stale = align_release(project, name, more=new).stale
    unfit = [error for error in stale if error.path == str(path)]
    if unfit:
        if len(unfit) > 1:
            others = ", ".join(str(error.line) for error in unfit[1:])
            unfit[0].help = f"nothing was taken in. Likewise line {others}. {unfit[0].help}"
        raise unfit[0]
    if new:
        decisions.append(log, [entry.decision for entry in new])
    return Applied(name, log, len(new), len(entries) - len(new), stale)
