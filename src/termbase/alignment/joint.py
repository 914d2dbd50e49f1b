"""Joint beads over three or more languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.model import Bead

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from termbase.alignment.features import Text
    from termbase.alignment.path import Step


def join(languages: Sequence[str], texts: Mapping[str, Text], steps: Mapping[tuple[str, str], Sequence[Step]]) -> tuple[Bead, ...]:
    """Merge the alignments of the first language with each other one: beads that share a sentence become one."""
    pivot = languages[0]
    boundaries = []
    for language in languages[1:]:
        boundaries.append({step.source[1]: step.target[1] for step in steps[pivot, language]} | {0: 0})
    beads: list[Bead] = []
    # A cut is where every pair has a boundary.
    cuts = sorted(set.intersection(*(set(found) for found in boundaries)))
    for start, end in zip(cuts, [*cuts[1:], None], strict=True):
        for language in languages[1:]:
            inserted = [s for s in steps[pivot, language] if s.source[0] == s.source[1] == start]
            beads.extend(Bead({language: tuple(range(*step.target))}, step.probability) for step in inserted)
        if end is None:
            break
        sides = {pivot: tuple(range(start, end))}
        probability = 1.0
        for language in languages[1:]:
            inner = [s for s in steps[pivot, language] if s.source[0] >= start and s.source[1] <= end and s.source[0] < s.source[1]]
            sides[language] = tuple(j for s in inner for j in range(*s.target))
            probability *= min((s.probability for s in inner), default=1.0)
        beads.append(Bead(sides, probability))
    return tuple(beads)
