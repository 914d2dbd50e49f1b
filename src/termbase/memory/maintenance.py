"""Cleaning a memory: each operation is one transaction, and says what it did or would do.

Only units that were imported by hand are changed. The others index files of the project, and are changed by changing those.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from termbase.memory.database import PLACES
from termbase.memory.writing import forget, rewrite
from termbase.model import Language

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from termbase.memory.sqlite import SqliteMemory


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in a memory."""

    units: int
    """Translation units."""

    origins: Mapping[str, int]
    """Units by origin, in order of name."""

    segments: Mapping[str, int]
    """Segments by language as written, most first."""

    waiting: int
    """Segments that the sidecar does not know yet."""

    indexed: int
    """Segments in the sidecar; 0 without one."""

    size: int
    """Bytes on disk: database, log and sidecar."""


@dataclass(frozen=True, slots=True)
class Change:
    """A text that was, or would be, changed or removed."""

    origin: str
    """Memory that the unit belongs to."""

    unit: str
    """Identifier of the unit."""

    language: str
    """Language of the text."""

    before: str
    """The text as it was."""

    after: str = field(default="")
    """The text as it is now; empty for a unit that was removed."""


def statistics(memory: SqliteMemory) -> Statistics:
    """Count everything."""
    database = memory.database
    with database.reading():
        origins = dict(
            database.execute(
                "SELECT name, count(unit.id) FROM origin LEFT JOIN unit ON unit.origin = origin.id GROUP BY origin.id ORDER BY name"
            )
        )
        segments = dict(database.execute("SELECT language, count(*) FROM variant GROUP BY language ORDER BY 2 DESC, 1"))
        (waiting,) = database.execute("SELECT count(*) FROM delta").fetchone()
        indexed = int(database.meta("indexed"))
    size = sum(path.stat().st_size for path in memory.path.parent.glob(f"{memory.path.name}*"))
    return Statistics(sum(origins.values()), origins, segments, waiting, indexed, size)


def deduplicate(memory: SqliteMemory, *, write: bool = True) -> list[Change]:
    """Remove units whose texts another unit has in the same languages, whatever its origin; the newest is kept, with the sum of uses.

    The neighbours of a removed unit are forgotten with it, so matches in context may become fewer; matches of 100 do not.
    """
    database = memory.database
    removed = []
    with database.writing():
        database.execute("CREATE TEMP TABLE IF NOT EXISTS same (unit INTEGER PRIMARY KEY, kept INTEGER)")
        database.execute("DELETE FROM temp.same")
        database.execute(
            "INSERT INTO temp.same SELECT unit, first_value(unit)"
            " OVER (PARTITION BY content ORDER BY stamp DESC, coalesce(changed, '') DESC, unit DESC)"
            " FROM (SELECT variant.id / ?1 AS unit, group_concat(language || char(31) || text, char(30)) AS content FROM variant"
            " GROUP BY variant.id / ?1) JOIN unit ON unit.id = unit JOIN origin ON origin.id = unit.origin",
            (PLACES,),
        )
        rows = database.execute(
            "SELECT unit, kept FROM temp.same JOIN unit ON unit.id = unit JOIN origin ON origin.id = unit.origin"
            " WHERE unit <> kept AND stamp = '' ORDER BY unit"
        ).fetchall()
        for unit, kept in rows:
            removed.append(_removal(memory, unit))
            if write:
                database.execute(
                    "UPDATE unit SET uses = uses + (SELECT uses FROM unit WHERE id = ?2) WHERE id = ?1", (kept, unit)
                )
        if write:
            forget(database, [unit for unit, _ in rows])
        database.execute("DELETE FROM temp.same")
    return removed


def delete_matching(
    memory: SqliteMemory, pattern: re.Pattern[str], language: str, *, origin: str = "", write: bool = True
) -> list[Change]:
    """Remove the units whose text in a language matches an expression anywhere."""
    removed = []
    with memory.database.writing():
        hit = sorted({number // PLACES for number, _, _ in _matching(memory, pattern, language, origin)})
        removed = [_removal(memory, unit) for unit in hit]
        if write:
            forget(memory.database, hit)
    return removed


def replace_matching(
    memory: SqliteMemory,
    pattern: re.Pattern[str],
    replacement: str,
    language: str,
    *,
    origin: str = "",
    write: bool = True,
) -> list[Change]:
    """Replace what an expression matches in the texts of a language; segments with inline codes are left alone, for their codes would be lost."""
    database = memory.database
    changes = []
    with database.writing():
        for number, tag, text in list(_matching(memory, pattern, language, origin)):
            unit, place = divmod(number, PLACES)
            name, tuid, extra = _named(memory, unit)
            after = pattern.sub(replacement, text)
            if after == text or place in _coded(extra):
                continue
            changes.append(Change(name, tuid or "", tag, text, after))
            if write:
                rewrite(database, unit, place, after)
    return changes


def _coded(extra: str | None) -> frozenset[int]:
    from termbase.memory.records import coded_places  # noqa: PLC0415

    return coded_places(extra)


def _matching(
    memory: SqliteMemory, pattern: re.Pattern[str], language: str, origin: str
) -> Iterator[tuple[int, str, str]]:
    own = _Own(memory, origin)
    for number, tag, text in memory.database.execute("SELECT id, language, text FROM variant ORDER BY id"):
        if pattern.search(text) and Language(tag).matches(language) and (number // PLACES) in own:
            yield number, tag, text


class _Own:
    """The units that were imported by hand, of one origin or of any."""

    def __init__(self, memory: SqliteMemory, origin: str) -> None:
        rows = memory.database.execute("SELECT id FROM origin WHERE stamp = '' AND ? IN ('', name)", (origin,))
        self._origins = {row[0] for row in rows}
        self._memory = memory

    def __contains__(self, unit: int) -> bool:
        row = self._memory.database.execute("SELECT origin FROM unit WHERE id = ?", (unit,)).fetchone()
        return row is not None and row[0] in self._origins


def _named(memory: SqliteMemory, unit: int) -> tuple[str, str | None, str | None]:
    found: tuple[str, str | None, str | None] = memory.database.execute(
        "SELECT name, tuid, extra FROM unit JOIN origin ON origin.id = unit.origin WHERE unit.id = ?", (unit,)
    ).fetchone()
    return found


def _removal(memory: SqliteMemory, unit: int) -> Change:
    name, tuid, _ = _named(memory, unit)
    variants = memory.variants(unit)
    _, language, text = variants[0] if variants else (0, "", "")
    return Change(name, tuid or "", language, text)
