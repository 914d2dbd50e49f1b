"""Building the memories: every release folder under `tmx/` becomes a TMX file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.formats.files import writing
from termbase.workflows.align import AlignedRelease, document, units
from termbase.workflows.decided import align_decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from termbase.formats.decisions import Entry
    from termbase.workflows.project import Project


_STALE_SHOWN = 5
"""Decisions that no longer fit, of which each build tells one by one: a new version of a text may leave hundreds."""


@dataclass(frozen=True, slots=True)
class Built:
    """What building one release came to."""

    name: str
    """The release."""

    path: Path
    """Its TMX file."""

    units: int
    """Translation units in the file."""

    review: int
    """How many of them wait for review; the finer units of a pair are not counted, since reviewers see their joint bead."""

    accepted: int
    """How many of them a reviewer has accepted."""

    stale: bool
    """Whether the file on disk differed from what its sources say."""

    warnings: tuple[str, ...]
    """What a person should look at."""


def align_release(project: Project, name: str, *, more: Sequence[Entry] = ()) -> AlignedRelease:
    """Align the versions of a release that are there, and replay its reviewers' decisions, and `more` after them.

    Raises `InputError` when the source language or every other language is missing.
    """
    folder = project.releases / name
    paths = {language: folder / f"{language}.txt" for language in project.config.languages}
    present = {language: path for language, path in paths.items() if path.exists()}
    if project.config.source not in present or len(present) < 2:
        missing = [path.name for language, path in paths.items() if language not in present]
        raise InputError(
            f"the release lacks {', '.join(missing)}",
            number=20,
            path=str(folder),
            help="one file a language, named by its tag; the source language is needed",
        )
    return align_decided(present, folder, name=name, glossary=project.glossary, more=more)


def chosen(project: Project, names: Sequence[str] = ()) -> Iterator[str]:
    """The releases of these names, all by default. Raises `InputError` when the turn comes to one that is not there."""
    project.require()
    known = project.release_names()
    for name in names or known:
        if name not in known:
            raise InputError(
                f"there is no release {name!r}",
                number=21,
                path=str(project.releases),
                help=f"known: {', '.join(known) or 'none'}",
            )
        yield name


def build(project: Project, names: Sequence[str] = (), *, write: bool = True) -> Iterator[Built]:
    """Build releases, all by default, one after another; with `write` off, only tell which files are stale."""
    for name in chosen(project, names):
        aligned = align_release(project, name)
        found = list(units(aligned, review_below=project.config.align.review_below))
        content = document(aligned, found)
        path = project.releases / f"{name}.tmx"
        stale = not path.exists() or path.read_bytes() != content
        if stale and write:
            with writing(path) as stream:
                stream.write(content)
        statuses = Counter(unit.prop("x-status") for unit in found if unit.prop("x-granularity") is None)
        yield Built(
            name, path, len(found), statuses["review"], statuses["accepted"], stale, _warnings(project, aligned)
        )


def _warnings(project: Project, aligned: AlignedRelease) -> tuple[str, ...]:
    absent = [language for language in project.config.languages if language not in aligned.segments]
    found = [f"no version in {', '.join(absent)}"] if absent else []
    found += map(str, aligned.alignment.warnings)
    found += map(str, aligned.stale[:_STALE_SHOWN])
    if len(aligned.stale) > _STALE_SHOWN:
        found.append(
            f"{len(aligned.stale) - _STALE_SHOWN} more decisions no longer fit: termbase review {aligned.name} lists them"
        )
    return tuple(found)
