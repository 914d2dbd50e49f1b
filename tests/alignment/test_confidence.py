"""Confidence: probability of the path, corrected."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.alignment.aligner import align_pairs
from termbase.alignment.confidence import JOINT_WEIGHTS, PAIR_WEIGHTS, joint_confidences, pair_confidences
from termbase.alignment.joint import Column
from termbase.alignment.lexicon import packaged
from termbase.alignment.parameters import Parameters
from termbase.alignment.path import Step
from termbase.alignment.scoring import length_evidence

TEXTS, PAIRINGS = align_pairs(
    {
        "en": ["The commission met in Geneva.", "It adopted the agenda.", "Members will meet again in spring."],
        "fr": ["La commission s’est réunie à Genève.", "Elle a adopté l’ordre du jour.", "Fin."],
        "ar": ["اجتمعت اللجنة في جنيف.", "وأقرّت جدول الأعمال.", "وسيجتمع الأعضاء مجدداً في الربيع."],
    },
    packaged(),
    Parameters(),
)
EN_FR = PAIRINGS["en", "fr"]
SPAN = st.lists(st.integers(0, 3), min_size=2, max_size=2, unique=True).map(lambda ends: tuple(sorted(ends)))


def pair(steps):
    return pair_confidences(steps, TEXTS["en"], TEXTS["fr"], EN_FR)


def joint(columns):
    return joint_confidences(columns, TEXTS, PAIRINGS)


def length_of(one, other, left, right):
    """Length evidence of one bead, its sentences added one by one."""
    sizes = [
        np.array([sum(TEXTS[name].lengths[i] for i in range(*span))]) for name, span in ((one, left), (other, right))
    ]
    return length_evidence(*sizes, PAIRINGS[one, other].lengths)[0]


def logistic(weights, probability, *features):
    inside = min(max(probability, 1e-4), 1 - 1e-4)
    values = (1, log(inside / (1 - inside)), *features)
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))


@given(spans=st.lists(st.tuples(SPAN, SPAN), min_size=1), probability=st.floats(0, 1))
def test_all_beads_of_a_pair_at_once_are_one_after_another(spans, probability):
    """By the formula as it is written down."""
    expected = [
        logistic(
            PAIR_WEIGHTS,
            probability,
            length_of("en", "fr", left, right),
            sum(end - start - 1 for start, end in (left, right)),
        )
        for left, right in spans
    ]
    assert pair([Step(left, right, probability) for left, right in spans]) == pytest.approx(expected)


@given(st.lists(st.dictionaries(st.sampled_from(sorted(TEXTS)), SPAN, min_size=2), min_size=1), st.floats(0, 1))
def test_all_joint_beads_at_once_are_one_after_another(beads, probability):
    """Lengths and words of the pair that fits least."""
    expected = []
    for spans in beads:
        lengths, words = [], []
        for (one, other), pairing in PAIRINGS.items():
            if one in spans and other in spans:
                lengths.append(length_of(one, other, spans[one], spans[other]))
                both = pairing.evidence.of_beads(np.array([spans[one]]), np.array([spans[other]]))
                words.append(both[0][0] + both[1][0])
        longer = sum(end - start - 1 for start, end in spans.values())
        expected.append(logistic(JOINT_WEIGHTS, probability, min(lengths), longer, min(max(min(words), -10), 10)))
    assert joint([Column(spans, probability) for spans in beads]) == pytest.approx(expected)


def test_a_sentence_without_counterpart_keeps_the_probability_of_the_path():
    steps = [Step((0, 1), (0, 0), 0.625), Step((0, 1), (0, 1), 0.5), Step((1, 1), (0, 2), 0.25)]
    found = pair(steps)
    assert (found[0], found[2]) == (0.625, 0.25)
    assert found[1] == pair(steps[1:2])[0]
    columns = [Column({"ar": (0, 1)}, 0.75), Column({"ar": (0, 1), "fr": (0, 1)}, 0.5)]
    assert joint(columns) == [0.75, *joint(columns[1:])]


def test_nothing_has_no_confidence():
    assert pair([]) == []
    assert joint([]) == []


def test_likelier_is_surer_and_lengths_that_do_not_fit_are_less_sure():
    sure, unsure, unlike = pair([Step((0, 1), (0, 1), 0.99), Step((0, 1), (0, 1), 0.5), Step((0, 1), (2, 3), 0.99)])
    assert unsure < sure
    assert unlike < sure


def test_a_language_whose_words_do_not_fit_makes_a_joint_bead_less_sure():
    """However likely the path says it is."""
    right, wrong = joint(
        [
            Column({"en": (0, 1), "fr": (0, 1), "ar": (0, 1)}, 0.99),
            Column({"en": (0, 1), "fr": (0, 1), "ar": (1, 2)}, 0.99),
        ]
    )
    assert wrong < right
