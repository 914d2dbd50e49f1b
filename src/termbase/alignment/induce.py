"""Learning from an alignment which words translate which: IBM Model 1 in both directions (Brown et al. 1993), with priors and discounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.evidence import distinct, occurrences, ranges
from termbase.alignment.features import kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.alignment.evidence import Edges
    from termbase.alignment.features import Text
    from termbase.alignment.path import Step

_PRIOR = 2.0
"""Observations that a lexicon's own probability weighs as much as."""

_DISCOUNT = 0.7
"""Taken off every expected count: a pair seen once is seen by accident."""

_ENOUGH = 1.5
"""Expected number of meetings below which a pair that no lexicon knows is not considered."""

_LEAST = 0.08
"""Probability below which a learned pair is not kept."""


_BUCKETS = 1 << 22

_AT_ONCE = 4_000
"""Words of beads whose pairs are made together; some hundred thousand."""

_Words = tuple[np.ndarray, np.ndarray]
"""The bead of each word, ascending, and the word."""


def translation_probabilities(
    source: Text, target: Text, steps: Sequence[Step], seeds: Edges, rounds: int = 4
) -> tuple[Edges, Edges]:
    """Probabilities of rendering each source mark by a target mark, and the reverse, after looking at an alignment.

    Pairs of the seeds are always kept; others must meet at least twice.
    """
    left_cap, right_cap = max(12.0, 0.3 * len(source)), max(12.0, 0.3 * len(target))
    seeded = {one for one, _ in seeds}, {other for _, other in seeds}
    # A word seen once can only be learned from a seed: it would have to meet its translation twice.
    left, right = (
        {
            mark: place
            for place, mark in enumerate(
                sorted(m for m, count in counts.items() if not kind(m) and count <= cap and (count > 1 or m in known))
            )
        }
        for counts, cap, known in ((source.vocabulary, left_cap, seeded[0]), (target.vocabulary, right_cap, seeded[1]))
    )
    both = [step for step in steps if step.source[0] < step.source[1] and step.target[0] < step.target[1]]
    here = _words_of_beads(occurrences(source, left), [step.source for step in both], len(left))
    opposite = _words_of_beads(occurrences(target, right), [step.target for step in both], len(right))
    placed = [(left[a] * len(right) + right[b], value) for (a, b), value in seeds.items() if a in left and b in right]
    wanted, values = np.array([pair for pair, _ in placed], np.int64), np.array([value for _, value in placed])
    probabilities = np.array([step.probability for step in both], np.float32)
    u, v, bead = _promising(here, opposite, probabilities, (len(left), len(right)), wanted)
    weight = probabilities[bead]
    if not len(u):
        return seeds, seeds
    key, pair = np.unique(u.astype(np.int64) * len(right) + v, return_inverse=True)
    prior = np.zeros(len(key))
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    met = key[place] == wanted
    prior[place[met]] = values[met]
    together = np.bincount(pair, weight, len(key))
    kept = (together >= _ENOUGH) | (prior > 0)
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
    names_left, names_right = list(left), list(right)
    there, back = dict(seeds), dict(seeds)
    strength = np.sqrt(forward * backward) * discount
    likely = np.flatnonzero((strength > _LEAST) | (prior > 0))
    forward, backward = (
        np.clip(np.maximum(found * discount, 0.5 * prior), 0.02, 0.9)[likely].tolist() for found in (forward, backward)
    )
    marks = [
        (names_left[one], names_right[other])
        for one, other in zip(us[likely].tolist(), vs[likely].tolist(), strict=True)
    ]
    there.update(zip(marks, forward, strict=True))
    back.update(zip(marks, backward, strict=True))
    return there, back


def _words_of_beads(
    occurring: tuple[np.ndarray, np.ndarray, np.ndarray], spans: Sequence[tuple[int, int]], size: int
) -> _Words:
    """The different words, of so many, of the sentences of each bead."""
    _, types, starts = occurring
    ends = np.array(spans, np.int64).reshape(-1, 2)
    places, beads = ranges(starts[ends[:, 0]], starts[ends[:, 1]])
    found = distinct(beads * size + types[places])
    return found // size, found % size


def _promising(
    here: _Words, opposite: _Words, probabilities: np.ndarray, sizes: tuple[int, int], seeds: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of words that may have met often enough, each with its bead, by counts in hash buckets; most pairs of a long text met once only.

    `sizes` is how many words there are; the pairs of a short text have a bucket each.
    """
    buckets = min(sizes[0] * sizes[1], _BUCKETS)

    def bucket(pair: np.ndarray) -> np.ndarray:
        return pair if buckets < _BUCKETS else pair * 2654435761 % _BUCKETS

    first = np.searchsorted(opposite[0], np.arange(len(probabilities) + 1))

    def pairs(start: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        beads, words = (part[start : start + _AT_ONCE] for part in here)
        places, owners = ranges(first[beads], first[beads + 1])
        return words[owners], opposite[1][places], beads[owners]

    counts = np.zeros(buckets, np.float32)
    starts = range(0, len(here[0]), _AT_ONCE)
    for u, v, bead in map(pairs, starts):
        np.add.at(counts, bucket(u * sizes[1] + v), probabilities[bead])
    counts[bucket(seeds)] += _ENOUGH
    kept: list[tuple[np.ndarray, ...]] = [(np.zeros(0, np.int32),) * 3]
    for u, v, bead in map(pairs, starts):
        enough = counts[bucket(u * sizes[1] + v)] >= _ENOUGH
        kept.append(tuple(part[enough].astype(np.int32) for part in (u, v, bead)))  # there may be millions
    return tuple(np.concatenate(column) for column in zip(*kept, strict=True))  # type: ignore[return-value]


def _model_one(
    pair: np.ndarray,
    bead: np.ndarray,
    generated: np.ndarray,
    given: np.ndarray,
    prior: np.ndarray,
    weight: np.ndarray,
    generated_size: int,
    given_size: int,
    rounds: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Expectation maximisation for one direction: probabilities per pair, and expected counts."""
    _, slot = np.unique(bead * generated_size + generated, return_inverse=True)
    slots = int(slot.max()) + 1 if len(slot) else 0
    probability = np.where(prior > 0, prior, 0.2)
    expected: np.ndarray = np.zeros(len(given))
    for _ in range(rounds):
        value = probability[pair]
        total = np.bincount(slot, value, slots)[slot] + 0.02
        expected = np.bincount(pair, weight * value / total, len(given))
        sums = np.bincount(given, expected, given_size)[given]
        probability = (expected + _PRIOR * prior) / (sums + _PRIOR * (prior > 0) + 0.6)
    return probability, expected
