"""Replaying a reviewer's decisions over an automatic alignment.

A decision pins beads: what a reviewer accepted, rejected or cut stands as they left it wherever its sentences still follow one another.
The automatic beads that touch no pin, and can stand beside all of them in the order of the texts, stay as they are; what the others leave
over between two beads is aligned anew, and marked for review.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from termbase.alignment.outcome import outcome
from termbase.alignment.overlay import Pin, overlay, sentences_of
from termbase.model import Bead, BeadStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from termbase.model import Decision

_CONFIDENCE = {BeadStatus.ACCEPTED: 1.0, BeadStatus.REJECTED: 0.0}


@dataclass(frozen=True, slots=True)
class Stale:
    """A decision that was not applied."""

    number: int
    """Its index among the decisions."""

    reason: str
    """Why not, in one sentence without capital and stop."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """An alignment with the decisions in it."""

    beads: tuple[Bead, ...]
    """In the order of the texts; every sentence of every language is in exactly one."""

    stale: tuple[Stale, ...]
    """Decisions that no longer fit the texts, in their order, unless later ones settled the place. Nothing was applied instead of them."""


def replay(
    beads: Sequence[Bead],
    ids: Mapping[str, Sequence[str]],
    decisions: Sequence[Decision],
    realign: Callable[[Mapping[str, range]], Iterable[Bead]],
) -> Replayed:
    """The alignment with the decisions applied, later ones over earlier ones.

    `ids` has the names of the sentences (`keys.sentence_ids`) of every language; `realign` aligns the given stretches of two or more
    languages, with indices that begin at 0 in each. A decision whose sentences have changed, or no longer follow one another, is stale.
    """
    places = {language: {name: index for index, name in enumerate(names)} for language, names in ids.items()}
    parts: dict[int, list[Bead]] = {}
    lost: dict[int, str] = {}
    settled: dict[tuple[str, int], int] = {}
    for number, decision in enumerate(decisions):
        found = _located(decision, places)
        if isinstance(found, str):
            lost[number] = found
        else:
            parts[number] = found
            settled |= dict.fromkeys((sentence for part in found for sentence in sentences_of(part)), number)
    ordered, crossing = _in_order(_pins(parts, settled, beads))
    lost |= dict.fromkeys(crossing, "it crosses a later decision")
    settled = {sentence: number for sentence, number in settled.items() if number not in crossing}
    stale = [
        Stale(number, reason)
        for number, reason in sorted(lost.items())
        if not _superseded(number, decisions[number], places, settled)
    ]
    return Replayed(tuple(overlay(beads, ordered, ids, realign)), tuple(stale))


def _superseded(
    number: int,
    decision: Decision,
    places: Mapping[str, Mapping[str, int]],
    settled: Mapping[tuple[str, int], int],
) -> bool:
    """Whether later decisions have settled all that is left of the sentences of one that no longer fits: nobody need look again."""
    left = [
        (language, known[name])
        for language, known in places.items()
        for sides, _ in outcome(decision)
        for name in sides.get(language, ())
        if name in known
    ]
    return bool(left) and all(settled.get(sentence, -1) > number for sentence in left)


def _pins(
    parts: Mapping[int, Sequence[Bead]], settled: Mapping[tuple[str, int], int], beads: Sequence[Bead]
) -> list[Pin]:
    """What decisions leave standing: a bead stands unless a later decision was about one of its sentences."""
    holder = {sentence: number for number, bead in enumerate(beads) for sentence in sentences_of(bead)}
    made: dict[tuple[tuple[int, ...], ...], int] = {}
    pins: list[Pin] = []
    for number, some in parts.items():
        for part in some:
            age = made.setdefault(tuple(part.sides.values()), len(made))
            if all(settled[sentence] == number for sentence in sentences_of(part)):
                touched = sorted({holder[sentence] for sentence in sentences_of(part)})
                confidence = _CONFIDENCE.get(part.status, min(beads[other].confidence for other in touched))
                pins.append(Pin(replace(part, confidence=confidence), number, (touched[0], age)))
    return pins


def _located(decision: Decision, places: Mapping[str, Mapping[str, int]]) -> list[Bead] | str:
    """The beads that a decision leaves; the reason, when their sentences cannot be found."""
    found = []
    for sides, status in outcome(decision):
        if sides.keys() != places.keys():
            return f"it was made for {', '.join(sides)}, and the release has {', '.join(places)}"
        located = {}
        for language, known in places.items():
            lost = [name for name in sides[language] if name not in known]
            if lost:
                return f"the {language} text has changed there"
            located[language] = tuple(known[name] for name in sides[language])
            if any(after != before + 1 for before, after in pairwise(located[language])):
                return f"its {language} sentences no longer follow one another"
        found.append(Bead(located, status=status))
    return found


def _in_order(pins: Sequence[Pin]) -> tuple[list[Pin], set[int]]:
    """Pins in an order that every text agrees with; of decisions that no order has room for, the oldest are left out, by number."""
    dropped: set[int] = set()
    while True:
        nodes = [pin for pin in pins if pin.number not in dropped]
        after: dict[int, list[int]] = defaultdict(list)
        before: dict[int, list[int]] = defaultdict(list)
        for language in nodes[0].bead.sides if nodes else ():
            row = sorted((pin.bead.sides[language], node) for node, pin in enumerate(nodes) if pin.bead.sides[language])
            for (_, one), (_, two) in pairwise(row):
                after[one].append(two)
                before[two].append(one)
        waiting = {node: len(before[node]) for node in range(len(nodes))}
        ready = [(pin.rank, node) for node, pin in enumerate(nodes) if not waiting[node]]
        heapq.heapify(ready)
        order = []
        while ready:
            _, node = heapq.heappop(ready)
            order.append(nodes[node])
            del waiting[node]
            for other in after[node]:
                waiting[other] -= 1
                if not waiting[other]:
                    heapq.heappush(ready, (nodes[other].rank, other))
        if not waiting:
            return order, dropped
        dropped |= {min(nodes[node].number for node in cycle) for cycle in _cycles(waiting, before)}


def _cycles(nodes: Iterable[int], before: Mapping[int, Sequence[int]]) -> Iterator[list[int]]:
    """Groups of nodes that wait for one another, no node in two of them; at least one, where every node waits for another one of them."""
    left = dict.fromkeys(sorted(nodes))
    while left:
        trail: dict[int, None] = {}
        node: int | None = next(iter(left))
        while node is not None and node not in trail:
            trail[node] = None
            node = next((other for other in before[node] if other in left), None)
        if node is not None:
            walked = list(trail)
            yield walked[walked.index(node) :]
        for walked_node in trail:
            del left[walked_node]
