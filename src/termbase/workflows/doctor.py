"""Is everything in order: versions, configuration, glossary, releases, memory."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import termbase
from termbase.compiled import kernel_of
from termbase.errors import TermbaseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from termbase.workflows.project import Project

_NEEDED = ("lxml", "numpy", "polib", "rapidfuzz", "regex", "sacremoses", "tomlkit", "typer")
_COMPILED = (
    ("fast search", "memory", "search large memories ten times as fast"),
    ("fast terms", "glossary", "check terms a tenth faster"),
    ("fast alignment", "alignment", "align three times as fast"),
)
_EXTRAS = {"xlsx": "openpyxl", "postgres": "psycopg", "web": "starlette"}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at."""

    subject: str
    """What."""

    state: str
    """How it is, and what to do if it is not well."""

    healthy: bool = True
    """Whether it is in order."""


def examine(project: Project) -> Iterator[Diagnosis]:
    """Look at everything a run depends on; a broken part does not hide the others."""
    yield Diagnosis("termbase", f"{termbase.__version__} on Python {sys.version.split()[0]}")
    for package in _NEEDED:
        try:
            yield Diagnosis(package, version(package))
        except PackageNotFoundError:
            yield Diagnosis(package, "not installed; install termbase again", healthy=False)
    for extra, package in _EXTRAS.items():
        present = find_spec(package) is not None
        yield Diagnosis(
            f"extra [{extra}]",
            "installed" if present else f"not installed; pip install 'termbase[{extra}]' when it is wanted",
        )
    for subject, room, gain in _COMPILED:
        yield Diagnosis(
            subject,
            "compiled"
            if kernel_of(room) is not None
            else f"not compiled; with a C compiler, install termbase again to {gain}",
        )
    yield Diagnosis("configuration", f"languages {', '.join(project.config.languages)}; root {project.config.root}")
    yield from _guarded("glossary", lambda: f"{len(project.glossary)} concepts")
    yield from _guarded("releases", lambda: f"{len(project.release_names())} under {project.releases}")
    yield from _guarded("memory", project.memory_state)


def _guarded(subject: str, look: Callable[[], str]) -> Iterator[Diagnosis]:
    try:
        yield Diagnosis(subject, look())
    except TermbaseError as error:
        yield Diagnosis(subject, f"{error}. {error.help}", healthy=False)
