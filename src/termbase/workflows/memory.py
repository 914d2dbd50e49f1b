"""Looking after the memory: what is in it, whether it is sound, clean-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.errors import UsageError
from termbase.memory import maintenance

if TYPE_CHECKING:
    from termbase.memory.maintenance import Change, Statistics
    from termbase.workflows.project import Project


def stats(project: Project) -> Statistics:
    """What is in the memory."""
    return maintenance.statistics(project.memory)


def verify(project: Project) -> str:
    """Read all of the memory; one line when it is sound, `MemoryFault` when it is not."""
    return project.memory.verify()


def compact(project: Project) -> int:
    """Build the sidecar anew; gives the number of segments in it."""
    return project.memory.compact()


def dedupe(project: Project, *, write: bool = True) -> list[Change]:
    """Remove units that another unit repeats; with `write` off, only tell which."""
    return maintenance.deduplicate(project.memory, write=write)


def delete_origin(project: Project, origin: str) -> int:
    """Forget everything of an origin; gives the number of units."""
    memory = project.memory
    known = memory.origins()
    if origin not in known:
        raise UsageError(
            f"there is no origin {origin!r}", number=21, help=f"known: {', '.join(sorted(known)) or 'none'}"
        )
    return memory.delete(origin)


def delete(
    project: Project, expression: str, *, language: str = "", origin: str = "", write: bool = True
) -> list[Change]:
    """Remove the units whose text matches a regular expression; with `write` off, only tell which."""
    pattern = _expression(expression)
    return maintenance.delete_matching(
        project.memory, pattern, language or project.config.source, origin=origin, write=write
    )


def replace(
    project: Project, expression: str, replacement: str, *, language: str, origin: str = "", write: bool = True
) -> list[Change]:
    """Replace what a regular expression matches in the texts of a language; with `write` off, only tell where."""
    pattern = _expression(expression)
    try:
        pattern.sub(replacement, "")
        re.compile(f"{expression}|").sub(replacement, "")
    except (re.error, IndexError) as error:
        raise UsageError(
            f"the replacement makes no sense: {error}", number=22, help=r"groups are \1, \2 and so on"
        ) from error
    return maintenance.replace_matching(project.memory, pattern, replacement, language, origin=origin, write=write)


def _expression(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise UsageError(
            f"not a regular expression: {error}", number=22, help="put a backslash before signs such as ( [ . ?"
        ) from error
