"""A server stands for days: what changes meanwhile is seen by the next question, and what breaks is said and may be mended."""

from __future__ import annotations

import subprocess
from threading import Barrier

import pytest

from guard import no_hang
from serving import TERMBASE, TWO_RENDERINGS, client_of
from termbase.errors import MemoryFault, UsageError
from termbase.web.pool import THREADS, ProjectPool
from termbase.workflows.project import open_project


@pytest.fixture
def one(project):
    """A pool of one thread, so that it is the same connection that is asked before and after."""
    with ProjectPool(open_project, threads=1) as pool:
        yield pool


def targets(client):
    answer = client.get("/api/lookup?text=The+meeting+is+over.&to=fr&min=100")
    assert answer.status_code == 200, answer.text
    return [match["targets"]["fr"] for match in answer.json()["matches"]]


def test_a_commit_of_another_process_is_seen(one, project):
    client = client_of(one)
    assert targets(client) == []
    (project / "other.tmx").write_text(TWO_RENDERINGS, encoding="utf-8")
    subprocess.run([TERMBASE, "import", "other.tmx"], cwd=project, check=True, capture_output=True)
    assert targets(client) == ["La séance est levée.", "La réunion est finie."]


def test_a_new_release_is_seen_and_one_that_went_is_forgotten(one, project):
    client = client_of(one)
    assert targets(client) == []
    (project / "tmx" / "new.tmx").write_text(TWO_RENDERINGS, encoding="utf-8")
    assert len(targets(client)) == 2
    (project / "tmx" / "new.tmx").unlink()
    assert targets(client) == []


def terms(client):
    return [term["concept"] for term in client.get("/api/lookup?text=the+zyxwv+accord").json()["terms"]]


def test_a_change_of_the_glossary_is_seen(one, project):
    client = client_of(one)
    assert terms(client) == []
    (project / "glossary" / "new.toml").write_text('[zyxwv]\nen = ["zyxwv accord"]\nfr = ["accord zyxwv"]\n')
    assert terms(client) == ["zyxwv"]


def test_a_change_of_the_settings_is_seen(one, project):
    client = client_of(one)
    assert 'value="ar" checked' in client.get("/").text
    (project / "termbase.toml").write_text('languages = ["en", "fr"]\n')
    assert 'value="ar"' not in client.get("/").text


@pytest.mark.parametrize("path", ["/api/lookup?text=a", "/tmserver/en/fr/unit/a", "/?text=a"])
def test_a_damaged_memory_is_told_and_may_be_mended(one, project, path):
    client = client_of(one)
    assert client.get(path).status_code == 200
    memory = project / ".termbase" / "memory.sqlite"
    for file in memory.parent.iterdir():
        file.unlink()
    memory.write_bytes(b"no database at all " * 500)
    answer = client.get(path)
    assert answer.status_code == 503
    assert "TB-E502" in answer.text
    assert "Traceback" not in answer.text
    memory.unlink()
    assert client.get(path).status_code == 200


def test_a_memory_that_is_damaged_where_it_lies_is_told_and_may_be_mended_there(one, project):
    client = client_of(one)
    assert client.get("/api/concordance?text=process").json()["matches"]
    memory = project / ".termbase" / "memory.sqlite"
    one.submit(lambda opened: opened.memory.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()).result()
    sound = memory.read_bytes()
    with memory.open("r+b") as file:
        file.write(b"x" * len(sound))
    answer = client.get("/api/concordance?text=process")
    assert answer.status_code == 503
    with memory.open("r+b") as file:
        file.write(sound)
    assert client.get("/api/concordance?text=process").json()["matches"]


@pytest.mark.parametrize(
    ("file", "code"), [("termbase.toml", "TB-E2"), ("glossary/broken.toml", "TB-E4"), ("tmx/broken.tmx", "TB-E3")]
)
def test_a_broken_file_of_the_project_is_told_and_may_be_mended(one, project, file, code):
    client = client_of(one)
    assert client.get("/api/lookup?text=a").status_code == 200
    path = project / file
    before = path.read_bytes() if path.exists() else None
    path.write_text("[[[ no\n", encoding="utf-8")
    answer = client.get("/api/lookup?text=a")
    assert answer.status_code == 503
    assert answer.json()["error"]["code"].startswith(code)
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
    assert client.get("/api/lookup?text=a").status_code == 200


def test_questions_are_answered_side_by_side_with_a_connection_each(project):
    """All threads meet in the middle of their questions, so none waits for another; a shared connection SQLite would refuse."""
    together = Barrier(THREADS)

    def question(number):
        def ask(opened):
            together.wait()
            found = opened.memory.concordance(["SOC", "process", "Syrian", "United Nations"][number], language="en")
            return id(opened.memory.database.connection), len(found)

        return ask

    with no_hang(), ProjectPool(open_project) as pool:
        answers = [future.result() for future in [pool.submit(question(number)) for number in range(THREADS)]]
    assert len({connection for connection, _ in answers}) == THREADS
    assert all(found for _, found in answers)


def test_a_question_that_was_given_up_is_not_answered(one):
    with no_hang():
        hold, asked = Barrier(2), []
        first = one.submit(lambda _project: hold.wait())
        given_up = one.submit(asked.append)
        assert given_up.cancel()
        hold.wait()
        first.result()
        one.submit(lambda _project: None).result()
    assert asked == []


def test_what_broke_is_opened_again_and_what_was_asked_wrongly_changes_nothing(project):
    """The connection to a shared memory's server does not mend itself."""
    opened = []

    def broken(found):
        opened.append(found)
        raise MemoryFault("the server has gone")

    def misspelt(found):
        opened.append(found)
        raise UsageError("no such language")

    with no_hang(), ProjectPool(open_project, threads=1) as pool:
        for question, error in ((misspelt, UsageError), (broken, MemoryFault)):
            with pytest.raises(error):
                pool.submit(question).result()
        pool.submit(opened.append).result()
    assert opened[0] is opened[1]
    assert opened[1] is not opened[2]
    assert opened[2].memory.path == opened[1].memory.path
