"""Checking releases, memories and translations against the glossary and the rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.checks import runner
from termbase.checks.rule import Context
from termbase.errors import InputError, TermbaseError
from termbase.glossary.concepts import Glossary
from termbase.workflows.build import release_units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from termbase.model import Finding, Unit
    from termbase.workflows.project import Project


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The outcome of a run."""

    findings: tuple[Finding, ...]
    """Everything found, suppressed findings included and marked."""

    documents: int
    """Documents checked."""

    units: int
    """Translation units checked."""

    errors: tuple[TermbaseError, ...] = field(default=())
    """Inputs that could not be read; the others were checked all the same."""

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that count."""
        return tuple(finding for finding in self.findings if not finding.suppressed)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 inputs that could not be read."""
        return 2 if self.errors else 1 if self.open else 0


def check(
    project: Project,
    paths: Sequence[str] = (),
    *,
    glossary: str = "",
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> CheckReport:
    """Check documents: release folders, TMX files, or everything of the project when no path is given."""
    settings = project.config.check
    terms = Glossary.load(glossary) if glossary else project.glossary
    selection = runner.select(settings, only=select, ignore=ignore)
    context = Context(project.config.source, project.config.languages, terms, settings)
    findings: list[Finding] = []
    errors: list[TermbaseError] = []
    documents = count = 0
    for path in _documents(project, paths):
        try:
            units = list(_units(project, path))
        except TermbaseError as error:
            errors.append(error)
            continue
        documents += 1
        count += len(units)
        findings.extend(runner.check(units, context, selection))
    return CheckReport(tuple(findings), documents, count, tuple(errors))


def _documents(project: Project, paths: Sequence[str]) -> Iterable[Path]:
    """The documents that paths stand for: a folder of releases stands for its releases and the memories that have no release."""
    for path in [Path(item) for item in paths] or [project.releases]:
        if path.is_dir() and not any((path / f"{language}.txt").exists() for language in project.config.languages):
            releases = sorted(
                {file.parent for language in project.config.languages for file in path.glob(f"*/{language}.txt")}
            )
            yield from releases
            names = {folder.name for folder in releases}
            yield from (file for file in sorted(path.glob("*.tmx")) if file.stem not in names)
        else:
            yield path


def _units(project: Project, path: Path) -> Iterator[Unit]:
    if path.is_dir():
        from termbase.workflows.align import align_files, units  # noqa: PLC0415

        present = {
            language: path / f"{language}.txt"
            for language in project.config.languages
            if (path / f"{language}.txt").exists()
        }
        if path.resolve().parent == project.releases.resolve():
            return release_units(project, path.name)
        return units(align_files(present, name=path.resolve().name, glossary=project.glossary))
    if path.suffix != ".tmx":
        raise InputError(
            "not a kind of file that can be checked",
            number=30,
            path=str(path),
            help="name a TMX file or a release folder",
        )
    from termbase.formats import tmx  # noqa: PLC0415

    return tmx.read(path)
