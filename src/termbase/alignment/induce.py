"""Learning from an alignment which words translate which: IBM Model 1 in both directions (Brown et al. 1993), with priors and discounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.features import kind, vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.alignment.evidence import Edges
    from termbase.alignment.features import Text
    from termbase.alignment.path import Step

_PRIOR = 2.0
"""Observations that a lexicon's own probability weighs as much as."""

_DISCOUNT = 0.7
"""Taken off every expected count: a pair seen once is seen by accident."""

_LEAST = 0.08
"""Probability below which a learned pair is not kept."""


def translation_probabilities(source: Text, target: Text, steps: Sequence[Step], seeds: Edges, rounds: int = 4) -> tuple[Edges, Edges]:
    """Probabilities of rendering each source mark by a target mark, and the reverse, after looking at an alignment.

    Pairs of the seeds are always kept; others must meet at least twice.
    """
    left_counts, right_counts = vocabulary(source), vocabulary(target)
    left_cap, right_cap = max(12.0, 0.3 * len(source)), max(12.0, 0.3 * len(target))
    left = {mark: place for place, mark in enumerate(sorted(left_counts))}
    right = {mark: place for place, mark in enumerate(sorted(right_counts))}
    pieces: list[tuple[np.ndarray, np.ndarray, np.ndarray, float]] = []
    for number, step in enumerate(steps):
        if step.source[0] == step.source[1] or step.target[0] == step.target[1]:
            continue
        us = {m for k in range(*step.source) for m in source.marks[k] if not kind(m) and left_counts[m] <= left_cap}
        vs = {m for k in range(*step.target) for m in target.marks[k] if not kind(m) and right_counts[m] <= right_cap}
        if us and vs:
            u, v = np.array([left[m] for m in sorted(us)]), np.array([right[m] for m in sorted(vs)])
            size = len(u) * len(v)
            pieces.append((np.repeat(u, len(v)), np.tile(v, len(u)), np.full(size, number), step.probability))
    if not pieces:
        return seeds, seeds
    u = np.concatenate([piece[0] for piece in pieces])
    v = np.concatenate([piece[1] for piece in pieces])
    bead = np.concatenate([piece[2] for piece in pieces])
    weight = np.repeat([piece[3] for piece in pieces], [len(piece[0]) for piece in pieces])
    key, pair = np.unique(u * len(right) + v, return_inverse=True)
    prior = np.zeros(len(key))
    for (one, other), probability in seeds.items():
        if one in left and other in right:
            wanted = left[one] * len(right) + right[other]
            place = int(np.searchsorted(key, wanted))
            if place < len(key) and key[place] == wanted:
                prior[place] = probability
    together = np.bincount(pair, weight, len(key))
    kept = (together >= 1.5) | (prior > 0)
    keep = kept[pair]
    u, v, bead, weight = u[keep], v[keep], bead[keep], weight[keep]
    index = np.cumsum(kept) - 1
    pair, key, prior = index[pair[keep]], key[kept], prior[kept]
    us, vs = key // len(right), key % len(right)
    forward, expected_forward = _model_one(pair, bead, v, us, prior, weight, len(right), len(left), rounds)
    backward, expected_backward = _model_one(pair, bead, u, vs, prior, weight, len(left), len(right), rounds)
    # A pair counts when both directions want it.
    support = np.minimum(expected_forward, expected_backward)
    discount = np.maximum(support - _DISCOUNT, 0.0) / np.maximum(support, 1e-9)
    names_left, names_right = sorted(left_counts), sorted(right_counts)
    there, back = dict(seeds), dict(seeds)
    strength = np.sqrt(forward * backward) * discount
    for place in np.flatnonzero((strength > _LEAST) | (prior > 0)):
        mark = names_left[us[place]], names_right[vs[place]]
        there[mark] = float(np.clip(max(forward[place] * discount[place], 0.5 * prior[place]), 0.02, 0.9))
        back[mark] = float(np.clip(max(backward[place] * discount[place], 0.5 * prior[place]), 0.02, 0.9))
    return there, back


def _model_one(
    pair: np.ndarray, bead: np.ndarray, generated: np.ndarray, given: np.ndarray, prior: np.ndarray, weight: np.ndarray,
    generated_size: int, given_size: int, rounds: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Expectation maximisation for one direction: probabilities per pair, and expected counts."""
    _, slot = np.unique(bead * generated_size + generated, return_inverse=True)
    slots = int(slot.max()) + 1 if len(slot) else 0
    probability = np.where(prior > 0, prior, 0.2)
    expected = np.zeros(len(given))
    for _ in range(rounds):
        value = probability[pair]
        total = np.bincount(slot, value, slots)[slot] + 0.02
        expected = np.bincount(pair, weight * value / total, len(given))
        sums = np.bincount(given, expected, given_size)[given]
        probability = (expected + _PRIOR * prior) / (sums + _PRIOR * (prior > 0) + 0.6)
    return probability, expected
