"""The log-likelihood ratio of every bead in a block of the lattice: words, lengths, paragraphs and the prior of its type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.embeddings import best_of_runs
from termbase.alignment.evidence import LONGEST_RUN
from termbase.alignment.parameters import BEAD_SIDES, BEADS
from termbase.compiled import kernel_of

if TYPE_CHECKING:
    from termbase.alignment.embeddings import Similarity
    from termbase.alignment.evidence import Evidence
    from termbase.alignment.parameters import Parameters
    from termbase.alignment.path import Block

kernel = kernel_of("alignment")

UNREACHABLE = -60_000.0
"""Score of what cannot be."""

_SHORT = 6.0
"""Characters added to every length, so that sentences of a word or two do not have absurd ratios."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How lengths relate in a document (Gale and Church 1993, on the logarithm of the ratio)."""

    ratio: float
    """Target characters per source character."""

    variance: float
    """Variance of the logarithm of the ratio between long sentences that translate one another."""

    spread: float
    """Standard deviation of the same between strangers."""


def length_evidence(source: np.ndarray, target: np.ndarray, lengths: Lengths) -> np.ndarray:
    """Log-likelihood ratio that runs of these lengths are translations rather than strangers."""
    deviation = np.log((target + _SHORT) / (lengths.ratio * source + _SHORT))
    variance = lengths.variance + 2.2 / (np.minimum(source * lengths.ratio, target) + _SHORT)
    ratio = -0.5 * deviation**2 / variance - 0.5 * np.log(variance)
    strangers = -0.5 * (deviation / lengths.spread) ** 2 - np.log(lengths.spread)
    clipped: np.ndarray = np.clip(ratio - strangers, -8.0, 2.5)
    return clipped


def usual_priors(parameters: Parameters) -> np.ndarray:
    """Log-probability of each bead type before a document has been seen."""
    return np.array([parameters.prior(bead) for bead in BEADS])


def measured_priors(expected: np.ndarray, parameters: Parameters) -> np.ndarray:
    """The same for a document, from how many beads of each type a first look expects in it.

    One step of expectation maximisation; the usual probabilities are the prior, so a short document keeps nearly to them.
    """
    usual = np.exp(usual_priors(parameters))
    counts = expected + parameters.prior_weight * usual / usual.sum()
    found: np.ndarray = np.log(counts / counts.sum())
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Scorer:
    """Everything that a bead's score is made of."""

    evidence: Evidence
    """Lexical evidence in both directions."""

    source_lengths: np.ndarray
    """Characters of each source sentence."""

    target_lengths: np.ndarray
    """The same for the target."""

    lengths: Lengths
    """How the two relate."""

    parameters: Parameters
    """Weights."""

    priors: np.ndarray
    """Log-probability of each bead type."""

    source_breaks: np.ndarray
    """1 where a source sentence opens a paragraph, else 0; one more entry than sentences, the last is 1; all 0 when unknown."""

    target_breaks: np.ndarray
    """The same for the target."""

    source_unfinished: np.ndarray
    """1 where a source sentence ends without the punctuation that sentences of its text end with, as headlines do."""

    target_unfinished: np.ndarray
    """The same for the target."""

    similarity: Similarity | None = None
    """Embeddings, when they were asked for."""

    def block(self, block: Block) -> np.ndarray:
        """Score of a bead of each type that ends at each node of a block; shape (types, rows, columns)."""
        height, width = block.shape
        first, low = max(0, block.top - LONGEST_RUN), max(0, block.left - LONGEST_RUN)
        last, high = block.bottom - 1, block.right
        out = np.full((len(BEADS), height, width), UNREACHABLE, np.float32)
        if last <= first or high <= low:
            return out
        forward = self.evidence.forward.scores((first, last), (low, high))
        backward = self.evidence.backward.scores((low, high), (first, last))
        if self.similarity is not None:
            pairs = self.similarity.evidence((first, last), (low, high))
            forward += best_of_runs(pairs)
            backward += best_of_runs(pairs.T)
        if kernel is None:
            self._fill(out, block, np.maximum(forward, -1e3), np.maximum(backward, -1e3))
        else:
            kernel.scores(
                out, block.top, block.bottom, block.left, block.right, BEAD_SIDES, self.priors, forward, backward, self.source_lengths,
                self.target_lengths, self.source_breaks, self.target_breaks, self.source_unfinished, self.target_unfinished,
                self.parameters.lexical / 2, self.parameters.length, self.lengths.ratio, self.lengths.variance, self.lengths.spread,
                self.parameters.paragraph, self.parameters.unfinished,
            )  # fmt: skip
        return out

    def _fill(self, out: np.ndarray, block: Block, forward: np.ndarray, backward: np.ndarray) -> None:
        """Write scores of beads from the evidence of runs, without the kernel."""
        height, width = block.shape
        first, low = max(0, block.top - LONGEST_RUN), max(0, block.left - LONGEST_RUN)
        last, high = block.bottom - 1, block.right
        by_row = np.zeros((last - first + 1, LONGEST_RUN, high - low), np.float32)
        np.cumsum(forward, axis=0, out=by_row[1:])
        by_column = np.zeros((high - low + 1, LONGEST_RUN, last - first), np.float32)
        np.cumsum(backward, axis=0, out=by_column[1:])
        source_sums = np.concatenate([[0.0], np.cumsum(self.source_lengths[first:last])])
        target_sums = np.concatenate([[0.0], np.cumsum(self.target_lengths[low:high])])
        rows = np.arange(block.top, block.bottom)
        columns = np.arange(block.left, block.right + 1)
        weight = self.parameters.lexical / 2
        for number, (a, b) in enumerate(BEADS):
            i = rows[rows - a >= first] - first
            j = columns[columns - b >= low] - low
            if not len(i) or not len(j):
                continue
            words = by_row[i[:, None], b - 1, j - b] - by_row[i[:, None] - a, b - 1, j - b]
            words += (by_column[j, a - 1][:, i - a] - by_column[j - b, a - 1][:, i - a]).T
            value = weight * words
            source = (source_sums[i] - source_sums[i - a])[:, None]
            target = (target_sums[j] - target_sums[j - b])[None, :]
            value += self.parameters.length * length_evidence(source, target, self.lengths)
            value += self.priors[number]
            value += self.parameters.paragraph * self._paragraphs(i + first, j + low, a, b)
            value += self.parameters.unfinished * self._unfinished(i + first, j + low, a, b)
            out[number, height - len(i) :, width - len(j) :] = np.maximum(value, UNREACHABLE)

    def _paragraphs(self, i: np.ndarray, j: np.ndarray, a: int, b: int) -> np.ndarray:
        """How well paragraph boundaries agree: at both ends of a bead, and not within it."""
        starts = self.source_breaks[i - a][:, None] - self.target_breaks[j - b][None, :]
        agree = self.source_breaks[i - a][:, None] * self.target_breaks[j - b][None, :]
        within = sum((self.source_breaks[i - k] for k in range(1, a)), np.zeros(len(i)))[:, None]
        within = within + sum((self.target_breaks[j - k] for k in range(1, b)), np.zeros(len(j)))[None, :]
        value: np.ndarray = agree - np.abs(starts) - 2.0 * within
        return value

    def _unfinished(self, i: np.ndarray, j: np.ndarray, a: int, b: int) -> np.ndarray:
        """How many sentences before the last of each side are headlines by their looks: those are not told in one breath with the next."""
        source = sum((self.source_unfinished[i - k] for k in range(2, a + 1)), np.zeros(len(i)))
        target = sum((self.target_unfinished[j - k] for k in range(2, b + 1)), np.zeros(len(j)))
        value: np.ndarray = source[:, None] + target[None, :]
        return value
