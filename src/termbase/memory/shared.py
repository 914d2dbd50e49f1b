"""What PostgreSQL keeps for a memory that several people share: its tables, and the changes made since any state of it.

One row says how many changes there have been; whoever makes one locks that row first, so that changes follow one another, and every row of
the other tables says which change wrote it last. What was removed leaves its number behind. So the rows beyond a change are all that
separates an older copy from the memory.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg

from termbase.errors import MemoryFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LAYOUT = 1
"""Number of the layout below; a server that holds another one is refused."""

_SCHEMA = """
CREATE TABLE state (layout integer NOT NULL, identity uuid NOT NULL, change bigint NOT NULL, serial bigint NOT NULL);
CREATE TABLE origin (id bigint PRIMARY KEY, name text UNIQUE NOT NULL, digest text NOT NULL, filed boolean NOT NULL,
    change bigint NOT NULL);
CREATE TABLE unit (id bigint PRIMARY KEY, origin bigint NOT NULL, tuid text, changed text, author text, uses integer, extra text,
    change bigint NOT NULL);
CREATE INDEX unit_change ON unit (change);
CREATE TABLE variant (id bigint PRIMARY KEY, unit bigint NOT NULL, language text NOT NULL, text text NOT NULL);
CREATE INDEX variant_unit ON variant (unit);
CREATE TABLE context (unit bigint NOT NULL, previous bigint, next bigint);
CREATE INDEX context_unit ON context (unit);
-- What was removed: 'unit' or 'origin', and its number.
CREATE TABLE gone (kind text NOT NULL, id bigint NOT NULL, change bigint NOT NULL, PRIMARY KEY (kind, id));
CREATE INDEX gone_change ON gone (change);
"""

_WAIT = 10
"""Seconds until a server that does not answer is given up."""


class State(NamedTuple):
    """Where a shared memory stands."""

    identity: str
    """Tells one memory from another at the same address."""

    change: int
    """Number of the last change."""

    serial: int
    """The greatest number that a unit was given."""


class Server:
    """A connection to the PostgreSQL database that holds a memory, in the schema `termbase`."""

    def __init__(self, url: str) -> None:
        """Connect, and make the tables where there are none; raises `MemoryFault` when that cannot be done."""
        self.url = url
        with self.explaining("cannot reach the shared memory"):
            self._connection = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=_WAIT,
                application_name="termbase",
                options="-c search_path=termbase",
            )
        try:
            with self.explaining("cannot open the shared memory"):
                self._create()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _create(self) -> None:
        with self._connection.transaction():
            self._execute("SELECT pg_advisory_xact_lock(hashtext('termbase'))")
            (there,) = self._one("SELECT count(*) FROM pg_tables WHERE schemaname = 'termbase' AND tablename = 'state'")
            if there:
                (layout,) = self._one("SELECT layout FROM state")
                if layout != LAYOUT:
                    raise MemoryFault(
                        "the shared memory has the layout of another version of termbase",
                        number=5,
                        path=self.name,
                        help="use the version of termbase that your colleagues use",
                    )
                return
            self._execute("CREATE SCHEMA IF NOT EXISTS termbase")
            self._execute(_SCHEMA)
            self._execute("INSERT INTO state VALUES (%s, gen_random_uuid(), 0, 0)", (LAYOUT,))

    @property
    def name(self) -> str:
        """Host and database, without the password."""
        info = self._connection.info
        return f"postgresql://{info.host}/{info.dbname}"

    @contextmanager
    def explaining(self, what: str) -> Iterator[None]:
        """Turn errors of PostgreSQL into ours, with what to do next."""
        try:
            yield
        except psycopg.Error as error:
            text = str(error).strip().partition("\n")[0]
            if isinstance(error, psycopg.DataError) and "NUL" in text:
                raise MemoryFault(
                    f"{what}: a text holds the character NUL, which PostgreSQL cannot keep",
                    number=11,
                    help="correct it where it comes from",
                ) from error
            raise MemoryFault(
                f"{what}: {text}",
                number=10,
                help="see that the server runs, and that address, user and password are right; nothing was changed",
            ) from error

    def state(self) -> State:
        """Where the memory stands now."""
        identity, change, serial = self._one("SELECT identity, change, serial FROM state")
        return State(str(identity), change, serial)

    @contextmanager
    def reading(self) -> Iterator[State]:
        """One consistent view, whatever others change meanwhile."""
        with self.explaining("cannot read the shared memory"):
            self._execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            try:
                yield self.state()
            finally:
                self._end()

    @contextmanager
    def changing(self) -> Iterator[State]:
        """The next change: all of it or nothing; others wait until it is made."""
        with self.explaining("cannot change the shared memory"), self._connection.transaction():
            identity, change, serial = self._one("SELECT identity, change, serial FROM state FOR UPDATE")
            yield State(str(identity), change, serial)

    def rows(self, query: str, *values: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, streamed, within `reading` or `changing`."""
        with self._connection.cursor(name="rows") as cursor:
            cursor.itersize = 10_000
            cursor.execute(query.encode(), values)
            yield from cursor

    def copy(self, table: str, columns: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Add rows to a table, within `changing`."""
        with self._connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)

    def execute(self, query: str, *values: Any) -> None:  # noqa: ANN401 (what columns hold)
        """Run a statement within `changing`."""
        self._execute(query, values)

    def _execute(self, query: str, values: tuple[Any, ...] = ()) -> psycopg.Cursor[tuple[Any, ...]]:
        return self._connection.execute(query.encode(), values)  # bytes: the statements are our own

    def _one(self, query: str) -> tuple[Any, ...]:
        row = self._execute(query).fetchone()
        assert row is not None  # noqa: S101 (one row is what was asked for)
        return row

    def _end(self) -> None:
        if not self._connection.closed:
            self._execute("COMMIT")
