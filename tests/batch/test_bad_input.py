"""What `termbase batch` says to folders that it cannot use: before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from termbase.cli.app import main

TEXT = "One sentence.\n"


def put(*names):
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TEXT, encoding="utf-8")


def everything():
    return sorted(Path().rglob("*"))


@pytest.mark.parametrize("verb", [["align"], ["segment", "--lang", "en"]], ids=["align", "segment"])
@pytest.mark.parametrize(
    ("folder", "into", "said"),
    [
        ("nowhere", "out", "nowhere: there is no such folder"),
        ("file.txt", "out", "file.txt: this is no folder"),
        ("empty", "out", "empty: there is no "),
        ("archive", "archive", "archive lies in the folder of the texts"),
        ("archive", "archive/out", "archive/out lies in the folder of the texts"),
        ("archive", "./x/../archive/out", "lies in the folder of the texts"),
        ("archive", "link", "link lies in the folder of the texts"),
        ("archive", "file.txt", "--into file.txt is a file"),
        ("archive", "traps", "traps/away leads out of traps"),
        ("archive/away", ".", "lies in the folder of the texts"),
    ],
)
def test_a_folder_that_cannot_be_used_is_an_error_and_nothing_is_written(
    tmp_path, monkeypatch, capsys, verb, folder, into, said
):
    monkeypatch.chdir(tmp_path)
    put("file.txt", "empty/picture.png", "archive/away/note.en.txt", "archive/away/note.ar.txt", "elsewhere/x.txt")
    # Taken from the folder `archive/away`, this document would go back among the texts.
    put("archive/away/archive/away/deep/note.en.txt", "archive/away/archive/away/deep/note.ar.txt")
    Path("link").symlink_to("archive")
    Path("traps").mkdir()
    Path("traps/away").symlink_to(tmp_path / "elsewhere")
    before = everything()
    assert main(["batch", *verb, folder, "--into", into]) == 2
    assert said in capsys.readouterr().err
    assert everything() == before


@pytest.mark.parametrize(
    "names",
    [
        ("a/visit/en.txt", "a/visit/fr.txt", "a/visit.en.txt", "a/visit.fr.txt"),
        ("a.en.txt", "a.fr.txt", "a.tmx/b.en.txt", "a.tmx/b.fr.txt"),
        ("archive.en.txt", "archive.fr.txt", "en.txt", "fr.txt"),
    ],
    ids=["same", "within", "root"],
)
def test_two_documents_with_one_path_are_an_error_before_anything_is_written(tmp_path, monkeypatch, capsys, names):
    monkeypatch.chdir(tmp_path)
    put(*(f"archive/{name}" for name in names), "archive/good.en.txt", "archive/good.fr.txt")
    assert main(["batch", "align", "archive", "--into", "out"]) == 2
    assert "would both be written to out/a" in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.parametrize("tag", ["english", "e", "", "en txt"])
def test_an_unknown_language_is_said(archive, capsys, tag):
    assert main(["batch", "segment", "archive", "--into", "out", "--lang", tag]) == 2
    assert "is no language tag" in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_processes_is_one_at_least(archive, capsys, jobs):
    assert main(["batch", "align", "archive", "--into", "out", "--jobs", jobs]) == 2
    assert "--jobs" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", "نص".encode("windows-1256") * 20, b"One.\n\x07Two.\n"])
def test_a_text_that_cannot_be_read_is_named_and_the_others_are_done(archive, capsys, content):
    (archive / "2024" / "visit" / "ar.txt").write_bytes(content)
    assert main(["batch", "align", "archive", "--into", "out", "--jobs", "1"]) == 2
    shown = capsys.readouterr()
    assert "archive/2024/visit/ar.txt" in shown.err
    assert "help: " in shown.err
    assert shown.out.splitlines()[-1] == "3 written, 0 up to date, 1 failed"


def test_a_lexicon_that_cannot_be_read_ends_the_run(archive, capsys):
    assert main(["batch", "align", "archive", "--into", "out", "--lexicon", "nowhere.tsv"]) == 2
    assert "nowhere.tsv: cannot read the lexicon" in capsys.readouterr().err
    assert not Path("out").exists()


def test_names_of_files_do_not_drive_the_terminal(archive, capsys):
    for tag in ("en", "fr"):
        (archive / f"a\x1b[2J.{tag}.txt").write_text(TEXT, encoding="utf-8")
    (archive / "b\x1b[2J").touch()
    assert main(["batch", "align", "archive", "--into", "out", "--jobs", "1"]) == 0
    shown = capsys.readouterr()
    assert "\x1b" not in shown.out + shown.err
    assert "out/a\ufffd[2J.tmx: " in shown.out


def test_many_files_left_out_are_counted_and_verbose_names_them(archive, capsys):
    for number in range(30):
        (archive / f"{number}.png").touch()
    main(["batch", "align", "archive", "--into", "out", "--jobs", "1"])
    errors = capsys.readouterr().err.splitlines()
    assert len([line for line in errors if line.startswith("left out: ")]) == 21
    assert errors[20] == "left out: 12 more; -v names them"
    main(["batch", "align", "archive", "--into", "out", "--jobs", "1", "-v"])
    assert len(capsys.readouterr().err.splitlines()) == 32
