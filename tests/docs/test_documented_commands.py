"""Commands in the documentation are run, in order, page by page, in a copy of this project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import transcript

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
EDIT = re.compile(r"^<!-- replaced in (\S+): (.+?) -> (.+?) -->$", re.MULTILINE)  # what a reader does in an editor
FILE = re.compile(r"^```\w+ title=\"([^\"]+)\"\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))], ids=lambda page: page.stem
)
def test_the_commands_of_a_page_do_what_it_says(page, project):
    text = page.read_text(encoding="utf-8")
    pieces = sorted(
        [*BLOCK.finditer(text), *FILE.finditer(text), *EDIT.finditer(text)], key=lambda found: found.start()
    )
    for piece in pieces:
        if piece.re is EDIT:
            path = project / piece[1]
            before = path.read_text(encoding="utf-8")
            assert piece[2] in before
            path.write_text(before.replace(piece[2], piece[3]), encoding="utf-8")
            continue
        if piece.re is FILE:
            path = project / piece[1]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(piece[2], encoding="utf-8")
            continue
        start = text.count("\n", 0, piece.start(1)) + 1
        for step in transcript.parse(piece[1], start):
            transcript.check(step, page.name, project)
