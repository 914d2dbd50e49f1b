"""Dynamic programming over alignments: the probability of every bead, and the path that promises most of them right.

Nodes (i, j) mean that i source and j target sentences are behind us. The lattice is a staircase of blocks, each some rows and the columns
that are worth looking at in them, so that memory grows with the length of the text and not with its square. A run of sentences without
counterpart has an affine cost (opening it is dear, going on is cheap) and is read deletions first, so that no two paths are the same
alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.parameters import BEAD_SIDES, BEADS
from termbase.compiled import kernel_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.alignment.parameters import Costs

kernel = kernel_of("alignment")

IMPOSSIBLE = -1e30
"""Log-probability of what cannot be; finite, so that sums of such values stay comparable."""

REACH = max(max(bead) for bead in BEADS)
"""Farthest a bead reaches back in either direction."""

_DELETING, _INSERTING = len(BEADS), len(BEADS) + 1
"""What a pointer says where a sentence of the source, or of the target, stands alone."""

_SOURCE_STEPS, _TARGET_STEPS = BEAD_SIDES.T


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of lattice nodes."""

    top: int
    """First row."""

    bottom: int
    """Row after the last one."""

    left: int
    """First column."""

    right: int
    """Last column."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top, self.right - self.left + 1


def staircase(rows: int, columns: int, centre: np.ndarray, margin: float, height: int = 64) -> list[Block]:
    """Blocks around a path that rises: `centre` holds a column for each of the `rows + 1` node rows."""
    blocks = []
    for top in range(0, rows + 1, height):
        bottom = min(top + height, rows + 1)
        # From the row above, so that a jump of the path between two blocks lies in the lower one.
        left = max(0, int(centre[top - 1] - margin)) if top else 0
        right = min(columns, int(centre[bottom - 1] + margin) + 1) if bottom <= rows else columns
        blocks.append(Block(top, bottom, left, right))
    return blocks


def whole(rows: int, columns: int) -> list[Block]:
    """One block that holds every node."""
    return [Block(0, rows + 1, 0, columns)]


@dataclass(frozen=True, slots=True)
class Skips:
    """Log-probabilities of sentences without counterpart."""

    open: float
    """The first of a run."""

    extend: float
    """Each further one."""


def _moved(rows: np.ndarray, old: int, new: int, width: int) -> np.ndarray:
    """Rows whose first column is `old`, seen from `new` on; columns that were not there are impossible."""
    out = np.full((*rows.shape[:-1], width), IMPOSSIBLE)
    first, last = max(old, new), min(old + rows.shape[-1], new + width)
    if last > first:
        out[..., first - new : last - new] = rows[..., first - old : last - old]
    return out


def _log_sum(values: np.ndarray) -> np.ndarray:
    """Logarithm of the sum of exponentials over the first axis."""
    top = values.max(axis=0)
    total: np.ndarray = top + np.log(np.exp(values - top).sum(axis=0))
    return total


@dataclass(frozen=True, slots=True)
class _Backward:
    """Totals of all paths from each node of a block to the end, by what came before the node."""

    matched: np.ndarray
    """After a bead with both sides filled."""

    deletion: np.ndarray
    """After a source sentence without counterpart."""

    insertion: np.ndarray
    """After a target sentence without counterpart."""


def _backward(blocks: Sequence[Block], scores: Sequence[np.ndarray], skips: Skips) -> list[_Backward]:
    found: list[_Backward] = []
    ahead = np.full(
        (REACH + 1, len(BEADS), 1), IMPOSSIBLE
    )  # ahead[k]: score plus total of the nodes k rows below, per bead type
    below = np.full(1, IMPOSSIBLE)  # deletion totals of the row below
    left = blocks[-1].left
    for block, score in zip(reversed(blocks), reversed(scores), strict=True):
        height, width = block.shape
        ahead = _moved(ahead, left, block.left, width + REACH)
        below = _moved(below, left, block.left, width)
        left = block.left
        totals = [np.empty((height, width)) for _ in range(3)]
        last = block is blocks[-1]
        if kernel is None:
            _backward_block(score, ahead, below, totals, skips, last=last)
        else:
            kernel.backward(score, ahead, below, *totals, height, width, BEAD_SIDES, skips.open, skips.extend, last)
        found.append(_Backward(*totals))
    return found[::-1]


def _backward_block(
    score: np.ndarray, ahead: np.ndarray, below: np.ndarray, totals: Sequence[np.ndarray], skips: Skips, *, last: bool
) -> None:
    """The totals of one block, without the kernel; `ahead` and `below` become those of its first row."""
    _, height, width = score.shape
    kinds = np.arange(len(BEADS))
    steps = np.arange(width) * skips.extend
    columns = np.arange(width) + _TARGET_STEPS[:, None]
    matched, deletion, insertion = totals
    for row in reversed(range(height)):
        ahead[1:] = ahead[:-1]
        if last and row == height - 1:
            bead = np.full(width, IMPOSSIBLE)
            bead[-1] = 0.0
        else:
            bead = _log_sum(ahead[_SOURCE_STEPS[:, None], kinds[:, None], columns])
        insertion[row] = np.logaddexp.accumulate((bead + steps)[::-1])[::-1] - steps
        enter = np.full(width, IMPOSSIBLE)
        enter[:-1] = insertion[row, 1:] + skips.open
        stay = np.logaddexp(bead, enter)
        deletion[row] = np.logaddexp(stay, below + skips.extend)
        matched[row] = np.logaddexp(stay, below + skips.open)
        ahead[0] = IMPOSSIBLE
        ahead[0, :, :width] = score[:, row] + matched[row]
        below[:] = deletion[row]


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Probabilities of what an alignment may contain."""

    beads: list[np.ndarray]
    """Per block, the probability of a bead of each type that ends at each node."""

    deletions: np.ndarray
    """Per source sentence, the probability that it has no counterpart."""

    insertions: np.ndarray
    """Per target sentence, the same."""

    total: float
    """Logarithm of the sum over all alignments."""

    def expected(self) -> np.ndarray:
        """How many beads of each type are to be expected."""
        found: np.ndarray = sum(bead.reshape(len(BEADS), -1).sum(axis=1, dtype=np.float64) for bead in self.beads)
        return found


def posterior(blocks: Sequence[Block], scores: Sequence[np.ndarray], skips: Skips) -> Posterior:
    """Forward and backward over the lattice.

    `scores` holds per block the log-likelihood ratio of a bead of each type ending at each node, shape (types, rows, columns), in single
    precision. It is written over: the probabilities take its place.
    """
    behind = _backward(blocks, scores, skips)
    total = float(behind[0].matched[0, 0])
    deletions = np.zeros(blocks[-1].bottom)
    insertions = np.zeros(blocks[-1].right + 1)
    history = np.full((REACH + 1, 1), IMPOSSIBLE)  # history[k]: totals of the row k above
    deletion = matched = np.full(1, IMPOSSIBLE)
    left = 0
    for block, score, back in zip(blocks, scores, behind, strict=True):
        height, width = block.shape
        history = _moved(history, left - (REACH if block.top else 0), block.left - REACH, width + REACH)
        deletion, matched = _moved(deletion, left, block.left, width), _moved(matched, left, block.left, width)
        left = block.left
        alone = deletions[block.top : block.bottom], insertions[block.left : block.right + 1]
        first = block.top == 0
        if kernel is None:
            _forward_block(score, history, (matched, deletion), back, alone, skips, total, first=first)
        else:
            kernel.forward(
                score, history, matched, deletion, back.matched, back.deletion, back.insertion, *alone, height, width, BEAD_SIDES,
                skips.open, skips.extend, total, first,
            )  # fmt: skip
    return Posterior(list(scores), np.minimum(deletions[1:], 1.0), np.minimum(insertions[1:], 1.0), total)


def _forward_block(
    score: np.ndarray,
    history: np.ndarray,
    above: tuple[np.ndarray, np.ndarray],
    back: _Backward,
    alone: tuple[np.ndarray, np.ndarray],
    skips: Skips,
    total: float,
    *,
    first: bool,
) -> None:
    """The probabilities of one block, without the kernel; `history` and `above` become those of its last row."""
    _, height, width = score.shape
    matched, deletion = above
    deletions, insertions = alone
    steps = np.arange(width) * skips.extend
    columns = np.arange(width) + REACH - _TARGET_STEPS[:, None]
    for row in range(height):
        history[1:] = history[:-1]
        if first and row == 0:
            matched[:] = deletion[:] = IMPOSSIBLE
            matched[0] = 0.0
            score[:, row] = 0.0
        else:
            candidates = history[_SOURCE_STEPS[:, None], columns] + score[:, row]
            deletion[:] = np.logaddexp(matched + skips.open, deletion + skips.extend)
            matched[:] = _log_sum(candidates)
            score[:, row] = np.exp(np.minimum(candidates + back.matched[row] - total, 0.0))
            deletions[row] = np.exp(np.minimum(deletion + back.deletion[row] - total, 0.0)).sum()
        base = np.logaddexp(matched, deletion)
        insertion = np.full(width, IMPOSSIBLE)
        if width > 1:
            insertion[1:] = np.logaddexp.accumulate(base[:-1] - steps[:-1]) + skips.open + steps[:-1]
        insertions += np.exp(np.minimum(insertion + back.insertion[row] - total, 0.0))
        history[0] = IMPOSSIBLE
        history[0, REACH:] = np.logaddexp(base, insertion)


@dataclass(frozen=True, slots=True)
class Step:
    """A bead as spans of sentences."""

    source: tuple[int, int]
    """First source sentence and the one after the last."""

    target: tuple[int, int]
    """The same for the target."""

    probability: float
    """Posterior probability of this very bead."""

    def flipped(self) -> Step:
        """The same bead with its sides exchanged."""
        return Step(self.target, self.source, self.probability)


def decode(blocks: Sequence[Block], found: Posterior, costs: Costs) -> list[Step]:
    """The path of the greatest expected gain, where each bead gains its probability less its cost.

    This is minimum Bayes risk decoding: it asks for many right beads rather than for the single likeliest path.
    """
    cost = costs.bead + costs.longer * (_SOURCE_STEPS + _TARGET_STEPS - 2)
    pointers: list[np.ndarray] = []
    history = np.full((REACH + 1, 1), IMPOSSIBLE)
    left = 0
    # Gains along a row are sums over insertions, so a running sum turns them into one accumulated maximum.
    along = np.concatenate([[0.0], np.cumsum(found.insertions - costs.skip)])
    skipping = np.concatenate([[0.0], found.deletions - costs.skip])
    for block, probability in zip(blocks, found.beads, strict=True):
        height, width = block.shape
        history = _moved(history, left - (REACH if block.top else 0), block.left - REACH, width + REACH)
        left = block.left
        pointer = np.zeros((height, width), np.int8)
        alone = skipping[block.top : block.bottom], along[block.left : block.right + 1]
        first = block.top == 0
        if kernel is None:
            _decode_block(probability, history, pointer, cost, alone, first=first)
        else:
            kernel.decode(probability, history, pointer, cost, *alone, height, width, BEAD_SIDES, first)
        pointers.append(pointer)
    return _trace(blocks, pointers, found)


def _decode_block(
    probability: np.ndarray,
    history: np.ndarray,
    pointer: np.ndarray,
    cost: np.ndarray,
    alone: tuple[np.ndarray, np.ndarray],
    *,
    first: bool,
) -> None:
    """The best way to each node of a block, without the kernel; `history` becomes that of its last row."""
    _, height, width = probability.shape
    skipping, gains = alone
    columns = np.arange(width) + REACH - _TARGET_STEPS[:, None]
    for row in range(height):
        history[1:] = history[:-1]
        if first and row == 0:
            best = np.full(width, IMPOSSIBLE)
            best[0] = 0.0
        else:
            candidates = history[_SOURCE_STEPS[:, None], columns] + (probability[:, row] - cost[:, None])
            pointer[row] = candidates.argmax(axis=0)
            best = candidates.max(axis=0)
            skipped = history[1, REACH:] + skipping[row]
            pointer[row][skipped > best] = _DELETING
            best = np.maximum(best, skipped)
        along_row = np.maximum.accumulate(best - gains) + gains
        # A rounding error must not send the way back along a row in which nothing was inserted.
        pointer[row][along_row > best + 1e-9] = _INSERTING
        history[0] = IMPOSSIBLE
        history[0, REACH:] = np.maximum(best, along_row)


def _trace(blocks: Sequence[Block], pointers: Sequence[np.ndarray], found: Posterior) -> list[Step]:
    """Follow the pointers back from the last node."""
    steps: list[Step] = []
    number = len(blocks) - 1
    i, j = blocks[-1].bottom - 1, blocks[-1].right
    while i or j:
        while i < blocks[number].top:
            number -= 1
        block = blocks[number]
        bead = int(pointers[number][i - block.top, j - block.left])
        if bead == _DELETING:
            steps.append(Step((i - 1, i), (j, j), float(found.deletions[i - 1])))
            i -= 1
        elif bead == _INSERTING:
            steps.append(Step((i, i), (j - 1, j), float(found.insertions[j - 1])))
            j -= 1
        else:
            a, b = BEADS[bead]
            probability = float(found.beads[number][bead, i - block.top, j - block.left])
            steps.append(Step((i - a, i), (j - b, j), probability))
            i, j = i - a, j - b
    return steps[::-1]
