"""Faults planted in a clean document: each is found by the rule that is there for it, and the clean document is left alone."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.checks.planted import CLEAN, FAULTS
from tests.conftest import ROOT

from termbase.checks import runner, suppress
from termbase.checks.rule import Context
from termbase.config import CheckConfig
from termbase.glossary.concepts import Glossary
from termbase.model import Annotation, Code, Language, Segment, Unit, Variant

LANGUAGES = ("en", "ar", "fr")


@cache
def glossary():
    return Glossary.load(ROOT / "glossary")


def variant(text, language):
    return Variant(Segment(text.replace("~", "\u00a0"), Language(language)))


def unchanged(text, _):
    return text


def document(edit=unchanged):
    """The clean units, each text after an edit."""
    return [
        Unit(
            tuple(variant(edit(text, language), language) for text, language in zip(texts, LANGUAGES, strict=True)),
            id=str(number),
        )
        for number, texts in enumerate(CLEAN)
    ]


def report(units, profile):
    settings = CheckConfig(profile=profile)
    selection = runner.select(settings)
    found = runner.check(units, Context(glossary=glossary(), settings=settings), selection)
    ran = frozenset(rule.id for rule in selection.rules)
    return list(suppress.apply_inline(units, found, ran=ran, known=runner.known_ids()))


def planted(language, old, new):
    return document(lambda text, other: text.replace(old, new) if other == language else text)


def with_codes(*target):
    """The document with a unit whose source has two codes."""
    codes = (Code("bpt", {"i": "1", "type": "bold"}), Code("ept", {"i": "1"}))
    source = Segment("The text is final.", Language("en"), (codes[0], "The text", codes[1], " is final."))
    content = tuple(codes[part] if isinstance(part, int) else part for part in target)
    text = "".join(part for part in target if isinstance(part, str))
    arabic = Segment("النص نهائي.", Language("ar"), (codes[0], "النص", codes[1], " نهائي."))
    french = Segment(text, Language("fr"), content)
    return [*document(), Unit((Variant(source), Variant(arabic), Variant(french)), id="codes")]


def with_note(text):
    units = document()
    return [replace(units[0], annotations=(Annotation("note", text),)), *units[1:]]


WHOLE_UNITS = {
    "TB401": lambda: [
        replace(unit, variants=(*unit.variants[:2], variant("La phase suivante commence sous quinzaine.", "fr")))
        if unit.id == "16"
        else unit
        for unit in document()
    ],
    "TB402": lambda: [
        replace(unit, variants=(*unit.variants[:2], document()[22].variants[2])) if unit.id == "23" else unit
        for unit in document()
    ],
    "TB405": lambda: [replace(unit, variants=unit.variants[:2]) if unit.id == "5" else unit for unit in document()],
    "TB601": lambda: with_codes(0, "Le texte est définitif."),
    "TB901": lambda: with_note("termbase: ignore TB203"),
}
"""Faults that are more than an edit of one text."""


def test_the_clean_document_is_left_alone():
    assert [(finding.rule, finding.message) for finding in report(document(), "default")] == []
    assert report(with_codes(0, "Le texte", 1, " est définitif."), "default") == []


@pytest.mark.parametrize(("rule", "language", "old", "new"), FAULTS)
def test_a_planted_fault_is_found_in_its_place(rule, language, old, new):
    units = planted(language, old, new)
    changed = {unit.id for unit, clean in zip(units, document(), strict=True) if unit != clean}
    assert changed
    found = {
        (finding.rule, finding.unit)
        for finding in report(units, "strict")
        if not finding.lang or finding.lang == language or rule == "TB105"
    }
    assert any((rule, identifier) in found for identifier in changed), found


@pytest.mark.parametrize("rule", sorted(WHOLE_UNITS))
def test_a_fault_of_whole_units_is_found(rule):
    assert rule in {finding.rule for finding in report(WHOLE_UNITS[rule](), "strict")}


def test_every_rule_has_a_planted_fault():
    """A rule that nobody has seen fire on a document is not known to work."""
    assert {rule for rule, *_ in FAULTS} | set(WHOLE_UNITS) == runner.known_ids()


def test_a_profile_reports_what_its_rules_say():
    """Two faults at once: an error in every profile, a matter of taste in `strict` alone."""
    units = document(
        lambda text, language: (
            text.replace("La CNS", "La SOC").replace("«~environnement sûr, calme et neutre~»", "“un environnement”")
            if language == "fr"
            else text
        )
    )
    found = {
        profile: {finding.rule for finding in report(units, profile)} for profile in ("lenient", "default", "strict")
    }
    assert found["lenient"] == {"TB101", "TB106"}
    assert "TB204" not in found["default"] >= {"TB106"}
    assert found["strict"] >= {"TB106", "TB204"}
