"""Checking releases, memories and translations against the glossary and the rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.checks import runner
from termbase.checks.baseline import Baseline
from termbase.checks.baseline import render as render_baseline
from termbase.checks.rule import Context
from termbase.checks.suppress import apply_inline, apply_paths
from termbase.errors import InputError, TermbaseError, UsageError
from termbase.formats.files import write_text
from termbase.glossary.concepts import Glossary
from termbase.reports.base import Report
from termbase.workflows.documents import documents, read_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.config import Config
    from termbase.model import Finding, Unit
    from termbase.workflows.project import Project

_PARALLEL_FROM = 4 * 1024 * 1024
"""Bytes of input from which a pool of processes pays for its start."""


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

    stale: int = 0
    """Entries of the baseline that nothing matches any more."""

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that count."""
        return tuple(finding for finding in self.findings if not finding.suppressed)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 2 inputs that could not be read."""
        return 2 if self.errors else 1 if self.open else 0


@dataclass(frozen=True, slots=True)
class Request:
    """What a run checks, and how."""

    paths: tuple[str, ...] = ()
    """Files, folders and glob patterns; empty for the whole project."""

    glossary: str = ""
    """Glossary to use instead of the project's."""

    select: tuple[str, ...] = ()
    """Only these rules."""

    ignore: tuple[str, ...] = ()
    """Not these rules."""

    baseline: str = ""
    """Baseline file; empty for that of the configuration."""

    diff_base: str = ""
    """Only files that have changed since this git revision."""

    jobs: int = 1
    """Processes to use when there is much to read."""


def check(project: Project, request: Request, *, use_baseline: bool = True) -> CheckReport:
    """Check documents: release folders, memories, translation files, or everything of the project when no path is given.

    A document that cannot be read becomes an error of the report after all others were checked. Raises `TermbaseError` for what concerns
    the whole run: the configuration, the glossary, the selection of rules, the baseline.
    """
    terms = Glossary.load(request.glossary) if request.glossary else project.glossary
    runner.select(
        project.config.check, only=request.select, ignore=request.ignore
    )  # a misspelt rule ends the run before it begins
    baseline = read_baseline(project, request.baseline) if use_baseline else None
    chosen = documents(project, request.paths, diff_base=request.diff_base)
    job = Job(project.config, terms, request.select, request.ignore)
    findings: list[Finding] = []
    errors: list[TermbaseError] = []
    read = units = 0
    for outcome in _run(job, chosen, request.jobs):
        if isinstance(outcome, TermbaseError):
            errors.append(outcome)
        else:
            read += 1
            units += outcome.units
            findings.extend(outcome.findings)
    stale = 0
    if baseline is not None:
        stale = baseline.stale(findings).total()
        findings = list(baseline.apply(findings))
    return CheckReport(tuple(findings), read, units, tuple(errors), stale)


def read_baseline(project: Project, path: str) -> Baseline | None:
    """The baseline of a path, or of the configuration; None when neither names one.

    Raises `InputError` for a file that is missing or is no baseline.
    """
    chosen = (
        Path(path)
        if path
        else project.config.path(project.config.check.baseline)
        if project.config.check.baseline
        else None
    )
    if chosen is None:
        return None
    try:
        text = chosen.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(
            "there is no such baseline", number=42, path=str(chosen), help="write one: --write-baseline"
        ) from error
    return Baseline.parse(text, str(chosen))


def baseline_path(project: Project, path: str = "") -> str:
    """The path of the baseline: as given, else that of the configuration. Raises `UsageError` when neither names one."""
    configured = project.config.check.baseline
    if not path and not configured:
        raise UsageError(
            "no baseline is named", number=44, help="--baseline FILE, or [check] baseline in termbase.toml"
        )
    return path or str(project.config.path(configured))


def write_baseline(path: str, report: CheckReport) -> int:
    """Write the findings that count, and those the old baseline knew, as the new baseline; gives their number.

    What is no longer found is thereby pruned. Raises `UsageError` when an input could not be read: its findings would be lost.
    """
    if report.errors:
        raise UsageError(
            "the baseline is not written, because an input could not be read",
            number=43,
            help="mend the input named above, or leave it out",
        )
    kept = [finding for finding in report.findings if finding.suppressed in ("", "baseline")]
    write_text(path, render_baseline(kept))
    return len(kept)


def for_printing(project: Project, report: CheckReport, *, colour: bool = False) -> Report:
    """The outcome as reporters take it."""
    return Report(
        report.findings,
        report.documents,
        report.units,
        report.errors,
        colour,
        runner.all_rules(),
        project.config.source,
    )


def write_report(path: Path, text: str) -> None:
    """Write a report; the file appears whole or not at all."""
    write_text(path, text)


@dataclass(frozen=True, slots=True)
class _Outcome:
    findings: tuple[Finding, ...]
    units: int


@dataclass(frozen=True)
class Job:
    """Everything that checking a document takes."""

    config: Config
    """Settings."""

    glossary: Glossary
    """Terms."""

    select: tuple[str, ...] = ()
    """Only these rules."""

    ignore: tuple[str, ...] = ()
    """Not these rules."""

    def __call__(self, path: Path) -> _Outcome | TermbaseError:
        """Read and check a document; one that cannot be read gives its error."""
        try:
            units = list(read_document(self.config, self.glossary, path))
        except TermbaseError as error:
            return error
        return _Outcome(tuple(self.findings(units, path)), len(units))

    def findings(self, units: Sequence[Unit], path: Path) -> list[Finding]:
        """Findings on the units of a document, with those that the units or the configuration silence marked."""
        settings = self.config.check
        selection = runner.select(settings, only=self.select, ignore=self.ignore)
        context = Context(self.config.source, self.config.languages, self.glossary, settings)
        found = runner.check(units, context, selection)
        ran = frozenset(rule.id for rule in selection.rules)
        placed = (
            finding if finding.path else replace(finding, path=str(path))
            for finding in apply_inline(units, found, ran=ran, known=runner.known_ids())
        )
        return list(apply_paths(placed, settings.path_ignore))


def _run(job: Job, paths: Sequence[Path], jobs: int) -> list[_Outcome | TermbaseError]:
    size = sum(path.stat().st_size for path in paths if path.is_file())
    if jobs < 2 or len(paths) < 2 or size < _PARALLEL_FROM:
        return [job(path) for path in paths]
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 (only for large inputs)
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(
        min(jobs, len(paths)), mp_context=get_context("spawn"), initializer=_start, initargs=(job,)
    ) as pool:
        return list(pool.map(_check_here, paths))


_job_here: Job | None = None


def _start(job: Job) -> None:
    global _job_here  # noqa: PLW0603 (one job a worker process; the glossary is sent once)
    _job_here = job


def _check_here(path: Path) -> _Outcome | TermbaseError:
    assert _job_here is not None, "the pool starts every worker with its job"  # noqa: S101
    return _job_here(path)
