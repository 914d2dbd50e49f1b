"""Fixtures for every room."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from termbase.glossary.concepts import Glossary

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of this repository's releases and glossary, as the current folder."""
    for name in ("tmx", "glossary"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "termbase.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def shared():
    """The evaluation data beside the checkout; tests that need it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the evaluation data is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def glossary():
    """This repository's glossary."""
    return Glossary.load(ROOT / "glossary")
