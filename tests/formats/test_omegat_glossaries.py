"""OmegaT's own glossary readers judge the glossaries that we write for it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from termbase.formats import omegat, tbx
from termbase.model import TermStatus

JAR = Path("/usr/share/omegat/OmegaT.jar")
PROGRAM = Path(__file__).parent / "omegat" / "Glossaries.java"
pytestmark = pytest.mark.omegat


@pytest.fixture(scope="module")
def java():
    """The Java launcher, where it can run a source file and OmegaT is there."""
    command = shutil.which("java")
    if command is None:
        pytest.skip("Java is not installed")
    if not JAR.exists():
        pytest.skip(f"OmegaT is not installed: no {JAR}")
    modules = subprocess.run([command, "--list-modules"], capture_output=True, text=True, check=False).stdout
    if "jdk.compiler" not in modules:
        pytest.skip("Java has no compiler, so the program that calls OmegaT's readers cannot run")
    return command


def loaded(java, folder, source, target, *files):
    """Entries by file, as OmegaT has them: pairs of source and target."""
    classes = f"{JAR}:{JAR.parent}/lib/*:/usr/share/java/*"
    options = ["-Djava.awt.headless=true", f"-Duser.home={folder}", "-Dfile.encoding=UTF-8", "-cp", classes]
    run = subprocess.run(
        [java, *options, PROGRAM, folder, source.upper(), target.upper(), *files],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found = {path.name: [] for path in files}
    for line in run.stdout.splitlines():
        if line.count("\t") == 2:
            name, one, other = line.split("\t")
            found[name].append((one, other))
    return found


@pytest.mark.parametrize(("source", "target"), [("en", "ar"), ("fr", "ar"), ("en", "fr")])
def test_omegat_loads_every_approved_term(java, glossary, tmp_path, source, target):
    """In each form that it reads; Arabic arrives as Arabic, and what is forbidden is not offered by the tab-separated ones."""
    files = [tmp_path / name for name in ("g.utf8", "g.txt", "g.tab", "g.tbx")]
    for path in files[:3]:
        omegat.write_concepts(path, glossary, source=source, target=target)
    tbx.write_concepts(files[3], glossary, source=source, flavour="v2")
    entries = loaded(java, tmp_path, source, target, *files)
    approved = (TermStatus.PREFERRED, TermStatus.ADMITTED)
    for concept in glossary:
        preferred = concept.preferred(target)
        for term in concept.terms_in(source):
            if preferred is None or term.status not in approved:
                continue
            for path in files:
                assert any(one == term.text and preferred.text in other for one, other in entries[path.name]), (
                    path.name,
                    term.text,
                )
    forbidden = [
        term.text for concept in glossary for term in concept.terms_in(target) if term.status is TermStatus.FORBIDDEN
    ]
    offered = "\n".join(other for name in ("g.utf8", "g.txt", "g.tab") for _, other in entries[name])
    assert forbidden
    assert not [text for text in forbidden if text in offered]
