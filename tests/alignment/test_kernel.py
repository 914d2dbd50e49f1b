"""The compiled loops of alignment beside the same in numpy, and what they make of arrays that do not go together."""

from contextlib import ExitStack
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment import align, evidence, induce, path, scoring
from termbase.alignment.evidence import LONGEST_RUN, build
from termbase.alignment.features import Text
from termbase.alignment.induce import translation_probabilities
from termbase.alignment.parameters import BEAD_SIDES, BEADS, Costs, Parameters
from termbase.alignment.path import Block, Skips, Step, decode, posterior
from termbase.alignment.scoring import UNREACHABLE, Lengths, Scorer, usual_priors
from termbase.compiled import kernel_of

kernel = kernel_of("alignment")

pytestmark = pytest.mark.skipif(kernel is None, reason="there was no compiler when termbase was installed")

MARKS = ["a", "b", "c", "d", "e"]
ROWS = st.lists(st.lists(st.sampled_from(MARKS), max_size=5, unique=True), min_size=1, max_size=24)
EDGES = st.dictionaries(st.tuples(*[st.sampled_from(MARKS)] * 2), st.floats(0.01, 0.9), max_size=8)
SEED = st.integers(0, 9999)


def in_numpy(call):
    """What a call gives without the kernel."""
    with ExitStack() as stack:
        for module in (evidence, induce, path, scoring):
            stack.enter_context(patch.object(module, "kernel", None))
        return call()


def text_of(rows, seed):
    draw = np.random.default_rng(seed)
    return Text("", rows, [], draw.integers(1, 300, len(rows)) * 1.0, draw.integers(0, 2, len(rows)) * 1.0)


def span(data, size, least):
    first, end = sorted(data.draw(st.lists(st.integers(0, size), min_size=2, max_size=2)))
    return (first, end) if end - first >= least else (0, size)


@given(source=ROWS, target=ROWS, forward=EDGES, backward=EDGES, data=st.data())
def test_evidence_is_the_same(source, target, forward, backward, data):
    found = build(text_of(source, 1), text_of(target, 2), forward, backward)
    rows, columns = span(data, len(source), 0), span(data, len(target), 0)
    np.testing.assert_allclose(
        found.forward.scores(rows, columns), in_numpy(lambda: found.forward.scores(rows, columns)), atol=1e-4
    )
    np.testing.assert_allclose(
        found.backward.scores(columns, rows), in_numpy(lambda: found.backward.scores(columns, rows)), atol=1e-4
    )


@given(source=ROWS, target=ROWS, probabilities=EDGES, seed=SEED, data=st.data())
def test_scores_are_the_same(source, target, probabilities, seed, data):
    one, other = text_of(source, seed), text_of(target, seed + 1)
    draw = np.random.default_rng(seed)
    scorer = Scorer(
        evidence=build(one, other, probabilities, probabilities),
        source_lengths=one.lengths,
        target_lengths=other.lengths,
        lengths=Lengths(draw.uniform(0.3, 3), draw.uniform(0.004, 0.3), 0.75),
        parameters=Parameters(),
        priors=usual_priors(Parameters()),
        source_breaks=draw.integers(0, 2, len(source) + 1) * 1.0,
        target_breaks=draw.integers(0, 2, len(target) + 1) * 1.0,
        source_unfinished=one.unfinished,
        target_unfinished=other.unfinished,
    )
    top, bottom = span(data, len(source) + 1, 1)
    left, right = span(data, len(target), 0)
    block = Block(top, bottom, left, right)
    np.testing.assert_allclose(scorer.block(block), in_numpy(lambda: scorer.block(block)), rtol=1e-5, atol=1e-4)


def blocks_of(rows, columns, draw):
    """A staircase of blocks of any height, each of which shares columns with the one before it."""
    ends = sorted({*draw.integers(1, rows + 1, 3).tolist(), rows + 1})
    left, right, top, found = 0, 0, 0, []
    for end in ends:
        left = int(draw.integers(left, right + 1))
        right = columns if end == rows + 1 else int(draw.integers(right, columns + 1))
        found.append(Block(top, end, left, right))
        top = end
    return found


def lattice(rows, columns, draw):
    scores = draw.normal(-1, 4, (len(BEADS), rows + 1, columns + 1)).astype(np.float32)
    for number, (a, b) in enumerate(BEADS):
        scores[number, :a] = scores[number, :, :b] = UNREACHABLE
    return scores


@given(rows=st.integers(1, 40), columns=st.integers(1, 40), seed=SEED, skips=st.sampled_from([(-2, -0.5), (-9, -3)]))
def test_probabilities_and_paths_are_the_same(rows, columns, seed, skips):
    draw = np.random.default_rng(seed)
    scores = lattice(rows, columns, draw)
    blocks = blocks_of(rows, columns, draw)

    def probabilities():
        cut = [scores[:, b.top : b.bottom, b.left : b.right + 1].copy() for b in blocks]
        return posterior(blocks, cut, Skips(*skips))

    found, expected = probabilities(), in_numpy(probabilities)
    assert found.total == pytest.approx(expected.total, abs=1e-4)
    np.testing.assert_allclose(found.deletions, expected.deletions, atol=1e-5)
    np.testing.assert_allclose(found.insertions, expected.insertions, atol=1e-5)
    for one, other in zip(found.beads, expected.beads, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    costs = Costs(bead=0.45, longer=0.2, skip=0.4)
    assert decode(blocks, found, costs) == in_numpy(lambda: decode(blocks, found, costs))


@given(source=ROWS, target=ROWS, seeds=EDGES, seed=SEED)
def test_the_same_is_learned(source, target, seeds, seed):
    """To the last bit: both add up in one order. Sentences are paired in order, which their words may meet in or not."""
    draw = np.random.default_rng(seed)
    one, other = text_of(source, seed), text_of(target, seed + 1)
    steps = [Step((i, i + 1), (i, i + 1), float(draw.uniform(0.2, 1))) for i in range(min(len(source), len(target)))]
    found = translation_probabilities(one, other, steps, seeds)
    assert found == in_numpy(lambda: translation_probabilities(one, other, steps, seeds))


def test_whole_texts_are_aligned_the_same():
    english = [
        f"Article {i} was adopted by {i * 37 % 11} members in Geneva, and {i * 7} delegates met." for i in range(60)
    ]
    french = [f"L’article {i} a été adopté par {i * 37 % 11} membres à Genève." for i in range(60) if i % 7]
    found = align({"en": english, "fr": french})
    expected = in_numpy(lambda: align({"en": english, "fr": french}))
    assert [bead.sides for bead in found.beads] == [bead.sides for bead in expected.beads]
    assert [bead.confidence for bead in found.beads] == pytest.approx(
        [bead.confidence for bead in expected.beads], abs=1e-5
    )


def test_arrays_that_do_not_go_together_are_refused():
    doubles, short, lattice_of_two = np.zeros(7 * 8), np.zeros(3), np.zeros((len(BEADS), 1, 2), np.float32)
    numbers, floats = np.zeros(2, np.int64), np.zeros(1, np.float32)
    ahead, row = np.zeros((7, len(BEADS), 8)), np.zeros(2)
    calls = [
        lambda: kernel.evidence(floats, 1, 1, numbers, numbers, numbers, numbers, floats, floats, floats, numbers, numbers, 1),
        lambda: kernel.evidence(floats, -1, 1, numbers, numbers, numbers, numbers, floats, floats, floats, numbers, numbers, 1),
        lambda: kernel.backward(lattice_of_two, short, row, row, row, row, 1, 2, BEAD_SIDES, -1.0, -1.0, True),
        lambda: kernel.backward(lattice_of_two, ahead, row, row, row, row, 1, 2, BEAD_SIDES * 7, -1.0, -1.0, True),
        lambda: kernel.backward(lattice_of_two, ahead, row, row, row, row, 0, 2, BEAD_SIDES, -1.0, -1.0, True),
        lambda: kernel.forward(
            lattice_of_two, doubles, short, row, row, row, row, row, row, 1, 2, BEAD_SIDES, -1.0, -1.0, 0.0, True
        ),
        lambda: kernel.decode(lattice_of_two, doubles, np.zeros(2, np.int8), short, row, row, 1, 2, BEAD_SIDES, True),
        lambda: kernel.scores(
            lattice_of_two, 0, 9, 0, 1, BEAD_SIDES, np.zeros(len(BEADS)), floats, floats, row, row, row, row, row, row,
            1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0,
        ),
        lambda: kernel.promising(np.zeros(3, np.float32), numbers, numbers, numbers, numbers, 2, 7, floats, 1.0),
        lambda: kernel.promising(floats, numbers, numbers[:1], numbers, numbers, 2, 7, floats, 1.0),
        lambda: kernel.promising(floats, numbers + 1, numbers, numbers, numbers, 2, 7, floats, 1.0),
        lambda: kernel.promising(floats, numbers, numbers, np.array([0, 3]), numbers, 2, 7, floats, 1.0),
        lambda: kernel.promising(floats, numbers, numbers, np.array([0, 2, 1]), numbers, 2, 7, np.zeros(2, np.float32), 1.0),
        lambda: kernel.model_one(row, row, numbers, np.zeros(2, np.int32), numbers, row, np.zeros(1, np.float32), 1, 1, 4, 2.0, 0.1, 0.1),
        lambda: kernel.model_one(row, row, numbers + 2, np.zeros(2, np.int32), numbers, row, np.zeros(2, np.float32), 1, 1, 4, 2.0, 0.1, 0.1),
        lambda: kernel.model_one(row, row, numbers, np.ones(2, np.int32), numbers, row, np.zeros(2, np.float32), 1, 1, 4, 2.0, 0.1, 0.1),
        lambda: kernel.model_one(row, row, numbers, np.zeros(2, np.int32), numbers, row, np.zeros(2, np.float32), -1, 1, 4, 2.0, 0.1, 0.1),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(ValueError, match=r"array|block|bead|many"):
            call()


@pytest.mark.parametrize(
    ("what", "value"),
    [("types", 9), ("types", -1), ("row_starts", 5), ("edge_targets", 7), ("target_types", 3), ("target_starts", -2)],
)
def test_numbers_that_lead_beyond_an_array_are_refused(what, value):
    arrays = {
        "types": np.array([0, 1]), "row_starts": np.array([0, 1, 2]), "edge_starts": np.array([0, 1, 2]),
        "edge_targets": np.array([0, 1]), "edge_odds": np.ones(2, np.float32), "absent": np.zeros(2, np.float32),
        "common": np.zeros(2, np.float32), "target_types": np.array([1]), "target_starts": np.array([0, 1]),
    }  # fmt: skip
    out = np.zeros((2, LONGEST_RUN, 1), np.float32)
    kernel.evidence(out, 2, 1, *arrays.values(), 2)
    assert out.any()
    arrays[what][0] = value
    with pytest.raises(ValueError, match="leads beyond"):
        kernel.evidence(out, 2, 1, *arrays.values(), 2)
