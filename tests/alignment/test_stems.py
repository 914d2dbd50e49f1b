"""Light stems: many words at once beside one word at a time, and what they are for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment import stems as module
from termbase.alignment.stems import PREFIX, stems, stems_of_phrases, strip_articles, strip_suffixes
from termbase.text.fold import fold

LANGUAGES = ["en", "fr", "de", "ar", "xx"]
ENDINGS = {"en": module._ENGLISH, "fr": module._FRENCH, "de": module._GERMAN}
ARTICLES = ["وبال", "وكال", "فبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال"]
SUFFIXES = [
    "هما",
    "تها",
    "تهم",
    "ها",
    "هم",
    "هن",
    "كم",
    "نا",
    "ات",
    "ون",
    "ين",
    "ان",
    "وا",
    "ته",
    "يه",
    "تم",
    "ه",
    "ي",
    "ت",
]

LATIN = st.text("abcdeéèghilnorstuxyŒß", min_size=1, max_size=12)
ARABIC = st.text("ابتلمونكهيةىأءـ", min_size=1, max_size=9)
WORDS = st.lists(st.one_of(LATIN, ARABIC), max_size=12)


def without(word, parts, letters, cut):
    """A word without the longest of some parts that leaves so many letters."""
    fitting = [part for part in parts if cut(word, part) is not None and len(word) - len(part) >= letters]
    return cut(word, max(fitting, key=len)) if fitting else word


def at_end(word, part):
    return word[: len(word) - len(part)] if word.endswith(part) else None


def at_start(word, part):
    return word[len(part) :] if word.startswith(part) else None


def one_stem(word, language):
    """The stem of a folded word of one script, step by step."""
    if "\u0600" <= word[:1] <= "\u06ff":
        word = without(without(word, ARTICLES, 3, at_start), ["و"], 3, at_start)
        return without(word, SUFFIXES, 3, at_end)
    word = without(word, ENDINGS.get(language, ()), PREFIX, at_end)
    if len(word) > PREFIX and word[-1] == word[-2]:
        word = word[:-1]
    return word[:7]


@given(WORDS, st.sampled_from(LANGUAGES))
def test_many_words_are_stemmed_as_each_of_them(words, language):
    folded = [fold(word) for word in words]
    expected = [one_stem(word, language) for word in folded]
    # Irregular words have a test of their own.
    regular = [word.lower() not in module._IRREGULAR.get(language, {}) for word in words]
    found = stems(words, language)
    assert [one for one, fits in zip(found, regular, strict=True) if fits] == [
        one for one, fits in zip(expected, regular, strict=True) if fits
    ]


@given(st.lists(ARABIC, max_size=12))
def test_arabic_words_lose_what_is_written_onto_them(words):
    folded = [fold(word) for word in words]
    expected = [without(without(word, ARTICLES, 3, at_start), ["و"], 3, at_start) for word in folded]
    assert strip_articles(folded) == expected
    assert strip_suffixes(folded) == [without(word, SUFFIXES, 3, at_end) for word in folded]


@given(st.lists(st.lists(LATIN, max_size=4).map(" ".join), max_size=8), st.sampled_from(LANGUAGES))
def test_phrases_are_stemmed_word_by_word(phrases, language):
    folded = [fold(phrase) for phrase in phrases]
    expected = [
        " ".join(stems_of_phrases([word], language)[0] for word in phrase.replace("'", " ").split())
        for phrase in folded
    ]
    assert stems_of_phrases(folded, language) == expected


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["negotiating", "negotiates", "negotiated"], "en"),
        (["country", "countries"], "en"),
        (["said", "say", "says"], "en"),
        (["négociation", "négociations"], "fr"),
        (["êtes", "sont", "être"], "fr"),
        (["الوزير", "والوزير", "وزير", "وزيرها", "للوزير"], "ar"),
        (["Microsoft", "وMicrosoft"], "ar"),
    ],
)
def test_forms_of_a_word_meet(words, language):
    assert len(set(stems(words, language))) == 1


@pytest.mark.parametrize(
    ("one", "other", "language"), [("minister", "ministry", "fr"), ("sect", "section", "en"), ("وزير", "وزن", "ar")]
)
def test_strangers_do_not_meet(one, other, language):
    assert stems([one], language) != stems([other], language)


@pytest.mark.parametrize("phrase", ["", "'", " - "])
def test_a_phrase_without_words_has_no_stem(phrase):
    assert stems_of_phrases(["bread", phrase, "water"], "xx") == ["bread", "", "water"]
