"""The seed lexicons are plain data: these tests hold their format, not their wording."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

MINIMUM_HEADWORDS = 2_800
MAXIMUM_TRANSLATIONS = 6
HEADWORD = re.compile(r"[a-z][a-z' -]*")
ARABIC_LETTER = re.compile(r"[\u0620-\u064a]")
ARABIC_MARK = re.compile(r"[\u0640\u064b-\u065f\u0670]")
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")


def lexicon_text(name: str) -> str:
    """Return the lexicon file as it is installed with the package."""
    resource = files("termbase").joinpath("alignment", "lexicon", f"{name}.tsv")
    return resource.read_text(encoding="utf-8")


def entries(name: str) -> list[tuple[str, list[str]]]:
    """Return (headword, translations) of every line that is not a comment."""
    found = []
    for line in lexicon_text(name).splitlines():
        if line.startswith("#"):
            continue
        headword, translations = line.split("\t")
        found.append((headword, translations.split(" | ")))
    return found


@pytest.mark.parametrize("name", ["en-ar", "en-fr"])
def test_every_line_is_a_comment_or_an_entry(name: str) -> None:
    text = lexicon_text(name)
    assert text.endswith("\n")
    for line in text.splitlines():
        assert line == line.strip()
        assert line.startswith("# ") or line.count("\t") == 1, line


@pytest.mark.parametrize("name", ["en-ar", "en-fr"])
def test_headwords_are_lower_case_and_listed_once(name: str) -> None:
    headwords = [headword for headword, _ in entries(name)]
    malformed = [headword for headword in headwords if not HEADWORD.fullmatch(headword)]
    repeated = {headword for headword in headwords if headwords.count(headword) > 1}
    assert malformed == []
    assert repeated == set()
    assert len(headwords) >= MINIMUM_HEADWORDS


@pytest.mark.parametrize("name", ["en-ar", "en-fr"])
def test_translations_are_few_distinct_and_trimmed(name: str) -> None:
    for headword, translations in entries(name):
        assert 1 <= len(translations) <= MAXIMUM_TRANSLATIONS, headword
        assert len(set(translations)) == len(translations), headword
        for translation in translations:
            assert translation, headword
            assert translation == " ".join(translation.split()), headword
            assert "|" not in translation, headword


def test_arabic_translations_are_undiacritised_arabic() -> None:
    for headword, translations in entries("en-ar"):
        for translation in translations:
            assert ARABIC_LETTER.search(translation), headword
            assert not ARABIC_MARK.search(translation), headword
            assert not LATIN_LETTER.search(translation), headword


def test_french_translations_are_written_in_latin_letters() -> None:
    for headword, translations in entries("en-fr"):
        for translation in translations:
            assert LATIN_LETTER.search(translation), headword
            assert not ARABIC_LETTER.search(translation), headword


def test_both_lexicons_hold_the_same_headwords_in_the_same_order() -> None:
    arabic = [headword for headword, _ in entries("en-ar")]
    french = [headword for headword, _ in entries("en-fr")]
    assert arabic == french
