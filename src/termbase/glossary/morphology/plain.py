"""Languages of which we know no morphology: a word is itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.glossary.morphology import Role

PROCLITICS = ""
FREE: frozenset[str] = frozenset()
FUNCTION: frozenset[str] = frozenset()
ALIKE: Mapping[str, str] = {}


def forms(word: str, role: Role) -> frozenset[str]:  # noqa: ARG001 (the signature of every language)
    """The folded word."""
    return frozenset({fold(word)})


def readings(word: str) -> tuple[str, ...]:
    """The word."""
    return (word,)
