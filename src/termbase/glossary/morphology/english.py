"""English: plurals. The possessive needs nothing, because a word ends at its apostrophe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.glossary.morphology import Role
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

PROCLITICS = ""
FREE: frozenset[str] = frozenset()
ALIKE: Mapping[str, str] = {}

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth", "life": "lives",
    "wife": "wives", "leaf": "leaves", "half": "halves", "medium": "media", "datum": "data", "criterion": "criteria",
    "phenomenon": "phenomena", "bacterium": "bacteria", "spokesperson": "spokespeople", "spokesman": "spokesmen",
    "spokeswoman": "spokeswomen", "chairman": "chairmen", "memorandum": "memoranda", "shelf": "shelves", "knife": "knives",
}  # fmt: skip
_HISSING = ("s", "x", "z", "ch", "sh")
FUNCTION_WORDS = """
a an the of for and or to in on at by from with s al el bin de la le du
"""
FUNCTION = frozenset(FUNCTION_WORDS.split())


def forms(word: str, role: Role) -> frozenset[str]:
    """The folded word and its plural."""
    folded = fold(word)
    if role in (Role.NAME, Role.SINGLE_NAME) or folded in FUNCTION or not folded.isalpha():
        return frozenset({folded})
    return frozenset({folded, plural(folded)})


def plural(word: str) -> str:
    """The plural of a folded noun; a word that is plural already gets one that no text has."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("sis"):
        return word[:-2] + "es"
    if word.endswith(_HISSING):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def readings(word: str) -> tuple[str, ...]:
    """The word: English has no proclitics."""
    return (word,)
