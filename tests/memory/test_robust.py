import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import oracle
import pytest

from guard import no_hang
from termbase.errors import MemoryFault
from termbase.memory import builder, database, sqlite
from termbase.memory.sqlite import SqliteMemory


def units(count, start=0, *, word="sentence"):
    return [
        oracle.unit(
            ("en", f"A {word} that has the name {chr(97 + number % 26)}{number} in it"),
            ("fr", f"phrase {number}"),
            id=str(number),
        )
        for number in range(start, start + count)
    ]


def found(memory, unit):
    return memory.lookup(unit.variants[0].text, source="en", targets=["fr"], minimum=100)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "memory.sqlite"


@pytest.fixture
def indexed(path):
    memory = SqliteMemory(str(path))
    memory.replace("old", units(300))
    memory.compact()
    return memory


def in_child(work):
    """Process id of a fork that does the work and ends."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def test_killed_at_any_moment_nothing_committed_is_lost(path, monkeypatch):
    """Fifty kills in a row, while units are added, origins replaced and sidecars built all the time."""
    monkeypatch.setattr(sqlite, "DELTA_MOST", 12)
    chance = random.Random(3)  # noqa: S311 (chance, not secrecy)
    added = 0
    SqliteMemory(str(path)).close()
    for _ in range(50):
        reading, writing = os.pipe()

        def work(start=added, pipe=writing):
            memory = SqliteMemory(str(path))
            for number in range(start, start + 10_000):
                memory.add("grown", units(1, number)[0])
                os.write(pipe, b".")
                if number % 5 == 0:
                    memory.replace("replaced", units(15, 100_000, word=f"round{number}"))
                    memory.compact_if_due()

        child = in_child(work)
        os.close(writing)
        time.sleep(chance.uniform(0.01, 0.15))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told = 0
        while data := os.read(reading, 65536):
            told += len(data)
        os.close(reading)
        memory = SqliteMemory(str(path))
        memory.verify()
        (kept,) = memory.database.execute(
            "SELECT count(*) FROM unit JOIN origin ON origin.id = unit.origin WHERE name = 'grown'"
        ).fetchone()
        assert kept in (
            added + told,
            added + told + 1,
        )  # one more was committed, and its process killed before it could say so
        added = kept
        kept_units = list(memory.units())
        for unit in [*kept_units[-1:], *chance.sample(kept_units, min(4, len(kept_units)))]:
            assert found(memory, unit), unit.variants[0].text
        rounds = {unit.variants[0].text.split()[1] for unit in memory.units("replaced")}
        assert len(rounds) <= 1  # all of one round, or none: never a mixture
        memory.close()
    assert added > 50
    SqliteMemory(str(path)).compact()
    assert len(list(path.parent.glob("*.index"))) == 1
    assert not list(path.parent.glob(".building-*"))


def test_two_processes_import_and_query_at_once(path, monkeypatch):
    monkeypatch.setattr(sqlite, "DELTA_MOST", 20)
    SqliteMemory(str(path)).close()

    def work(start):
        memory = SqliteMemory(str(path))
        for number in range(start, start + 60):
            unit = units(1, number)[0]
            memory.add(f"origin {start}", unit)
            if not found(memory, unit):
                os._exit(7)
            if number % 10 == 0:
                memory.replace(f"block {start} {number}", units(30, 10_000 + 100 * number))
        os._exit(0)

    children = [in_child(lambda start=start: work(start)) for start in (0, 1000)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    memory = SqliteMemory(str(path))
    memory.verify()
    assert memory.count() == 2 * (60 + 6 * 30)
    assert all(
        found(memory, unit)
        for unit in [*units(60), *units(60, 1000), *units(30, 10_000), *units(30, 10_000 + 100 * 1050)]
    )


@pytest.mark.parametrize("damage", ["missing", "cut", "empty", "directory", "body", "older"])
def test_a_damaged_sidecar_is_built_again(indexed, path, damage):
    """Whatever happens to the file beside the database, answers stay the same."""
    expected = [
        match.source for match in indexed.lookup(units(1)[0].variants[0].text, source="en", targets=["fr"], limit=5)
    ]
    indexed.close()
    (index,) = path.parent.glob("*.index")
    content = bytearray(index.read_bytes())
    if damage == "missing":
        index.unlink()
    elif damage == "cut":
        index.write_bytes(content[: len(content) // 2])
    elif damage == "empty":
        index.write_bytes(b"")
    elif damage == "directory":
        content[40] ^= 0xFF
        index.write_bytes(content)
    elif damage == "body":
        content[400:-400] = bytes([0xFF]) * (len(content) - 800)
        index.write_bytes(content)
    else:
        index.write_bytes(bytes(content).replace(content[-16:], b"0" * 16))
    memory = SqliteMemory(str(path))
    if damage != "missing":
        with pytest.raises(MemoryFault, match="index beside the memory"):
            memory.verify()
    again = memory.lookup(units(1)[0].variants[0].text, source="en", targets=["fr"], limit=5)
    assert [match.source for match in again] == expected
    memory.verify()


def test_a_damaged_database_is_a_clear_error(indexed, path):
    indexed.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    indexed.close()
    content = bytearray(path.read_bytes())
    content[4096:20000] = b"\x5a" * (20000 - 4096)
    path.write_bytes(content)
    with pytest.raises(MemoryFault, match=r"damaged|malformed") as fault:
        SqliteMemory(str(path)).verify()
    assert "delete the file" in fault.value.help
    path.write_bytes(b"this is no database at all, but it is long enough" * 100)
    with pytest.raises(MemoryFault, match="not a database"):
        SqliteMemory(str(path))


def test_a_full_disk_loses_nothing(indexed):
    """An import that does not fit is undone as a whole."""
    (pages,) = indexed.database.execute("PRAGMA page_count").fetchone()
    indexed.database.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(MemoryFault, match="full") as fault:
        indexed.replace("big", units(4000, 5000))
    assert "free some space" in fault.value.help
    assert found(indexed, units(1)[0])
    assert indexed.count() == 300
    assert "big" not in indexed.origins()


def test_no_room_for_the_sidecar_leaves_the_old_one(indexed, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(builder, "_write_section", full)
    with pytest.raises(MemoryFault, match="No space left") as fault:
        indexed.compact()
    assert fault.value.code == "TB-E506"
    assert found(indexed, units(1)[0])
    assert len(list(indexed.path.parent.iterdir())) <= 4


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="gives up the rights of root to be refused")
def test_a_folder_that_cannot_be_written_is_read(indexed, path):
    indexed.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    indexed.close()
    for folder in (path.parent, *list(path.parent.parents)[:3]):
        folder.chmod(0o555)

    def work():
        os.setuid(65534)
        memory = SqliteMemory(str(path))
        if not found(memory, units(1)[0]):
            os._exit(3)
        try:
            memory.add("new", units(1, 900)[0])
        except MemoryFault as fault:
            os._exit(0 if fault.code == "TB-E507" else 4)
        os._exit(5)

    assert os.waitstatus_to_exitcode(os.waitpid(in_child(work), 0)[1]) == 0
    path.parent.chmod(0o755)


def test_another_writer_is_waited_for_and_then_named(indexed, path, monkeypatch):
    monkeypatch.setattr(database, "_WAIT", 0.05)
    second = SqliteMemory(str(path))
    with indexed.database.writing():
        with pytest.raises(MemoryFault, match="locked") as fault:
            second.add("new", units(1, 900)[0])
        assert found(second, units(1)[0])  # reading goes on
    assert "another process" in fault.value.help
    second.add("new", units(1, 900)[0])
    assert found(indexed, units(1, 900)[0])


def test_a_lock_held_by_a_dead_process_is_none(indexed, path):
    def work():
        memory = SqliteMemory(str(path))
        memory.database.execute("BEGIN IMMEDIATE")
        memory.database.execute("DELETE FROM unit")
        os.kill(os.getpid(), signal.SIGKILL)

    os.waitpid(in_child(work), 0)
    indexed.add("new", units(1, 900)[0])
    assert indexed.count() == 301


@pytest.mark.parametrize("query", ["", "   ", "\u200e\u200f", "\n"])
def test_a_query_without_words_finds_nothing(indexed, query):
    assert indexed.lookup(query, source="en", targets=["fr"]) == []
    assert indexed.concordance(query, language="en", targets=["fr"]) == []


@pytest.mark.parametrize("query", ["the name " * 11_000, "x" * 100_000, ". , " * 25_000, "2254 " * 20_000])
def test_a_query_of_a_hundred_thousand_characters_ends_soon(indexed, query):
    indexed.add("long", oracle.unit(("en", "the name " * 11_000), ("fr", "le nom")))
    with no_hang(60):
        matches = indexed.lookup(query, source="en", targets=["fr"])
        assert indexed.concordance(query, language="en", targets=["fr"]) is not None
    assert bool(matches) == query.startswith("the name")


def test_units_without_text_are_left_out(path):
    memory = SqliteMemory(str(path))
    empty = [oracle.unit(), oracle.unit(("en", ""), ("fr", "")), oracle.unit(("en", " "), ("fr", "\n"))]
    half = oracle.unit(("en", ""), ("fr", "seul"))
    assert memory.replace("odd", [*empty, half, *units(1)]) == 5
    assert memory.count() == 2
    assert found(memory, units(1)[0])
    memory.compact()
    assert memory.concordance("seul", language="fr")


@pytest.mark.parametrize("text", ["\x00 nul", "\U0001f600 face", "e\u0301" * 50, "`tick` – dash", "١٢ ½ ﷺ ﬁn"])
def test_odd_characters_are_found_again_from_a_sidecar(path, text):
    memory = SqliteMemory(str(path))
    memory.replace("odd", [oracle.unit(("en", f"{text} and words"), ("fr", "x"))])
    for _ in range(2):
        assert found(memory, oracle.unit(("en", f"{text} and words")))
        memory.compact()


def test_half_a_character_is_a_clear_error(indexed):
    """SQLite keeps no unpaired surrogates; nothing of such an import is kept."""
    with pytest.raises(MemoryFault, match="surrogate"):
        indexed.replace("odd", [oracle.unit(("en", "\ud800 and words"), ("fr", "x"))])
    assert indexed.lookup("\ud800 and words", source="en", targets=["fr"]) == []
    assert indexed.count() == 300


def test_a_file_of_another_layout_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE unit (id)")
    connection.commit()
    connection.close()
    with pytest.raises(MemoryFault, match="another version"):
        SqliteMemory(str(path))


def test_an_import_that_fails_half_way_is_undone(indexed):
    """The old units stay, and the reason is told."""

    def breaking():
        yield from units(50, 700)
        raise ValueError("line 51 is broken")

    with pytest.raises(ValueError, match="line 51"):
        indexed.replace("old", breaking())
    assert indexed.count() == 300
    assert not found(indexed, units(1, 700)[0])


def test_a_single_lookup_loads_no_numpy(indexed, path):
    code = (
        "import sys; from termbase.memory import Memory\n"
        f"memory = Memory.open('sqlite:///{path}')\n"
        "assert memory.lookup('A sentence that has the name a0 in it', source='en', targets=['fr'])\n"
        "assert memory.concordance('name', language='en')\n"
        "print('numpy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
