"""Adapting a match to the query, where that is certain: numbers, dates that differ in digits, and names of people in the glossary.

Certain means: query and stored source are the same words once numbers and names are left out, and what differs stands exactly once in the
source and exactly once in the target. One doubt, and the match stays as it is: half an adaptation is worse than none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from termbase.memory.score import tokens
from termbase.text.fold import fold
from termbase.text.numbers import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from termbase.model import Concept, Match, TermHit

    Find = Callable[[str, str], Sequence[TermHit]]

_PERSON = "person"
_WESTERN = "0123456789"
_DIGITS = (_WESTERN, "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A number or a person's name in a text."""

    start: int
    end: int
    written: str
    value: str
    concept: Concept | None = None


def adapt(match: Match, query: str, source: str, find: Find) -> Match:
    """The match with the numbers and names of the query in its targets, marked as adapted; the match itself when anything is in doubt.

    `find` gives the glossary's terms in a text of a language.
    """
    if match.score >= 100 or match.kind == "concordance":
        return match
    wanted, stored = _slots(query, source, find), _slots(match.source, source, find)
    if len(wanted) != len(stored) or _rest(query, wanted) != _rest(match.source, stored):
        return match
    changes = []
    for new, old in zip(wanted, stored, strict=True):
        if new.value != old.value:
            if sum(slot.value == old.value for slot in stored) > 1:
                return match
            changes.append((old, new))
    if not changes:
        return match
    targets = {}
    for language, target in match.targets.items():
        adapted = _substitute(target, language, changes, find)
        if adapted is None:
            return match
        targets[language] = adapted
    return replace(match, targets=targets, adapted=True)


def _slots(text: str, language: str, find: Find) -> list[_Slot]:
    names = [
        _Slot(hit.start, hit.end, hit.text, f"name {hit.concept.id}", hit.concept)
        for hit in find(text, language)
        if hit.concept.kind == _PERSON and hit.concept.preferred(language) == hit.term
    ]
    figures = [
        _Slot(number.start, number.end, text[number.start : number.end], number.value)
        for number in numbers(text)
        if all(number.end <= name.start or name.end <= number.start for name in names)
    ]
    return sorted([*names, *figures], key=lambda slot: slot.start)


def _rest(text: str, slots: Sequence[_Slot]) -> list[str]:
    """Words of a text, with one sign in place of each number and another in place of each name."""
    words = []
    position = 0
    for slot in slots:
        words += tokens(fold(text[position : slot.start]))
        words.append("\x01" if slot.concept else "\x02")
        position = slot.end
    return words + tokens(fold(text[position:]))


def _substitute(target: str, language: str, changes: Sequence[tuple[_Slot, _Slot]], find: Find) -> str | None:
    slots = _slots(target, language, find)
    edits = []
    for old, new in changes:
        places = [slot for slot in slots if slot.value == old.value]
        if len(places) != 1:
            return None
        place = places[0]
        text = _name(place, new, language) if new.concept else _figure(place, new)
        if text is None:
            return None
        edits.append((place.start, place.end, text))
    for start, end, text in sorted(edits, reverse=True):
        target = target[:start] + text + target[end:]
    return target


def _name(place: _Slot, new: _Slot, language: str) -> str | None:
    term = new.concept.preferred(language) if new.concept else None
    known = place.concept.preferred(language) if place.concept else None
    if term is None or known is None or place.written != known.text or term.gender != known.gender:
        return None  # inflected, or of another gender: words around it would have to change too
    return term.text


def _figure(place: _Slot, new: _Slot) -> str | None:
    """The new number in the digits of the old one; None when either is more than digits, for then its form is a matter of style."""
    if not place.written.isdecimal() or not new.written.isdecimal():
        return None
    for digits in _DIGITS:
        if place.written[0] in digits:
            return "".join(digits[int(digit)] for digit in new.written)
    return None
