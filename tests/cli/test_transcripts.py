"""Every file transcripts/*.txt is a session at the command line that must go as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import transcript

TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_session_goes_as_written(path, project):
    steps = transcript.parse(path.read_text(encoding="utf-8"))
    assert steps, "a transcript holds at least one command"
    for step in steps:
        transcript.check(step, path.name, project)
