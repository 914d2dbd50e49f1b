"""Building the memories: every release folder under `tmx/` becomes a TMX file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.formats.files import writing
from termbase.workflows.align import AlignedRelease, align_files, document, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from termbase.workflows.project import Project


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
    """How many of them are marked for review."""

    stale: bool
    """Whether the file on disk differed from what its sources say."""

    warnings: tuple[str, ...]
    """What a person should look at."""


def align_release(project: Project, name: str) -> AlignedRelease:
    """Align the versions of a release that are there.

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
    return align_files(present, name=name, glossary=project.glossary)


def build(project: Project, names: Sequence[str] = (), *, write: bool = True) -> Iterator[Built]:
    """Build releases, all by default, one after another; with `write` off, only tell which files are stale."""
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
        aligned = align_release(project, name)
        found = list(units(aligned, review_below=project.config.align.review_below))
        content = document(aligned, found)
        path = project.releases / f"{name}.tmx"
        stale = not path.exists() or path.read_bytes() != content
        if stale and write:
            with writing(path) as stream:
                stream.write(content)
        review = sum(unit.prop("x-status") == "review" for unit in found)
        yield Built(name, path, len(found), review, stale, _warnings(project, aligned))


def _warnings(project: Project, aligned: AlignedRelease) -> tuple[str, ...]:
    absent = [language for language in project.config.languages if language not in aligned.segments]
    missing = (f"no version in {', '.join(absent)}",) if absent else ()
    return missing + tuple(str(warning) for warning in aligned.alignment.warnings)
