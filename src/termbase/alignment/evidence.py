"""How strongly a run of sentences speaks for being the translation of another run.

Evidence is a log-likelihood ratio. A word whose translation stands on the other side is worth the more the rarer that translation is in
the document; a word that could be translated by something in the document, but not by anything in the run, speaks against; a word that
the lexicon cannot place says nothing. Both directions are read, since a run that merely contains the other's words would look complete
from one side. Sums over the sentences of a run are exact, and so is the best counterpart within the opposite run, so that no vectors of
overlapping windows are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.features import kind
from termbase.compiled import kernel_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from termbase.alignment.features import Text

kernel = kernel_of("alignment")

Edges = dict[tuple[str, str], float]
"""Probability that the first mark is rendered by the second, per pair of marks."""

PRIOR_BY_KIND = {"#": 0.9, "=": 0.5, "~": 0.55, "?": 0.6, "@": 0.85}
"""Probability that a mark of a kind that stands in both documents is kept in translation, before the document has been asked."""

LONGEST_RUN = 6
"""Most sentences of one language in a bead."""

_CERTAIN = 0.93

_BEADS_AT_ONCE = 500
"""Beads whose marks are looked up together; a few megabytes."""


def shared_edges(source: Text, target: Text) -> Edges:
    """Edges between marks that are the same on both sides: numbers, names, punctuation, concepts, words spelt alike."""
    there = target.index.names
    both = [mark for mark in source.index.names if mark in there]
    return {(mark, mark): PRIOR_BY_KIND[sort] for mark in both if (sort := kind(mark))}


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """What the marks of one side say about runs of the other."""

    rows: np.ndarray
    """Sentence of each mark occurrence, ascending."""

    types: np.ndarray
    """Index of the occurring mark among those that have an edge."""

    row_starts: np.ndarray
    """Where each sentence's occurrences begin; one more entry than there are sentences."""

    edge_starts: np.ndarray
    """Where each mark's edges begin; edges are sorted by mark."""

    edge_targets: np.ndarray
    """Index of each edge's opposite mark."""

    edge_odds: np.ndarray
    """How many times likelier the opposite mark is in a translation than in a random sentence, minus one."""

    absent: np.ndarray
    """Log-likelihood ratio of finding none of a mark's counterparts: in a true translation."""

    common: np.ndarray
    """Minus the logarithm of the chance that a random sentence has none of the counterparts; so much per sentence of a run."""

    target_rows: np.ndarray
    """Sentence of each occurrence of an opposite mark, ascending."""

    target_types: np.ndarray
    """The opposite mark that occurs."""

    target_starts: np.ndarray
    """Where each opposite sentence's occurrences begin."""

    target_count: int
    """Number of opposite marks."""

    def scores(self, rows: tuple[int, int], columns: tuple[int, int]) -> np.ndarray:
        """Evidence of each sentence in `rows` for each run of sentences within `columns`.

        Shape: rows, run length minus one, columns; the last axis is where the run begins. Runs that would reach past the last column
        are minus infinity.
        """
        first, last = rows
        start, end = columns
        height, width = last - first, end - start
        out = np.zeros((height, LONGEST_RUN, width), np.float32)
        for length in range(2, LONGEST_RUN + 1):
            out[:, length - 1, max(0, width - length + 1) :] = -np.inf
        if kernel is None:
            self._add_scores(out, rows, columns)
        else:
            kernel.evidence(
                out, height, width, self.types, self.row_starts[first : last + 1], self.edge_starts, self.edge_targets, self.edge_odds,
                self.absent, self.common, self.target_types, self.target_starts[start : end + 1], self.target_count,
            )  # fmt: skip
        return out

    def _add_scores(self, out: np.ndarray, rows: tuple[int, int], columns: tuple[int, int]) -> None:
        """What `scores` gives, without the kernel."""
        first, last = rows
        start, end = columns
        width = end - start
        used, local = np.unique(self.types[self.row_starts[first] : self.row_starts[last]], return_inverse=True)
        if not len(used) or not width:
            return
        # Presence of opposite marks in the columns, one row a mark: only those that an edge of a used mark leads to.
        counts = self.edge_starts[used + 1] - self.edge_starts[used]
        offsets = np.cumsum(counts) - counts
        picked = np.arange(counts.sum()) - np.repeat(offsets - self.edge_starts[used], counts)
        there = slice(self.target_starts[start], self.target_starts[end])
        compact = np.full(self.target_count, -1, np.int64)
        reached = distinct(self.edge_targets[picked])
        compact[reached] = np.arange(len(reached))
        place = compact[self.target_types[there]]
        kept = place >= 0
        presence = np.zeros((len(reached), width), np.float32)
        presence[place[kept], self.target_rows[there][kept] - start] = 1.0
        strength = presence[compact[self.edge_targets[picked]]] * self.edge_odds[picked, None]
        best = np.maximum.reduceat(strength, offsets, axis=0)  # every used mark has an edge, so no empty slices
        # Sums over the occurrences of each row. A product with an incidence matrix would say the same, but wakes the threads of the
        # linear algebra library, which costs short documents ten times the work itself.
        speaking = np.flatnonzero(np.diff(self.row_starts[first : last + 1]))
        begins = self.row_starts[first + speaking] - self.row_starts[first]
        window = best
        for length in range(1, min(LONGEST_RUN, width) + 1):
            if length > 1:
                window = np.maximum(window[:, :-1], best[:, length - 1 :])
            # In a run of k sentences a counterpart is about k times likelier by chance.
            miss = np.minimum(self.absent[used] + length * self.common[used], 0.0)
            value = np.where(window > 0, np.log1p(window / np.float32(length)), miss[:, None])
            out[speaking, length - 1, : width - length + 1] = np.add.reduceat(value[local], begins, axis=0)

    def of_beads(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Evidence of the sentences of each of some beads for its opposite run, summed; what `scores` says, without the lattice around it.

        Both arguments have a row a bead, its first sentence and the one after the last; no side is empty.
        """
        found = np.zeros(len(rows))
        for start in range(0, len(rows), _BEADS_AT_ONCE):
            part = slice(start, start + _BEADS_AT_ONCE)
            found[part] = self._of_beads(rows[part], columns[part])
        return found

    def _of_beads(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        places, owners = ranges(self.row_starts[rows[:, 0]], self.row_starts[rows[:, 1]])
        opposite, theirs = ranges(self.target_starts[columns[:, 0]], self.target_starts[columns[:, 1]])
        present = distinct(theirs * self.target_count + self.target_types[opposite])
        if not len(places):
            return np.zeros(len(rows))
        types = self.types[places]
        edges, speakers = ranges(self.edge_starts[types], self.edge_starts[types + 1])
        wanted = owners[speakers] * self.target_count + self.edge_targets[edges]
        strength = np.where(np.isin(wanted, present), self.edge_odds[edges], 0.0)
        sizes = self.edge_starts[types + 1] - self.edge_starts[types]
        best = np.maximum.reduceat(strength, np.cumsum(sizes) - sizes)  # every mark has an edge
        length = (columns[:, 1] - columns[:, 0])[owners]
        miss = np.minimum(self.absent[types] + length * self.common[types], 0.0)
        value = np.where(best > 0, np.log1p(best / length), miss)
        return np.bincount(owners, value, len(rows))


def distinct(values: np.ndarray) -> np.ndarray:
    """The different ones of some numbers, ascending. `numpy.unique` imports `numpy.ma` for it, which takes as long as aligning a press release."""
    ascending = np.sort(values)
    first = np.ones(len(values), bool)
    first[1:] = ascending[1:] != ascending[:-1]
    return ascending[first]


def ranges(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of several ranges one after the other, and the range that each is of."""
    sizes = ends - starts
    owners = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(sizes.sum()) - (np.cumsum(sizes) - sizes - starts)[owners], owners


def occurrences(text: Text, marks: Collection[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Occurrences of some marks, numbered in the order given, as two flat arrays, sentence and mark, and the start of every sentence."""
    index = text.index
    places = np.fromiter(map(index.names.get, marks, repeat(len(index.names))), np.int64, len(marks))
    numbers = np.full(len(index.names) + 1, -1, np.int64)
    numbers[places] = np.arange(len(marks))
    types = numbers[index.types]
    kept = types >= 0
    before = np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])
    return index.rows[kept], types[kept], before[index.starts]


def _direction(
    source: tuple[np.ndarray, np.ndarray, np.ndarray],
    target: tuple[np.ndarray, np.ndarray, np.ndarray],
    edges: tuple[np.ndarray, np.ndarray, np.ndarray],
    sizes: tuple[int, int],
    sentences: int,
) -> Direction:
    """Sort edges by source mark and turn probabilities into odds against chance."""
    left, right, weight = edges
    order = np.lexsort((right, left))
    left, right, weight = left[order], right[order], weight[order]
    frequency = np.bincount(target[1], minlength=sizes[1])
    chance = np.minimum(frequency / (sentences + 1.0), 0.98)
    odds = weight * (1 - chance[right]) / chance[right]
    starts = np.searchsorted(left, np.arange(sizes[0] + 1)).astype(np.int64, copy=False)
    none_true = np.zeros(sizes[0])
    none_chance = np.zeros(sizes[0])
    np.add.at(none_true, left, np.log1p(-weight))
    np.add.at(none_chance, left, np.log1p(-chance[right]))
    none_true = np.maximum(none_true, np.log1p(-_CERTAIN))
    return Direction(
        rows=source[0], types=source[1], row_starts=source[2],
        edge_starts=starts, edge_targets=right, edge_odds=odds.astype(np.float32),
        absent=none_true.astype(np.float32), common=(-none_chance).astype(np.float32),
        target_rows=target[0], target_types=target[1], target_starts=target[2], target_count=sizes[1],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Both directions of lexical evidence between two texts."""

    forward: Direction
    """What source sentences say about runs of target sentences."""

    backward: Direction
    """What target sentences say about runs of source sentences."""

    def of_beads(self, source: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What both sides of each of some beads say about the other; see `Direction.of_beads`."""
        return self.forward.of_beads(source, target), self.backward.of_beads(target, source)


def build(source: Text, target: Text, forward: Edges, backward: Edges) -> Evidence:
    """Index two texts by the edges between their marks.

    `forward` has the probability that a source mark is rendered by a target mark, `backward` the reverse; both are keyed by (source,
    target). A pair of which a text lacks a mark, such as a phrase whose words stand apart, is none.
    """
    names = source.index.names, target.index.names
    keys = [key for key in dict.fromkeys(chain(forward, backward)) if key[0] in names[0] and key[1] in names[1]]
    left, right = (
        {mark: place for place, mark in enumerate(dict.fromkeys(key[side] for key in keys))} for side in (0, 1)
    )
    u, v = np.array([left[one] for one, _ in keys], np.int64), np.array([right[other] for _, other in keys], np.int64)
    there, back = (np.fromiter(map(edges.get, keys, repeat(1e-3)), float, len(keys)) for edges in (forward, backward))
    sizes = len(left), len(right)
    here, opposite = occurrences(source, left), occurrences(target, right)
    return Evidence(
        _direction(here, opposite, (u, v, there), sizes, len(target)),
        _direction(opposite, here, (v, u, back), (sizes[1], sizes[0]), len(source)),
    )
