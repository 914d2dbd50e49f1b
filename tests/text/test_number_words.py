"""Numbers in words: every number below ten thousand is read as its language writes it, and hostile text is only text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.text.number_words import has_words, readings, spelled
from termbase.text.numbers import numbers

ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FRENCH = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FRENCH_TENS = ["vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"]
ARABIC = ["صفر", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
ARABIC_TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
ARABIC_HUNDREDS = ["مئة", "مئتان", "ثلاثمائة", "أربعمئة", "خمسمائة", "ستمئة", "سبعمائة", "ثمانمئة", "تسعمائة"]


def english(value):
    if value < 20:
        return ENGLISH[value]
    if value < 100:
        tens = ENGLISH_TENS[value // 10 - 2]
        return f"{tens}-{ENGLISH[value % 10]}" if value % 10 else tens
    size, name = (1000, "thousand") if value >= 1000 else (100, "hundred")
    rest = f" and {english(value % size)}" if value % size else ""
    return f"{english(value // size)} {name}{rest}"


def french(value):
    if value < 20:
        return FRENCH[value]
    if value < 100:
        tens = value // 10
        rest = value - (tens - tens % 2 if tens >= 7 and tens != 8 else tens) * 10
        joint = " et " if rest in (1, 11) and tens < 8 else "-"
        return FRENCH_TENS[tens - 2] + (joint + FRENCH[rest] if rest else "")
    size, name = (1000, "mille") if value >= 1000 else (100, "cent")
    head = name if value // size == 1 else f"{french(value // size)} {name}"
    return f"{head} {french(value % size)}" if value % size else head


def arabic(value):
    if value < 10:
        return ARABIC[value]
    if value < 20:
        return "عشرة" if value == 10 else f"{ARABIC[value - 10]} عشر"
    if value < 100:
        tens = ARABIC_TENS[value // 10 - 2]
        return f"{ARABIC[value % 10]} و{tens}" if value % 10 else tens
    if value < 1000:
        head, rest = ARABIC_HUNDREDS[value // 100 - 1], value % 100
    else:
        thousands, rest = divmod(value, 1000)
        head = {1: "ألف", 2: "ألفان"}.get(thousands) or f"{arabic(thousands)} آلاف"
    return f"{head} و{arabic(rest)}" if rest else head


@pytest.mark.parametrize(("language", "written"), [("en", english), ("fr", french), ("ar", arabic)])
@given(value=st.integers(0, 9999))
def test_a_number_in_words_is_read(language, written, value):
    """The writers above are the oracle: they know one way to write a number, the reader must know it too."""
    assert str(value) in spelled(f"xx {written(value)} yy", language)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("وللستة والعشرين عضواً", "ar", "26"),  # under clitics, in the genitive
        ("في الثالثة عشرة من عمره", "ar", "13"),
        ("le XIXe siècle", "fr", "19"),
        ("une quinzaine de blessés", "fr", "15"),
        ("quatre-vingts délégués", "fr", "80"),
        ("the twenty-first session", "en", "21"),
        ("nonante-neuf", "fr", "99"),
    ],
)
def test_ordinals_and_collective_nouns_count(text, language, value):
    assert value in spelled(text, language)


def test_words_apart_are_not_put_together():
    assert "26" not in spelled("vingt hommes, six femmes", "fr")
    assert spelled("vingt", "de") == frozenset()
    assert not has_words("de")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("375 ألف دولار", "ar", {"375", "375000"}),
        ("1.5 million", "en", {"1.5", "1500000"}),
        ("53 men", "en", {"53"}),
        ("1980s", "en", {"1980", "80"}),
    ],
)
def test_a_number_has_its_readings(text, language, expected):
    assert readings(text, numbers(text)[0], language) == expected


def test_the_end_of_a_span_of_years_is_a_year():
    text = "from 1950-53"
    assert readings(text, numbers(text)[1], "en") == {"53", "1953"}


@given(st.text(max_size=200), st.sampled_from(["en", "fr", "ar", "xx"]))
def test_any_text_is_read(text, language):
    for value in spelled(text, language):
        assert int(value) >= 0
    for number in numbers(text):
        assert number.value in readings(text, number, language)


def test_a_long_run_of_number_words_stays_small():
    """Hostile: every part of a run is a reading, but parts are short."""
    assert len(spelled("one " * 3000, "en")) < 100
