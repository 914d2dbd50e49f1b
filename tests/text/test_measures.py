"""Measures and times as values in three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.text.measures import measures
from termbase.text.times import times


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("5 km", "en", [("5", "km")]),
        ("٥ كيلومترات", "ar", [("5", "km")]),
        ("40 kilomètres carrés", "fr", [("40", "km²")]),
        ("40\u00a0km²", "fr", [("40", "km²")]),
        ("3 millions d’euros", "fr", [("3000000", "€")]),
        ("US$2.5 billion", "en", [("2500000000", "$")]),
        ("£125m", "en", [("125000000", "£")]),
        ("£2.8bn", "en", [("2800000000", "£")]),
        ("56 في المائة", "ar", [("56", "%")]),
        ("٥٦٪", "ar", [("56", "%")]),
        ("5 kmh and 5 men", "en", []),
        ("a 10-km road", "en", [("10", "km")]),
        ("12 طناً من الدقيق", "ar", [("12", "tonne")]),
    ],
)
def test_a_measure_has_a_value_and_a_unit(text, language, expected):
    assert [(f"{item.value.normalize():f}", item.unit.name) for item in measures(text, language)] == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5 km", "5 km", True),
        ("5 km", "6 km", False),
        ("180 miles", "290 km", True),
        ("180 miles", "180 km", False),
        ("550 pounds", "250 kg", True),
        ("5 km", "5 kg", False),
        ("30 °C", "30 euros", False),
        ("$35", "35 euros", False),  # no rate of exchange
    ],
)
def test_measures_are_equal_when_they_are_one_quantity(one, other, same):
    (first,), (second,) = measures(one, "en"), measures(other, "en")
    assert first.equals(second) is second.equals(first) is same


@given(st.text(max_size=200))
def test_spans_lie_in_the_text(text):
    for item in (*measures(text, "en"), *times(text)):
        assert 0 <= item.start < item.end <= len(text)
        assert any(character.isdigit() for character in text[item.start : item.end])


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at 8:00 a.m.", [480]),
        ("at 1 p.m.", [60]),
        ("à 13 h", [60]),
        ("à 08 h 00", [480]),
        ("à 04h40", [280]),
        ("at 4.40 am", [280]),
        ("الساعة ١٣:٠٠", [60]),
        ("في الساعة 10", [600]),
        ("24 h/24", []),
        ("at 13:00:59", []),
        ("ratio 1:2", []),
        ("36 h", []),
        ("12 hours", []),
    ],
)
def test_a_time_is_a_value_in_every_language(text, minutes):
    assert [time.value for time in times(text)] == minutes
