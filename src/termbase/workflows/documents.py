"""What can be checked: finding documents under paths, and reading the units of one."""

from __future__ import annotations

import subprocess
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import InputError, UsageError
from termbase.workflows.align import units
from termbase.workflows.api import read
from termbase.workflows.decided import LOG, align_decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.config import Config
    from termbase.glossary.concepts import Glossary
    from termbase.model import Unit
    from termbase.workflows.project import Project

SUFFIXES = (".tmx", ".tmx.gz", ".xlf", ".xliff", ".sdlxliff", ".mxliff", ".po", ".pot", ".csv", ".tsv", ".xlsx")
"""File names that are taken for documents when a folder is given."""


def documents(project: Project, paths: Sequence[str] = (), *, diff_base: str = "") -> list[Path]:
    """The documents that paths stand for, each once, in order.

    A path is a file, a release folder (one text a language), a folder of such things, or a glob pattern; without any, the project's
    releases. The TMX file of a release is not checked beside its texts: findings point at what a person wrote. With `diff_base`, only
    documents of which a file has changed since that git revision are kept.
    """
    languages = project.config.languages
    if not paths:
        project.require()
    found: dict[Path, None] = {}
    for given in paths or [str(project.releases)]:
        expanded = (
            [Path(item) for item in sorted(glob(given, recursive=True))] if glob_pattern(given) else [Path(given)]  # noqa: PTH207 (patterns may be absolute)
        )
        if not expanded:
            raise UsageError(f"no file matches {given!r}", number=32, help="quote the pattern, or name the files")
        for path in expanded:
            found.update(dict.fromkeys(_within(path, languages)))
    chosen = list(found)
    if diff_base:
        changed = changed_files(diff_base)
        chosen = [
            path
            for path in chosen
            if any(file.resolve() in changed for file in (path, path / LOG, *_texts(path, languages)))
        ]
    return chosen


def glob_pattern(text: str) -> bool:
    """Whether a path is a pattern; a file that has such a name all the same is a file."""
    return any(character in text for character in "*?[") and not Path(text).exists()


def _within(path: Path, languages: Sequence[str]) -> Iterator[Path]:
    if not path.is_dir() or list(_texts(path, languages)):
        yield path
        return
    releases = sorted({file.parent for language in languages for file in path.rglob(f"{language}.txt")})
    yield from releases
    built = {folder.with_name(f"{folder.name}.tmx") for folder in releases}
    yield from (file for file in sorted(path.rglob("*")) if file.name.lower().endswith(SUFFIXES) and file not in built)


def _texts(path: Path, languages: Sequence[str]) -> Iterator[Path]:
    return (
        (path / f"{language}.txt" for language in languages if (path / f"{language}.txt").is_file())
        if path.is_dir()
        else iter(())
    )


def changed_files(base: str) -> frozenset[Path]:
    """Files that differ from a git revision, untracked ones included, as absolute paths.

    Raises `UsageError` when git does not know the revision or there is no repository.
    """
    commands = (
        ["diff", "--name-only", "-z", base, "--"],
        ["ls-files", "--others", "--exclude-standard", "-z", "--full-name"],
    )
    try:
        top = _git(["rev-parse", "--show-toplevel"]).strip()
        names = "".join(_git(command) for command in commands)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", "") or str(error)
        raise UsageError(
            f"git cannot compare with {base!r}: {reason.strip().splitlines()[0]}",
            number=33,
            help="name a revision that this repository has",
        ) from error
    return frozenset((Path(top) / name).resolve() for name in names.split("\0") if name)


def _git(arguments: Sequence[str]) -> str:
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout  # noqa: S603, S607 (git of the user's path)


def read_document(config: Config, glossary: Glossary, path: Path) -> Iterator[Unit]:
    """The units of a document: a release folder is aligned now, as its reviewers decided; a file is read by its format.

    Raises `InputError`.
    """
    if not path.is_dir():
        return read(path)
    present = {
        language: path / f"{language}.txt" for language in config.languages if (path / f"{language}.txt").is_file()
    }
    if len(present) < 2 or config.source not in present:
        raise InputError(
            "no release here: it takes one text file a language, the source among them",
            number=34, path=str(path), help=f"files named {', '.join(f'{language}.txt' for language in config.languages)}",
        )  # fmt: skip
    return units(align_decided(present, path, name=path.resolve().name, glossary=glossary), lone=True)
