"""Fixed beads in an automatic alignment: what can stand beside them stays, and the rest is aligned anew around them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from termbase.model import Bead, BeadStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Pin:
    """A bead that a decision fixes."""

    bead: Bead
    """The bead."""

    number: int
    """Index of the decision."""

    rank: tuple[int, int]
    """Its place where the texts leave a choice: that of the first automatic bead it touches, then the order in which such beads were made."""


def sentences_of(bead: Bead) -> list[tuple[str, int]]:
    """The sentences of a bead, by language and index."""
    return [(language, index) for language, side in bead.sides.items() for index in side]


def overlay(
    beads: Sequence[Bead],
    pins: Sequence[Pin],
    ids: Mapping[str, Sequence[str]],
    realign: Callable[[Mapping[str, range]], Iterable[Bead]],
) -> Iterator[Bead]:
    """The alignment with the pins in it; every sentence of every language is in exactly one bead.

    The pins come in an order that all texts agree with. What had to be aligned anew is marked for review.
    """
    fixed = _placed(beads, pins, ids)
    yield from _filled(fixed, ids, realign)


def _placed(beads: Sequence[Bead], pins: Sequence[Pin], ids: Mapping[str, Sequence[str]]) -> list[Bead]:
    """The pins, and between them the automatic beads that touch none and have room there."""
    taken = {sentence for pin in pins for sentence in sentences_of(pin.bead)}
    room = {language: _room(pins, language, len(names)) for language, names in ids.items()}
    ranks = list(accumulate((pin.rank[0] for pin in pins), max))
    gaps: list[list[Bead]] = [[] for _ in range(len(pins) + 1)]
    reached = dict.fromkeys(ids, 0)
    for number, bead in enumerate(beads):
        sentences = sentences_of(bead)
        if not taken.isdisjoint(sentences):
            continue
        earliest = max(max(room[language][index][0], reached[language]) for language, index in sentences)
        latest = min(room[language][index][1] for language, index in sentences)
        if earliest <= latest:
            gap = min(max(bisect_right(ranks, number), earliest), latest)
            gaps[gap].append(bead)
            reached |= dict.fromkeys((language for language, _ in sentences), gap)
    fixed = gaps[0]
    for pin, gap_after in zip(pins, gaps[1:], strict=True):
        fixed += [pin.bead, *gap_after]
    return fixed


def _room(pins: Sequence[Pin], language: str, count: int) -> list[tuple[int, int]]:
    """For each sentence of a language, the first and the last gap between pins where it may stand; gap k is before pin k."""
    found: list[tuple[int, int]] = []
    first = 0
    for place, pin in enumerate(pins):
        if side := pin.bead.sides[language]:
            found += [(first, place)] * (side[-1] + 1 - len(found))
            first = place + 1
    return found + [(first, len(pins))] * (count - len(found))


def _filled(
    fixed: Sequence[Bead], ids: Mapping[str, Sequence[str]], realign: Callable[[Mapping[str, range]], Iterable[Bead]]
) -> Iterator[Bead]:
    """The fixed beads, and between them beads of all sentences that are in none."""
    holes: dict[int, dict[str, range]] = defaultdict(dict)
    for gap, language, run in _grouped(_free_runs(fixed, ids)):
        holes[gap][language] = run
    for gap in range(len(fixed) + 1):
        if gap in holes:
            # In the order of the release's languages, whose first one leads.
            hole = {language: holes[gap][language] for language in ids if language in holes[gap]}
            yield from _aligned_anew(hole, ids, realign)
        if gap < len(fixed):
            yield fixed[gap]


def _free_runs(fixed: Sequence[Bead], ids: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, int, str, range]]:
    """Sentences that are in no bead: first and last gap where they may stand (gap k is before bead k), language, indices."""
    for language, names in ids.items():
        start, gap = 0, 0
        for place, bead in enumerate(fixed):
            side = bead.sides[language]
            if side:
                if start < side[0]:
                    yield gap, place, language, range(start, side[0])
                start, gap = side[-1] + 1, place + 1
        if start < len(names):
            yield gap, len(fixed), language, range(start, len(names))


def _grouped(runs: Iterable[tuple[int, int, str, range]]) -> Iterator[tuple[int, str, range]]:
    """The runs, each with its gap: as few gaps as possible, so that runs which can meet do."""
    gap = -1
    for first, last, language, run in sorted(runs, key=lambda item: item[1]):
        if first > gap:
            gap = last
        yield gap, language, run


def _aligned_anew(
    hole: Mapping[str, range],
    ids: Mapping[str, Sequence[str]],
    realign: Callable[[Mapping[str, range]], Iterable[Bead]],
) -> Iterator[Bead]:
    if len(hole) == 1:
        ((language, run),) = hole.items()
        found = [Bead({language: (index,)}) for index in range(len(run))]
    else:
        found = list(realign(hole))
    for bead in found:
        sides = {
            language: tuple(hole[language].start + index for index in bead.sides.get(language, ()))
            if language in hole
            else ()
            for language in ids
        }
        yield Bead(sides, bead.confidence, BeadStatus.REVIEW)
