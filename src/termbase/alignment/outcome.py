"""What a decision leaves of the beads it is about, in the names of their sentences; pure of any text or alignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.alignment.keys import parse_key
from termbase.model import Action, BeadStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.model import Decision


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
