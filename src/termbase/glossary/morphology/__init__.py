"""Inflected forms of a term's words, generated from the termbase entry. Running text is never stemmed.

A module of a language has

    forms(word, role)    every folded form that the word may take in a text, as a frozen set
    readings(word)       the folded text word itself and what is left when proclitics are taken off
    PROCLITICS           letters that a word with a proclitic begins with; empty when there are none
    FREE                 folded words that may stand between two words of a term at no cost (articles)
    FUNCTION             folded prepositions, conjunctions and articles: they have no other forms, and little may stand behind them
    ALIKE                function words that count as one another (de, du, des)

Languages without a module are matched by their folded words alone.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(Enum):
    """What a word is within its term; it decides which forms are generated."""

    HEAD = "head"
    """First or only word of a term: a noun, an adjective, or a verb."""

    CONSTRUCT = "construct"
    """First word of a term that goes on: as a head, and it may stand in construct with what follows."""

    OTHER = "other"
    """A later word: an adjective that agrees, or a noun that depends."""

    VERB = "verb"
    """First or only word of a term that is a verb by its entry: conjugated, never declined."""

    NAME = "name"
    """Part of a name: nothing but proclitics."""

    SINGLE_NAME = "single name"
    """A name of one word: proclitics and, in Arabic, the article."""


class Morphology(Protocol):
    """What the finder asks of a language; modules of this package satisfy it."""

    PROCLITICS: str
    FREE: frozenset[str]
    FUNCTION: frozenset[str]
    ALIKE: Mapping[str, str]

    def forms(self, word: str, role: Role) -> frozenset[str]:
        """Every folded form of a word."""

    def readings(self, word: str) -> tuple[str, ...]:
        """A folded text word, and what is left when proclitics are taken off."""


_MODULES = {"ar": "arabic", "en": "english", "fr": "french"}


@cache
def morphology(primary: str) -> Morphology:
    """The morphology of a language, imported when first asked for."""
    return import_module(f"{__name__}.{_MODULES.get(primary, 'plain')}")
