"""Changing a memory: every function here is one transaction."""

from __future__ import annotations

from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

from termbase.errors import MemoryFault
from termbase.memory import records
from termbase.memory.database import PLACES
from termbase.memory.sqlite import DELTA_MOST, indexed_form
from termbase.model import Language, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from termbase.memory.database import Database
    from termbase.memory.sqlite import SqliteMemory

_BATCH = 2_000
INSERT_UNIT = "INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?)"
INSERT_VARIANT = "INSERT INTO variant VALUES (?, ?, ?)"
INSERT_DELTA = "INSERT INTO delta VALUES (?, ?, ?, ?, ?, ?)"


def replace(
    memory: SqliteMemory,
    origin: str,
    units: Iterable[Unit],
    digest: str,
    stamp: str,
    progress: Callable[[int], None] | None,
) -> int:
    """Put units in place of what the origin held. A large import brings its own sidecar, installed by the same transaction."""
    database = memory.database
    count = 0
    with database.lean(), database.writing():
        number = _origin(database, origin)
        forget(database, _units_of(database, number))
        database.execute("UPDATE origin SET digest = ?, stamp = ? WHERE id = ?", (digest, stamp, number))
        serial = first = int(database.meta("serial"))
        fingerprints = array("q")
        waiting = 0
        rows: tuple[list[tuple[object, ...]], ...] = ([], [], [])
        for unit in units:
            count += 1
            if not any(variant.text.strip() for variant in unit.variants):
                continue
            serial += 1
            fingerprints.append(_collect(rows, number, serial, unit, index=waiting <= DELTA_MOST))
            if len(rows[0]) >= _BATCH:
                waiting += len(rows[2])
                _insert(database, rows)
                if progress:
                    progress(count)
        waiting += len(rows[2])
        _insert(database, rows)
        database.set_meta("serial", serial)
        _merge(database, first + 1, fingerprints)
        if waiting > DELTA_MOST:
            from termbase.memory.compaction import rebuild_within  # noqa: PLC0415 (numpy, only for large imports)

            superseded: str | None = rebuild_within(memory)
        else:
            superseded = None
    if superseded is not None:
        from termbase.memory.compaction import retire  # noqa: PLC0415

        retire(memory, superseded)
    return count


def add(memory: SqliteMemory, origin: str, unit: Unit) -> None:
    """Add one unit to an origin."""
    database = memory.database
    with database.writing():
        number = _origin(database, origin)
        serial = int(database.meta("serial")) + 1
        rows: tuple[list[tuple[object, ...]], ...] = ([], [], [])
        _collect(rows, number, serial, unit, index=True)
        _insert(database, rows)
        database.set_meta("serial", serial)


def delete_origin(memory: SqliteMemory, origin: str) -> int:
    """Forget an origin; gives the number of its units."""
    database = memory.database
    with database.writing():
        row = database.execute("SELECT id FROM origin WHERE name = ?", (origin,)).fetchone()
        if row is None:
            return 0
        count = forget(database, _units_of(database, row[0]))
        database.execute("DELETE FROM origin WHERE id = ?", row)
    return count


def forget(database: Database, units: Iterable[int]) -> int:
    """Remove units, given in ascending order, within a transaction. The sidecar may still name them; queries find nothing there."""
    count = 0
    for low, high in _runs(units):
        database.execute("DELETE FROM variant WHERE id BETWEEN ? AND ?", (low * PLACES, high * PLACES + PLACES - 1))
        database.execute("DELETE FROM unit WHERE id BETWEEN ? AND ?", (low, high))
        database.execute("DELETE FROM context WHERE unit BETWEEN ? AND ?", (low, high))
        count += high - low + 1
    if count:
        database.execute("DELETE FROM delta WHERE unit NOT IN (SELECT id FROM unit)")
        database.set_meta("forgotten", int(database.meta("forgotten")) + count)
    return count


def rewrite(database: Database, unit: int, place: int, text: str) -> None:
    """Change one text within a transaction, and have it found under its new words."""
    (language,) = database.execute("SELECT language FROM variant WHERE id = ?", (unit * PLACES + place,)).fetchone()
    database.execute("UPDATE variant SET text = ? WHERE id = ?", (text, unit * PLACES + place))
    serial = int(database.meta("serial")) + 1
    database.set_meta("serial", serial)
    database.execute(
        "DELETE FROM delta WHERE language = ? AND unit = ? AND place = ?", (Language(language).primary, unit, place)
    )
    database.connection.executemany(INSERT_DELTA, waiting_rows(language, text, unit, place, serial))


def waiting_rows(language: str, text: str, unit: int, place: int, serial: int) -> list[tuple[object, ...]]:
    """The row of a text that the sidecar does not know; none for a text without anything to look for."""
    length, code = indexed_form(text)
    return [(Language(language).primary, length, unit, place, serial, code)] if length else []


def _origin(database: Database, name: str) -> int:
    database.execute("INSERT OR IGNORE INTO origin (name, digest, stamp) VALUES (?, '', '')", (name,))
    number: int = database.execute("SELECT id FROM origin WHERE name = ?", (name,)).fetchone()[0]
    return number


def _units_of(database: Database, origin: int) -> Iterator[int]:
    return iter(
        array("q", (row[0] for row in database.execute("SELECT id FROM unit WHERE origin = ? ORDER BY id", (origin,))))
    )


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Ranges of consecutive numbers."""
    low = high = None
    for number in numbers:
        if high is not None and low is not None and number == high + 1:
            high = number
        else:
            if low is not None and high is not None:
                yield low, high
            low = high = number
    if low is not None and high is not None:
        yield low, high


def _collect(rows: tuple[list[tuple[object, ...]], ...], origin: int, number: int, unit: Unit, *, index: bool) -> int:
    """Rows of a unit; gives its fingerprint, equal for units that are the same but for dates, users and counts."""
    units, variants, delta = rows
    if len(unit.variants) > PLACES:
        raise MemoryFault(
            f"a unit has {len(unit.variants):,} variants; the memory keeps at most {PLACES:,}",
            number=8,
            path=unit.place.path if unit.place else "",
            line=unit.place.line if unit.place else 0,
            help="split the unit",
        )
    if records.is_plain(unit):
        units.append((number, origin, unit.id or None, None, None, 1, None))
    else:
        changed, author = records.changed_and_author(unit)
        units.append((number, origin, unit.id or None, changed, author, records.uses(unit), records.encode(unit)))
    fingerprint = []
    for place, variant in enumerate(unit.variants):
        segment = variant.segment
        text = segment.text
        fingerprint.append((segment.language, text, segment.content))
        variants.append((number * PLACES + place, segment.language, text))
        if index and text:
            delta.extend(waiting_rows(segment.language, text, number, place, number))
    return hash(tuple((language, text, str(content) if content else "") for language, text, content in fingerprint))


def _insert(database: Database, rows: tuple[list[tuple[object, ...]], ...]) -> None:
    for statement, values in zip((INSERT_UNIT, INSERT_VARIANT, INSERT_DELTA), rows, strict=True):
        database.connection.executemany(statement, values)
        values.clear()


def _merge(database: Database, first: int, fingerprints: array[int]) -> None:
    """Keep units with the same texts once: the newest date with its user, the sum of uses, every context."""
    kept_by = array("q", range(first, first + len(fingerprints)))  # the unit that each is merged into, mostly itself
    for places in _repeated(fingerprints):
        for kept, others in _identical(database, [first + place for place in places]):
            for other in others:
                kept_by[other - first] = kept
    merged = [first + place for place, kept in enumerate(kept_by) if kept != first + place]
    for other in merged:
        _take_over(database, other, kept_by, first)
    for low, high in _runs(merged):
        database.execute("DELETE FROM variant WHERE id BETWEEN ? AND ?", (low * PLACES, high * PLACES + PLACES - 1))
        database.execute("DELETE FROM unit WHERE id BETWEEN ? AND ?", (low, high))
    if merged:
        database.execute("DELETE FROM delta WHERE unit NOT IN (SELECT id FROM unit)")


def _take_over(database: Database, other: int, kept_by: Sequence[int], first: int) -> None:
    """Give the unit that another is merged into its neighbours, its uses and, when it is newer, its date."""
    last = first + len(kept_by) - 1

    def kept_for(unit: int) -> int:
        return kept_by[unit - first] if first <= unit <= last else unit

    kept, before, after = kept_for(other), kept_for(other - 1), kept_for(other + 1)
    contexts = [(kept, before, after)]
    if before == other - 1 >= first:
        contexts.append((before, kept_for(other - 2), kept))
    if after == other + 1 <= last:
        contexts.append((after, kept, kept_for(other + 2)))
    database.connection.executemany("INSERT INTO context VALUES (?, ?, ?)", contexts)
    database.execute("UPDATE unit SET uses = uses + (SELECT uses FROM unit WHERE id = ?2) WHERE id = ?1", (kept, other))
    database.execute(
        "UPDATE unit SET (changed, author) = (SELECT changed, author FROM unit WHERE id = ?2)"
        " WHERE id = ?1 AND coalesce(changed, '') < coalesce((SELECT changed FROM unit WHERE id = ?2), '')",
        (kept, other),
    )


def _repeated(fingerprints: array[int]) -> Iterator[list[int]]:
    """Places of the same fingerprint, where there are several; found by sorting, so that no table is held."""
    places: list[int] = []
    for place in _order(fingerprints):
        if places and fingerprints[places[0]] != fingerprints[place]:
            if len(places) > 1:
                yield places
            places = []
        places.append(place)
    if len(places) > 1:
        yield places


def _order(numbers: array[int]) -> Sequence[int]:
    """Places of the numbers in the order of the numbers, equal ones as they stand."""
    if len(numbers) < _BATCH:
        return sorted(range(len(numbers)), key=numbers.__getitem__)
    import numpy as np  # noqa: PLC0415 (only for large imports)

    return array("q", np.argsort(np.frombuffer(numbers, np.int64), kind="stable").tobytes())


def _identical(database: Database, members: list[int]) -> Iterator[tuple[int, list[int]]]:
    """The first of each set of units that are the same in identifier, texts and codes, and the others."""
    same: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for unit in members:
        tuid, extra = database.execute("SELECT tuid, extra FROM unit WHERE id = ?", (unit,)).fetchone()
        rows = database.execute(
            "SELECT language, text FROM variant WHERE id BETWEEN ? AND ? ORDER BY id",
            (unit * PLACES, unit * PLACES + PLACES - 1),
        ).fetchall()
        whole = records.decode(tuid or "", [(place, *row) for place, row in enumerate(rows)], extra)
        same[whole.id, tuple((item.language, item.text, str(item.segment.content)) for item in whole.variants)].append(
            unit
        )
    for found in same.values():
        if len(found) > 1:
            yield found[0], found[1:]
