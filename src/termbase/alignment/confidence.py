"""How sure one may be of a bead: its probability, corrected by what the model is known to misjudge.

The probability of a path takes the lengths of sentences for less than they say and beads of several sentences for surer than they are. A
logistic regression on three numbers mends both (Platt scaling with two more features). Its weights were fitted on documents whose
alignment is known; fitted without one family of them, it does as well on that one (`bench/RESULTS.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.scoring import length_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.alignment.features import Text
    from termbase.alignment.path import Step
    from termbase.alignment.scoring import Lengths

_ALWAYS, _PROBABILITY, _LENGTH, _LONGER = 0.37, 0.67, 0.66, -0.62
"""Weights: of nothing, of the log-odds, of the log-likelihood ratio of the lengths, and of each sentence beyond one a side."""

_LEAST = 1e-4
"""Probabilities nearer to 0 or 1 say no more than this one."""


def confidences(steps: Sequence[Step], source: Text, target: Text, lengths: Lengths) -> list[float]:
    """For each bead the probability that a reviewer would agree with it; that of the path where a side is empty."""
    spans = np.array([(*step.source, *step.target) for step in steps], np.int64).reshape(-1, 4)
    probability = np.clip([step.probability for step in steps], _LEAST, 1 - _LEAST)
    sizes = [
        sums[spans[:, place + 1]] - sums[spans[:, place]]
        for place, sums in ((0, _running(source.lengths)), (2, _running(target.lengths)))
    ]
    counts = spans[:, 1] - spans[:, 0], spans[:, 3] - spans[:, 2]
    log_odds = _ALWAYS + _PROBABILITY * np.log(probability / (1 - probability))
    log_odds += _LENGTH * length_evidence(sizes[0], sizes[1], lengths) + _LONGER * (counts[0] + counts[1] - 2)
    sure = 1 / (1 + np.exp(-log_odds))
    return [
        float(value) if both else step.probability
        for step, value, both in zip(steps, sure, np.all(counts, axis=0), strict=True)
    ]


def _running(lengths: np.ndarray) -> np.ndarray:
    """Characters before each sentence, and of all."""
    return np.concatenate([[0.0], np.cumsum(lengths)])
