"""The numbers of the aligner: fitted by cross-validation over classes of documents, never to one file (`bench/RESULTS.md`)."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

BEADS = (
    (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (3, 3), (1, 4), (4, 1), (1, 5), (5, 1), (1, 6), (6, 1),
)  # fmt: skip
"""Bead types with both sides filled, as (source sentences, target sentences)."""

BEAD_SIDES = np.array(BEADS, np.int64)
"""The same as an array of two columns."""

BEAD_INDEX = {bead: place for place, bead in enumerate(BEADS)}
"""Place of each type in `BEADS`."""

EXPANSION = {"ar": 0.85, "fr": 1.15, "de": 1.12, "en": 1.0, "es": 1.12, "it": 1.1}
"""Characters that are not space in a translation per such character of English, roughly."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What must at least be expected of a bead for it to be worth taking."""

    bead: float
    """Of a bead of one sentence a side."""

    longer: float
    """More for each further sentence: else a text without any evidence would be told in as few beads as possible."""

    skip: float
    """Of a sentence without counterpart."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is fixed before a document is seen."""

    lexical: float = 0.7
    """Weight of the lexical log-likelihood ratio: words of a sentence are not independent of each other."""

    length: float = 1.4
    """Weight of the length log-likelihood ratio."""

    length_spread: float = 0.035
    """Variance of the logarithm of the length ratio of long sentences, before the document has been asked."""

    open_skip: float = -3.7
    """Log-probability that a run of sentences without counterpart begins."""

    extend_skip: float = -0.8
    """Log-probability that such a run goes on."""

    merge: float = -3.2
    """Log-probability of a bead of one sentence against two, or two against one."""

    longer: float = -1.1
    """Log-probability of each further sentence in such a bead."""

    many: float = -5.0
    """Log-probability of a bead of two against two."""

    prior_weight: float = 60.0
    """Beads that the probabilities of bead types above count for beside those that a document itself shows."""

    bead_cost: float = 0.45
    """Least probability that makes a bead worth taking when the path is chosen."""

    longer_cost: float = 0.2
    """More of it for each further sentence in a bead."""

    skip_cost: float = 0.4
    """The same for a sentence without counterpart."""

    unfinished: float = -1.5
    """Log-probability that a sentence that looks like a headline is merged with the one after it."""

    paragraph: float = 0.7
    """Weight of paragraph boundaries that agree or disagree."""

    def prior(self, bead: tuple[int, int]) -> float:
        """Log-probability of a bead type."""
        small, large = sorted(bead)
        if large == 1:
            return -0.15
        if small == 1:
            return self.merge + self.longer * (large - 2)
        return self.many + self.longer * (small + large - 4)

    @property
    def costs(self) -> Costs:
        """For choosing the path."""
        return Costs(self.bead_cost, self.longer_cost, self.skip_cost)

    def as_dict(self) -> dict[str, float]:
        """For signatures."""
        return asdict(self)
