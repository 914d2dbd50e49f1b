"""Making many things, in this process or in several at once.

Processes are spawned, on every system: they share nothing with this one, and what works on one system works on all. They only make; this process
alone writes, so that ending them at any moment loses nothing but time.
"""

from __future__ import annotations

import os
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING

from termbase.errors import TermbaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from termbase.batch.task import Made, Maker, Task

_MASKS = hasattr(signal, "pthread_sigmask")  # Windows has no masks of signals

_maker: Maker
"""The maker of a process of the pool."""


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make(
    prepare: Callable[[], Maker], tasks: Mapping[int, Task], *, jobs: int
) -> Generator[tuple[int, Made | TermbaseError], None, None]:
    """What came of each task, as soon as it is there, so in no order; errors are given, not raised.

    Close it when you stop early, or tasks that nobody waits for go on. Raises `UsageError` when a process ends without an answer.
    """
    jobs = min(jobs, len(tasks))
    if jobs == 0:
        return
    if jobs == 1:
        maker = prepare()
        for number, task in tasks.items():
            yield number, _attempt(maker, task)
        return
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(prepare,))
    others = active_children()
    try:
        with _begun_deaf_to_interrupts():
            numbers = {pool.submit(_work, task): number for number, task in tasks.items()}
        for future in as_completed(numbers):
            yield numbers.pop(future), future.result()
    except (KeyboardInterrupt, GeneratorExit):
        # They have nothing to save, and what they are at is wanted no more.
        for process in active_children():
            if process not in others:
                process.terminate()
        raise
    except BrokenProcessPool as error:
        raise UsageError(
            "one of the processes was ended from outside, perhaps for want of memory",
            number=74,
            help="run it again with fewer --jobs; what has been written stays",
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _begun_deaf_to_interrupts() -> Iterator[None]:
    """Processes begun here never hear Ctrl-C.

    One that is interrupted while it imports prints a traceback, and one that ends by itself may be missed before this process has heard too.
    """
    if not _MASKS:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(prepare: Callable[[], Maker]) -> None:
    global _maker  # noqa: PLW0603 (one process, one maker)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process hears it, and ends this one
    Thread(target=_end_with_parent, daemon=True).start()
    _maker = prepare()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for tasks for ever, since it holds both ends of their queue itself."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task) -> Made | TermbaseError:
    return _attempt(_maker, task)


def _attempt(maker: Maker, task: Task) -> Made | TermbaseError:
    try:
        return maker(task)
    except TermbaseError as error:
        return error
