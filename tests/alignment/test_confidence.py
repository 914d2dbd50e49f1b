"""Confidence: probability of the path, corrected."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment.confidence import confidences
from termbase.alignment.features import prepare
from termbase.alignment.path import Step
from termbase.alignment.scoring import Lengths, length_evidence

SOURCE = prepare(
    ["The commission met in Geneva.", "It adopted the agenda.", "Members will meet again in spring."], "en"
)
TARGET = prepare(["La commission s’est réunie à Genève.", "Elle a adopté l’ordre du jour.", "Fin."], "fr")
LENGTHS = Lengths(1.1, 0.035, 0.75)


def alone(step):
    """One bead by the formula as it is written down."""
    odds = min(max(step.probability, 1e-4), 1 - 1e-4)
    source = sum(SOURCE.lengths[i] for i in range(*step.source))
    target = sum(TARGET.lengths[j] for j in range(*step.target))
    evidence = length_evidence(np.array([source]), np.array([target]), LENGTHS)[0]
    sentences = step.source[1] - step.source[0] + step.target[1] - step.target[0]
    return 1 / (1 + exp(-(0.37 + 0.67 * log(odds / (1 - odds)) + 0.66 * evidence - 0.62 * (sentences - 2))))


@given(
    spans=st.lists(
        st.tuples(*[st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True).map(sorted)] * 2), min_size=1
    ),
    probability=st.floats(0, 1),
)
def test_all_at_once_is_one_after_another(spans, probability):
    steps = [Step(tuple(left), tuple(right), probability) for left, right in spans]
    assert confidences(steps, SOURCE, TARGET, LENGTHS) == pytest.approx([alone(step) for step in steps])


def test_a_sentence_without_counterpart_keeps_the_probability_of_the_path():
    steps = [Step((0, 1), (0, 0), 0.625), Step((1, 1), (0, 2), 0.25)]
    assert confidences(steps, SOURCE, TARGET, LENGTHS) == [0.625, 0.25]


def test_nothing_has_no_confidence():
    assert confidences([], SOURCE, TARGET, LENGTHS) == []


def test_likelier_is_surer_and_lengths_that_do_not_fit_are_less_sure():
    sure, unsure, unlike = confidences(
        [Step((0, 1), (0, 1), 0.99), Step((0, 1), (0, 1), 0.5), Step((0, 1), (2, 3), 0.99)], SOURCE, TARGET, LENGTHS
    )
    assert unsure < sure
    assert unlike < sure
