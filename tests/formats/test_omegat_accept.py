"""A real CAT tool as judge: OmegaT, without its window, translates a text from what we export.

Segments are filled only from memories that it could read, for languages that it matched, with segmentation that it understood.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from termbase.formats import tmx
from termbase.model import Language, Segment, Unit, Variant
from termbase.text.segment import segment
from termbase.workflows import exchange
from termbase.workflows.project import open_project

JAR = Path("/usr/share/omegat/OmegaT.jar")
MISSING = (
    "Java is not installed"
    if not shutil.which("java")
    else f"OmegaT is not installed: no {JAR}"
    if not JAR.exists()
    else ""
)
pytestmark = [pytest.mark.omegat, pytest.mark.skipif(bool(MISSING), reason=MISSING)]


def translate(folder, texts):
    """What OmegaT makes of paragraphs, and its log."""
    (folder / "source" / "text.txt").write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    home = folder.parent / "home"
    run = subprocess.run(
        [
            "java", "-Djava.awt.headless=true", f"-Duser.home={home}", "-jar", str(JAR), str(folder), "--mode=console-translate",
            f"--config-dir={home / 'configuration'}",
        ],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    output = (folder / "target" / "text.txt").read_text(encoding="utf-8")
    return [
        unicodedata.normalize("NFC", part.strip()) for part in output.strip("\n").split("\n\n")
    ], run.stdout + run.stderr


def expected(units, source, target):
    """Translation by source text, of the units that OmegaT can meet: those that are one segment by our rules."""
    return {
        first.text.strip(): unicodedata.normalize("NFC", other.text.strip())
        for unit in units
        if (first := unit.variant(source)) and (other := unit.variant(target)) and len(segment(first.text, source)) == 1
    }


@pytest.mark.parametrize("segmented", [True, False])
@pytest.mark.parametrize(("source", "target"), [("en", "ar"), ("en", "fr"), ("ar", "en"), ("fr", "en")])
@pytest.mark.usefixtures("project")
def test_every_segment_is_filled(tmp_path, source, target, segmented):
    """Both directions; with OmegaT's sentence segmentation by our rules, and by paragraphs."""
    folder = tmp_path / "omegat"
    exchange.export(open_project(), "omegat", folder, source=source, target=target)
    if not segmented:
        settings = folder / "omegat.project"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("<sentence_seg>true", "<sentence_seg>false"), encoding="utf-8")
    wanted = expected(tmx.read(folder / "tm" / "auto" / "termbase.tmx"), source, target)
    assert len(wanted) > 30
    found, log = translate(folder, list(wanted))
    assert "Failed to load" not in log
    assert dict(zip(wanted, found, strict=True)) == wanted


def test_text_that_is_hard_for_it_arrives(tmp_path):
    """Decomposed Arabic, markup characters, a language tag with an underscore, a control character from a word processor."""
    texts = {
        "Peace & <trust>.": "سلام وثقة & <b>.",
        "It said \u201cno\u201d.": "قال\u064e\u0651: «لا».",
        "A line.": "سطر\x0bآخر.",
    }
    units = [
        Unit((Variant(Segment(source, Language("en_US"))), Variant(Segment(target, Language("ara")))))
        for source, target in texts.items()
    ]
    folder = tmp_path / "omegat"
    exchange.detect.FORMATS.get("omegat").layout(folder, "en", "ar", b"", [])
    (folder / "omegat" / "segmentation.srx").unlink()
    tmx.export(folder / "tm" / "auto" / "m.tmx", units, source="en", target="ar", flavour="omegat")
    found, log = translate(folder, list(texts))
    assert "Failed to load" not in log
    assert found[:2] == [unicodedata.normalize("NFC", text) for text in list(texts.values())[:2]]
    assert found[2].split() == ["سطر", "آخر."]
