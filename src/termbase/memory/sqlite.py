"""A memory in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import MemoryFault
from termbase.memory.score import score
from termbase.model import Language, Match, Unit
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCHEMA = """
CREATE TABLE IF NOT EXISTS origin (name TEXT PRIMARY KEY, digest TEXT NOT NULL, stamp TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS unit (id INTEGER PRIMARY KEY, origin TEXT NOT NULL REFERENCES origin(name) ON DELETE CASCADE,
    tuid TEXT, attributes TEXT);
CREATE TABLE IF NOT EXISTS variant (unit INTEGER NOT NULL REFERENCES unit(id) ON DELETE CASCADE,
    language TEXT NOT NULL, text TEXT NOT NULL, folded TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS variant_unit ON variant(unit);
CREATE INDEX IF NOT EXISTS variant_folded ON variant(folded);
"""


class SqliteMemory:
    """Units of any number of origins; an origin is replaced as a whole, in one transaction."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA foreign_keys=ON")
            self._db.executescript(_SCHEMA)
        except (sqlite3.Error, OSError) as error:
            raise MemoryFault(
                f"cannot open the memory: {error}",
                number=1,
                path=path,
                help="delete the file; it is an index and is built again",
            ) from error

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def verify(self) -> str:
        """Number of units and origins; raises `MemoryFault` when the database is damaged."""
        (state,) = self._db.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise MemoryFault(
                f"the memory is damaged: {state}",
                number=2,
                path=str(self.path),
                help="delete the file; it is built again from tmx/",
            )
        (count,) = self._db.execute("SELECT count(*) FROM unit").fetchone()
        return f"{count} units of {len(self.origins())} origins in {self.path}"

    def origins(self) -> dict[str, str]:
        """Digest by origin."""
        return dict(self._db.execute("SELECT name, digest FROM origin"))

    def stamps(self) -> dict[str, str]:
        """Cheap change marks by origin, such as size and time of the file."""
        return dict(self._db.execute("SELECT name, stamp FROM origin"))

    def replace(self, origin: str, units: Iterable[Unit], *, digest: str = "", stamp: str = "") -> int:
        """Put units in place of whatever the origin held, in one transaction; gives their number."""
        count = 0
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute("DELETE FROM origin WHERE name = ?", (origin,))
            self._db.execute("INSERT INTO origin VALUES (?, ?, ?)", (origin, digest, stamp))
            for unit in units:
                number = self._db.execute(
                    "INSERT INTO unit (origin, tuid, attributes) VALUES (?, ?, ?)",
                    (origin, unit.id, json.dumps(dict(unit.attributes))),
                ).lastrowid
                self._db.executemany(
                    "INSERT INTO variant VALUES (?, ?, ?, ?)",
                    [(number, item.language.lower(), item.text, fold(item.text)) for item in unit.variants],
                )
                count += 1
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return count

    def delete(self, origin: str) -> None:
        """Forget an origin."""
        self._db.execute("DELETE FROM origin WHERE name = ?", (origin,))

    def lookup(
        self, text: str, *, source: str, targets: Iterable[str], minimum: int = 70, limit: int = 5
    ) -> list[Match]:
        """The best matches for a text, best first; none below `minimum`."""
        wanted = list(targets)
        found = []
        for unit, language, candidate in self._db.execute("SELECT unit, language, text FROM variant"):
            if Language(language).matches(source) and (points := score(text, candidate)) >= minimum:
                found.append((points, unit, candidate))
        found.sort(key=lambda item: (-item[0], item[1]))
        return [
            self._match(unit, "exact" if points >= 100 else "fuzzy", candidate, points, wanted)
            for points, unit, candidate in found[:limit]
        ]

    def concordance(self, text: str, *, language: str, targets: Iterable[str], limit: int = 50) -> list[Match]:
        """Units whose text in `language` holds a phrase."""
        wanted = list(targets)
        rows = self._db.execute(
            "SELECT unit, language, text FROM variant WHERE instr(folded, ?) ORDER BY unit", (fold(text),)
        )
        found = [(unit, candidate) for unit, tag, candidate in rows if Language(tag).matches(language)]
        return [self._match(unit, "concordance", candidate, 100, wanted) for unit, candidate in found[:limit]]

    def _match(self, unit: int, kind: str, candidate: str, points: int, wanted: list[str]) -> Match:
        origin, tuid = self._db.execute("SELECT origin, tuid FROM unit WHERE id = ?", (unit,)).fetchone()
        variants = self._db.execute("SELECT language, text FROM variant WHERE unit = ?", (unit,)).fetchall()
        targets = {
            target: text for target in wanted for language, text in variants if Language(language).matches(target)
        }
        return Match(points, kind, candidate, targets, origin, tuid)


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def stamp_of(path: Path) -> str:
    """Size and modification time of a file: a change of either asks for a new digest."""
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"


def synchronise(memory: SqliteMemory, folder: Path, read: object) -> Iterator[str]:
    """Bring the index up to date with the TMX files of a folder; yields the names of those that were read again.

    A file is read again only when its content has changed; size and time are looked at first. `read` gives the units of a path.
    """
    stamps, digests = memory.stamps(), memory.origins()
    present = {file.name: file for file in sorted(folder.glob("*.tmx"))}
    for name, file in present.items():
        stamp = stamp_of(file)
        if stamps.get(name) == stamp:
            continue
        digest = digest_of(file)
        memory.replace(name, read(file), digest=digest, stamp=stamp)  # type: ignore[operator]
        yield name
    for name in digests:
        if name.endswith(".tmx") and name not in present:
            memory.delete(name)
            yield name
