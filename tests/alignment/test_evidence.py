"""Lexical evidence: blocks of the lattice, and beads at once, beside the definition word by word."""

from __future__ import annotations

from math import log1p

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment.evidence import LONGEST_RUN, build
from termbase.alignment.features import Text

MARKS = ["a", "b", "c", "d", "e"]


def text_of(rows):
    return Text("", [list(dict.fromkeys(row)) for row in rows], [], np.ones(len(rows)), np.zeros(len(rows)))


def by_definition(rows, opposite, probability, start, end):
    """What sentences say of the run from `start` to `end`: odds of each mark's best counterpart, or that it has none."""
    total = 0.0
    length = end - start
    run = {mark for row in opposite[start:end] for mark in row}
    for row in rows:
        for mark in dict.fromkeys(row):
            edges = {
                other: weight
                for (one, other), weight in probability.items()
                if one == mark and any(other in r for r in opposite)
            }
            if not edges:
                continue
            chance = {other: min(sum(other in r for r in opposite) / (len(opposite) + 1), 0.98) for other in edges}
            found = [edges[other] * (1 - chance[other]) / chance[other] for other in edges if other in run]
            if found:
                total += log1p(max(found) / length)
            else:
                absent = max(sum(log1p(-weight) for weight in edges.values()), log1p(-0.93))
                total += min(absent - length * sum(log1p(-chance[other]) for other in edges), 0.0)
    return total


sentences = st.lists(st.lists(st.sampled_from(MARKS), max_size=5), min_size=1, max_size=7)
edges = st.dictionaries(
    st.tuples(st.sampled_from(MARKS), st.sampled_from(MARKS)), st.floats(0.01, 0.9), min_size=1, max_size=8
)


@given(sentences, sentences, edges, st.data())
def test_evidence_is_what_the_definition_says(source, target, probability, data):
    evidence = build(text_of(source), text_of(target), probability, probability)
    reverse = {(right, left): weight for (left, right), weight in probability.items()}
    spans = [
        tuple(sorted(data.draw(st.lists(st.integers(0, n), min_size=2, max_size=2, unique=True))))
        for n in (len(source), len(target))
    ]
    (i, k), (j, m) = spans
    expected = (
        by_definition(source[i:k], target, probability, j, m),
        by_definition(target[j:m], source, reverse, i, k),
    )
    found = evidence.of_beads(np.array([[i, k]]), np.array([[j, m]]))
    assert (found[0][0], found[1][0]) == pytest.approx(expected, abs=1e-4)
    if m - j <= LONGEST_RUN:
        block = evidence.forward.scores((i, k), (0, len(target)))
        assert block[:, m - j - 1, j].sum() == pytest.approx(expected[0], abs=1e-4)


def test_many_beads_at_once_are_the_same_one_by_one(monkeypatch):
    """However many are looked up together."""
    rows = [[MARKS[i % 5], MARKS[i * 3 % 5]] for i in range(40)]
    evidence = build(text_of(rows), text_of(rows), {("a", "a"): 0.8, ("b", "c"): 0.3}, {("a", "a"): 0.7})
    spans = np.array([[i, i + 1 + i % 3] for i in range(37)])
    together = evidence.of_beads(spans, spans)
    monkeypatch.setattr("termbase.alignment.evidence._BEADS_AT_ONCE", 4)
    assert np.allclose(together, evidence.of_beads(spans, spans))
    alone = [evidence.of_beads(spans[i : i + 1], spans[i : i + 1]) for i in range(37)]
    assert np.allclose(together, np.concatenate(alone, axis=1))


def test_sentences_without_known_words_say_nothing():
    evidence = build(text_of([["x"], ["y"]]), text_of([["z"]]), {("a", "b"): 0.5}, {})
    assert np.array_equal(evidence.of_beads(np.array([[0, 2]]), np.array([[0, 1]])), [[0.0], [0.0]])
