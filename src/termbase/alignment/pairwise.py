"""Aligning two texts: evidence, path, and what the path teaches about the document, in turns."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.bootstrap import rough_path
from termbase.alignment.evidence import Edges, build, shared_edges
from termbase.alignment.features import with_phrases
from termbase.alignment.induce import translation_probabilities
from termbase.alignment.parameters import BEAD_INDEX, EXPANSION
from termbase.alignment.path import Block, Posterior, Skips, Step, decode, posterior, staircase, whole
from termbase.alignment.reorder import Moved, moved_passages
from termbase.alignment.scoring import Lengths, Scorer, measured_priors, usual_priors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from termbase.alignment.embeddings import Similarity
    from termbase.alignment.evidence import Evidence
    from termbase.alignment.features import Text
    from termbase.alignment.lexicon import Lexicon
    from termbase.alignment.parameters import Parameters

_WHOLE = 160_000
"""Largest number of lattice nodes that are all looked at."""

_LOOKS_AT_SHORT, _LOOKS_AT_LONG = 1, 2
"""How often what a path teaches about the document is learned before the last look; a second time pays in a long text, which repeats more."""

_UNUSUAL = 1.25
"""Factor by which texts differ in length from the usual for their languages before that is taken for missing text."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairing:
    """The alignment of two texts."""

    steps: list[Step]
    """Beads in order."""

    forward: Edges
    """Probability that a source mark is rendered by a target mark, as it was used."""

    backward: Edges
    """The same from target to source, keyed alike."""

    lengths: Lengths
    """How lengths relate."""

    evidence: Evidence
    """Lexical evidence, as it was used last."""

    whole: bool
    """Whether every node of the lattice was looked at."""

    solution: Solution
    """The last path with the probabilities of its lattice."""

    moved: list[Moved]
    """Passages that seem to stand in another order."""


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The best path of a lattice."""

    steps: list[Step]
    """Beads in order."""

    posterior: Posterior
    """Probabilities of all beads in the lattice."""

    blocks: list[Block]
    """The lattice."""

    def probability(self, source: tuple[int, int], target: tuple[int, int]) -> float:
        """Probability of a bead with both sides filled; 0 outside the lattice and for types that are not considered."""
        bead = BEAD_INDEX.get((source[1] - source[0], target[1] - target[0]))
        if bead is None:
            return 0.0
        number = bisect_right(self.blocks, source[1], key=lambda block: block.top) - 1
        block = self.blocks[number]
        if not block.left <= target[1] <= block.right:
            return 0.0
        return float(self.posterior.beads[number][bead, source[1] - block.top, target[1] - block.left])


def seeded(texts: Mapping[str, Text], lexicon: Lexicon) -> tuple[dict[str, Text], dict[tuple[str, str], Edges]]:
    """What the lexicon knows of every two texts, and the texts with the phrases that it translates as a whole among their marks."""
    seeds = {(one, other): lexicon.lookup(texts[one], texts[other]) for one, other in combinations(texts, 2)}
    phrases: dict[str, set[str]] = {language: set() for language in texts}
    for pair, edges in seeds.items():
        for language, marks in zip(pair, zip(*edges, strict=True), strict=False):
            phrases[language].update(mark for mark in marks if " " in mark)
    return {language: with_phrases(text, phrases[language]) for language, text in texts.items()}, seeds


def align_pair(
    source: Text,
    target: Text,
    seeds: Edges,
    parameters: Parameters,
    breaks: tuple[np.ndarray, np.ndarray] | None = None,
    similarity: Similarity | None = None,
) -> Pairing:
    """Align two texts that both have sentences."""
    rows, columns = len(source), len(target)
    if breaks is None:
        breaks = np.zeros(rows + 1), np.zeros(columns + 1)
    fixed = dict(seeds) | shared_edges(source, target)
    lengths = Lengths(expected_ratio(source, target), parameters.length_spread, 0.75)

    def scorer(forward: Edges, backward: Edges, lengths: Lengths, priors: np.ndarray) -> Scorer:
        return Scorer(
            evidence=build(source, target, forward, backward),
            source_lengths=source.lengths,
            target_lengths=target.lengths,
            lengths=lengths,
            parameters=parameters,
            priors=priors,
            source_breaks=breaks[0],
            target_breaks=breaks[1],
            source_unfinished=source.unfinished,
            target_unfinished=target.unfinished,
            similarity=similarity,
        )

    small = (rows + 1) * (columns + 1) <= _WHOLE
    if small:
        blocks = whole(rows, columns)
    else:
        centre, size = rough_path(source, target, fixed)
        blocks = staircase(rows, columns, centre, 30 + 2 * size)
    final, forward, backward = scorer(fixed, fixed, lengths, usual_priors(parameters)), fixed, fixed
    for _ in range(_LOOKS_AT_SHORT if small else _LOOKS_AT_LONG):
        steps, expected = _look(final, blocks, parameters)
        forward, backward = translation_probabilities(source, target, steps, fixed)
        lengths = measure_lengths(source, target, steps, lengths, parameters)
        if not small:
            blocks = staircase(rows, columns, centre_of(steps, rows), 24, 48)
        final = scorer(forward, backward, lengths, measured_priors(expected, parameters))
    solution = solve(final, blocks, parameters)
    moved = moved_passages(solution.steps, final.evidence)
    return Pairing(solution.steps, forward, backward, lengths, final.evidence, small, solution, moved)


def _look(scorer: Scorer, blocks: list[Block], parameters: Parameters) -> tuple[list[Step], np.ndarray]:
    """The path of a lattice, and how many beads of each type it makes one expect.

    That is all that is kept: its probabilities must not stand in memory beside those of the lattice after it.
    """
    solution = solve(scorer, blocks, parameters)
    return solution.steps, solution.posterior.expected()


def expected_ratio(source: Text, target: Text) -> float:
    """Target characters per source character: that of the texts, unless it is so far from the usual that one of them is not complete."""
    usual = EXPANSION.get(target.language, 1.0) / EXPANSION.get(source.language, 1.0)
    found = float(target.lengths.sum() / source.lengths.sum())
    return min(max(found, usual / _UNUSUAL), usual * _UNUSUAL)


def solve(scorer: Scorer, blocks: list[Block], parameters: Parameters) -> Solution:
    """Score a lattice and find its best path."""
    scores = [scorer.block(block) for block in blocks]
    found = posterior(blocks, scores, Skips(parameters.open_skip, parameters.extend_skip))
    return Solution(decode(blocks, found, parameters.costs), found, blocks)


def centre_of(steps: Sequence[Step], rows: int) -> np.ndarray:
    """The column of a path at every row."""
    points = sorted({(0, 0)} | {(step.source[1], step.target[1]) for step in steps})
    known = np.array(points, float)
    # Where several columns share a row (insertions), the last one: the next block begins there.
    return np.maximum.accumulate(
        np.interp(np.arange(rows + 1), known[:, 0] + np.arange(len(known)) * 1e-9, known[:, 1])
    )


def measure_lengths(
    source: Text, target: Text, steps: Sequence[Step], before: Lengths, parameters: Parameters
) -> Lengths:
    """How lengths relate in the beads of one sentence a side, with a prior that weighs as much as fifteen of them."""
    single = [step for step in steps if step.source[1] - step.source[0] == 1 == step.target[1] - step.target[0]]
    if len(single) < 5:
        return before
    weights = np.array([step.probability for step in single])
    left = source.lengths[[step.source[0] for step in single]]
    right = target.lengths[[step.target[0] for step in single]]
    ratio = float((weights @ right + before.ratio * 200) / (weights @ left + 200))
    deviation = np.minimum(np.log((right + 6) / (ratio * left + 6)) ** 2, 0.5)
    excess = np.maximum(deviation - 2.2 / (np.minimum(left * ratio, right) + 6), 0.0)
    variance = (weights @ excess + 15 * parameters.length_spread) / (weights.sum() + 15)
    return Lengths(ratio, float(max(variance, 0.004)), before.spread)
