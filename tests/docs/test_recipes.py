"""What the pages tell a reader to do outside console blocks: make targets, the demo, settings, commands named in a sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from termbase.cli.app import main
from termbase.config import load

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
}
NAMED = sorted(
    {(page, command) for page, text in PAGES.items() for command in re.findall(r"`termbase ([a-z][^`\n]*)`", text)}
)
MADE = sorted({target for text in PAGES.values() for target in re.findall(r"(?:`|^)make ([a-z]+)", text, re.MULTILINE)})


@pytest.mark.parametrize(("page", "command"), NAMED)
def test_a_command_named_in_a_sentence_is_there(page, command, capsys):
    """With every option that the sentence gives it."""
    words = [word for word in command.split() if word != "--help"]
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(word.partition("=")[0] in shown for word in words if word.startswith("--"))


@pytest.mark.parametrize("target", MADE)
def test_a_target_of_make_is_there(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_demo_does_what_the_first_page_says(project):
    """`make demo` is its recipe: build the memories, look two terms up, check everything. Set-up apart, as this is installed."""
    recipe = re.search(r"^demo:.*\n\t@(.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    command = recipe[1].replace("$(BIN)", str(Path(sys.executable).parent))
    (project / "docs").mkdir()
    shutil.copytree(ROOT / "docs" / "tutorial", project / "docs" / "tutorial")
    for memory in (project / "tmx").glob("*.tmx"):
        memory.unlink()
    result = subprocess.run(["bash", "-c", command], cwd=project, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert sorted(path.name for path in (project / "tmx").glob("*.tmx")) == [
        path.name for path in sorted((ROOT / "tmx").glob("*.tmx"))
    ]
    assert result.stdout.count("$ termbase lookup") == 2
    assert "هيئة التفاوض السورية" in result.stdout
    assert "no findings" in result.stdout


def test_a_memory_that_is_trusted_less_loses_points(project, capsys):
    """The settings of the page on memories, on the page's own file."""
    page = PAGES["docs/how-to/memory.md"]
    archive = re.search(r"^```\w+ title=\"archive\.tmx\"\n(.*?)^```", page, re.MULTILINE | re.DOTALL)[1]
    settings, _ = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (project / "archive.tmx").write_text(archive, encoding="utf-8")
    assert main(["import", "archive.tmx", "--origin", "archive"]) == 0

    def best():
        capsys.readouterr()
        assert main(["lookup", "Article 7 has been adopted.", "--to", "fr"]) == 0
        return re.search(r"(\d+) %", capsys.readouterr().out)[1]

    assert best() == "100"
    with (project / "termbase.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    assert best() == "97"


def test_the_settings_of_a_shared_memory_are_settings(tmp_path):
    """The server of the page is nobody's, so they are only read; `tests/memory/test_postgres.py` has a real one."""
    page = PAGES["docs/how-to/memory.md"]
    _, settings = re.findall(r"^```toml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "termbase.toml").write_text(settings, encoding="utf-8")
    assert load(tmp_path / "termbase.toml").memory.url == "postgresql://translators@memory.example.org/termbase"
