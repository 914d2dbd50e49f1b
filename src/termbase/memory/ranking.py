"""From candidates to matches: real texts are compared, best first, until no other candidate can be among those shown."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from termbase.memory import records
from termbase.memory.score import Query, compare
from termbase.model import Language, Match
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from termbase.memory.records import Stored
    from termbase.memory.search import Candidate
    from termbase.memory.sqlite import SqliteMemory

CODE_PENALTY = 1
"""Points for a stored segment with inline codes: the query is plain text."""

REGION_PENALTY = 1
"""Points when query and stored segment name different regions."""

_FEW = 8
"""Units that are read at once: more than are shown, and fewer than are seldom needed."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where the query stands, as far as the caller knows."""

    previous: str | None
    """The segment before it, empty at the start of the document, None when it is not known."""

    next: str | None
    """The segment behind it, empty at the end of the document, None when it is not known."""

    id: str | None
    """Identifier of the unit that the query comes from, None when it is not known."""

    def __bool__(self) -> bool:
        return self.previous is not None or self.next is not None or self.id is not None


@lru_cache(1 << 10)
def distance_of(stored: str, wanted: str) -> int | None:
    """How far a stored language is from the one asked for; the few pairs of a memory are worked out once."""
    return Language(stored).distance(wanted)


@lru_cache(1 << 10)
def region_penalty(requested: str, stored: str) -> int:
    """Points for the languages of query and stored segment."""
    bare = Language(requested).canonical == Language(requested).primary
    return REGION_PENALTY if not bare and Language(stored).distance(requested) == 2 else 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A match on its way to the answer, with all that decides its place."""

    order: tuple[int, float, int, int, int, int]
    """Ascending: score, characters, date, uses, region, unit; all but the region reversed."""

    match: Match
    """What is shown."""


def rank(
    memory: SqliteMemory,
    query: Query,
    source: str,
    targets: Sequence[str],
    minimum: int,
    limit: int,
    candidates: Iterable[Candidate],
    context: Context,
) -> list[Match]:
    """The matches that are shown, of candidates with the highest score that each may have."""
    shown: list[Ranked] = []
    keys: dict[tuple[str, tuple[str, ...]], Ranked] = {}
    for candidate, stored in _read(memory, sorted(candidates, reverse=True)):
        least = minimum
        if len(shown) >= limit:
            least = max(minimum, -shown[limit - 1].order[0])
        if candidate.best + bool(context) < least:
            break
        ranked = _evaluate(memory, query, source, targets, candidate, stored, least, context)
        if ranked is None:
            continue
        key = (ranked.match.source, tuple(ranked.match.targets.values()))
        known = keys.get(key)
        if known is not None:
            if known.order <= ranked.order:
                continue
            shown.remove(known)
        keys[key] = ranked
        insort(shown, ranked, key=attrgetter("order"))
    return [item.match for item in shown[:limit]]


def _read(memory: SqliteMemory, candidates: Sequence[Candidate]) -> Iterator[tuple[Candidate, Stored]]:
    """The candidates in their order with what is stored of them, read a few at a time, for most are not asked for."""
    for start in range(0, len(candidates), _FEW):
        some = candidates[start : start + _FEW]
        stored = memory.read([candidate.unit for candidate in some])
        for candidate in some:
            if candidate.unit in stored:
                yield candidate, stored[candidate.unit]


def _evaluate(
    memory: SqliteMemory,
    query: Query,
    source: str,
    targets: Sequence[str],
    candidate: Candidate,
    stored: Stored,
    least: int,
    context: Context,
) -> Ranked | None:
    likest = _likest(query, source, stored.variants, candidate, least - bool(context))
    if likest is None or -likest[0] + bool(context) < least:
        return None
    negative, characters, distance, place, text = likest
    score = -negative - memory.penalties.get(stored.origin, 0)
    if stored.extra and place in records.coded_places(stored.extra):
        score -= CODE_PENALTY
    renderings = choose(stored.variants, place, targets)
    if score < least - bool(context) or (targets and not renderings):
        return None
    kind = "exact" if score >= 100 else "fuzzy"
    if score == 100 and context and in_context(memory, stored.unit, stored.tuid, source, context):
        score, kind = 101, "context"
    if score < least:
        return None
    match = Match(score, kind, text, renderings, stored.origin, stored.tuid, stored.author, stored.changed)
    order = (-score, characters, -_date(stored.changed), -stored.uses, distance, -stored.unit)
    return Ranked(order, match)


@lru_cache(1 << 10)
def _date(written: str) -> int:
    """A date as a number that grows with time."""
    return int(("".join(filter(str.isdecimal, written)) + "0" * 14)[:14])


def _likest(
    query: Query, source: str, variants: Iterable[tuple[int, str, str]], candidate: Candidate, least: int
) -> tuple[int, float, int, int, str] | None:
    """Of the variants in the language of the query, the one most like it: score and characters negated, region, place, text."""
    likest = None
    for place, language, text in variants:
        distance = distance_of(language, source)
        if distance is None:
            continue
        likeness = compare(query, text, least=least, edits=candidate.edits, longest=candidate.longest)
        if likeness is not None:
            score = likeness.score - region_penalty(source, language)
            likest = min(likest or (1, 0.0, 0, 0, ""), (-score, -likeness.characters, distance, place, text))
    return likest


def choose(variants: Iterable[tuple[int, str, str]], source: int, targets: Sequence[str]) -> dict[str, str]:
    """Text for each target language asked for that is there: that of the nearest region, the first among equals."""
    found = {}
    for target in targets:
        near = [
            (distance, place, text)
            for place, language, text in variants
            if place != source and (distance := distance_of(language, target)) is not None
        ]
        if near:
            found[target] = min(near)[2]
    return found


def in_context(memory: SqliteMemory, unit: int, tuid: str, source: str, context: Context) -> bool:
    """Whether a unit stands where the query stands: the same identifier, or the same known neighbours."""
    if context.id is not None and tuid == context.id:
        return True
    if context.previous is None and context.next is None:
        return False
    wanted = [None if text is None else fold(text) for text in (context.previous, context.next)]
    places = [
        (unit - 1, unit + 1),
        *memory.database.execute("SELECT previous, next FROM context WHERE unit = ?", (unit,)),
    ]
    return any(
        all(
            text is None or (neighbour is not None and _text_of(memory, unit, neighbour, source) == text)
            for text, neighbour in zip(wanted, pair, strict=True)
        )
        for pair in places
    )


def _text_of(memory: SqliteMemory, unit: int, neighbour: int, source: str) -> str | None:
    """Folded text of a neighbouring unit of the same origin; empty beyond the ends of the origin, None when it is not known."""
    same = memory.database.execute(
        "SELECT count(*) FROM unit WHERE id = ?1 AND origin = (SELECT origin FROM unit WHERE id = ?2)",
        (neighbour, unit),
    ).fetchone()[0]
    if not same:
        low, high = memory.database.execute(
            "SELECT min(id), max(id) FROM unit WHERE origin = (SELECT origin FROM unit WHERE id = ?)", (unit,)
        ).fetchone()
        return "" if not low <= neighbour <= high else None
    for _, language, text in memory.variants(neighbour):
        if Language(language).matches(source):
            return fold(text)
    return None
