import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.text.fold import _fold_character, fold, fold_with_offsets

TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("أإآٱىةؤئءـًٌٍَُِّْ٠١٢٣ﷺﻻ«»’‑\u00a0\u202f\u200f…œ")), max_size=60
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("السُّورِيَّة", "السورية"),  # vowel signs
        ("الإئتلاف", "الائتلاف"),  # alef with hamza below
        ("مسؤول", "مسئول"),  # two seats of hamza
        ("مستشفى", "مستشفي"),  # alef maqsura and ya
        ("الهيئة", "الهيئه"),  # ta marbuta and ha
        ("الســـورية", "السورية"),  # tatweel
        ("کتاب", "كتاب"),  # Persian kaf
        ("ﻻجئ", "لاجئ"),  # presentation form of a ligature
        ("كوفيد-١٩", "كوفيد-19"),
        ("Communiqué de Genève", "COMMUNIQUE DE GENEVE"),
        ("l’État", "l'etat"),
        ("vice‑président", "vice-president"),  # no-break hyphen
        ("10\u202f000", "10 000"),
        ("cœur", "coeur"),
    ],
)
def test_spellings_of_the_same_words_fold_alike(one, other):
    """A translator who looks one up means the other too."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("سوري", "سوريا"), ("آمنة", "أمنية"), ("البحرة", "البحري"), ("touché", "toucher")]
)
def test_different_words_stay_different(one, other):
    """Folding unites spellings, never words."""
    assert fold(one) != fold(other)


def test_every_character_folds_as_it_is_defined():
    """`fold` passes over frequent characters and replaces the others together; the definition is of one character."""
    for start in range(0, sys.maxunicode, 32):
        few = "".join(map(chr, range(start, start + 32)))
        assert fold(few) == "".join(map(_fold_character, few))
    many = "".join(map(chr, range(0x3000)))
    assert fold(many) == "".join(map(_fold_character, many))


@given(TEXTS)
def test_a_text_folds_character_by_character(text):
    assert fold(text) == "".join(map(_fold_character, text))


@given(TEXTS)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(TEXTS)
def test_offsets_lead_back_to_what_was_written(text):
    """The oracle folds each character alone: a folded span must come from the characters it claims."""
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    places = [place for place, character in enumerate(text) for _ in _fold_character(character)]
    assert [folded.span(place, place)[0] for place in range(len(places) + 1)] == [*places, len(text)]
    start, end = folded.span(0, len(folded.text))
    assert fold(text[start:end]) == folded.text
    for place in range(len(folded.text)):
        first, last = folded.span(place, place + 1)
        assert 0 <= first <= last <= len(text)
        assert folded.text[place] in fold(text[first : last + 1])
