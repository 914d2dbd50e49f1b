"""The SQLite file: its tables, its transactions, and what its errors mean to a person."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from termbase.errors import MemoryFault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

LAYOUT = 2
"""Number of the layout below; a file of another layout is refused."""

PLACES = 1024
"""Variants of a unit are numbered `unit * PLACES + place`, so that no index is needed to find them."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE origin (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, digest TEXT NOT NULL, stamp TEXT NOT NULL);
CREATE TABLE unit (id INTEGER PRIMARY KEY, origin INTEGER NOT NULL, tuid TEXT, changed TEXT, author TEXT, uses INTEGER, extra TEXT);
CREATE TABLE variant (id INTEGER PRIMARY KEY, language TEXT NOT NULL, text TEXT NOT NULL);
-- Segments that the sidecar does not know yet: `language` is the primary subtag, `length` counts words, `codes` is UTF-16.
CREATE TABLE delta (language TEXT, length INTEGER, unit INTEGER, place INTEGER, serial INTEGER NOT NULL, codes BLOB NOT NULL,
    PRIMARY KEY (language, length, unit, place)) WITHOUT ROWID;
-- Neighbours of units that were merged into another: one row an occurrence, NULL where it is not known.
CREATE TABLE context (unit INTEGER NOT NULL, previous INTEGER, next INTEGER);
CREATE INDEX context_unit ON context(unit);
INSERT INTO meta VALUES ('serial', 0), ('generation', ''), ('indexed', 0), ('forgotten', 0);
"""

_WAIT = 30.0
_FAULTS = (sqlite3.Error, OSError, UnicodeEncodeError)
_MAPPED = "PRAGMA mmap_size=268435456"


class SidecarUnusable(MemoryFault):
    """A sidecar that is missing, not whole, or of another generation; it can be built again from the database."""


class Reading:
    """A transaction that only reads, or a part of the one that is open. A class, for a generator takes several times as long to enter."""

    __slots__ = ("_database", "_own")

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own = not database.connection.in_transaction

    def __enter__(self) -> None:
        if self._own:
            try:
                self._database.execute("BEGIN")
            except _FAULTS as error:
                raise explained(error, "cannot read the memory", self._database.path) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._own:
            return
        try:
            self._database.end("COMMIT")
        except _FAULTS as fault:
            error = error or fault
        if isinstance(error, _FAULTS):
            raise explained(error, "cannot read the memory", self._database.path) from error


class Database:
    """One connection. Units and delta rows are numbered by one counter that only ever grows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self.explaining("cannot open the memory"):
            path.parent.mkdir(parents=True, exist_ok=True)
            self.connection = connect(path)
            self.execute = self.connection.execute
            (layout,) = self.execute("PRAGMA user_version").fetchone()
            if layout != LAYOUT:
                self._create()

    def _create(self) -> None:
        self.execute("PRAGMA journal_mode=WAL")
        with Database.writing(self):  # there is nothing yet that a copy could share
            (layout,) = self.execute("PRAGMA user_version").fetchone()
            (tables,) = self.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if layout == LAYOUT:
                return
            if tables:
                raise MemoryFault(
                    "the memory has the layout of another version of termbase",
                    number=5,
                    path=str(self.path),
                    help="delete the file; it is an index and is built again from tmx/",
                )
            for statement in SCHEMA.split(";\n"):
                self.execute(statement)
            self.execute(f"PRAGMA user_version={LAYOUT}")

    @contextmanager
    def explaining(self, what: str) -> Iterator[None]:
        """Turn errors of SQLite and the file system into ours, with what to do next."""
        try:
            yield
        except _FAULTS as error:
            raise explained(error, what, self.path) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or nothing, whatever happens."""
        with self.explaining("cannot change the memory"):
            self.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.execute("COMMIT")
            except BaseException:
                self.end("ROLLBACK")
                raise

    def reading(self) -> Reading:
        """One consistent view of the memory, whatever others write meanwhile."""
        return Reading(self)

    def end(self, how: str) -> None:
        """End the transaction unless SQLite has ended it already, as it does when the disk is full."""
        if self.connection.in_transaction:
            self.execute(how)

    @contextmanager
    def lean(self) -> Iterator[None]:
        """Read through a small cache only: for passes over everything, whose pages are not wanted again."""
        self.execute("PRAGMA mmap_size=0")
        try:
            yield
        finally:
            self.execute(_MAPPED)

    def meta(self, key: str) -> str | int:
        """A value that describes the memory."""
        value: str | int = self.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]
        return value

    def set_meta(self, key: str, value: str | int) -> None:
        """Set a value that describes the memory."""
        self.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))


def connect(path: Path) -> sqlite3.Connection:
    """A connection that waits for others; a folder or file that cannot be written is opened for reading."""
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=_WAIT, cached_statements=64)
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:
        log = path.with_name(f"{path.name}-wal")
        if not path.exists() or (log.exists() and log.stat().st_size):
            raise
        # Without the right to make the files of the write-ahead log beside it, SQLite reads a memory that nobody is writing.
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
        connection.execute("PRAGMA user_version").fetchone()
    connection.execute("PRAGMA cache_size=-32000")
    connection.execute(_MAPPED)
    return connection


def explained(error: Exception, what: str, path: Path) -> MemoryFault:
    """Our error for one of SQLite or the file system."""
    text = str(error)
    advice = "delete the file; it is an index and is built again from tmx/"
    number = 1
    if "locked" in text or "busy" in text:
        number, advice = 3, "another process has been writing for long; try again when it is done"
    elif "full" in text or "No space" in text:
        number, advice = 6, "free some space and try again; nothing was lost"
    elif "readonly" in text or "Permission" in text or "Read-only" in text or "unable to open" in text:
        number, advice = 7, "give a path that can be written with --memory sqlite:///PATH"
    elif "malformed" in text or "not a database" in text:
        number = 2
        text = f"{text} (damaged)"
    elif isinstance(error, UnicodeEncodeError):
        number, advice = 9, "a text holds half of a character (an unpaired surrogate); correct it where it comes from"
    return MemoryFault(f"{what}: {text}", number=number, path=str(path), help=advice)
