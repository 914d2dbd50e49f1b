"""The Python interface, as other programs use it."""

from __future__ import annotations

import doctest

import pytest

import termbase


def test_the_example_of_the_package_is_true():
    assert doctest.testmod(termbase).failed == 0


def test_units_of_any_format_are_read(project):
    units = list(termbase.read("tmx/2024-12-who-is-who.tmx"))
    assert {variant.language for variant in units[0].variants} == {"en", "ar", "fr"}
    with pytest.raises(termbase.TermbaseError):
        list(termbase.read("termbase.toml"))


def test_sentences_are_aligned():
    beads = termbase.align(
        {
            "en": ["The envoy arrived in Aleppo.", "He met the president.", "They spoke of aid."],
            "fr": ["L’envoyé est arrivé à Alep et a rencontré le président.", "Ils ont parlé de l’aide."],
        }
    )
    assert [(bead.sides["en"], bead.sides["fr"]) for bead in beads] == [((0, 1), (0,)), ((2,), (1,))]
    assert all(0 <= bead.confidence <= 1 and bead.status == "auto" for bead in beads)


def test_a_memory_is_opened_filled_and_asked(tmp_path, project):
    memory = termbase.Memory.open(f"sqlite:///{tmp_path}/m.sqlite")
    memory.replace("release", termbase.read("tmx/2024-12-who-is-who.tmx"))
    (match, *_) = memory.lookup("The SOC is part of the SNC.", source="en", targets=["ar", "fr"], minimum=70, limit=5)
    assert (match.score, match.kind, match.origin) == (100, "exact", "release")
    assert match.targets["fr"] == "La CNS fait partie de la Commission syrienne de négociation."
    memory.close()


def test_a_glossary_is_loaded_and_asked(project):
    glossary = termbase.Glossary.load("glossary")
    (hit, *_) = glossary.find("وللائتلاف الوطني السوري موقف", "ar")
    assert (hit.concept.id, hit.start, hit.end) == (
        "syrian-opposition-coalition",
        0,
        23,
    )  # proclitics are part of the word


def test_units_are_checked(project):
    glossary = termbase.Glossary.load("glossary")
    units = [
        termbase.Unit(
            tuple(
                termbase.Variant(termbase.Segment(text, termbase.Language(tag)))
                for tag, text in [("en", "The SOC met."), ("fr", "L’opposition s’est réunie.")]
            ),
            id="1",
        )
    ]
    found = list(termbase.check(units, glossary=glossary, rules=None))
    assert [(finding.rule, finding.concept) for finding in found] == [("TB101", "syrian-opposition-coalition")]
