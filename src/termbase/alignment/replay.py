"""Replaying a reviewer's decisions over an automatic alignment.

A decision pins beads: what a reviewer accepted, rejected or cut stands as they left it wherever its sentences still follow one another.
The automatic beads that touch no pin, and can stand beside all of them in the order of the texts, stay as they are; what the others leave
over between two beads is aligned anew, and marked for review.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from termbase.alignment.keys import parse_key
from termbase.model import Action, Bead, BeadStatus

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
    """Decisions that no longer fit the texts, in their order. Nothing was applied in their place."""


def outcome(decision: Decision) -> list[tuple[dict[str, tuple[str, ...]], BeadStatus]]:
    """The beads that a decision leaves, by the names of their sentences.

    A bead that was cut or joined is open again until someone accepts it. Raises `ValueError` for a decision that makes no sense by itself.
    """
    bead = parse_key(decision.bead)
    if decision.action is Action.ACCEPT:
        return [(bead, BeadStatus.ACCEPTED)]
    if decision.action is Action.REJECT:
        return [(bead, BeadStatus.REJECTED)]
    if decision.action is Action.SPLIT:
        parts = _split(bead, decision.at)
    else:
        after = parse_key(decision.next)
        if bead.keys() != after.keys():
            raise ValueError("`bead` and `next` name different languages")
        if any(not set(side).isdisjoint(after[language]) for language, side in bead.items()):
            raise ValueError("`bead` and `next` share a sentence")
        parts = (
            [{language: side + after[language] for language, side in bead.items()}]
            if decision.action is Action.MERGE
            else _shift(bead, after, decision)
        )
    if not all(any(part.values()) for part in parts):
        raise ValueError("a bead would be left without any sentence")
    return [(part, BeadStatus.REVIEW) for part in parts]


def _split(bead: Mapping[str, tuple[str, ...]], at: Mapping[str, int]) -> list[dict[str, tuple[str, ...]]]:
    filled = {language for language, side in bead.items() if side}
    if at.keys() != filled:
        raise ValueError(f"`at` must say where each side is cut: {', '.join(sorted(filled))}")
    for language, place in at.items():
        if not 0 <= place <= len(bead[language]):
            raise ValueError(f"`at` cannot be {place} for {language}: the bead has {len(bead[language])} there")
    return [
        {language: side[: at.get(language, 0)] for language, side in bead.items()},
        {language: side[at.get(language, 0) :] for language, side in bead.items()},
    ]


def _shift(
    bead: Mapping[str, tuple[str, ...]], after: Mapping[str, tuple[str, ...]], decision: Decision
) -> list[dict[str, tuple[str, ...]]]:
    language = decision.language
    down = decision.to == "next"
    if not (bead if down else after).get(language):
        raise ValueError(f"there is no sentence of {language!r} to move to `{decision.to}`")
    if down:
        mine, theirs = bead[language][:-1], bead[language][-1:] + after[language]
    else:
        mine, theirs = bead[language] + after[language][:1], after[language][1:]
    return [{**bead, language: mine}, {**after, language: theirs}]


@dataclass(frozen=True, slots=True)
class _Pin:
    """A bead that a decision fixes."""

    bead: Bead
    number: int
    """Index of the decision."""

    rank: tuple[int, int]
    """Its place where the texts leave a choice: that of the first automatic bead it touches, then the order in which such beads were made."""


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
    stale: list[Stale] = []
    located: list[tuple[int, list[Bead]]] = []
    for number, decision in enumerate(decisions):
        found = _located(decision, places)
        if isinstance(found, str):
            stale.append(Stale(number, found))
        else:
            located.append((number, found))
    ordered, crossing = _in_order(_pins(located, beads))
    stale += [Stale(number, "it crosses a later decision") for number in crossing]
    fixed = _placed(beads, ordered, ids)
    return Replayed(tuple(_filled(fixed, ids, realign)), tuple(sorted(stale, key=lambda item: item.number)))


def _pins(located: Sequence[tuple[int, Sequence[Bead]]], beads: Sequence[Bead]) -> list[_Pin]:
    """What decisions leave standing: a bead stands unless a later decision was about one of its sentences."""
    holder = {sentence: number for number, bead in enumerate(beads) for sentence in _sentences(bead)}
    made: dict[tuple[tuple[int, ...], ...], int] = {}
    for _, parts in located:
        for part in parts:
            made.setdefault(tuple(part.sides.values()), len(made))
    pins: list[_Pin] = []
    claimed: set[tuple[str, int]] = set()
    for number, parts in reversed(located):
        for part in parts:
            if claimed.isdisjoint(_sentences(part)):
                touched = sorted({holder[sentence] for sentence in _sentences(part)})
                confidence = _CONFIDENCE.get(part.status, min(beads[other].confidence for other in touched))
                rank = (touched[0], made[tuple(part.sides.values())])
                pins.append(_Pin(replace(part, confidence=confidence), number, rank))
        claimed.update(sentence for part in parts for sentence in _sentences(part))
    return pins


def _sentences(bead: Bead) -> list[tuple[str, int]]:
    return [(language, index) for language, side in bead.sides.items() for index in side]


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


def _in_order(pins: Sequence[_Pin]) -> tuple[list[_Pin], list[int]]:
    """Pins in an order that every text agrees with; of decisions that no order has room for, the oldest is left out, by number."""
    dropped: list[int] = []
    while True:
        nodes = [pin for pin in pins if pin.number not in dropped]
        after: dict[int, list[int]] = defaultdict(list)
        before: dict[int, list[int]] = defaultdict(list)
        for language in {language for pin in nodes for language in pin.bead.sides}:
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
        dropped.append(min(nodes[node].number for node in _cycle(waiting, before)))


def _cycle(nodes: Mapping[int, int], before: Mapping[int, Sequence[int]]) -> list[int]:
    """Nodes that wait for one another; each of `nodes` waits for another one of them."""
    trail: dict[int, None] = {}
    node = min(nodes)
    while node not in trail:
        trail[node] = None
        node = next(other for other in before[node] if other in nodes)
    walked = list(trail)
    return walked[walked.index(node) :]


def _placed(beads: Sequence[Bead], pins: Sequence[_Pin], ids: Mapping[str, Sequence[str]]) -> list[Bead]:
    """The pins, and between them the automatic beads that touch none and have room there."""
    taken = {sentence for pin in pins for sentence in _sentences(pin.bead)}
    room = {language: _room(pins, language, len(names)) for language, names in ids.items()}
    ranks = list(accumulate((pin.rank[0] for pin in pins), max))
    gaps: list[list[Bead]] = [[] for _ in range(len(pins) + 1)]
    reached = dict.fromkeys(ids, 0)
    for number, bead in enumerate(beads):
        sentences = _sentences(bead)
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


def _room(pins: Sequence[_Pin], language: str, count: int) -> list[tuple[int, int]]:
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
