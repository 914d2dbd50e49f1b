"""Carrying a plan out: in one process and in several, with documents that fail, and interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from guard import no_hang
from termbase.batch import run as running
from termbase.batch.align import plan_alignment
from termbase.batch.record import NAME
from termbase.batch.run import State, run
from termbase.batch.segment import plan_segmentation
from termbase.cli.app import main
from termbase.errors import UsageError
from termbase.workflows.align import AlignRequest
from termbase.workflows.project import open_project


def plan(archive, into="out", **request):
    return plan_alignment(open_project(), archive, Path(into), AlignRequest(**request))


def states(archive, into="out", *, jobs=1, force=False, **request):
    return [outcome.state for outcome in run(plan(archive, into, **request), jobs=jobs, force=force)]


def files(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in Path(folder).rglob("*")
        if path.is_file() and path.name != NAME
    }


def spoil(archive):
    (archive / "2024" / "visit.v2.fr.txt").write_bytes("été".encode("latin-1") * 20)


def test_the_files_are_the_same_whatever_the_number_of_processes(archive):
    """The slow way beside them: `termbase align -o`, document by document."""
    spoil(archive)
    outcomes = [list(run(plan(archive, f"out{jobs}"), jobs=jobs)) for jobs in (1, 2, 3)]
    for found in outcomes:
        assert [(outcome.path.name, outcome.state) for outcome in found] == [
            ("visit.tmx", State.WRITTEN),
            ("visit.v2.tmx", State.FAILED),
            ("2025-01-02 aid.tmx", State.WRITTEN),
            ("short.tmx", State.WRITTEN),
        ]
        assert "it looks like Windows-1252" in found[1].problem.message
        assert found[1].problem.line == 1
        assert found[1].problem.help
    assert files("out1") == files("out2") == files("out3")
    assert len({Path(f"out{jobs}", NAME).read_bytes() for jobs in (1, 2, 3)}) == 1
    for item in plan(archive).tasks:
        if item.output.name != "visit.v2.tmx":
            texts = [f"{tag}={path}" for tag, path in item.texts.items()]
            assert main(["align", *texts, "-o", f"alone/{item.output}"]) == 0
    assert files("out1") == files("alone")


def test_what_is_up_to_date_is_left_alone(archive):
    assert states(archive) == [State.WRITTEN] * 4
    before = {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")}
    for path in archive.rglob("*.txt"):
        path.touch()
    assert states(archive, jobs=2) == [State.UP_TO_DATE] * 4
    assert {path: path.stat().st_mtime_ns for path in Path("out").rglob("*")} == before


@pytest.mark.parametrize(
    ("change", "made"),
    [
        (lambda: Path("archive/2024/visit/ar.txt").write_text("جملة أخرى.\n", encoding="utf-8"), [0]),
        (lambda: Path("archive/2024/visit/ar.txt").unlink(), [0]),
        (lambda: Path("out/2024/visit.tmx").unlink(), [0]),
        (lambda: Path("out/2024/visit.tmx").write_text("edited", encoding="utf-8"), [0]),
        (lambda: Path(f"out/{NAME}").unlink(), [0, 1, 2, 3]),
        (lambda: Path("termbase.toml").write_text('[align]\nlexicon = "en-fr.tsv"', encoding="utf-8"), [0, 1, 2, 3]),
        (lambda: Path("glossary").mkdir() or Path("glossary/a.toml").write_text('[a]\nen = "Aleppo"\nfr = "Alep"'), [0, 1, 2, 3]),
        (lambda: Path("archive/2024/visit").rename("archive/2024/visits"), [1]),
    ],
    ids=["text", "version", "output", "edited", "record", "lexicon", "glossary", "name"],
)  # fmt: skip
def test_only_what_a_change_is_about_is_made_again(archive, change, made):
    Path("en-fr.tsv").write_text("envoy\tenvoyé\n", encoding="utf-8")
    states(archive)
    change()
    assert [number for number, state in enumerate(states(archive)) if state is State.WRITTEN] == made
    assert states(archive) == [State.UP_TO_DATE] * 4


def test_other_options_are_other_sources_and_force_makes_all_again(archive):
    states(archive)
    assert states(archive, pre_segmented=True) == [State.WRITTEN] * 4
    assert states(archive, pre_segmented=True) == [State.UP_TO_DATE] * 4
    assert states(archive, pre_segmented=True, force=True) == [State.WRITTEN] * 4


def test_a_lexicon_named_after_its_languages_teaches_nothing_false(archive):
    """A document without French has no use for French words; taken for Arabic ones they would mislead."""
    Path("en-fr.tsv").write_text("envoy\tenvoyé\n", encoding="utf-8")
    with_words, without = plan(archive, lexicon=Path("en-fr.tsv")), plan(archive)
    aid = 2
    maker = with_words.prepare()
    assert maker._lexicons["en", "ar"].tables[-1].target == "fr"
    assert [task.method for task in with_words.tasks] != [task.method for task in without.tasks]
    contents = [
        prepared(planned.tasks[aid]).content
        for prepared, planned in ((maker, with_words), (without.prepare(), without))
    ]
    assert contents[0] != contents[1]  # the headers say which lexicon there was
    assert len({content.partition(b"</header>")[2] for content in contents}) == 1


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("stop", [1, 2, 3, 4])
def test_an_interrupted_run_keeps_what_was_written_and_goes_on(archive, monkeypatch, jobs, stop):
    """Interrupted while it writes, so that the file in hand is the one that could be half there."""
    states(archive, "whole")
    writing, begun = running.writing, []

    def interrupted(path):
        begun.append(path)
        if len(begun) == stop:
            with writing(path) as stream:
                stream.write(b"half")
                raise KeyboardInterrupt
        return writing(path)

    monkeypatch.setattr(running, "writing", interrupted)
    with pytest.raises(KeyboardInterrupt):
        states(archive, jobs=jobs)
    monkeypatch.undo()
    monkeypatch.chdir(archive.parent)
    kept = files("out")
    assert len(kept) == stop - 1
    assert kept.items() <= files("whole").items()
    assert states(archive).count(State.UP_TO_DATE) == stop - 1
    assert files("out") == files("whole")


def stopped(archive, stop):
    """Exit code and messages of a run of two processes that was stopped after its first file, once the last of them has ended."""
    for number in range(16):
        for tag in ("en", "fr"):
            text = (archive / "2024" / "visit" / f"{tag}.txt").read_text(encoding="utf-8") * 20
            (archive / f"more{number}.{tag}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "termbase", "batch", "align", "archive", "--into", "out", "--jobs", "2"]
    with no_hang(), subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as running:
        while running.poll() is None and not Path("out", NAME).exists():
            sleep(0.01)
        stop(running.pid)
        _, errors = running.communicate()  # ends when no process has the stream any more
    return running.returncode, errors.decode()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="there are no groups of processes on this system")
def test_control_c_ends_all_processes_without_a_traceback(archive):
    """As a terminal sends it: to every process of the run, at a moment when some are at work."""
    code, errors = stopped(archive, lambda process: os.killpg(process, signal.SIGINT))
    assert code == 130, errors
    assert errors.splitlines()[-1] == "interrupted; nothing half-done was kept"
    assert "Traceback" not in errors
    kept = files("out")
    assert 0 < len(kept) < 20
    assert all(content.endswith(b"</tmx>\n") for content in kept.values())
    assert (
        states(archive, jobs=2).count(State.UP_TO_DATE) >= len(kept) - 1
    )  # one may have been written and not yet noted


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process is killed like this on this system")
def test_the_others_end_when_the_first_process_is_killed(archive):
    code, _ = stopped(archive, lambda process: os.kill(process, signal.SIGKILL))
    assert code == -signal.SIGKILL
    kept = files("out")
    assert 0 < len(kept) < 20
    assert all(content.endswith(b"</tmx>\n") for name, content in kept.items() if name.endswith(".tmx"))


def test_a_process_that_is_ended_from_outside_is_an_error_and_no_hang(archive):
    broken = plan(archive)
    with no_hang(), pytest.raises(UsageError, match="ended from outside"):
        list(run(replace(broken, prepare=partial(os._exit, 3)), jobs=2))


def test_a_fault_of_ours_ends_the_run(archive):
    """It is no bad document: whoever maintains termbase must hear of it."""
    broken = plan(archive)
    for jobs in (1, 2):
        with pytest.raises(TypeError):
            list(run(replace(broken, prepare=partial(partial, len)), jobs=jobs))


def test_a_result_that_cannot_be_written_fails_alone(archive):
    Path("out/2024/visit.tmx").mkdir(parents=True)
    found = list(run(plan(archive), jobs=1))
    assert [outcome.state for outcome in found] == [State.FAILED, *[State.WRITTEN] * 3]
    assert found[0].problem.path == str(Path("out/2024/visit.tmx"))
    assert not list(Path("out").rglob("*.part"))


def test_sentences_are_those_of_the_command(archive, capsys):
    found = list(run(plan_segmentation(open_project(), archive, Path("out"), "fr"), jobs=2))
    assert [outcome.state for outcome in found] == [State.WRITTEN] * 4
    capsys.readouterr()
    for outcome in found:
        assert main(["segment", str(archive / outcome.path.relative_to("out")), "--lang", "fr"]) == 0
        assert outcome.path.read_text(encoding="utf-8") == capsys.readouterr().out
    assert [o.state for o in run(plan_segmentation(open_project(), archive, Path("out"), "fr"))] == [
        State.UP_TO_DATE
    ] * 4
    again = run(plan_segmentation(open_project(), archive, Path("out"), "fr-CA"))
    assert [outcome.state for outcome in again] == [State.WRITTEN] * 4
