"""A release folder, aligned, with the decisions of its reviewers replayed: what `build`, `check` and `review` all see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from termbase.alignment.keys import sentence_ids
from termbase.alignment.replay import replay
from termbase.formats import decisions
from termbase.workflows.align import AlignedRelease, align_files, align_segments

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from termbase.errors import InputError
    from termbase.formats.decisions import Entry
    from termbase.glossary.concepts import Glossary
    from termbase.model import Bead

LOG = "decisions.jsonl"
"""Name of the log in the folder of a release."""

STALE = 113
"""Number of the error for a decision that no longer fits."""


def align_decided(
    paths: Mapping[str, Path], folder: Path, *, name: str, glossary: Glossary, more: Sequence[Entry] = ()
) -> AlignedRelease:
    """Align the texts of a release and replay the log of its folder, if there is one, and `more` decisions after it.

    Raises `InputError` for a text or a log that cannot be read. A decision that no longer fits raises nothing: see `AlignedRelease.stale`.
    """
    aligned = align_files(paths, name=name, glossary=glossary)
    log = folder / LOG
    entries = [*(decisions.read(log) if log.exists() else ()), *more]
    return _decided(aligned, entries, glossary) if entries else aligned


def names(aligned: AlignedRelease) -> dict[str, list[str]]:
    """What the sentences of a release are called in keys of beads, by language."""
    return {
        language: sentence_ids([segment.text for segment in segments])
        for language, segments in aligned.segments.items()
    }


def _decided(aligned: AlignedRelease, entries: Sequence[Entry], glossary: Glossary) -> AlignedRelease:
    """An automatic alignment with decisions replayed over it."""

    def realign(hole: Mapping[str, range]) -> Sequence[Bead]:
        part = {language: aligned.segments[language][run.start : run.stop] for language, run in hole.items()}
        return align_segments(part, glossary=glossary).beads

    result = replay(aligned.alignment.beads, names(aligned), [entry.decision for entry in entries], realign)
    stale = tuple(_stale(entries[item.number], item.reason) for item in result.stale)
    return replace(aligned, alignment=replace(aligned.alignment, beads=result.beads), stale=stale)


def _stale(entry: Entry, reason: str) -> InputError:
    about = f" (“{entry.decision.text}”)" if entry.decision.text else ""
    return entry.line.error(
        f"this decision no longer fits: {reason}{about}",
        "review the place again; a line that has had its day may be removed",
        "bead",
        number=STALE,
    )
