"""What the boundary of the command line does when a run is interrupted, and how progress and results share a terminal."""

from __future__ import annotations

import io
import sys

import pytest

from termbase.cli import console
from termbase.cli.app import main
from termbase.errors import InputError
from termbase.workflows import segment


def test_an_interruption_is_exit_130_and_one_line(monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(segment, "sentences", interrupt)
    assert main(["segment", "-"]) == 130
    assert capsys.readouterr().err == "interrupted; nothing half-done was kept\n"


@pytest.mark.parametrize(
    "show",
    [
        lambda: console.out("text"),
        lambda: console.raw("text\n"),
        lambda: console.note("text"),
        lambda: console.warn("text"),
        lambda: console.error(InputError("text")),
    ],
    ids=["out", "raw", "note", "warn", "error"],
)
def test_nothing_is_glued_to_the_progress_line(monkeypatch, show):
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(console, "options", console.Options(color="never"))
    with console.progress("working") as progress:
        progress(1, 2)
        show()
        progress(2, 2)
    first, clear, line, *_ = terminal.getvalue().split("\r")
    assert (first, clear) == ("", "working  50%\x1b[K")
    assert line.startswith("\x1b[K")
    assert line.endswith("text\n")
    assert terminal.getvalue().endswith("working 100%\x1b[K\r\x1b[K")
