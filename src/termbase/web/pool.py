"""A few threads that answer questions, each with a project and a memory connection of its own, as SQLite wants it."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Self, TypeVar

from termbase.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from termbase.workflows.project import Project

THREADS = 4
"""Questions answered at the same time; further ones wait."""

_Answer = TypeVar("_Answer")


class ProjectPool:
    """Answers questions in its threads; a context manager that ends them and lets go of the files."""

    def __init__(self, open_project: Callable[[], Project], threads: int = THREADS) -> None:
        self._open = open_project
        self._questions: SimpleQueue[tuple[Callable[[Project], Any], Future[Any]] | None] = SimpleQueue()
        self._threads = [
            Thread(target=self._work, name=f"termbase-{number}", daemon=True) for number in range(1, threads + 1)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _thread in self._threads:
            self._questions.put(None)
        for thread in self._threads:
            thread.join()

    def submit(self, question: Callable[[Project], _Answer]) -> Future[_Answer]:
        """Ask a question of the project; what it raises is raised by the result.

        The project is in step with its files: a commit, a new TMX file or a change of the glossary is seen by the next question.
        """
        future: Future[_Answer] = Future()
        self._questions.put((question, future))
        return future

    async def ask(self, question: Callable[[Project], _Answer]) -> _Answer:
        """As `submit`, for a coroutine."""
        return await asyncio.wrap_future(self.submit(question))

    def _work(self) -> None:
        desk = _Desk(self._open)
        while (item := self._questions.get()) is not None:
            question, future = item
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(question(desk.project()))
                except BaseException as error:  # noqa: BLE001 (it is raised where the answer is waited for)
                    future.set_exception(error)
                    if not isinstance(error, UsageError):
                        # A connection that broke does not mend itself; the next question has a new one. It may be past closing, too.
                        with suppress(Exception):
                            desk.close()
            del item, question, future  # what was answered is not kept until the next question
        desk.close()


class _Desk:
    """The project of one thread, opened again when its settings, its glossary or the file of its memory are others."""

    def __init__(self, open_project: Callable[[], Project]) -> None:
        self._open = open_project
        self._project: Project | None = None
        self._seen: tuple[object, ...] = ()

    def project(self) -> Project:
        fresh = self._open()
        if self._project is not None and (fresh.config, *_marks(self._project)) != self._seen:
            self.close()
        if self._project is None:
            _ = fresh.memory  # opened here, so that a project is kept only with a memory that can be closed
            self._project, self._seen = fresh, (fresh.config, *_marks(fresh))
        else:
            self._project.keep_up()
        return self._project

    def close(self) -> None:
        project, self._project = self._project, None
        if project is not None:
            project.memory.close()


def _marks(project: Project) -> tuple[object, ...]:
    """Marks of the glossary's files, and of the memory: which file it is, not what is in it, since that the connection sees."""
    folder = project.config.path(project.config.glossary)
    files = [_mark(path, "st_ino", "st_size", "st_mtime_ns") for path in (folder, *sorted(folder.rglob("*")))]
    return (*files, _mark(project.memory.path, "st_ino"))


def _mark(path: Path, *fields: str) -> tuple[object, ...]:
    try:
        status = path.stat()
    except OSError:
        return (path,)
    return (path, *(getattr(status, field) for field in fields))
