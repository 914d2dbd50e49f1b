from __future__ import annotations

import os
import tempfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.batch.find import find_documents, find_texts
from termbase.errors import InputError

LANGUAGES = ("en", "ar", "fr")
NAMES = st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=12).filter(
    lambda name: not name.startswith(".") and len(os.fsencode(name)) < 200
)


def make(folder, *names):
    for name in names:
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")


def test_documents_are_folders_and_files_with_a_tag_in_the_order_of_their_names(archive):
    found = find_documents(archive, LANGUAGES)
    assert [(str(item.name), list(item.texts)) for item in found.documents] == [
        ("2024/visit", ["en", "ar", "fr"]),
        ("2024/visit.v2", ["en", "fr"]),
        ("2025-01-02 aid", ["en", "ar"]),
        ("a/b/c/short", ["ar", "fr"]),
    ]
    assert [path.name for path in found.left_out] == ["visit.pdf", "new.txt"]


@given(st.lists(NAMES, min_size=1, max_size=4), st.booleans())
def test_any_name_is_found_again(parts, as_folder):
    """Spaces, dots, line breaks, Arabic, names that look like tags: the name of a document is its path, to the character."""
    with tempfile.TemporaryDirectory() as root:
        home = Path(root, *parts)
        files = [home / f"{tag}.txt" if as_folder else Path(f"{home}.{tag}.txt") for tag in ("fr", "en")]
        make(root, *files)
        found = find_documents(Path(root), LANGUAGES)
        assert [(item.name, list(item.texts.values())) for item in found.documents] == [
            (PurePosixPath(*parts), files[::-1])
        ]
        assert not found.left_out


@given(st.lists(NAMES, min_size=1, max_size=6, unique_by=lambda name: name.casefold()))
def test_every_file_is_in_a_document_or_named(names):
    with tempfile.TemporaryDirectory() as root:
        make(root, "release.en.txt", "release.fr.txt", *(Path("more", name) for name in names))
        found = find_documents(Path(root), LANGUAGES)
        seen = [path for item in found.documents for path in item.texts.values()] + list(found.left_out)
        assert sorted(seen) == sorted(path for path in Path(root).rglob("*") if path.is_file())


def test_the_folder_itself_may_be_a_document(tmp_path):
    make(tmp_path / "release", "en.txt", "ar.txt")
    (item,) = find_documents(tmp_path / "release", LANGUAGES).documents
    assert str(item.name) == "release"


def test_regions_count_and_keep_their_tags(tmp_path):
    make(tmp_path, "note.fr-CA.txt", "note.en.txt", "note.de.txt")
    found = find_documents(tmp_path, LANGUAGES)
    assert [list(item.texts) for item in found.documents] == [["en", "fr-CA"]]
    assert [path.name for path in found.left_out] == ["note.de.txt"]


def test_one_language_alone_and_one_language_twice_are_errors_of_their_document(tmp_path):
    make(tmp_path, "alone.en.txt", "twice.en.txt", "twice.en.md", "twice.ar.txt", "good.en.txt", "good.ar.txt")
    alone, good, twice = find_documents(tmp_path, LANGUAGES).documents
    assert alone.problem.path.endswith("alone.en.txt")
    assert "another language than en" in alone.problem.message
    assert "en is there twice" in twice.problem.message
    assert {Path(twice.problem.path).name, twice.problem.message.rpartition(" ")[2]} == {"twice.en.txt", "twice.en.md"}
    assert good.problem is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes on this system")
def test_what_is_no_regular_file_is_never_read(tmp_path):
    make(tmp_path, "note.en.txt", "note.fr.txt")
    os.mkfifo(tmp_path / "note.ar.txt")
    (tmp_path / "gone.ar.txt").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = find_documents(tmp_path, LANGUAGES)
    assert [list(item.texts) for item in found.documents] == [["en", "fr"]]
    assert [path.name for path in found.left_out] == ["gone.ar.txt", "loop", "note.ar.txt"]


def test_texts_keep_their_whole_names_and_other_languages_are_left_out(archive):
    found = find_texts(archive, "fr-CA", LANGUAGES)
    assert [str(item.name) for item in found.documents] == [
        "2024/visit/fr.txt", "2024/visit.v2.fr.txt", "a/b/c/short.fr.txt", "new.txt",
    ]  # fmt: skip
    assert all(list(item.texts) == ["fr-CA"] for item in found.documents)
    assert len(found.left_out) == 7


def test_a_folder_that_cannot_be_read_ends_the_search(archive, monkeypatch):
    """Half of an archive must not pass for all of it."""
    scandir = os.scandir

    def refuse(path):
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match="Permission denied"):
        find_documents(archive, LANGUAGES)
