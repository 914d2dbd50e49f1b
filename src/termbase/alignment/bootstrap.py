"""The rough way of the path through long texts, found before any sentence is compared.

Words that translate one another rise and fall together along a text, so their histograms over equal parts of it agree (K-vec, Fung and
Church 1994). Pairs found so, with those that the lexicon and the shared marks give, vote in a coarse matrix of blocks; the best rising
path through it re-warps one text onto the other, and finer histograms follow. The diagonal would lose its way in a skewed text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.evidence import occurrences
from termbase.alignment.features import kind

if TYPE_CHECKING:
    from termbase.alignment.evidence import Edges
    from termbase.alignment.features import Text

_BINS = (40, 120, 400)
_COARSE = 800
"""Most blocks a side in the coarse matrix."""

_WORDS = 4000
"""Most words a side whose histograms are compared."""

_AGREE = 0.4
"""Least correlation of two histograms that are taken for translations."""


def rough_path(source: Text, target: Text, fixed: Edges) -> tuple[np.ndarray, float]:
    """The expected target column at each source row, and the size of the blocks that it was found with."""
    rows, columns = len(source), len(target)
    size = int(np.ceil(max(rows, columns) / _COARSE))
    centre = np.interp(_fractions(source), _fractions(target), np.arange(columns + 1))
    for bins in [count for count in _BINS if count <= min(rows, columns) / 8] or [0]:
        edges = dict(fixed)
        if bins:
            edges |= _alike(source, target, centre, bins)
        if edges:
            centre = _coarse_path(source, target, edges, size)
    return centre, float(size)


def _fractions(text: Text) -> np.ndarray:
    """The share of the text that lies before each sentence, and 1 at the end."""
    found: np.ndarray = np.concatenate([[0.0], np.cumsum(text.lengths)]) / text.lengths.sum()
    return found


def _alike(source: Text, target: Text, centre: np.ndarray, bins: int) -> Edges:
    """Pairs of words that are each other's best match by their histograms."""
    fractions = _fractions(source)
    middles = np.arange(len(target)) + 0.5
    positions = (
        (fractions[:-1] + fractions[1:]) / 2,
        np.interp(np.interp(middles, centre, np.arange(len(source) + 1)), np.arange(len(source) + 1), fractions),
    )
    found = []
    for text, position in zip((source, target), positions, strict=True):
        counts = text.vocabulary
        most = max(8.0, 0.08 * len(text))
        words = sorted(
            (word for word, count in counts.items() if 4 <= count <= most and not kind(word)),
            key=lambda w: (-counts[w], w),
        )
        words = words[:_WORDS]
        sentence, word, _ = occurrences(text, words)
        histogram = np.zeros((len(words), bins), np.float32)
        np.add.at(histogram, (word, np.clip((position[sentence] * bins).astype(int), 0, bins - 1)), 1)
        spread = (histogram > 0).sum(axis=1) >= 4
        histogram = np.sqrt(histogram) * spread[:, None]
        padded = np.pad(histogram, ((0, 0), (1, 1)))
        smooth = 0.25 * padded[:, :-2] + 0.5 * padded[:, 1:-1] + 0.25 * padded[:, 2:]
        smooth -= smooth.mean(axis=1, keepdims=True)
        smooth /= np.linalg.norm(smooth, axis=1, keepdims=True) + 1e-9
        found.append((words, smooth))
    (left, one), (right, other) = found
    if not left or not right:
        return {}
    correlation = one @ other.T
    best_right, best_left = correlation.argmax(axis=1), correlation.argmax(axis=0)
    pairs: Edges = {}
    for place in np.flatnonzero(best_left[best_right] == np.arange(len(left))):
        value = float(correlation[place, best_right[place]])
        if value > _AGREE:
            pairs[left[place], right[int(best_right[place])]] = value**2
    return pairs


def _coarse_path(source: Text, target: Text, edges: Edges, size: int) -> np.ndarray:
    """The best rising path through a matrix of blocks of `size` sentences."""
    keys = sorted(edges)
    shape = -(-len(source) // size), -(-len(target) // size)
    votes = np.zeros(shape, np.float32)
    chunk = 4000
    for start in range(0, len(keys), chunk):
        part = keys[start : start + chunk]
        sides = []
        for text, end, blocks in ((source, 0, shape[0]), (target, 1, shape[1])):
            known = {name: place for place, name in enumerate(sorted({key[end] for key in part}))}
            sentence, mark, _ = occurrences(text, known)
            histogram = np.zeros((len(known), blocks), np.float32)
            np.add.at(histogram, (mark, sentence // size), 1)
            rarity = np.log((len(text) + 1) / (histogram.sum(axis=1) + 0.5))
            sides.append((histogram * np.clip(rarity, 0, None)[:, None])[[known[key[end]] for key in part]])
        strength = np.array([edges[key] for key in part], np.float32)
        votes += sides[0].T @ (sides[1] * strength[:, None])
    votes = np.sqrt(votes)
    votes -= 0.5 * votes.mean(axis=1, keepdims=True) + 0.5 * votes.mean(axis=0, keepdims=True)
    votes /= votes.std() + 1e-9
    left, right = (_fractions(text)[::size][:blocks] for text, blocks in ((source, shape[0]), (target, shape[1])))
    # A mild wish for the diagonal, bounded so that a text with a large part missing is still found.
    votes -= 0.5 * np.minimum((np.abs(left[:, None] - right[None, :]) / 0.05) ** 2, 4.0)
    points = _rising(votes)
    known_rows = [0.0, *(min(len(source), (i + 0.5) * size) for i, _ in points), float(len(source))]
    known_columns = [0.0, *(min(len(target), (j + 0.5) * size) for _, j in points), float(len(target))]
    return np.interp(np.arange(len(source) + 1), known_rows, known_columns)


def _rising(votes: np.ndarray) -> list[tuple[int, int]]:
    """The cells of the best path that rises in both directions at each of them; others are passed by without gain."""
    rows, columns = votes.shape
    total = np.zeros((rows + 1, columns + 1))
    move = np.zeros((rows + 1, columns + 1), np.int8)
    for i in range(1, rows + 1):
        diagonal, above = total[i - 1, :-1] + votes[i - 1], total[i - 1, 1:]
        reached = np.concatenate([[0.0], np.maximum(diagonal, above)])
        total[i] = np.maximum.accumulate(reached)
        move[i, 1:] = np.where(total[i, 1:] > reached[1:], 2, np.where(diagonal >= above, 0, 1))
    i, j = rows, columns
    points = []
    while i and j:
        if move[i, j] == 0:
            points.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif move[i, j] == 1:
            i -= 1
        else:
            j -= 1
    return points[::-1]
