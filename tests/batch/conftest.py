"""A small archive: documents of both shapes at several depths, and what else lies about."""

from __future__ import annotations

import pytest

TEXTS = {
    "en": "The Special Envoy arrived in Aleppo on Monday. He met the president of the coalition.\nThe meeting dealt with aid.\n",
    "fr": "L’envoyé spécial est arrivé lundi à Alep. Il a rencontré le président de la coalition.\nLa réunion a porté sur l’aide.\n",
    "ar": "وصل المبعوث الخاص إلى حلب يوم الاثنين، والتقى رئيس الائتلاف.\nوتناول الاجتماع المساعدات.\n",
}


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """Four documents in the folder `archive` of the current folder, which has no project."""
    monkeypatch.chdir(tmp_path)
    files = {f"2024/visit/{tag}.txt": text for tag, text in TEXTS.items()}
    files |= {f"2024/visit.v2.{tag}.txt": TEXTS[tag] for tag in ("fr", "en")}
    files |= {f"2025-01-02 aid.{tag}.TXT": TEXTS[tag] + TEXTS[tag] for tag in ("ar", "en")}
    files |= {f"a/b/c/short.{tag}.txt": TEXTS[tag].splitlines()[-1] for tag in ("ar", "fr")}
    files |= {"2024/visit/visit.pdf": b"%PDF", "new.txt": "No language.\n", ".git/en.txt": "Hidden.\n"}
    write(tmp_path / "archive", files)
    return tmp_path / "archive"
