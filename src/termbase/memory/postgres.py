"""A memory that several people share through PostgreSQL, searched in a copy on each machine.

The server holds the units; the copy is a memory like any other, with its sidecar, so a shared memory answers as fast and as exactly as
one's own. Before every question the copy takes over what has changed. Every change is made in the copy and on the server in one
transaction each, the server's first; a process that dies between the two leaves a copy that takes the change over at the next question.
"""

from __future__ import annotations

from contextlib import contextmanager
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from termbase.memory.database import PLACES, Database
from termbase.memory.shared import Server
from termbase.memory.sqlite import DELTA_MOST, SqliteMemory
from termbase.memory.writing import INSERT_DELTA, INSERT_UNIT, INSERT_VARIANT, forget, waiting_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from termbase.memory.database import Reading
    from termbase.memory.shared import State
    from termbase.model import Unit

ELSEWHERE = "elsewhere"
"""Stamp of an origin that another machine filled from a file: it is no import by hand, and here is no file to compare it with."""

_BATCH = 5_000

# What a transaction in the copy touches is noted by triggers, so that whoever changes a memory need not know that it is shared.
_NOTES = """
CREATE TEMP TABLE touched (kind TEXT, id INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
""" + "".join(
    f"CREATE TEMP TRIGGER {table}_{event} AFTER {event} ON main.{table}"
    f" BEGIN INSERT OR IGNORE INTO touched VALUES ('{kind}', {row}.{number}); END;\n"
    for table, kind, number in (
        ("origin", "origin", "id"),
        ("unit", "unit", "id"),
        ("variant", "unit", f"id / {PLACES}"),
        ("context", "unit", "unit"),
    )
    for event, row in (("INSERT", "new"), ("UPDATE", "new"), ("DELETE", "old"))
)


class PostgresMemory(SqliteMemory):
    """The memory at a PostgreSQL address, by way of a copy in a file."""

    shared = True

    def __init__(self, url: str, copy: Path, *, penalties: Mapping[str, int] | None = None) -> None:
        self._server = Server(url)
        try:
            super().__init__(str(copy), penalties=penalties)
        except BaseException:
            self._server.close()
            raise

    def _open(self) -> _Copy:
        return _Copy(self, self._server)

    def close(self) -> None:
        """Let go of the files and the connection."""
        super().close()
        self._server.close()

    def stamps(self) -> dict[str, str]:
        """Change marks of the origins that came from files of this machine."""
        return {name: stamp for name, stamp in super().stamps().items() if stamp != ELSEWHERE}

    def restamp(self, origin: str, stamp: str) -> None:
        """Note a new change mark for an origin whose content has not changed; it is one of this machine, and stays here."""
        with Database.writing(self.database):  # a transaction here only; what it touches is forgotten by the next one
            self.database.execute("UPDATE origin SET stamp = ? WHERE name = ?", (stamp, origin))

    def units(self, origin: str | None = None) -> Iterator[Unit]:
        """The units of an origin or of all, as they were imported, oldest first."""
        with self.database.reading():
            pass  # the copy takes over what has changed
        return super().units(origin)


class _Copy(Database):
    """The database of a copy: its transactions take over what others have changed, and pass on what they change."""

    def __init__(self, memory: PostgresMemory, server: Server) -> None:
        super().__init__(memory.path)
        self._memory = memory
        self._server = server
        self.connection.executescript(_NOTES)

    def reading(self) -> Reading:
        """One consistent view of the memory as it is on the server now."""
        if not self.connection.in_transaction:
            with self._server.explaining("cannot read the shared memory"):
                state = self._server.state()
            if self._known(state.identity) != state.change:
                self._refresh()
        return super().reading()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, here and on the server."""
        with super().writing(), self._server.changing() as state:
            superseded = self._take_over(state)
            yield
            self._pass_on(state)
        self._retire(superseded)

    def _refresh(self) -> None:
        with super().writing(), self._server.reading() as state:
            superseded = self._take_over(state)
        self._retire(superseded)

    def _retire(self, superseded: str | None) -> None:
        if superseded is not None:
            from termbase.memory.compaction import retire  # noqa: PLC0415 (numpy, only for large changes)

            retire(self._memory, superseded)

    def _known(self, identity: str) -> int:
        """The last change that the copy has of a memory; -1 when it is the copy of another one."""
        row = self.execute("SELECT value FROM meta WHERE key = 'shared'").fetchone()
        mine, _, change = str(row[0] if row else "").rpartition(" ")
        return int(change) if mine == identity else -1

    # from the server to the copy

    def _take_over(self, state: State) -> str | None:
        """Bring the copy to a state, within transactions on both sides; gives the generation of a sidecar that was replaced."""
        known = self._known(state.identity)
        superseded = None
        if known != state.change:
            if known < 0:  # of another memory, or new
                forget(self, [row[0] for row in self.execute("SELECT id FROM unit ORDER BY id")])
                self.execute("DELETE FROM origin")
            self._take_over_origins(known)
            superseded = self._take_over_units(known, state.serial)
            self.set_meta("serial", state.serial)
            self._note(state.identity, state.change)
        self.execute("DELETE FROM touched")
        return superseded

    def _note(self, identity: str, change: int) -> None:
        self.execute("INSERT OR REPLACE INTO meta VALUES ('shared', ?)", (f"{identity} {change}",))

    def _take_over_origins(self, known: int) -> None:
        for (number,) in self._server.rows("SELECT id FROM gone WHERE kind = 'origin' AND change > %s", known):
            self.execute("DELETE FROM origin WHERE id = ?", (number,))
        changed = list(self._server.rows("SELECT id, name, digest, filed FROM origin WHERE change > %s", known))
        stamps = {
            (name, digest): stamp for name, digest, stamp in self.execute("SELECT name, digest, stamp FROM origin")
        }
        for number, name, digest, filed in changed:
            stamp = (stamps.get((name, digest)) or ELSEWHERE) if filed else ""
            self.execute("DELETE FROM origin WHERE id = ? OR name = ?", (number, name))
            self.execute("INSERT INTO origin VALUES (?, ?, ?, ?)", (number, name, digest, stamp))

    def _take_over_units(self, known: int, serial: int) -> str | None:
        here = int(self.meta("serial"))
        changed = (
            "SELECT id FROM gone WHERE kind = 'unit' AND change > %s UNION ALL SELECT id FROM unit WHERE change > %s"
        )
        numbers = (
            row[0] for row in self._server.rows(f"SELECT id FROM ({changed}) AS changed ORDER BY id", known, known)
        )
        forget(self, [number for number in numbers if number <= here])  # the others are new
        units = self._server.rows(
            "SELECT id, origin, tuid, changed, author, uses, extra FROM unit WHERE change > %s ORDER BY id", known
        )
        for batch in _batched(units, _BATCH):
            self.connection.executemany(INSERT_UNIT, batch)
        waiting = 0
        variants = self._server.rows(
            "SELECT variant.id, language, text FROM variant JOIN unit ON unit.id = unit WHERE change > %s ORDER BY variant.id",
            known,
        )
        for batch in _batched(variants, _BATCH):
            self.connection.executemany(INSERT_VARIANT, batch)
            waiting += len(batch)
            if waiting <= DELTA_MOST:
                rows = (
                    waiting_rows(language, text, number // PLACES, number % PLACES, serial)
                    for number, language, text in batch
                )
                self.connection.executemany(INSERT_DELTA, chain.from_iterable(rows))
        contexts = self._server.rows(
            "SELECT unit, previous, next FROM context JOIN unit ON unit.id = unit WHERE change > %s", known
        )
        for batch in _batched(contexts, _BATCH):
            self.connection.executemany("INSERT INTO context VALUES (?, ?, ?)", batch)
        if waiting <= DELTA_MOST:
            return None
        from termbase.memory.compaction import rebuild_within  # noqa: PLC0415 (numpy, only for large changes)

        return rebuild_within(self._memory)

    # from the copy to the server

    def _pass_on(self, state: State) -> None:
        """Make on the server what this transaction has changed in the copy."""
        if self.execute("SELECT 1 FROM touched").fetchone() is None:
            return
        server, change = self._server, state.change + 1
        server.execute("CREATE TEMP TABLE touched (kind text, id bigint, PRIMARY KEY (kind, id)) ON COMMIT DROP")
        server.copy("touched", "kind, id", self.execute("SELECT kind, id FROM touched"))
        server.execute("DELETE FROM gone USING touched WHERE gone.kind = touched.kind AND gone.id = touched.id")
        for table, number, kind in (
            ("context", "unit", "unit"), ("variant", "unit", "unit"), ("unit", "id", "unit"), ("origin", "id", "origin"),
        ):  # fmt: skip
            server.execute(f"DELETE FROM {table} USING touched WHERE kind = %s AND {table}.{number} = touched.id", kind)
        server.copy(
            "origin",
            "id, name, digest, filed, change",
            (
                (*row, bool(stamp), change)
                for *row, stamp in self._touched("id, name, digest, stamp", "origin", "origin")
            ),
        )
        server.copy(
            "unit",
            "id, origin, tuid, changed, author, uses, extra, change",
            ((*row, change) for row in self._touched("*", "unit", "unit")),
        )
        server.copy(
            "variant",
            "id, unit, language, text",
            self.execute(
                f"SELECT variant.id, touched.id, language, text FROM touched CROSS JOIN variant"
                f" ON variant.id BETWEEN touched.id * {PLACES} AND touched.id * {PLACES} + {PLACES - 1} WHERE kind = 'unit'"
            ),
        )
        server.copy(
            "context",
            "unit, previous, next",
            self.execute("SELECT context.* FROM touched CROSS JOIN context ON unit = id WHERE kind = 'unit'"),
        )
        for table in ("unit", "origin"):
            gone = self.execute(
                f"SELECT kind, id FROM touched WHERE kind = ? AND id NOT IN (SELECT id FROM main.{table})",
                (table,),
            )
            server.copy("gone", "kind, id, change", ((*row, change) for row in gone))
        server.execute("UPDATE state SET change = %s, serial = %s", change, self.meta("serial"))
        self._note(state.identity, change)
        self.execute("DELETE FROM touched")

    def _touched(self, columns: str, table: str, kind: str) -> Iterator[tuple[Any, ...]]:
        return self.execute(
            f"SELECT {columns} FROM main.{table} WHERE id IN (SELECT id FROM touched WHERE kind = ?) ORDER BY id",
            (kind,),
        )


def _batched(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    """Rows, so many at a time."""
    iterator = iter(rows)
    while batch := list(islice(iterator, size)):
        yield batch
