"""The way in: sentences of any number of languages to joint beads, pairwise beads, a signature and warnings."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.diagnose import Warning, after_alignment, before_alignment
from termbase.alignment.features import Text, prepare
from termbase.alignment.joint import join
from termbase.alignment.lexicon import Lexicon, packaged
from termbase.alignment.pairwise import align_pair, seed_edges
from termbase.alignment.parameters import Parameters
from termbase.alignment.path import Step
from termbase.errors import UsageError
from termbase.model import Bead, Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERSION = "1"
"""Grows when the same input may give another alignment."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What made an alignment, so that it can be told apart from another and made again."""

    version: str
    """Version of the aligner's method."""

    features: tuple[str, ...]
    """Kinds of evidence that were at hand."""

    lexicon: str
    """Digest of the lexicon; `none` when it was empty."""

    parameters: str
    """Digest of the parameters."""

    def __str__(self) -> str:
        return f"termbase-align/{self.version} {'+'.join(self.features)} lexicon={self.lexicon} parameters={self.parameters}"

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "version": self.version,
            "features": list(self.features),
            "lexicon": self.lexicon,
            "parameters": self.parameters,
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """The result of aligning two or more texts."""

    beads: tuple[Bead, ...]
    """Joint beads over all languages, in the order of the first language; every sentence of every language is in exactly one."""

    pairs: Mapping[tuple[str, str], tuple[Bead, ...]]
    """For every two languages, their own beads, which may be finer than the joint ones."""

    signature: Signature
    """What made it."""

    warnings: tuple[Warning, ...] = field(default=())
    """What a person should know about the texts."""


def align(
    sentences: Mapping[str, Sequence[str]],
    *,
    paragraphs: Mapping[str, Sequence[int]] | None = None,
    anchors: Mapping[str, Sequence[frozenset[str]]] | None = None,
    lexicon: Lexicon | None = None,
    embeddings: object | None = None,
    parameters: Parameters | None = None,
) -> Alignment:
    """Align texts of two or more languages, given as sentences in order; the first language is the pivot.

    `paragraphs` has each sentence's paragraph number, `anchors` the glossary concepts found in each sentence. `lexicon` takes the place
    of the packaged one; add to `packaged()` to extend it.
    """
    if len(sentences) < 2:
        raise UsageError("alignment needs texts in at least two languages", number=20, help="name one file a language, such as en=a.txt fr=b.txt")
    for what, given in (("paragraphs", paragraphs), ("anchors", anchors)):
        for language, values in (given or {}).items():
            if len(values) != len(sentences.get(language, ())):
                raise ValueError(f"{what} of {language!r} must have one value a sentence")
    del embeddings
    parameters = parameters or Parameters()
    lexicon = packaged() if lexicon is None else lexicon
    languages = list(sentences)
    texts: dict[str, Text] = {}
    for language in languages:
        primary = Language(language).primary
        texts[language] = prepare(
            sentences[language], primary, anchors=(anchors or {}).get(language), known_words=lexicon.words(primary)
        )
    warnings = list(before_alignment(sentences))
    steps: dict[tuple[str, str], list[Step]] = {}
    seeds = {
        (one, other): seed_edges(texts[one], texts[other], lexicon) for one, other in combinations(languages, 2)
    }
    for (one, other), edges in seeds.items():
        left, right = texts[one], texts[other]
        if not len(left) or not len(right):
            steps[one, other] = [
                *(Step((i, i + 1), (0, 0), 1.0) for i in range(len(left))),
                *(Step((0, 0), (j, j + 1), 1.0) for j in range(len(right))),
            ]
            continue
        breaks = None
        if paragraphs and one in paragraphs and other in paragraphs:
            breaks = _breaks(paragraphs[one]), _breaks(paragraphs[other])
        steps[one, other] = align_pair(left, right, edges, parameters, breaks).steps
    pairs = {
        (one, other): tuple(
            Bead({one: tuple(range(*step.source)), other: tuple(range(*step.target))}, confidence=step.probability) for step in found
        )
        for (one, other), found in steps.items()
    }
    beads = pairs[languages[0], languages[1]] if len(languages) == 2 else join(languages, texts, steps)
    warnings.extend(after_alignment(sentences, pairs))
    features = ["length", "words", "numbers", "names", "punctuation"]
    features += ["paragraphs"] if paragraphs else []
    features += ["glossary"] if anchors else []
    fingerprint = hashlib.sha256(json.dumps(parameters.as_dict(), sort_keys=True).encode()).hexdigest()[:8]
    return Alignment(beads, pairs, Signature(VERSION, tuple(features), lexicon.digest, fingerprint), tuple(warnings))


def _breaks(paragraphs: Sequence[int]) -> np.ndarray:
    """1 where a sentence opens a paragraph, and at the end."""
    numbers = np.array(paragraphs)
    return np.concatenate([[1.0], (numbers[1:] != numbers[:-1]).astype(float), [1.0]]) if len(numbers) else np.ones(1)
