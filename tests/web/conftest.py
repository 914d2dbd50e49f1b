import shutil
from pathlib import Path

import pytest

from serving import TWO_RENDERINGS, client_of
from termbase.web.pool import ProjectPool
from termbase.workflows.project import open_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """A project that the tests of a module only read, as the current folder."""
    folder = tmp_path_factory.mktemp("standing")
    for name in ("tmx", "glossary"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "termbase.toml", folder)
    (folder / "tmx" / "renderings.tmx").write_text(TWO_RENDERINGS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


@pytest.fixture(scope="module")
def pool(standing):
    with ProjectPool(open_project) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(pool):
    return client_of(pool)
