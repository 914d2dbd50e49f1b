"""The lattice: probabilities and the chosen path, against plain enumeration of every alignment."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment.parameters import BEADS, Costs
from termbase.alignment.path import Block, Skips, decode, posterior, staircase, whole
from termbase.alignment.scoring import UNREACHABLE

SKIPS = Skips(open=-2.0, extend=-0.5)
COSTS = Costs(bead=0.45, longer=0.2, skip=0.4)


def alignments(rows, columns):
    """Every alignment as a list of (source steps, target steps); within a run of skips deletions come first."""

    def grow(i, j, last):
        if (i, j) == (rows, columns):
            yield []
            return
        moves = [bead for bead in BEADS if i + bead[0] <= rows and j + bead[1] <= columns]
        if i < rows and last != (0, 1):
            moves.append((1, 0))
        if j < columns:
            moves.append((0, 1))
        for move in moves:
            for rest in grow(i + move[0], j + move[1], move):
                yield [move, *rest]

    return list(grow(0, 0, None))


def spans(moves):
    """Spans of an alignment's beads."""
    i = j = 0
    for a, b in moves:
        yield (i, i + a), (j, j + b)
        i, j = i + a, j + b


def value(moves, scores):
    """Log-probability of an alignment, not normalised."""
    total, last = 0.0, None
    for move, (source, target) in zip(moves, spans(moves), strict=True):
        if 0 in move:
            total += SKIPS.extend if last == move else SKIPS.open
        else:
            total += float(scores[BEADS.index(move), source[1], target[1]])
        last = move
    return total


def lattice(rows, columns, seed):
    scores = np.random.default_rng(seed).normal(-1, 2, (len(BEADS), rows + 1, columns + 1)).astype(np.float32)
    for number, (a, b) in enumerate(BEADS):
        scores[number, :a] = UNREACHABLE
        scores[number, :, :b] = UNREACHABLE
    return scores


def cut(scores, blocks):
    """The part of a score array that each block sees."""
    return [scores[:, block.top : block.bottom, block.left : block.right + 1].copy() for block in blocks]


small_lattices = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 999))


@given(small_lattices)
def test_probabilities_equal_those_of_all_alignments_enumerated(case):
    rows, columns, seed = case
    scores = lattice(rows, columns, seed)
    every = alignments(rows, columns)
    values = np.array([value(moves, scores) for moves in every])
    total = np.logaddexp.reduce(values)
    chances = np.exp(values - total)
    found = posterior(whole(rows, columns), cut(scores, whole(rows, columns)), SKIPS)
    assert found.total == pytest.approx(total)
    beads = np.zeros(scores.shape)
    deletions, insertions = np.zeros(rows), np.zeros(columns)
    for moves, chance in zip(every, chances, strict=True):
        for (a, b), (source, target) in zip(moves, spans(moves), strict=True):
            if not b:
                deletions[source[0]] += chance
            elif not a:
                insertions[target[0]] += chance
            else:
                beads[BEADS.index((a, b)), source[1], target[1]] += chance
    np.testing.assert_allclose(found.beads[0], beads, atol=1e-6)
    np.testing.assert_allclose(found.deletions, deletions, atol=1e-6)
    np.testing.assert_allclose(found.insertions, insertions, atol=1e-6)


@given(small_lattices, st.sampled_from([COSTS, Costs(bead=0.2, longer=0.0, skip=0.6)]))
def test_the_chosen_path_has_the_greatest_expected_gain_of_all(case, costs):
    rows, columns, seed = case
    scores = lattice(rows, columns, seed)
    found = posterior(whole(rows, columns), cut(scores, whole(rows, columns)), SKIPS)

    def gain(moves):
        total = 0.0
        for (a, b), (source, target) in zip(moves, spans(moves), strict=True):
            if not b:
                total += found.deletions[source[0]] - costs.skip
            elif not a:
                total += found.insertions[target[0]] - costs.skip
            else:
                total += (
                    float(found.beads[0][BEADS.index((a, b)), source[1], target[1]])
                    - costs.bead
                    - costs.longer * (a + b - 2)
                )
        return total

    steps = decode(whole(rows, columns), found, costs)
    chosen = [(step.source[1] - step.source[0], step.target[1] - step.target[0]) for step in steps]
    assert gain(chosen) == pytest.approx(max(map(gain, alignments(rows, columns))), abs=1e-6)


@given(st.integers(10, 30), st.integers(10, 30), st.integers(1, 9), st.integers(0, 99))
def test_blocks_that_cover_everything_equal_one_lattice(rows, columns, height, seed):
    scores = lattice(rows, columns, seed)
    one = posterior(whole(rows, columns), cut(scores, whole(rows, columns)), SKIPS)
    blocks = [Block(top, min(top + height, rows + 1), 0, columns) for top in range(0, rows + 1, height)]
    many = posterior(blocks, cut(scores, blocks), SKIPS)
    assert many.total == pytest.approx(one.total)
    np.testing.assert_allclose(np.concatenate(many.beads, axis=1), one.beads[0], atol=1e-6)
    assert [step.source for step in decode(blocks, many, COSTS)] == [
        step.source for step in decode(whole(rows, columns), one, COSTS)
    ]


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 99), st.integers(1, 12), st.integers(0, 8))
def test_any_rising_staircase_yields_a_complete_path(rows, columns, seed, height, margin):
    """Even when the expected path jumps by many columns between two blocks, every sentence is in exactly one bead."""
    generator = np.random.default_rng(seed)
    centre = np.sort(generator.integers(0, columns + 1, rows + 1)).astype(float)
    blocks = staircase(rows, columns, centre, margin, height)
    found = posterior(blocks, cut(lattice(rows, columns, seed), blocks), SKIPS)
    steps = decode(blocks, found, COSTS)
    assert [i for step in steps for i in range(*step.source)] == list(range(rows))
    assert [j for step in steps for j in range(*step.target)] == list(range(columns))
    assert all(a.source[1] == b.source[0] and a.target[1] == b.target[0] for a, b in pairwise(steps))
    assert all(0.0 <= step.probability <= 1.0 + 1e-6 for step in steps)
    assert math.isfinite(found.total)
