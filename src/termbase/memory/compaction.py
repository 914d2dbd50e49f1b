"""Giving a memory a new sidecar.

The file is written beside the database under its final name first; the transaction that names it in the database is the moment it counts.
Killed before that, the new file belongs to nothing and is removed next time; killed after, the old one is.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from typing import TYPE_CHECKING

from termbase.memory.database import PLACES, Database
from termbase.memory.sqlite import remove
from termbase.model import Language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from termbase.memory.sqlite import SqliteMemory

_DAY = 24 * 3600
_LONGEST_PID = 11


def compact(memory: SqliteMemory) -> int:
    """Build a sidecar of what is committed now, while others read and write; gives the number of segments in it."""
    from termbase.memory.builder import build  # noqa: PLC0415 (numpy)

    database = memory.database
    generation = "g" + secrets.token_hex(8)
    path = memory.sidecar_path(f"{generation}.{os.getpid()}.new")
    try:
        with database.explaining("cannot build the index of the memory"):
            with database.lean(), database.reading():
                old, serial = str(database.meta("generation")), int(database.meta("serial"))
                forgotten = int(database.meta("forgotten"))
                count = build(path, generation, *_texts(database))
            with database.writing():
                if database.meta("generation") != old:
                    return count  # another process has built one meanwhile, of a state no older than ours
                database.execute("DELETE FROM delta WHERE serial <= ?", (serial,))
                path.replace(memory.sidecar_path(generation))
                _install(memory, generation, count, int(database.meta("forgotten")) - forgotten)
    finally:
        remove(path)
    retire(memory, old)
    return count


def rebuild_within(memory: SqliteMemory) -> str:
    """Build a sidecar of everything as the transaction at hand sees it, to be installed by it; gives the generation it replaces."""
    from termbase.memory.builder import build  # noqa: PLC0415 (numpy)

    database = memory.database
    generation = "g" + secrets.token_hex(8)
    count = build(memory.sidecar_path(generation), generation, *_texts(database))
    old = str(database.meta("generation"))
    database.execute("DELETE FROM delta")
    _install(memory, generation, count, 0)
    return old


def retire(memory: SqliteMemory, generation: str) -> None:
    """Remove a sidecar that was replaced by a committed one, and give the log's space back."""
    if generation:
        remove(memory.sidecar_path(generation))
    memory.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _install(memory: SqliteMemory, generation: str, count: int, forgotten: int) -> None:
    """Name the new sidecar, and clear away what killed processes left; only while the right to write is held."""
    database = memory.database
    old = str(database.meta("generation"))
    keep = {memory.sidecar_path(old).name, memory.sidecar_path(generation).name}
    folder, name = memory.path.parent, memory.path.name
    unfinished = (*folder.glob(f"{name}.*.new.index"), *folder.glob(".building-*"))
    for path in unfinished:
        if _abandoned(path):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else remove(path)
    for path in {*folder.glob(f"{name}.*.index")} - {*unfinished}:
        if path.name not in keep:
            remove(path)
    database.set_meta("generation", generation)
    database.set_meta("indexed", count)
    database.set_meta("forgotten", forgotten)


def _abandoned(path: Path) -> bool:
    """Whether the process that was writing a file, whose number is in its name, is gone; write-ahead logs do not cross hosts, nor does this."""
    writer = next(
        (int(part) for part in re.split(r"[.-]", path.name) if part.isdecimal() and len(part) < _LONGEST_PID), 0
    )
    if os.name == "posix" and writer:
        try:
            os.kill(writer, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
        return False
    return time.time() - path.stat().st_mtime > _DAY


def _texts(database: Database) -> tuple[list[str], Callable[[str], Iterator[tuple[int, str]]]]:
    """The primary languages, and what gives unit and text of every variant of one."""
    tags: dict[str, list[str]] = {}
    for (language,) in database.execute("SELECT DISTINCT language FROM variant"):
        tags.setdefault(Language(language).primary, []).append(language)

    def texts(primary: str) -> Iterator[tuple[int, str]]:
        marks = ",".join("?" * len(tags[primary]))
        found: Iterator[tuple[int, str]] = database.execute(
            f"SELECT id / ?, text FROM variant WHERE language IN ({marks})",  # noqa: S608 (marks only)
            (PLACES, *tags[primary]),
        )
        return found

    return sorted(tags), texts
