"""Carrying out a plan: what is up to date is left alone, the rest is made, and every file is written whole or not at all."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from termbase.batch.pool import make, processors
from termbase.batch.record import Record, sources_of
from termbase.errors import OutputError, TermbaseError
from termbase.formats.files import writing

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from termbase.batch.task import Made, Plan, Task


class State(StrEnum):
    """What became of a task."""

    WRITTEN = "written"
    UP_TO_DATE = "up to date"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one task."""

    path: Path
    """The file that it is about."""

    state: State
    """Whether it was written."""

    size: str = ""
    """How much is in it, when it was written."""

    warnings: tuple[str, ...] = ()
    """What a person should look at, when it was written."""

    problem: TermbaseError | None = None
    """Why it failed. A file of an earlier run stays as it was."""


def run(plan: Plan, *, jobs: int = 0, force: bool = False) -> Generator[Outcome, None, None]:
    """Make what is not up to date, or everything with `force`; outcomes come in the order of the tasks.

    `jobs` processes work at once, 0 for as many as there are processors; 1 works in this one. The files are the same whatever it is. A task that
    fails stops no other. Close it when you stop early: what has been written by then is known to the next run.
    """
    waiting: dict[int, Outcome] = {}
    shown = 0
    with closing(_outcomes(plan, jobs or processors(), force=force)) as outcomes:
        for number, outcome in outcomes:
            waiting[number] = outcome
            while shown in waiting:
                yield waiting.pop(shown)
                shown += 1


def _outcomes(plan: Plan, jobs: int, *, force: bool) -> Generator[tuple[int, Outcome], None, None]:
    record = Record(plan.into)
    due: dict[int, Task] = {}
    sources: dict[int, str] = {}
    for number, task in enumerate(plan.tasks):
        path = plan.into / task.output
        if task.problem:
            yield number, Outcome(path, State.FAILED, problem=task.problem)
            continue
        # Taken before the texts are read for good: one that changes in between is then made again by the next run.
        sources[number] = sources_of(task)
        if not force and sources[number] and record.holds(task.output, sources[number]):
            yield number, Outcome(path, State.UP_TO_DATE)
        else:
            due[number] = task
    with closing(make(plan.prepare, due, jobs=jobs)) as results:
        for number, result in results:
            yield number, _settle(plan, plan.tasks[number], sources[number], result, record)
    record.finish()


def _settle(plan: Plan, task: Task, sources: str, result: Made | TermbaseError, record: Record) -> Outcome:
    path = plan.into / task.output
    if isinstance(result, TermbaseError):
        return Outcome(path, State.FAILED, problem=result)
    try:
        with writing(path) as stream:
            stream.write(result.content)
    except OutputError as error:
        return Outcome(path, State.FAILED, problem=error)
    record.add(task.output, sources, result.content)
    return Outcome(path, State.WRITTEN, result.size, result.warnings)
