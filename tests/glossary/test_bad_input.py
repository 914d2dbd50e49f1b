"""Glossaries that nobody should write: what they do to the finder, the loader and the checks."""

from __future__ import annotations

import pytest

from termbase.errors import TermbaseError
from termbase.glossary.concepts import Glossary
from termbase.model import Concept, Language, Term


def concept(name: str, english: str, arabic: str, **fields: object) -> Concept:
    return Concept(name, (Term(english, Language("en")), Term(arabic, Language("ar"))), **fields)


@pytest.mark.parametrize("term", ["...", "-", "؟!", "«»", "\u0640", "\u064b", "word " * 500, "(", "\\"])
def test_a_term_that_is_none_is_found_nowhere(term):
    """Punctuation, marks without letters and pasted paragraphs match nothing and break nothing, on either side."""
    glossary = Glossary((concept("bad", term, term), concept("good", "council", "مجلس")))
    text = f"the council ... - «» \\ ( {term}"
    assert [hit.concept.id for hit in glossary.find(text, "en")] == ["good"]
    assert [found.hit.concept.id for found in glossary.renderings(f"المجلس {term}", "ar", ["bad", "good"])] == ["good"]


@pytest.mark.parametrize("text", ['[a]\nen = [""]\nar = ["x"]\n', '[a]\nen = ["council"\n', "[a]\nen = 3\n"])
def test_a_file_with_an_empty_or_broken_term_is_a_clear_error(tmp_path, text):
    """The error names the file."""
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TermbaseError, match=r"bad\.toml"):
        Glossary.load(path)


def test_relations_in_a_circle_do_not_stop_the_finder():
    """Validation reports them; finding does not follow relations."""
    glossary = Glossary(
        (
            concept("a", "council", "مجلس", related={"broader": ("b",)}),
            concept("b", "body", "هيئة", related={"broader": ("a",)}),
        )
    )
    assert [hit.concept.id for hit in glossary.find("the body of the council", "en")] == ["b", "a"]


def test_two_hundred_thousand_concepts_are_compiled():
    """Compilation is linear, and the last one is found like the first."""
    glossary = Glossary(
        tuple(Concept(f"c{number}", (Term(f"office {number}", Language("en")),)) for number in range(200_000))
    )
    found = glossary.find("office 0 and offices 199999, not office 200000", "en")
    assert [hit.concept.id for hit in found] == ["c0", "c199999"]


TBX = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc><p>x</p>
</sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c1"><descrip type="shoeSize">44</descrip>
<langSec xml:lang="en"><termSec><term>council</term><termNote type="mood">sad</termNote></termSec></langSec>
<langSec xml:lang="ar"><termSec><term>مجلس</term></termSec></langSec></conceptEntry></body></text></tbx>
"""


def test_unknown_data_categories_of_tbx_do_not_lose_terms(tmp_path):
    """Private dialects have categories of their own."""
    path = tmp_path / "private.tbx"
    path.write_text(TBX, encoding="utf-8")
    (found,) = Glossary.load(path)
    assert [term.text for term in found.terms] == ["council", "مجلس"]
