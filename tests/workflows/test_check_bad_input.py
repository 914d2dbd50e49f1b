"""What a run does with input it cannot read, rules it does not know and places where there is nothing: the same in every format."""

from __future__ import annotations

import pytest

from termbase.checks.rules import doubled_space
from termbase.cli.app import main
from termbase.reports.base import REPORTERS

GOOD = """<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="text"/>
<body><tu tuid="1"><tuv xml:lang="en"><seg>Two words</seg></tuv><tuv xml:lang="fr"><seg>Deux  mots</seg></tuv></tu></body></tmx>
"""


@pytest.fixture
def files(project):
    """One file that can be read and has a fault, one that cannot."""
    (project / "bad.tmx").write_text("<tmx><body>", encoding="utf-8")
    (project / "good.tmx").write_text(GOOD, encoding="utf-8")
    return project


@pytest.mark.parametrize("name", sorted(REPORTERS.paths()))
def test_a_bad_file_is_exit_2_and_the_others_are_checked_in_every_format(files, capsys, name):
    assert main(["check", "bad.tmx", "good.tmx", "--format", name]) == 2
    printed = capsys.readouterr()
    assert "TB501" in printed.out or "doubled-space" in printed.out or "2 spaces" in printed.out
    assert "bad.tmx:1:12" in printed.err
    assert main(["check", "bad.tmx", "good.tmx", "--format", name, "--exit-zero"]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("name", sorted(REPORTERS.paths()))
def test_findings_are_exit_1_and_none_is_exit_0_in_every_format(files, capsys, name):
    assert main(["check", "good.tmx", "--format", name]) == 1
    assert main(["check", "good.tmx", "--format", name, "--ignore", "TB501"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("name", sorted(REPORTERS.paths()))
def test_a_rule_that_crashes_is_exit_1_in_every_format(files, capsys, monkeypatch, name):
    def crash(unit, _context):
        raise ZeroDivisionError(unit.id)

    monkeypatch.setattr(doubled_space, "check", crash)
    assert main(["check", "good.tmx", "--format", name]) == 1
    assert "failed on this unit" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_an_unknown_rule_ends_the_run_with_the_nearest_name(files, capsys, option):
    assert main(["check", "good.tmx", option, "TB50l"]) == 2
    assert "did you mean TB50" in capsys.readouterr().err


def test_an_unknown_rule_in_the_configuration_ends_the_run(files, capsys):
    (files / "termbase.toml").write_text(
        'languages = ["en", "ar", "fr"]\n[check]\nignore = ["TB999"]\n', encoding="utf-8"
    )
    assert main(["check", "good.tmx"]) == 2
    assert "TB999" in capsys.readouterr().err


def test_a_suppression_of_a_rule_that_does_not_exist_is_reported(files, capsys):
    """A misspelt id silences nothing, and nobody would know."""
    (files / "good.tmx").write_text(
        GOOD.replace('"1"><tuv', '"1"><note>termbase: ignore TB999</note><tuv'), encoding="utf-8"
    )
    assert main(["check", "good.tmx"]) == 1
    assert "there is no rule TB999" in capsys.readouterr().out


def test_a_fix_of_spaces_is_shown_by_their_numbers(files, capsys):
    """A space at the end of a line tells a reader nothing."""
    assert main(["check", "good.tmx"]) == 1
    assert "  fix     U+0020\n" in capsys.readouterr().out


def test_a_pattern_that_matches_nothing_is_an_error(files, capsys):
    assert main(["check", "nothing/*.tmx"]) == 2
    assert "no file matches" in capsys.readouterr().err


def test_a_folder_without_anything_to_check_has_no_findings(files, capsys):
    (files / "empty").mkdir()
    (files / "empty" / "notes.md").write_text("Notes.\n", encoding="utf-8")
    assert main(["check", "empty"]) == 0
    assert "0 documents" in capsys.readouterr().out
