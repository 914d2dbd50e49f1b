"""What is to be made, and of what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path, PurePosixPath

    from termbase.errors import TermbaseError


@dataclass(frozen=True, slots=True)
class Task:
    """One file that is to be made."""

    output: PurePosixPath
    """Where, below the folder of the results."""

    texts: Mapping[str, Path]
    """What it is made of, by language tag."""

    method: str
    """How it is made, in full: the same texts and the same method give the same bytes."""

    problem: TermbaseError | None = None
    """Why it cannot be made, when that is known already."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task."""

    content: bytes
    """The file."""

    size: str
    """How much is in it, for people: `12 units`."""

    warnings: tuple[str, ...] = ()
    """What a person should look at."""


Maker: TypeAlias = Callable[[Task], Made]
"""Makes what a task asks for and writes nothing. Raises `TermbaseError`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run is to make."""

    into: Path
    """Folder of the results."""

    tasks: tuple[Task, ...]
    """In the order in which they are told of."""

    left_out: tuple[Path, ...]
    """Files that belong to no task."""

    prepare: Callable[[], Maker]
    """Gives a maker. This, and no maker, is sent to other processes: what a maker compiles on its way cannot be sent."""
