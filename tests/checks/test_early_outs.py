"""Rules that leave early find what they would find if they did not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.checks.planted import CLEAN, FAULTS
from tests.conftest import ROOT

from termbase.checks.rule import Context
from termbase.checks.rules import arabic_punctuation, deprecated_term, forbidden_term, name_variant, resolution_numbers
from termbase.glossary.concepts import Glossary
from termbase.glossary.due import due_concepts
from termbase.glossary.names import is_name
from termbase.model import Language, Segment, TermStatus, Unit, Variant
from termbase.text.fold import fold, fold_kept, fold_with_offsets
from termbase.text.measures import measures

PIECES = [
    "قرار",
    "القَرار",
    "قـرار",
    "القرارين",
    "ﻗﺮﺍﺭ",
    "résolution",
    "re\u0301solution",
    "RESOLUTIONS",
    "2254",
    "٢٢٥٤",
    " and ",
    " و",
    ",",
    "?",
    " ",
    "س",
    "km",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(TEXTS)
def test_numbers_of_resolutions(text):
    folded = fold_with_offsets(text)
    slow = [
        (number[0], folded.span(*number.span()))
        for found in resolution_numbers._NUMBERED.finditer(folded.text)
        for number in resolution_numbers._NUMBER.finditer(folded.text, *found.span(1))
    ]
    assert list(resolution_numbers._numbered(text)) == slow


@given(TEXTS)
def test_latin_marks_in_arabic(text):
    unit = Unit((Variant(Segment(text, Language("ar"))),), "u")
    slow = [
        found.span(1)
        for found in arabic_punctuation._LATIN.finditer(text)
        if arabic_punctuation._ARABIC_LETTER.search(text, max(0, found.start() - 3), found.start())
    ]
    found = arabic_punctuation.check(unit, Context())
    assert [(finding.fix.start, finding.fix.end) for finding in found] == slow


@given(TEXTS)
def test_what_is_kept_is_what_is_folded(text):
    assert fold_kept(text) == fold(text)
    assert all(text[item.start : item.end].strip() for item in measures(text, "ar"))


def test_terms_that_are_not_to_be_used():
    """The slow way asks for every concept that the source names, whether or not it has a term of that status."""
    glossary = Glossary.load(ROOT / "glossary")
    context = Context(glossary=glossary)
    units = [
        Unit(
            (Variant(Segment(english, Language("en"))), Variant(Segment(text.replace(old, new), Language(tag)))),
            id=f"{rule}.{tag}",
        )
        for rule, language, old, new in FAULTS
        for english, arabic, french in CLEAN
        for tag, text in (("ar", arabic), ("fr", french))
        if tag == language and old in text
    ]
    reported = 0
    for module, status in ((forbidden_term, TermStatus.FORBIDDEN), (deprecated_term, TermStatus.DEPRECATED)):
        look = module.start(context)
        for unit in units:
            source, target = unit.variants
            due = glossary.finder.named(source.text, source.language)
            approved = [item.hit for item in glossary.renderings(target.text, target.language, due)]
            slow = [
                item.hit.concept.id
                for item in glossary.renderings(target.text, target.language, due, statuses=(status,), gap=1)
                if not any(hit.start <= item.hit.start and item.hit.end <= hit.end for hit in approved)
            ]
            fast = [finding.concept for finding in look(unit) if finding.lang != "en"]
            assert fast == slow
            reported += len(slow)
    assert reported >= 3


def test_names_are_those_that_the_glossary_says():
    """Kept from one unit to the next, by concept and language: the same as asked afresh."""
    glossary = Glossary.load(ROOT / "glossary")
    look = name_variant.start(Context(glossary=glossary))
    for rule, language, old, new in FAULTS:
        for texts in CLEAN:
            target = texts[("en", "ar", "fr").index(language)]
            if rule != "TB104" or old not in target:
                continue
            unit = Unit(
                (
                    Variant(Segment(texts[0], Language("en"))),
                    Variant(Segment(target.replace(old, new), Language(language))),
                ),
                "u",
            )
            fresh = list(name_variant.start(Context(glossary=glossary))(unit))
            assert list(look(unit)) == fresh != []
            (concept,) = {finding.concept for finding in fresh}
            (hit,) = [
                hits[0] for hits in due_concepts(glossary, texts[0], "en", language) if hits[0].concept.id == concept
            ]
            assert any(is_name(hit.concept, term) for term in glossary.terms_of(hit.concept, language))
