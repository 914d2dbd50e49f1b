"""Finding passages that stand in another order on the other side, which no monotone path can pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.alignment.evidence import Evidence
    from termbase.alignment.path import Step

_MOST = 600
"""Unpaired sentences of a side beyond which the search is left out: the texts differ by more than their order."""

_STRONG = 8.0
"""Lexical log-likelihood ratio, summed over both directions, of a pair that hardly meets by accident."""

_GAP = 2
"""Sentences that may be missing within a moved passage."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A passage that seems to have changed its place."""

    source: tuple[int, int]
    """First source sentence and the one after the last."""

    target: tuple[int, int]
    """The same for the target."""

    pairs: int
    """How many sentences of it match."""


def moved_passages(steps: Sequence[Step], evidence: Evidence) -> list[Moved]:
    """Runs of at least two sentences, unpaired on both sides, that match each other out of order."""
    rows = [step.source[0] for step in steps if step.target[0] == step.target[1]]
    columns = [step.target[0] for step in steps if step.source[0] == step.source[1]]
    if len(rows) < 2 or len(columns) < 2 or max(len(rows), len(columns)) > _MOST:
        return []
    source, target = np.repeat(rows, len(columns)), np.tile(columns, len(rows))
    forward, backward = evidence.of_beads(np.column_stack([source, source + 1]), np.column_stack([target, target + 1]))
    strength = (forward + backward).reshape(len(rows), len(columns))
    best_column, best_row = strength.argmax(axis=1), strength.argmax(axis=0)
    found: list[Moved] = []
    for number in range(len(rows)):
        place = int(best_column[number])
        if best_row[place] != number or strength[number, place] < _STRONG:
            continue
        i, j = rows[number], columns[place]
        last = found[-1] if found else None
        if last and i - last.source[1] <= _GAP and 0 <= j - last.target[1] <= _GAP:
            found[-1] = Moved((last.source[0], i + 1), (last.target[0], j + 1), last.pairs + 1)
        else:
            found.append(Moved((i, i + 1), (j, j + 1), 1))
    return [passage for passage in found if passage.pairs >= 2]
