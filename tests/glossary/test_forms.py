"""Terms in the forms of running text, and words that only look like them, class by class: lists of words that were written before looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from termbase.glossary.concepts import Glossary
from termbase.model import Concept, Language, Term

ROWS = {
    language: [
        line.split("\t")
        for line in (Path(__file__).parent / f"forms.{language}.tsv").read_text(encoding="utf-8").splitlines()
    ]
    for language in ("ar", "fr", "en")
}


def glossary(term: str, language: str) -> Glossary:
    return Glossary((Concept("c", (Term(term, Language(language), case=term.isupper()),)),))


@pytest.mark.parametrize(("expected", "kind", "term", "text"), [*ROWS["ar"]])
def test_arabic_forms(expected, kind, term, text):
    """Clitics, number, construct, pronouns and agreement make no other term; derivation and a missing word do."""
    assert ("holds" if glossary(term, "ar").renderings(text, "ar", ["c"]) else "lacks") == expected, kind


@pytest.mark.parametrize(("expected", "kind", "term", "text"), [*ROWS["fr"]])
def test_french_forms(expected, kind, term, text):
    """Elision, agreement, tense and the spelling of 1990 make no other term; derivation and a missing word do."""
    assert ("holds" if glossary(term, "fr").renderings(f"x {text} x", "fr", ["c"]) else "lacks") == expected, kind


@pytest.mark.parametrize(("expected", "kind", "term", "text"), [*ROWS["en"]])
def test_english_forms(expected, kind, term, text):
    """The source side: plural, possessive, capitals, hyphens and line breaks."""
    text = text.replace("\\n", "\n")
    assert ("holds" if glossary(term, "en").find(f"x {text} x", "en") else "lacks") == expected, kind


@pytest.mark.parametrize(
    ("term", "language", "text", "found"),
    [
        ("طور", "ar", "يطورون", True),
        ("طور", "ar", "وطورت", True),
        ("طور", "ar", "الأطوار", False),
        ("تجنب", "ar", "تتجنب", True),
        ("تجنب", "ar", "تجنبي", True),
        ("تلقى", "ar", "تتلقاها", True),
        ("تلقى", "ar", "لم يتلقوه", True),
        ("تلقى", "ar", "اللقاء", False),
        ("marcher", "fr", "ils marchaient", True),
        ("boucher", "fr", "la bouchère", False),
    ],
)
def test_a_verb_is_one_by_its_entry(term, language, text, found):
    """The part of speech decides where the shape does not: طور is a phase, or a verb."""
    entry = Term(term, Language(language), part_of_speech="verb")
    assert bool(Glossary((Concept("c", (entry,)),)).renderings(text, language, ["c"])) is found
