"""How sure one may be of a bead: its probability, corrected by what the model is known to misjudge.

The probability of a path takes the lengths of sentences for less than they say and beads of several sentences for surer than they are. A
logistic regression on a few numbers mends both (Platt scaling with more features). Its weights are fitted on documents whose alignment is
known, by `bench/confidence.py`; fitted without one family of them, it does as well on that one (`bench/RESULTS.md`).
"""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.scoring import length_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from termbase.alignment.features import Text
    from termbase.alignment.joint import Column
    from termbase.alignment.pairwise import Pairing
    from termbase.alignment.path import Step

PAIR_WEIGHTS = (0.32, 0.70, 0.58, -0.55)
"""Weights for beads of two languages: of nothing, then of each of `pair_features`. Words are in the path already, and add nothing."""

JOINT_WEIGHTS = (0.0, 0.59, 1.10, -0.91, 0.27)
"""The same for beads of more: of nothing, then of each of `joint_features`."""

_LEAST = 1e-4
"""Probabilities nearer to 0 or 1 say no more than this one."""

_WORDS = 10.0
"""Lexical evidence beyond which more says no more, either way."""


def pair_features(steps: Sequence[Step], source: Text, target: Text, pairing: Pairing) -> np.ndarray:
    """What the confidence in beads with both sides rests on, a row a bead.

    Columns: log-odds of its probability, log-likelihood ratio of its lengths, sentences beyond one a side.
    """
    left = np.array([step.source for step in steps], np.int64).reshape(-1, 2)
    right = np.array([step.target for step in steps], np.int64).reshape(-1, 2)
    longer = (left[:, 1] - left[:, 0]) + (right[:, 1] - right[:, 0]) - 2
    probabilities = np.array([step.probability for step in steps])
    return np.column_stack([_log_odds(probabilities), _lengths(left, right, source, target, pairing), longer])


def joint_features(
    columns: Sequence[Column], texts: Mapping[str, Text], pairings: Mapping[tuple[str, str], Pairing]
) -> np.ndarray:
    """The same for joint beads of at least two languages; lengths, and words besides, are those of the pair that they fit least.

    Columns: log-odds of the bead's probability, log-likelihood ratio of lengths, sentences beyond one a language, that of words within
    [-10, 10].
    """
    lengths = np.full(len(columns), np.inf)
    words = np.full(len(columns), np.inf)
    for (one, other), pairing in pairings.items():
        chosen = np.array([place for place, column in enumerate(columns) if {one, other} <= column.spans.keys()], int)
        left = np.array([columns[place].spans[one] for place in chosen], np.int64).reshape(-1, 2)
        right = np.array([columns[place].spans[other] for place in chosen], np.int64).reshape(-1, 2)
        found = _lengths(left, right, texts[one], texts[other], pairing)
        lengths[chosen] = np.minimum(lengths[chosen], found)
        words[chosen] = np.minimum(words[chosen], sum(pairing.evidence.of_beads(left, right)))
    longer = [sum(end - start - 1 for start, end in column.spans.values()) for column in columns]
    probabilities = np.array([column.probability for column in columns])
    return np.column_stack([_log_odds(probabilities), lengths, longer, np.clip(words, -_WORDS, _WORDS)])


def sure(features: np.ndarray, weights: Sequence[float] | np.ndarray) -> np.ndarray:
    """The probability, for each row of features, that a reviewer would agree with the bead."""
    found: np.ndarray = 1 / (1 + np.exp(-(weights[0] + features @ np.asarray(weights[1:]))))
    return found


def pair_confidences(steps: Sequence[Step], source: Text, target: Text, pairing: Pairing) -> list[float]:
    """For each bead of two languages how sure one may be of it; where a side is empty, the probability of the path."""
    both = [step.source[0] < step.source[1] and step.target[0] < step.target[1] for step in steps]
    features = pair_features(list(compress(steps, both)), source, target, pairing)
    found = iter(sure(features, PAIR_WEIGHTS).tolist())
    return [next(found) if sides else step.probability for step, sides in zip(steps, both, strict=True)]


def joint_confidences(
    columns: Sequence[Column], texts: Mapping[str, Text], pairings: Mapping[tuple[str, str], Pairing]
) -> list[float]:
    """For each joint bead how sure one may be of it; of a bead of one language, its probability."""
    several = [len(column.spans) > 1 for column in columns]
    features = joint_features(list(compress(columns, several)), texts, pairings)
    found = iter(sure(features, JOINT_WEIGHTS).tolist())
    return [next(found) if sides else column.probability for column, sides in zip(columns, several, strict=True)]


def _log_odds(probabilities: np.ndarray) -> np.ndarray:
    clipped = np.clip(probabilities, _LEAST, 1 - _LEAST)
    found: np.ndarray = np.log(clipped / (1 - clipped))
    return found


def _lengths(left: np.ndarray, right: np.ndarray, source: Text, target: Text, pairing: Pairing) -> np.ndarray:
    """Length evidence of beads, given as first sentences and those after the last."""
    sums = _running(source.lengths), _running(target.lengths)
    sizes = sums[0][left[:, 1]] - sums[0][left[:, 0]], sums[1][right[:, 1]] - sums[1][right[:, 0]]
    return length_evidence(*sizes, pairing.lengths)


def _running(lengths: np.ndarray) -> np.ndarray:
    """Characters before each sentence, and of all."""
    return np.concatenate([[0.0], np.cumsum(lengths)])
