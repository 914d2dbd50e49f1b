"""The rules of the house that a reader would otherwise have to check by eye."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import termbase
from termbase.cli import app

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_public_names_exist_and_have_a_docstring():
    for name in termbase.__all__:
        assert getattr(termbase, name).__doc__, name


def test_no_file_is_longer_than_600_lines():
    files = [*SOURCES, *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): count
        for path in files
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_public_attributes_of_data_types_are_described(path):
    """Each attribute of a public dataclass is followed by its own docstring; settings carry theirs in their field."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ClassDef) or node.name.startswith("_") or not _is_dataclass(node):
            continue
        for item, after in zip(node.body, [*node.body[1:], None], strict=True):
            if isinstance(item, ast.AnnAssign) and not item.target.id.startswith("_") and not _has_metadata(item):
                described = (
                    isinstance(after, ast.Expr)
                    and isinstance(after.value, ast.Constant)
                    and isinstance(after.value.value, str)
                )
                assert described, f"{node.name}.{item.target.id}"


def _is_dataclass(node):
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def _has_metadata(item):
    return item.value is not None and ("_setting(" in ast.unparse(item.value) or "metadata" in ast.unparse(item.value))


def test_every_command_is_helped_and_short():
    for name in app.COMMANDS:
        module = importlib.import_module(f"termbase.cli.{app.module_name(name)}")
        assert module.__doc__.startswith(f"`termbase {name}`"), name
        assert any(name in names for names in app.PANELS.values()), name


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], ["lxml", "numpy", "regex", "sacremoses", "sqlite3", "rapidfuzz", "rich"]),
        (["lookup", "SOC"], ["lxml", "numpy", "sacremoses", "rich", "starlette", "jinja2", "uvicorn"]),
        (["batch", "align", "--help"], ["lxml", "numpy", "regex", "sqlite3", "multiprocessing"]),
        (["serve", "--help"], ["lxml", "numpy", "sqlite3", "starlette", "jinja2", "uvicorn"]),
    ],
)
@pytest.mark.usefixtures("project")
def test_starting_up_imports_nothing_heavy(arguments, absent):
    """What a command does not need, it does not load: a translator looks things up hundreds of times a day."""
    code = "import sys; from termbase.cli.app import main; main({!r}); print('\\n'.join(sys.modules), file=sys.stderr)"
    run = [sys.executable, "-c", code.format(arguments)]
    subprocess.run(run, check=True, capture_output=True)  # the memory is brought up to date
    modules = subprocess.run(run, check=True, capture_output=True, text=True).stderr.split()
    assert not [name for name in absent if name in modules]


def test_imports_point_downwards():
    """import-linter holds the rooms to the plan; see .importlinter."""
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout
