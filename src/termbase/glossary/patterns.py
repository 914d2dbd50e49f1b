"""A term as the finder looks for it: one slot a word, each with the forms that may fill it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from termbase.glossary.morphology import Role, morphology
from termbase.glossary.names import is_name
from termbase.text.arabic import MARKS
from termbase.text.fold import fold

if TYPE_CHECKING:
    from termbase.model import Concept, Term

_WORD = re.compile(rf"[\w{MARKS}]+")
_HYPHEN = re.compile(r"(?<=[^\W\d]{2})-(?=[^\W\d]{3})")
# The ending in infecté(e)s: agreement is generated anyhow.
_OPTIONAL = re.compile(r"(?<=\w)\(\w{1,3}\)")
# contre-attaque, contrattaque
_ELIDED = re.compile(r"(?<=tr)e-(?=[aeiouéè])")
_LETTER_DIGIT = re.compile(r"(?<=[ء-ي])[ـ\s-]*(?=\d)")
BREAKS = frozenset(".,!?;:()[]\x00")
"""Signs that no term goes on behind, unless it has them itself."""
GAP = 3
"""Words that may stand inside a term between two of its words: المبعوث *الفرنسي* الخاص, cas *probables et* confirmés."""
LONGEST = 60
"""Words of a term beyond which it is taken for a text that was pasted into the wrong field."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A word of a term."""

    word: str
    """As written in the entry."""

    role: Role
    """What it is within the term."""

    whole: bool = False
    """Whether the text word must fill the slot as it stands, without proclitics."""

    plain: bool = False
    """Whether the word ends in an e without accent, so that one in é is another: marche is not marché."""

    before: str = ""
    """Signs that end a clause elsewhere and that the term itself has before this word: U.N., Dr. Jamous."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for."""

    slots: tuple[Slot, ...]
    """In order; empty for a term without words."""

    gap: int
    """Words that may stand between two slots."""


def patterns(concept: Concept, term: Term) -> tuple[Pattern, ...]:
    """The pattern of a term, and one for each irregular form that its entry lists."""
    named = is_name(concept, term)
    primary = term.language.primary
    found = [_pattern(term, term.text, named=named)]
    if "-" in term.text and not named:
        found.append(_pattern(term, _HYPHEN.sub("", term.text), named=False))  # auto-isolement, autoisolement
        if primary == "fr":
            found.append(_pattern(term, _ELIDED.sub("", term.text), named=False))
    if primary == "ar" and _LETTER_DIGIT.search(term.text):
        found.extend(
            _pattern(term, _LETTER_DIGIT.sub(sign, term.text), named=named) for sign in (" ", "")
        )  # الـ24, الـ 24
    found.extend(_pattern(term, form, named=named) for form in term.forms)
    kept = [pattern for pattern in found if pattern.slots]
    return tuple(dict.fromkeys(kept)) if len(kept) > 1 else tuple(kept)


def _pattern(term: Term, text: str, *, named: bool) -> Pattern:
    primary = term.language.primary
    slots = _slots(_OPTIONAL.sub("", text))
    if len(slots) > LONGEST:
        return Pattern((), 0)
    if named:
        if len(slots) == 1:
            return Pattern((replace(slots[0], role=Role.SINGLE_NAME),), 0)
        named_slots = (replace(slot, role=Role.NAME, whole=place > 0) for place, slot in enumerate(slots))
        return Pattern(tuple(named_slots), 0)
    if primary == "fr":
        slots = _without_articles(slots)
    verb = term.part_of_speech == "verb"
    slots = [replace(slot, role=_role(place, len(slots), verb=verb)) for place, slot in enumerate(slots)]
    if primary == "ar":
        slots = _dependent(slots)
    elif primary == "fr":
        slots = [replace(slot, plain=_ends_in_plain_e(slot.word)) for slot in slots]
    return Pattern(tuple(slots), GAP if primary != "en" else 0)


def _slots(text: str) -> list[Slot]:
    """A slot for each word, all of them heads for the time being."""
    if BREAKS.isdisjoint(text):
        return [Slot(word, Role.HEAD) for word in _WORD.findall(text)]
    slots: list[Slot] = []
    end = 0
    for found in _WORD.finditer(text):
        before = "".join(sign for sign in text[end : found.start()] if sign in BREAKS) if slots else ""
        slots.append(Slot(found[0], Role.HEAD, before=before))
        end = found.end()
    return slots


def _dependent(slots: list[Slot]) -> list[Slot]:
    """The first definite word behind an indefinite head depends on it and so is a noun, which does not agree: حفظ السلام."""
    if not slots or slots[0].word.startswith("ال"):
        return slots
    for place in range(1, len(slots)):
        if slots[place].word.startswith("ال"):
            if fold(slots[place - 1].word) not in morphology("ar").FUNCTION:
                slots[place] = replace(slots[place], role=Role.HEAD)
            break
    return slots


def _ends_in_plain_e(word: str) -> bool:
    """Whether a word as the entry writes it, not in capitals, ends in e or es without accent."""
    return not word.isupper() and word.lower().rstrip("s").endswith("e") and not word.lower().rstrip("s").endswith("ée")


def _role(place: int, count: int, *, verb: bool) -> Role:
    if place:
        return Role.OTHER
    if verb:
        return Role.VERB
    return Role.CONSTRUCT if count > 1 else Role.HEAD


def _without_articles(slots: list[Slot]) -> list[Slot]:
    """French articles come and go with the sentence (après l'exposition, après une exposition); so does a reflexive pronoun."""
    from termbase.glossary.morphology.french import ARTICLES, REFLEXIVE  # noqa: PLC0415 (French only)

    kept = [slot for slot in slots if fold(slot.word) not in ARTICLES]
    if len(kept) > 1 and fold(kept[0].word) in REFLEXIVE:
        kept = kept[1:]
    return kept or slots


def slot_forms(slot: Slot, primary: str) -> frozenset[str]:
    """The folded forms that fill a slot."""
    return morphology(primary).forms(slot.word, slot.role)
