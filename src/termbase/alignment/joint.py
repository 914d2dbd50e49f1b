"""Joint beads over three or more languages.

Texts are added one after another to a profile: the beads so far, each with the words of all its languages, are the sentences that the next
text is aligned with, so that a sentence whose English is missing still finds its Arabic. Every pair is tried as the beginning, and between
any two places where the results agree, the one that promises most right beads over all pairs is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.embeddings import compare
from termbase.alignment.evidence import build
from termbase.alignment.features import Text
from termbase.alignment.pairwise import centre_of, solve
from termbase.alignment.path import staircase, whole
from termbase.alignment.scoring import Lengths, Scorer, usual_priors

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from termbase.alignment.evidence import Edges
    from termbase.alignment.pairwise import Pairing
    from termbase.alignment.parameters import Parameters
    from termbase.alignment.path import Step

_MARGIN = 24


@dataclass(frozen=True, slots=True)
class Column:
    """A bead of the profile."""

    spans: Mapping[str, tuple[int, int]]
    """First sentence and the one after the last, per language that is there; absent languages have no entry."""

    probability: float
    """The least probability of the steps that made it."""


def _tagged(language: str, mark: str) -> str:
    """A mark of a profile: words of two languages must not be taken for each other."""
    return f"{language}\x02{mark}"


def _profile_edges(
    pairings: Mapping[tuple[str, str], Pairing], members: Sequence[str], other: str
) -> tuple[Edges, Edges]:
    """Edges from the tagged marks of a profile's languages to those of another language, both ways."""
    forward: Edges = {}
    backward: Edges = {}
    for member in members:
        if (member, other) in pairings:
            pairing = pairings[member, other]
            for (one, two), value in pairing.forward.items():
                forward[_tagged(member, one), two] = value
            for (one, two), value in pairing.backward.items():
                backward[_tagged(member, one), two] = value
        else:
            pairing = pairings[other, member]
            for (one, two), value in pairing.backward.items():
                forward[_tagged(member, two), one] = value
            for (one, two), value in pairing.forward.items():
                backward[_tagged(member, two), one] = value
    return forward, backward


def _profile_text(columns: Sequence[Column], texts: Mapping[str, Text], unit: Mapping[str, float]) -> Text:
    """A profile as a text: marks of all languages, lengths in characters of another language, averaged."""
    marks: list[list[str]] = []
    lengths = np.zeros(len(columns))
    for number, column in enumerate(columns):
        seen: dict[str, None] = {}
        sizes = []
        for language, (start, end) in column.spans.items():
            text = texts[language]
            seen.update(
                dict.fromkeys(_tagged(language, mark) for place in range(start, end) for mark in text.marks[place])
            )
            sizes.append(text.lengths[start:end].sum() * unit[language])
        marks.append(list(seen))
        lengths[number] = sum(sizes) / len(sizes)
    # A column of several languages is never unfinished in all of them but by chance.
    return Text("", marks, [], lengths, np.zeros(len(columns)))


def _profile_vectors(columns: Sequence[Column], vectors: Mapping[str, np.ndarray]) -> np.ndarray:
    """One vector a column: the mean of its sentences', which share one space whatever their language."""
    return np.stack(
        [
            np.concatenate([vectors[name][start:end] for name, (start, end) in column.spans.items()]).mean(axis=0)
            for column in columns
        ]
    )


def _profile_breaks(columns: Sequence[Column], breaks: Mapping[str, np.ndarray]) -> np.ndarray:
    """1 where any language of a column opens a paragraph."""
    return np.array(
        [max(breaks[language][start] for language, (start, _) in column.spans.items()) for column in columns] + [1.0]
    )


def _ratio(pairings: Mapping[tuple[str, str], Pairing], one: str, other: str) -> float:
    """Characters of `other` per character of `one`, as measured when the two were aligned."""
    return pairings[one, other].lengths.ratio if (one, other) in pairings else 1.0 / pairings[other, one].lengths.ratio


def _attach(
    columns: Sequence[Column],
    language: str,
    texts: Mapping[str, Text],
    pairings: Mapping[tuple[str, str], Pairing],
    breaks: Mapping[str, np.ndarray] | None,
    parameters: Parameters,
    vectors: Mapping[str, np.ndarray] | None,
    centre: np.ndarray | None,
) -> list[Column]:
    """Align a text with a profile and merge it in."""
    members = sorted({name for column in columns for name in column.spans})
    text = texts[language]
    unit = {name: _ratio(pairings, name, language) for name in members}
    profile = _profile_text(columns, texts, unit)
    forward, backward = _profile_edges(pairings, members, language)
    spread = min(pairing.lengths.variance for names, pairing in pairings.items() if language in names)
    lengths = Lengths(1.0, spread, 0.75)
    both = np.zeros(len(profile) + 1), np.zeros(len(text) + 1)
    if breaks is not None:
        both = _profile_breaks(columns, breaks), breaks[language]
    scorer = Scorer(
        evidence=build(profile, text, forward, backward),
        source_lengths=profile.lengths,
        target_lengths=text.lengths,
        lengths=lengths,
        parameters=parameters,
        priors=usual_priors(parameters),
        source_breaks=both[0],
        target_breaks=both[1],
        source_unfinished=profile.unfinished,
        target_unfinished=text.unfinished,
        similarity=compare(_profile_vectors(columns, vectors), vectors[language]) if vectors is not None else None,
    )
    blocks = (
        whole(len(profile), len(text)) if centre is None else staircase(len(profile), len(text), centre, _MARGIN, 48)
    )
    merged = []
    for step in solve(scorer, blocks, parameters).steps:
        spans: dict[str, tuple[int, int]] = {}
        for column in columns[step.source[0] : step.source[1]]:
            for name, (start, end) in column.spans.items():
                spans[name] = (spans[name][0], end) if name in spans else (start, end)
        if step.target[0] < step.target[1]:
            spans[language] = step.target
        probability = min(
            [step.probability, *(column.probability for column in columns[step.source[0] : step.source[1]])]
        )
        merged.append(Column(spans, probability))
    return merged


def _from_steps(steps: Sequence[Step], source: str, target: str) -> list[Column]:
    columns = []
    for step in steps:
        spans = {name: span for name, span in ((source, step.source), (target, step.target)) if span[0] < span[1]}
        columns.append(Column(spans, step.probability))
    return columns


def join(
    languages: Sequence[str],
    texts: Mapping[str, Text],
    pairings: Mapping[tuple[str, str], Pairing],
    breaks: Mapping[str, np.ndarray] | None,
    parameters: Parameters,
    vectors: Mapping[str, np.ndarray] | None = None,
) -> list[Column]:
    """Align all texts jointly; none of them may be empty."""

    def centre(columns: Sequence[Column], language: str) -> np.ndarray | None:
        """Where a text is expected beside a profile, when the lattice is too large to look at whole."""
        if all(pairing.whole for pairing in pairings.values()):
            return None
        return _expected(columns, language, pairings)

    candidates = []
    for one, other in combinations(languages, 2):
        columns = _from_steps(pairings[one, other].steps, one, other)
        for language in languages:
            if language not in (one, other):
                columns = _attach(
                    columns, language, texts, pairings, breaks, parameters, vectors, centre(columns, language)
                )
        candidates.append(columns)
    return _best_parts(languages, candidates, pairings, parameters)


def _consumed(languages: Sequence[str], columns: Sequence[Column]) -> list[tuple[int, ...]]:
    """How many sentences of each language are used up after each column, and before the first."""
    places = dict.fromkeys(languages, 0)
    found = [tuple(places.values())]
    for column in columns:
        for name, (_, end) in column.spans.items():
            places[name] = end
        found.append(tuple(places.values()))
    return found


def _pair_views(
    column: Column, languages: Sequence[str], pairings: Mapping[tuple[str, str], Pairing]
) -> list[tuple[float, float, int]]:
    """What every pair alone thinks of a joint bead: the bead's probability, the expected number of right ones, the skips among them."""
    views = []
    for one, other in combinations(languages, 2):
        left, right = column.spans.get(one), column.spans.get(other)
        solution = pairings[one, other].solution
        if left and right:
            probability = solution.probability(left, right)
            views.append((probability, probability, 0))
        elif left or right:
            start, end = left or right or (0, 0)
            alone = (solution.posterior.deletions if left else solution.posterior.insertions)[start:end]
            views.append((float(alone.prod()), float(alone.sum()), end - start))
    return views


def _gain(
    column: Column, languages: Sequence[str], pairings: Mapping[tuple[str, str], Pairing], parameters: Parameters
) -> float:
    """How many right pairwise beads a joint bead promises, less what each must at least promise to be worth it."""
    return sum(
        expected - (parameters.skip_cost * skips if skips else parameters.bead_cost)
        for _, expected, skips in _pair_views(column, languages, pairings)
    )


_PAIRS_SHARE = 0.3
"""Weight of what the pairs alone think in a joint bead's probability; the rest is that of the step that made it."""


def _seen_by_pairs(column: Column, languages: Sequence[str], pairings: Mapping[tuple[str, str], Pairing]) -> Column:
    """A column whose probability takes in what the pairs think; where they doubt it, it is wrong more often."""
    views = [probability for probability, _, _ in _pair_views(column, languages, pairings)]
    probability = (1 - _PAIRS_SHARE) * column.probability + _PAIRS_SHARE * sum(views) / len(views)
    return Column(column.spans, probability)


def _best_parts(
    languages: Sequence[str],
    candidates: Sequence[Sequence[Column]],
    pairings: Mapping[tuple[str, str], Pairing],
    parameters: Parameters,
) -> list[Column]:
    """Between any two places where all candidates have used up the same sentences, the candidate that promises most."""
    places = [{used: place for place, used in enumerate(_consumed(languages, columns))} for columns in candidates]
    shared = sorted(set.intersection(*map(set, places)))
    chosen: list[Column] = []
    for start, end in pairwise(shared):
        parts = [columns[at[start] : at[end]] for columns, at in zip(candidates, places, strict=True)]
        chosen.extend(
            max(parts, key=lambda part: sum(_gain(column, languages, pairings, parameters) for column in part))
        )
    return [_seen_by_pairs(column, languages, pairings) for column in chosen]


def _expected(columns: Sequence[Column], language: str, pairings: Mapping[tuple[str, str], Pairing]) -> np.ndarray:
    """The sentence of a text that each column of a profile should reach, read off the pairwise alignments."""
    reached = np.zeros(len(columns) + 1)
    paths = {}
    for (one, other), pairing in pairings.items():
        if other == language:
            paths[one] = centre_of(pairing.steps, pairing.steps[-1].source[1])
        elif one == language:
            flipped = [step.flipped() for step in pairing.steps]
            paths[other] = centre_of(flipped, flipped[-1].source[1])
    for number, column in enumerate(columns):
        reached[number + 1] = max(paths[name][span[1]] for name, span in column.spans.items())
    found: np.ndarray = np.maximum.accumulate(reached)
    return found
