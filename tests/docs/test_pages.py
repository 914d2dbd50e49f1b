"""The documentation holds together: links lead somewhere, generated pages are current, every command has its place."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest

from termbase.cli.app import COMMANDS
from termbase.cli.reference import generated
from termbase.config import settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", sorted(generated()))
def test_generated_pages_are_current(name):
    """`make docs` writes them; a page that lags behind the code is worse than none."""
    assert (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") == generated()[name]


def test_every_command_is_documented():
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    for name in COMMANDS:
        assert f"termbase {name}" in text, name


def test_the_schema_accepts_our_own_configuration_and_refuses_a_misspelling():
    import json
    import tomllib

    schema = json.loads((ROOT / "docs" / "reference" / "termbase.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads((ROOT / "termbase.toml").read_text(encoding="utf-8")), schema)
    assert set(schema["properties"]) == {key for key, _, _, _ in settings()}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"check": {"profil": "strict"}}, schema)
