"""What a person should know about texts before trusting their alignment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from termbase.model import Bead


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 (the word users see; Python's own is not used here)
    """Something odd about the texts that were aligned."""

    kind: str
    """Stable name, such as `empty-side`."""

    message: str
    """One sentence for a person."""

    languages: tuple[str, ...] = ()
    """The languages concerned."""

    def __str__(self) -> str:
        return self.message


def before_alignment(sentences: Mapping[str, Sequence[str]]) -> Iterator[Warning]:
    """What the texts show by themselves."""
    for language, rows in sentences.items():
        if not rows:
            yield Warning("empty-side", f"the {language} text is empty: nothing can be aligned with it", (language,))


def after_alignment(sentences: Mapping[str, Sequence[str]], pairs: Mapping[tuple[str, str], tuple[Bead, ...]]) -> Iterator[Warning]:
    """What only the alignment shows."""
    del sentences, pairs
    yield from ()
