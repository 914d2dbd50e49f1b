"""Term candidates and their renderings."""

from __future__ import annotations

from termbase.glossary.extract import c_values, extract

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
