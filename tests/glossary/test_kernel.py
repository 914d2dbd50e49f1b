"""The sieve before the table of openings: it may let a word through, never hold one back."""

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.compiled import kernel_of
from termbase.glossary import finder
from termbase.glossary.finder import Finder
from termbase.model import Concept, Language, Term

kernel = kernel_of("glossary")

pytestmark = pytest.mark.skipif(kernel is None, reason="there was no compiler when termbase was installed")

WORDS = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(["syria", "conseil", "الائتلاف", "\ud800x", ""])))
TERMS = st.lists(
    st.lists(st.sampled_from(["air", "strike", "council", "of", "syria", "coalition"]), min_size=1, max_size=3),
    min_size=1,
    max_size=12,
)
TEXTS = st.lists(
    st.sampled_from(["air-strike", "council,", "of", "Syria", "coalition", "the", "air", "strikes", "\ud800"])
).map(" ".join)


@given(added=WORDS, asked=WORDS, size=st.sampled_from([1, 2, 64, 4096]))
def test_every_word_that_was_added_gets_through(added, asked, size):
    sieve = bytearray(size)
    for word in added:
        kernel.add(sieve, word)
    words = asked + added
    found = kernel.places(bytes(sieve), words)
    assert found == sorted(set(found))
    assert {place for place, word in enumerate(words) if word in added} <= set(found)


def test_few_others_do():
    openings = [f"word{number}" for number in range(5_000)]
    others = [f"other{number}" for number in range(10_000)]
    assert len(kernel.places(finder._sieve(openings), others)) < 200


def test_an_empty_sieve_lets_nothing_through():
    assert kernel.places(bytes(64), ["a", "الائتلاف"]) == []


@given(terms=TERMS, text=TEXTS)
def test_the_finder_finds_the_same_without_it(terms, text):
    concepts = [Concept(f"c{number}", (Term(" ".join(words), Language("en")),)) for number, words in enumerate(terms)]
    with patch.object(finder, "kernel", None):
        plain = Finder(concepts)
        assert plain.automaton("en").sieve is None
        expected = plain.find(text, "en")
    assert Finder(concepts).find(text, "en") == expected


@pytest.mark.parametrize("size", [0, 3, 96])
def test_a_sieve_of_another_size_is_refused(size):
    for call in (lambda: kernel.places(bytes(size), ["a"]), lambda: kernel.add(bytearray(size), "a")):
        with pytest.raises(ValueError, match="power of two"):
            call()


@pytest.mark.parametrize("words", [("a",), "a", None, ["a", 1], [b"a"]])
def test_what_is_no_list_of_words_is_refused(words):
    with pytest.raises(TypeError):
        kernel.places(bytes(64), words)
