"""The way in: sentences of any number of languages to joint beads, pairwise beads, a signature and warnings."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.confidence import joint_confidences, pair_confidences
from termbase.alignment.diagnose import TextWarning, after_alignment, before_alignment, moved
from termbase.alignment.embeddings import compare, embed
from termbase.alignment.features import Text, prepare
from termbase.alignment.joint import join
from termbase.alignment.lexicon import Lexicon, packaged
from termbase.alignment.pairwise import Pairing, align_pair, seeded
from termbase.alignment.parameters import Parameters
from termbase.alignment.path import Step
from termbase.errors import UsageError
from termbase.model import Bead, Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

VERSION = "6"
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

    warnings: tuple[TextWarning, ...] = field(default=())
    """What a person should know about the texts."""


def align(
    sentences: Mapping[str, Sequence[str]],
    *,
    paragraphs: Mapping[str, Sequence[int]] | None = None,
    anchors: Mapping[str, Sequence[frozenset[str]]] | None = None,
    lexicon: Lexicon | None = None,
    embeddings: str | Mapping[str, np.ndarray] | None = None,
    parameters: Parameters | None = None,
) -> Alignment:
    """Align texts of two or more languages, given as sentences in order; the first language is the pivot.

    `paragraphs` has each sentence's paragraph number, `anchors` the glossary concepts found in each sentence. `lexicon` takes the place
    of the packaged one; add to `packaged()` to extend it. `embeddings` is the name of an installed package, or one vector a sentence.
    """
    _check(sentences, paragraphs, anchors, embeddings)
    parameters = parameters or Parameters()
    lexicon = packaged() if lexicon is None else lexicon
    languages = list(sentences)
    warnings = list(before_alignment(sentences))
    breaks = None
    if paragraphs is not None and all(language in paragraphs for language in languages):
        breaks = {language: _breaks(paragraphs[language]) for language in languages}
    full = [language for language in languages if sentences[language]]
    vectors = (
        embed(embeddings, {language: sentences[language] for language in full})
        if isinstance(embeddings, str)
        else embeddings
    )
    texts, pairings = align_pairs(sentences, lexicon, parameters, anchors=anchors or {}, breaks=breaks, vectors=vectors)
    pairs = {pair: _pair_beads(pair, texts, pairings.get(pair)) for pair in combinations(languages, 2)}
    if len(full) > 2:
        columns = join(full, texts, pairings, breaks, parameters, vectors)
        beads = tuple(
            Bead(
                {language: tuple(range(*column.spans.get(language, (0, 0)))) for language in languages},
                confidence,
            )
            for column, confidence in zip(columns, joint_confidences(columns, texts, pairings), strict=True)
        )
    else:
        beads = _simple_beads(languages, full, texts, pairs)
    for (one, other), pairing in pairings.items():
        warnings.extend(moved(one, other, passage.source, passage.target) for passage in pairing.moved)
    warnings.extend(after_alignment(sentences, pairs))
    features = ["length", "words", "numbers", "names", "punctuation"]
    features += ["paragraphs"] if paragraphs else []
    features += ["glossary"] if anchors else []
    if embeddings is not None:
        features.append(f"embeddings({embeddings})" if isinstance(embeddings, str) else "embeddings")
    fingerprint = hashlib.sha256(json.dumps(parameters.as_dict(), sort_keys=True).encode()).hexdigest()[:8]
    return Alignment(beads, pairs, Signature(VERSION, tuple(features), lexicon.digest, fingerprint), tuple(warnings))


def align_pairs(
    sentences: Mapping[str, Sequence[str]],
    lexicon: Lexicon,
    parameters: Parameters,
    *,
    anchors: Mapping[str, Sequence[frozenset[str]]] = MappingProxyType({}),
    breaks: Mapping[str, np.ndarray] | None = None,
    vectors: Mapping[str, np.ndarray] | None = None,
) -> tuple[dict[str, Text], dict[tuple[str, str], Pairing]]:
    """The texts ready for comparison, and the alignment of every two of them that have sentences.

    `breaks` is 1 where a sentence opens a paragraph, and at the end.
    """
    texts: dict[str, Text] = {}
    for language, rows in sentences.items():
        primary = Language(language).primary
        texts[language] = prepare(rows, primary, anchors=anchors.get(language), known_words=lexicon.words(primary))
    marked, seeds = seeded({language: text for language, text in texts.items() if len(text)}, lexicon)
    texts |= marked
    pairings = {
        (one, other): align_pair(
            texts[one],
            texts[other],
            edges,
            parameters,
            (breaks[one], breaks[other]) if breaks is not None else None,
            compare(vectors[one], vectors[other]) if vectors is not None else None,
        )
        for (one, other), edges in seeds.items()
    }
    return texts, pairings


def _check(
    sentences: Mapping[str, Sequence[str]],
    paragraphs: Mapping[str, Sequence[int]] | None,
    anchors: Mapping[str, Sequence[frozenset[str]]] | None,
    embeddings: str | Mapping[str, np.ndarray] | None,
) -> None:
    """Refuse arguments that do not go together."""
    if len(sentences) < 2:
        raise UsageError(
            "alignment needs texts in at least two languages",
            number=20,
            help="name one file a language, such as en=a.txt fr=b.txt",
        )
    for what, given in (("paragraphs", paragraphs), ("anchors", anchors)):
        for language, values in (given or {}).items():
            if len(values) != len(sentences.get(language, ())):
                raise ValueError(f"{what} of {language!r} must have one value a sentence")
    if embeddings is not None and not isinstance(embeddings, str):
        for language, rows in sentences.items():
            if len(embeddings.get(language, ())) != len(rows):
                raise ValueError(f"embeddings of {language!r} must have one vector a sentence")


def _simple_beads(
    languages: Sequence[str],
    full: Sequence[str],
    texts: Mapping[str, Text],
    pairs: Mapping[tuple[str, str], tuple[Bead, ...]],
) -> tuple[Bead, ...]:
    """Joint beads when at most two languages have any sentence."""
    if len(full) == 2:
        return tuple(
            Bead({language: bead.sides.get(language, ()) for language in languages}, bead.confidence)
            for bead in pairs[full[0], full[1]]
        )
    return tuple(
        Bead({name: (i,) if name == language else () for name in languages})
        for language in full
        for i in range(len(texts[language]))
    )


def _pair_beads(pair: tuple[str, str], texts: Mapping[str, Text], pairing: Pairing | None) -> tuple[Bead, ...]:
    """The beads of two languages; without an alignment, because a side is empty, every sentence stands alone."""
    one, other = pair
    if pairing is None:
        steps = [Step((i, i + 1), (0, 0), 1.0) for i in range(len(texts[one]))]
        steps += [Step((0, 0), (j, j + 1), 1.0) for j in range(len(texts[other]))]
        sure = [1.0] * len(steps)
    else:
        steps = pairing.steps
        sure = pair_confidences(steps, texts[one], texts[other], pairing)
    return tuple(
        Bead({one: tuple(range(*step.source)), other: tuple(range(*step.target))}, value)
        for step, value in zip(steps, sure, strict=True)
    )


def _breaks(paragraphs: Sequence[int]) -> np.ndarray:
    """1 where a sentence opens a paragraph, and at the end."""
    numbers = np.array(paragraphs)
    return np.concatenate([[1.0], (numbers[1:] != numbers[:-1]).astype(float), [1.0]]) if len(numbers) else np.ones(1)
