"""The source side: which terms stand in a text, and where."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.glossary.concepts import Glossary
from termbase.glossary.morphology import morphology
from termbase.glossary.morphology.english import plurals
from termbase.glossary.renderings import stands_verbatim
from termbase.glossary.words import Words, words_of
from termbase.model import Concept, Language, Term, TermKind
from termbase.text.fold import fold

SOC = Concept(
    "soc",
    (
        Term("Syrian Opposition Coalition", Language("en")),
        Term("SOC", Language("en"), kind=TermKind.ACRONYM, case=True),
        Term("الائتلاف الوطني السوري", Language("ar")),
        Term("Coalition nationale syrienne", Language("fr")),
    ),
)
COALITION = Concept("coalition", (Term("coalition", Language("en")),))
WHO = Concept("who", (Term("WHO", Language("en"), kind=TermKind.ACRONYM, case=True),))
COVID = Concept("covid", (Term("COVID-19", Language("en")), Term("SARS-CoV", Language("en"))))
CRISIS = Concept(
    "crisis",
    (Term("health crisis", Language("en")), Term("ceasefire", Language("en")), Term("air-strike", Language("en"))),
)
GLOSSARY = Glossary((SOC, COALITION, WHO, COVID, CRISIS))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the SOC’s members", ["SOC"]),
        ("SOC-led talks", ["SOC"]),
        ("social groups; a soc", []),
        ("Who will lead? The WHO.", ["WHO"]),
        ("WHO WILL LEAD THE TALKS", []),
        ("SYRIAN OPPOSITION COALITION", ["SYRIAN OPPOSITION COALITION"]),
        ("Syrian\nOpposition Coalition", ["Syrian\nOpposition Coalition"]),
        ("Syrian Opposition. Coalition", ["Coalition"]),
        ("coalitions and the Syrian Opposition Coalition", ["coalitions", "Syrian Opposition Coalition"]),
        (
            "health crises, ceasefires, air strikes, airstrikes",
            ["health crises", "ceasefires", "air strikes", "airstrikes"],
        ),
        ("see https://example.org/soc/SOC or {SOC} or SOC@example.org", []),
        ("SARS-CoV-2", []),
        ("COVID-19 and COVID-2019", ["COVID-19"]),
        ("", []),
        ("\x00\ufffd🙂", []),
    ],
)
def test_terms_of_a_source_are_found(text, found):
    """Whole words, plural and possessive, capitals, line breaks; acronyms in their case; the longer of two that overlap."""
    assert [hit.text for hit in GLOSSARY.find(text, "en")] == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("وللائتلاف الوطني السوري", "ar", "soc"),
        ("بالإئتلاف الوطنيّ السوري", "ar", "soc"),
        ("الائتلاف الوطني", "ar", None),
        ("de la coalition nationale syrienne", "fr", "soc"),
        ("Coalition nationale", "fr", None),
    ],
)
def test_terms_of_other_languages_are_found_inflected(text, language, found):
    """The same question in any language: anchors of the aligner rest on it."""
    hits = GLOSSARY.find(text, language)
    assert (hits[0].concept.id if hits else None) == found


def test_spans_lead_to_the_text_as_written():
    """Folding drops marks and tatweel; the span still covers them."""
    text = "قال الإئتـــلافُ الوطنيُّ السوريُّ إن"
    (hit,) = GLOSSARY.find(text, "ar")
    assert text[hit.start : hit.end] == hit.text
    assert hit.text.startswith("الإئتـــلاف")


WORDS = st.sampled_from(["alpha", "beta", "gamma", "delta", "betas", "alphas"])
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(tuple)


@given(st.lists(PHRASES, min_size=1, max_size=6, unique=True), st.lists(WORDS, max_size=12))
def test_the_trie_equals_a_naive_scan(phrases, words):
    """Every term is tried at every place; longest first, then leftmost."""
    glossary = Glossary(
        tuple(Concept(f"c{number}", (Term(" ".join(phrase), Language("en")),)) for number, phrase in enumerate(phrases))
    )
    text = " ".join(words)
    assert [(hit.start, hit.end) for hit in glossary.find(text, "en")] == naive(phrases, words)


def naive(phrases, words):
    matches = [
        (start, start + len(phrase))
        for phrase in phrases
        for start in range(len(words) - len(phrase) + 1)
        if all(word in (wanted, *plurals(wanted)) for word, wanted in zip(words[start:], phrase, strict=False))
    ]
    taken, found = set(), set()
    for start, end in sorted(matches, key=lambda span: (span[0] - span[1], span[0])):
        if (start, end) in found or taken.isdisjoint(range(start, end)):
            found.add((start, end))
            taken.update(range(start, end))
    offsets = [sum(len(word) + 1 for word in words[:place]) for place in range(len(words) + 1)]
    return sorted((offsets[start], offsets[end] - 1) for start, end in found)


@given(
    st.lists(st.sampled_from(["قرار", "القرار", "وقرار", "بقرار", "مجلس", "المجلس", "لمجلس", "كتاب", "."]), max_size=10)
)
def test_the_target_search_equals_a_naive_one(words):
    """Each pair of words of the text is tried as the two words of the term, with what may stand between."""
    concept = Concept("c", (Term("a", Language("en")), Term("قرار مجلس", Language("ar"))))
    text = " ".join(words)
    first = {"قرار", "القرار", "وقرار", "بقرار"}
    second = {"مجلس", "المجلس", "لمجلس"}
    expected = any(
        one in first and other in second and "." not in words[start:end] and end - start <= 4
        for start, one in enumerate(words)
        for end, other in enumerate(words)
        if end > start
    )
    assert bool(Glossary((concept,)).renderings(text, "ar", ["c"])) is expected


@given(st.text(max_size=60))
def test_any_text_is_searched(text):
    """No text breaks the finder, and what it finds stands there."""
    for language in ("en", "ar", "fr", "de"):
        for hit in GLOSSARY.find(text, language):
            assert text[hit.start : hit.end] == hit.text
            assert fold(hit.text).strip()


TEXTS = st.text(alphabet="abل وبالA-.,'\n\x00ةé 2", max_size=40)


@given(TEXTS)
def test_words_stand_where_a_scan_of_the_whole_text_finds_them(text):
    """Places are computed only as far as somebody asks; all at once they are the same."""
    words = Words(text)
    scanned = [found.span() for found in re.finditer(r"\w+", words.folded)]
    assert words.items == [words.folded[start:end] for start, end in scanned]
    assert [words.span_of(place) for place in reversed(range(len(words.items)))] == scanned[::-1]


@given(TEXTS, st.sampled_from(["ar", "fr"]))
def test_places_of_forms_equal_a_table_of_every_reading(text, language):
    """A form stands where it is a reading of the word, or in French of two words with a hyphen between."""
    rules, words = morphology(language), Words(text)
    table = {}
    for place, word in enumerate(words.items):
        for reading in rules.readings(word):
            table.setdefault(reading, []).append(place)
        if language == "fr" and place and words.between(place - 1, place) == "-":
            joined = words.items[place - 1] + word
            if joined.isalpha():
                table.setdefault(joined, []).append(place)
    for form, places in table.items():
        assert words.places({form}, rules) == sorted(set(places))
    every = {place for places in table.values() for place in places}
    assert words.places(set(table), rules) == sorted(every)


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("U.N.", "The U.N. said so.", True),
        ("U.N.", "Platform U. Nobody came.", False),
        ("Dr. Jamous", "With Dr. Jamous, today", True),
        ("Dr. Jamous", "We met the Dr! Jamous left.", False),
        ("Security Council", "On security. Council members met.", False),
        ("Vienna (Austria)", "in Vienna (Austria) again", True),
    ],
)
def test_a_term_may_hold_signs_that_end_a_clause(term, text, found):
    """Elsewhere no term goes on behind a full stop; behind its own it does, on either side."""
    glossary = Glossary((Concept("c", (Term(term, Language("en")), Term(term, Language("fr")))),))
    assert bool(glossary.find(text, "en")) is found
    assert bool(glossary.renderings(text, "fr", ["c"])) is found


TERM_WORDS = {
    "en": ["Coalition", "Special", "Envoy", "SARS-CoV", "air", "strike", "2254", "U.N.", "don't", "(SOC)", "and"],
    "ar": ["مدرسة", "الائتلاف", "الوطني", "جرحى", "إعلام", "قرار", "2254", "ومجلس", "للأمم", "مسؤولٍ", "صحّة", "لاعب"],
    "fr": [
        "marche",
        "marché",
        "l’accord",
        "contre-attaque",
        "Nations",
        "unies",
        "infecté(e)s",
        "2254",
        "la",
        "des",
        "œuvre",
        "résolution",
    ],
}
AROUND = [" ", " ", " ", ", ", ". ", "; ", " (", ") ", "-", "/", " {", "} ", " <b>", "@", "\n"]


@given(st.data())
def test_a_term_that_stands_verbatim_is_found_by_the_search_too(data):
    """The short way says yes only where the long way does, whatever stands around the words."""
    language = data.draw(st.sampled_from(sorted(TERM_WORDS)))
    word = st.sampled_from(TERM_WORDS[language])
    term = " ".join(data.draw(st.lists(word, min_size=1, max_size=3)))
    pieces = data.draw(st.lists(st.one_of(word, st.sampled_from(AROUND), st.just(f" {term} ")), max_size=12))
    text = "".join(pieces)
    entry = Term(term, Language(language))
    glossary = Glossary((Concept("c", (Term("a", Language("en")), entry)),))
    searched = bool(glossary.renderer._places(words_of(text), glossary.concepts[0], entry, language, None))
    if stands_verbatim(term, text):
        assert searched
    assert glossary.renders(text, language, glossary.concepts) is searched


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la coalition nationale", True),
        ("coalition, dit-on", True),
        ("la coalition.", True),
        ("la coalition. Puis", True),
        ("www.coalition.org", False),
        ("la coalition.org", False),
        ("coalitions", False),
        ("anticoalition", False),
        ("la coalition-cadre", False),
        ("«coalition»", False),
        ("{la coalition }", False),
        ("<a title= coalition >", False),
        ("", False),
    ],
)
def test_verbatim_means_words_of_their_own(text, expected):
    """Whatever may be an address, a placeholder, markup or a longer word is left to the search."""
    assert stands_verbatim("coalition", text) is expected
    assert not stands_verbatim("", text)
