"""Term candidates and their renderings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.glossary.extract import c_values, extract, key

PAIRS = [
    ("The early recovery fund helps the city.", "Le fonds de relèvement rapide aide la ville."),
    ("The city needs the early recovery fund.", "La ville a besoin du fonds de relèvement rapide."),
    ("An early recovery fund was set up by the council.", "Un fonds de relèvement rapide a été créé par le conseil."),
    ("The council met in the city.", "Le conseil s'est réuni dans la ville."),
    ("The council welcomed the delegation.", "Le conseil a accueilli la délégation."),
    ("The delegation left the city.", "La délégation a quitté la ville."),
]


def test_candidates_come_with_their_renderings():
    """The whole term is paired with the whole rendering, not with its most frequent word."""
    found = {candidate.text: candidate for candidate in extract(PAIRS, "en", "fr", minimum=2)}
    assert found["early recovery fund"].renderings[0].text == "fonds de relèvement rapide"
    assert found["council"].renderings[0].text == "conseil"
    assert found["delegation"].renderings[0].text == "délégation"
    assert found["early recovery fund"].example in PAIRS


def test_known_terms_and_their_parts_are_left_out():
    """The glossary has them already."""
    found = [candidate.text for candidate in extract(PAIRS, "en", "fr", known=["Early Recovery Fund"])]
    assert not any("recovery" in text for text in found)
    assert "council" in found


def test_c_value_prefers_the_whole_to_its_parts():
    """A run that stands only inside a longer one is no candidate."""
    values = c_values({("a", "b", "c"): 4, ("a", "b"): 4, ("b",): 9})
    assert values["a", "b"] == 0
    assert values["a", "b", "c"] > values["b",] > 0


def test_nothing_comes_of_nothing():
    """Empty memories and empty sides are no error."""
    assert extract([], "en", "fr") == []
    assert extract([("", ""), ("word", "")], "en", "fr") == []


ELIDED = [
    ("NATO met the State’s envoy.", "L’OTAN a rencontré l’envoyé de l’État."),
    ("The report of NATO names an envoy.", "Le rapport de l'OTAN nomme un envoyé."),
    ("NATO and the envoy agree.", "D’accord avec l’envoyé, l’OTAN signe."),
    ("The city knows NATO.", "La ville connaît l’OTAN."),
]


@pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("fr", "en")])
def test_an_elided_article_is_no_part_of_a_term(source, target):
    """Nobody wants l’OTAN in a glossary; both apostrophes count."""
    pairs = ELIDED if source == "en" else [(french, english) for english, french in ELIDED]
    candidates = extract(pairs, source, target)
    shown = {candidate.text for candidate in candidates} | {
        rendering.text for candidate in candidates for rendering in candidate.renderings
    }
    assert {"OTAN", "NATO", "envoy", "envoyé"} <= shown
    assert not [text for text in shown if text.lower().startswith(("l’", "l'", "d’", "d'"))]


def test_an_article_inside_a_term_stays():
    """And one at its beginning does not make another term of it."""
    assert key("l’accès à l’eau", "fr") == key("accès à l'eau", "fr")
    assert key("accès à l’eau", "fr") != key("accès à eau", "fr")
    pairs = [
        (f"Selon le ministre de l’intérieur, {word}.", "The interior minister says so.") for word in ("oui", "non")
    ]
    assert "ministre de l’intérieur" in {candidate.text for candidate in extract(pairs, "fr", "en")}


@given(
    st.lists(st.text(alphabet="abl’' -.\n\x00é€ ", max_size=30), min_size=1, max_size=4),
    st.sampled_from(["en", "ar", "fr"]),
)
def test_what_is_shown_stands_in_the_texts(texts, language):
    """Whatever the texts hold; only spaces are made single."""
    pairs = [(text, text) for text in texts]
    spaced = [" ".join(text.split()) for text in texts]
    for candidate in extract(pairs, language, language, minimum=1):
        assert any(candidate.text in text for text in spaced)
        assert all(any(rendering.text in text for text in spaced) for rendering in candidate.renderings)
