"""Where results go: each to a file of its own, within the folder that was named, and never among the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path, PurePosixPath

    from termbase.batch.task import Task


def check_outputs(folder: Path, into: Path, tasks: Sequence[Task]) -> None:
    """Raise `UsageError` unless every task has a file of its own within `into`, and none of them lies in the folder of the texts.

    Links are followed, so that what is named is where the bytes would go.
    """
    if into.exists() and not into.is_dir():
        raise UsageError(f"--into {into} is a file", number=71, help="name a folder; it is made when it is not there")
    _check_places(folder.resolve(), into, {task.output.parent for task in tasks})
    owners: dict[PurePosixPath, Task] = {}
    for task in tasks:
        _check_alone(into, task, owners.setdefault(task.output, task))
    for task in tasks:
        for parent in task.output.parents:
            _check_alone(into, task, owners.get(parent, task))


def _check_places(texts: Path, into: Path, homes: set[PurePosixPath]) -> None:
    results = into.resolve()
    for home in [into, *(into / home for home in sorted(homes))]:
        real = home.resolve()
        if real.is_relative_to(texts):
            raise UsageError(
                f"{home} lies in the folder of the texts", number=70, help="name a folder outside it with --into"
            )
        if not real.is_relative_to(results):
            raise UsageError(
                f"{home} leads out of {into}, to {real}", number=72, help="remove the link, or name another folder"
            )


def _check_alone(into: Path, task: Task, owner: Task) -> None:
    if owner is not task:
        first, second = (next(iter(item.texts.values())) for item in (owner, task))
        raise UsageError(
            f"{first} and {second} would both be written to {into / owner.output}",
            number=73,
            help="rename one of the documents",
        )
