"""A memory in one SQLite file, with a sidecar beside it once it is large."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import MemoryFault
from termbase.memory import records
from termbase.memory.database import PLACES, Database, SidecarUnusable
from termbase.memory.ranking import Context, rank
from termbase.memory.score import MINIMUM, Query, codes, tokens
from termbase.model import Language
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from termbase.memory.search import Candidate
    from termbase.memory.sidecar import Section, Sidecar
    from termbase.model import Match, Unit

DELTA_MOST = 5_000
"""Segments that may wait for the sidecar, whatever its size; so many are compared in about a millisecond."""

_RETRIES = 3

_READ = {
    size: (
        f"SELECT id, origin, tuid, changed, author, uses, extra FROM unit WHERE id IN ({','.join('?' * size)})",  # noqa: S608 (numbers)
        f"""
            SELECT variant.id, language, text FROM (VALUES {",".join(["(?)"] * size)})
            CROSS JOIN variant ON variant.id BETWEEN column1 * {PLACES} AND column1 * {PLACES} + {PLACES - 1}
        """,  # noqa: S608 (numbers of our own)
    )
    for size in (1, 8, 64, 512)
}
"""Statements that read so many units, and their variants; few, so that SQLite keeps them prepared."""

DELTA_SHARE = 32
"""Beyond that, one segment may wait for each so many that the sidecar knows."""


class SqliteMemory:
    """Units of any number of origins; an origin is replaced as a whole, in one transaction.

    What is committed is found by the next query of any process. A query sees one consistent state, also while others write.
    """

    shared = False
    """Whether people on other machines use it too."""

    def __init__(self, path: str, *, penalties: Mapping[str, int] | None = None) -> None:
        self.path = Path(path)
        self.database = self._open()
        self.penalties = dict(penalties or {})
        self._sidecar: Sidecar | None = None
        self._generation = ""
        self._delta: dict[tuple[str, int], tuple[list[int], list[str]]] = {}
        self._origins: dict[int, str] = {}
        self._state: tuple[int, ...] = ()

    def _open(self) -> Database:
        return Database(self.path)

    def close(self) -> None:
        """Let go of the files."""
        self._sidecar = None
        self.database.connection.close()

    # what is in it

    def origins(self) -> dict[str, str]:
        """Digest by origin."""
        with self.database.reading():
            return dict(self.database.execute("SELECT name, digest FROM origin"))

    def stamps(self) -> dict[str, str]:
        """Cheap change marks by origin, such as size and time of the file."""
        with self.database.reading():
            return dict(self.database.execute("SELECT name, stamp FROM origin"))

    def units(self, origin: str | None = None) -> Iterator[Unit]:
        """The units of an origin or of all, as they were imported, oldest first; another connection, so that writing may go on."""
        reader = Database(self.path)
        try:
            with reader.reading():
                rows = reader.execute(
                    "SELECT unit.id, tuid, extra FROM unit WHERE ?1 IS NULL OR origin = (SELECT id FROM origin WHERE name = ?1)"
                    " ORDER BY unit.id",
                    (origin,),
                )
                for number, tuid, extra in rows:
                    yield records.decode(tuid or "", self._variants(number, reader), extra)
        finally:
            reader.connection.close()

    def count(self) -> int:
        """Number of units."""
        with self.database.reading():
            found: int = self.database.execute("SELECT count(*) FROM unit").fetchone()[0]
        return found

    def verify(self) -> str:
        """Number of units and origins, in words; raises `MemoryFault` when the database or the sidecar is damaged."""
        with self.database.explaining("the memory is damaged"):
            (state,) = self.database.execute("PRAGMA integrity_check").fetchone()
        if state != "ok":
            raise MemoryFault(
                f"the memory is damaged: {state}",
                number=2,
                path=str(self.path),
                help="delete the file; it is built again from tmx/",
            )
        with self.database.reading():
            self._notice_changes()
            sidecar = self._open_sidecar()
            if sidecar is not None:
                sidecar.verify()
        return f"{self.count()} units of {len(self.origins())} origins in {self.path}"

    # changing it

    def replace(
        self,
        origin: str,
        units: Iterable[Unit],
        *,
        digest: str = "",
        stamp: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> int:
        """Put units in place of whatever the origin held, in one transaction; gives the number of units given.

        Units that are the same in every text and attribute are kept once, with all their contexts. Units without text are left out.
        """
        from termbase.memory.writing import replace  # noqa: PLC0415 (only when something is written)

        count = replace(self, origin, units, digest, stamp, progress)
        self.compact_if_due()
        return count

    def restamp(self, origin: str, stamp: str) -> None:
        """Note a new change mark for an origin whose content has not changed."""
        with self.database.writing():
            self.database.execute("UPDATE origin SET stamp = ? WHERE name = ?", (stamp, origin))

    def add(self, origin: str, unit: Unit) -> None:
        """Add one unit to an origin; committed, and found by queries, when this returns."""
        from termbase.memory.writing import add  # noqa: PLC0415

        add(self, origin, unit)

    def delete(self, origin: str) -> int:
        """Forget an origin; gives the number of its units."""
        from termbase.memory.writing import delete_origin  # noqa: PLC0415

        return delete_origin(self, origin)

    def compact(self) -> int:
        """Build the sidecar anew from everything that is committed; gives the number of segments in it. Queries and writers go on meanwhile."""
        from termbase.memory.compaction import compact  # noqa: PLC0415

        return compact(self)

    def compact_if_due(self) -> bool:
        """Build the sidecar anew if too much is not in it, or too much in it is gone."""
        with self.database.reading():
            (waiting,) = self.database.execute("SELECT count(*) FROM delta").fetchone()
            indexed, forgotten = int(self.database.meta("indexed")), int(self.database.meta("forgotten"))
        if waiting <= max(DELTA_MOST, indexed // DELTA_SHARE) and forgotten <= max(DELTA_MOST, indexed // 2):
            return False
        self.compact()
        return True

    # asking it

    def lookup(
        self,
        text: str,
        *,
        source: str = "en",
        targets: Iterable[str] = (),
        minimum: int = 70,
        limit: int = 5,
        previous: str | None = None,
        next: str | None = None,  # noqa: A002 (the word translators use)
        id: str | None = None,  # noqa: A002
    ) -> list[Match]:
        """The best matches for a text, best first; none below `minimum`, nor below 50.

        A match has at least one of the targets asked for; all of the same source and targets are given once. `previous` and `next` are
        the neighbouring segments of the text, empty at its ends, and `id` the identifier of the unit, where the caller knows them: the
        same text in the same context scores 101. Equal scores: nearest in characters, newest, most used, nearest region.
        """
        query = Query.of(text)
        if not query.tokens or limit < 1:
            return []
        language = Language(source).primary
        least, wanted = max(MINIMUM, minimum), tuple(targets)

        def ask() -> list[Match]:
            found: dict[int, Candidate] = {}
            for candidate in self._candidates(query, language, min(least, 100)):
                known = found.get(candidate.unit)
                if known is not None:  # two variants of a unit, or one that was changed
                    candidate = max(known, candidate)._replace(edits=0)  # noqa: PLW2901
                found[candidate.unit] = candidate
            return rank(self, query, source, wanted, least, limit, found.values(), Context(previous, next, id))

        return self._asking(ask)

    def concordance(self, text: str, *, language: str, targets: Iterable[str] = (), limit: int = 50) -> list[Match]:
        """Units whose text in `language` holds a phrase, shortest first, each with the places of the phrase."""
        from termbase.memory.concordance import search  # noqa: PLC0415

        wanted = tuple(targets)
        return self._asking(lambda: search(self, text, language, wanted, limit))

    # for the other modules of this room

    def section(self, language: str) -> Section | None:
        """The sidecar's section for a primary language, of the state that is being read."""
        sidecar = self._open_sidecar()
        return sidecar.sections.get(language) if sidecar is not None else None

    def waiting(self, language: str, shortest: int, longest: int) -> Iterator[tuple[int, list[int], list[str]]]:
        """Length, units and codes of the segments that are not in the sidecar, by length; kept until the memory changes."""
        known = self._delta.get((language, -1))
        if known is None:
            rows = self.database.execute("SELECT DISTINCT length FROM delta WHERE language = ?", (language,))
            known = self._delta[language, -1] = ([row[0] for row in rows], [])
        for length in known[0]:
            if shortest <= length <= longest:
                found = self._delta.get((language, length))
                if found is None:
                    found = self._delta[language, length] = ([], [])
                    for unit, code in self.database.execute(
                        "SELECT unit, codes FROM delta WHERE language = ? AND length = ?", (language, length)
                    ):
                        found[0].append(unit)
                        found[1].append(code.decode("utf-16-le"))
                yield length, *found

    def _notice_changes(self) -> None:
        """Let go of what was read before the memory was changed, here or by another process."""
        (version,) = self.database.execute("PRAGMA data_version").fetchone()
        state = (version, self.database.connection.total_changes)
        if state != self._state:
            self._state = state
            self._delta.clear()
            self._origins.clear()
            generation = str(self.database.meta("generation"))
            if generation != self._generation:
                self._sidecar, self._generation = None, generation

    def _asking(self, ask: Callable[[], list[Match]]) -> list[Match]:
        """Ask of one consistent state. A sidecar that cannot be used is built again, and the question is asked once more."""
        for _ in range(_RETRIES):
            try:
                with self.database.reading():
                    self._notice_changes()
                    return ask()
            except SidecarUnusable:
                pass
            except (IndexError, ValueError):
                # A position that leads nowhere: either the file was damaged behind its directory, or this is our fault.
                if self._sidecar is None or self._sidecar.is_sound():
                    raise
            self._sidecar = None
            with self.database.reading():
                current = self.database.meta("generation")
            if current == self._generation:
                self.compact()  # otherwise another process has just put a new one in its place
        with self.database.reading():
            self._notice_changes()
            return ask()

    def _candidates(self, query: Query, language: str, minimum: int) -> Iterator[Candidate]:
        from termbase.memory.search import candidates, lengths, scan  # noqa: PLC0415 (rapidfuzz, only when something is asked)

        section = self.section(language)
        if section is not None:
            yield from candidates(section, query, minimum)
        for length, units, code in self.waiting(language, *lengths(len(query.tokens), minimum)):
            yield from scan(query, minimum, length, units, code)

    def _variants(self, unit: int, database: Database | None = None) -> list[tuple[int, str, str]]:
        rows = (database or self.database).execute(
            "SELECT id - ?1, language, text FROM variant WHERE id BETWEEN ?1 AND ?2",
            (unit * PLACES, unit * PLACES + PLACES - 1),
        )
        return rows.fetchall()

    def variants(self, unit: int) -> list[tuple[int, str, str]]:
        """Place, language and text of the variants of a unit; none when it is gone."""
        return self._variants(unit)

    def read(self, units: Sequence[int]) -> dict[int, records.Stored]:
        """The units of some numbers, without those that are gone; in one go, which takes about half of the time of one after another."""
        found: dict[int, records.Stored] = {}
        most = max(_READ)
        for start in range(0, len(units), most):
            batch = list(units[start : start + most])
            size = next(size for size in _READ if size >= len(batch))
            batch += [-1] * (size - len(batch))
            of_units, of_variants = _READ[size]
            for unit, origin, tuid, changed, author, uses, extra in self.database.execute(of_units, batch):
                found[unit] = records.Stored(
                    unit, self._origin(origin), tuid or "", changed or "", author or "", uses or 1, extra, []
                )
            for number, language, text in self.database.execute(of_variants, batch):
                unit, place = divmod(number, PLACES)
                if unit in found:
                    found[unit].variants.append((place, language, text))
        return found

    def _origin(self, number: int) -> str:
        """Name of an origin; kept until the memory changes."""
        name = self._origins.get(number)
        if name is None:
            (name,) = self.database.execute("SELECT name FROM origin WHERE id = ?", (number,)).fetchone()
            self._origins[number] = name
        return name

    def sidecar_path(self, generation: str) -> Path:
        """Where the sidecar of a generation is."""
        return self.path.with_name(f"{self.path.name}.{generation}.index")

    def _open_sidecar(self) -> Sidecar | None:
        if self._generation and self._sidecar is None:
            from termbase.memory.sidecar import Sidecar  # noqa: PLC0415 (small memories have none)

            self._sidecar = Sidecar(self.sidecar_path(self._generation), self._generation)
        return self._sidecar


def indexed_form(text: str) -> tuple[int, bytes]:
    """Number of words of a text, and their codes as they are stored."""
    words = tokens(fold(text))
    return len(words), codes(words).encode("utf-16-le")


def remove(path: Path) -> None:
    """Remove a file that nothing refers to; one that cannot be removed now is removed by a later compaction."""
    with suppress(OSError):
        path.unlink()
