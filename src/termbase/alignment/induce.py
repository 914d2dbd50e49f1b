"""Learning from an alignment which words translate which: IBM Model 1 in both directions (Brown et al. 1993), with priors and discounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.evidence import distinct, occurrences, ranges
from termbase.alignment.features import kind
from termbase.compiled import kernel_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.alignment.evidence import Edges
    from termbase.alignment.features import Text
    from termbase.alignment.path import Step

kernel = kernel_of("alignment")

_PRIOR = 2.0
"""Observations that a lexicon's own probability weighs as much as."""

_UNKNOWN, _EMPTY, _REST = 0.2, 0.02, 0.6
"""Probability that a pair begins with when no lexicon knows it; of a word that comes from no word of the other side; observations of renderings
that are not among the pairs."""

_DISCOUNT = 0.7
"""Taken off every expected count: a pair seen once is seen by accident."""

_ENOUGH = 1.5
"""Expected number of meetings below which a pair that no lexicon knows is not considered."""

_LEAST = 0.08
"""Probability below which a learned pair is not kept."""


_BUCKETS, _ROOM, _SPREAD = 1 << 22, 2, 2654435761
"""Most buckets for counting pairs, buckets a pair in texts that need fewer, and the multiplier that spreads pairs over them."""

_MOST_MEETINGS = 1 << 18
"""Pairs of words in a bead beyond which nothing is learned from it: five hundred different words a side are lists, whose pairs would fill the memory."""

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
        [
            mark
            for mark, count in text.vocabulary.items()
            if count <= cap and (count > 1 or mark in known) and not kind(mark)
        ]
        for text, cap, known in ((source, left_cap, seeded[0]), (target, right_cap, seeded[1]))
    )
    both = [step for step in steps if step.source[0] < step.source[1] and step.target[0] < step.target[1]]
    here = _words_of_beads(occurrences(source, left), [step.source for step in both], len(left))
    opposite = _words_of_beads(occurrences(target, right), [step.target for step in both], len(right))
    meetings = np.bincount(here[0], minlength=len(both)) * np.bincount(opposite[0], minlength=len(both))
    few = meetings[here[0]] <= _MOST_MEETINGS
    here = here[0][few], here[1][few]
    lefts, rights = ({mark: place for place, mark in enumerate(marks)} for marks in (left, right))
    placed = [
        (lefts[a] * len(right) + rights[b], value) for (a, b), value in seeds.items() if a in lefts and b in rights
    ]
    wanted, values = np.array([pair for pair, _ in placed], np.int64), np.array([value for _, value in placed])
    probabilities = np.array([step.probability for step in both], np.float32)
    one, other = _promising(here, opposite, probabilities, len(right), wanted)
    if not len(one):
        return seeds, seeds
    weight = probabilities[here[0][one]]
    met_there = here[1][one] * len(right) + opposite[1][other]
    key = distinct(met_there)
    pair = np.searchsorted(key, met_there)
    prior = np.zeros(len(key))
    place = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    met = key[place] == wanted
    prior[place[met]] = values[met]
    together = np.bincount(pair, weight, len(key))
    kept = (together >= _ENOUGH) | (prior > 0)
    keep = kept[pair]
    one, other, weight = one[keep], other[keep], weight[keep]
    index = np.cumsum(kept) - 1
    pair, key, prior = index[pair[keep]], key[kept], prior[kept]
    us, vs = key // len(right), key % len(right)
    forward, expected_forward = _model_one(pair, other, us, prior, weight, (len(opposite[0]), len(left)), rounds)
    backward, expected_backward = _model_one(pair, one, vs, prior, weight, (len(here[0]), len(right)), rounds)
    # A pair counts when both directions want it.
    support = np.minimum(expected_forward, expected_backward)
    discount = np.maximum(support - _DISCOUNT, 0.0) / np.maximum(support, 1e-9)
    there, back = dict(seeds), dict(seeds)
    strength = np.sqrt(forward * backward) * discount
    likely = np.flatnonzero((strength > _LEAST) | (prior > 0))
    forward, backward = (
        np.clip(np.maximum(found * discount, 0.5 * prior), 0.02, 0.9)[likely].tolist() for found in (forward, backward)
    )
    marks = [(left[one], right[other]) for one, other in zip(us[likely].tolist(), vs[likely].tolist(), strict=True)]
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
    here: _Words, opposite: _Words, probabilities: np.ndarray, size: int, seeds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of words of beads that may have met often enough, by counts in hash buckets; most pairs of a long text met once only.

    A pair is its place in `here` and its place in `opposite`. `size` is how many words `opposite` has.
    """
    first = np.searchsorted(opposite[0], np.arange(len(probabilities) + 1))
    buckets = min(1 << (_ROOM * int(np.diff(first)[here[0]].sum())).bit_length(), _BUCKETS)
    counts = np.zeros(buckets, np.float32)
    counts[seeds * _SPREAD & (buckets - 1)] += _ENOUGH
    if kernel is None:
        return _met(here, opposite[1], first, probabilities, size, counts)
    one, other = kernel.promising(counts, *here, first, opposite[1], size, _SPREAD, probabilities, _ENOUGH)
    return np.frombuffer(one, np.int32), np.frombuffer(other, np.int32)


def _met(
    here: _Words, opposite: np.ndarray, first: np.ndarray, probabilities: np.ndarray, size: int, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What `_promising` gives, without the kernel."""

    def pairs(start: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        beads, words = (part[start : start + _AT_ONCE] for part in here)
        places, owners = ranges(first[beads], first[beads + 1])
        return owners + start, places, (words[owners] * size + opposite[places]) * _SPREAD & (len(counts) - 1)

    starts = range(0, len(here[0]), _AT_ONCE)
    for one, _, bucket in map(pairs, starts):
        np.add.at(counts, bucket, probabilities[here[0][one]])
    kept: list[tuple[np.ndarray, ...]] = [(np.zeros(0, np.int32),) * 2]
    for one, other, bucket in map(pairs, starts):
        enough = counts[bucket] >= _ENOUGH
        kept.append((one[enough].astype(np.int32), other[enough].astype(np.int32)))  # there may be millions
    return tuple(np.concatenate(column) for column in zip(*kept, strict=True))  # type: ignore[return-value]


def _model_one(
    pair: np.ndarray,
    slot: np.ndarray,
    given: np.ndarray,
    prior: np.ndarray,
    weight: np.ndarray,
    sizes: tuple[int, int],
    rounds: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Expectation maximisation for one direction: probabilities per pair, and expected counts.

    `slot` is the word of a bead that is generated by one of those that it is paired with, `given` the generating word of each pair;
    `sizes` how many of each there are.
    """
    probability = np.where(prior > 0, prior, _UNKNOWN)
    expected: np.ndarray = np.zeros(len(given))
    if kernel is not None:
        kernel.model_one(probability, expected, pair, slot, given, prior, weight, *sizes, rounds, _PRIOR, _EMPTY, _REST)
        return probability, expected
    for _ in range(rounds):
        value = probability[pair]
        total = np.bincount(slot, value)[slot] + _EMPTY
        expected = np.bincount(pair, weight * value / total, len(given))
        sums = np.bincount(given, expected)[given]
        probability = (expected + _PRIOR * prior) / (sums + _PRIOR * (prior > 0) + _REST)
    return probability, expected
