"""The glossary: every concept of the institution with its terms, and the questions asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from termbase.model import Concept, Term, TermHit, TermStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from termbase.glossary.finder import Finder
    from termbase.glossary.renderings import Renderer, Rendering

APPROVED = frozenset({TermStatus.PREFERRED, TermStatus.ADMITTED})


@dataclass(frozen=True)
class Glossary:
    """An immutable collection of concepts."""

    concepts: tuple[Concept, ...] = field(default=())
    """In the order of the files."""

    @classmethod
    def load(cls, path: Path | str) -> Glossary:
        """The glossary of a folder of TOML files, or of one file of any known kind: TOML, TBX, CSV, TSV, XLSX, OmegaT.

        Raises `GlossaryError` or `InputError` with file, line and caret.
        """
        from termbase.glossary.load import load  # noqa: PLC0415 (loading needs this class)

        return cls(tuple(load(path)))

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    def get(self, identifier: str) -> Concept | None:
        """The concept of this id."""
        return self._by_id.get(identifier)

    def find(self, text: str, language: str) -> list[TermHit]:
        """Terms of the glossary in a text, longest match first served, in order of place."""
        return self.finder.find(text, language)

    def renderings(
        self,
        text: str,
        language: str,
        concepts: Iterable[str | Concept],
        *,
        statuses: Collection[TermStatus] = APPROVED,
        gap: int | None = None,
    ) -> list[Rendering]:
        """Terms of the given concepts in a text, each looked for on its own: overlaps do not hide one from another.

        Terms may be inflected and hold modifiers, at most `gap` words between two of their own.
        """
        wanted: list[tuple[Concept, Term]] = []
        for item in concepts:
            concept = self._by_id.get(item) if isinstance(item, str) else item
            if concept is not None:
                wanted.extend((concept, term) for term in concept.terms_in(language) if term.status in statuses)
        return list(self.renderer.find(text, language, wanted, gap=gap)) if wanted else []

    def languages(self) -> tuple[str, ...]:
        """Tags of the terms, in order of first use."""
        return tuple(dict.fromkeys(str(term.language) for concept in self.concepts for term in concept.terms))

    def merged(self, others: Iterable[Concept]) -> Glossary:
        """This glossary with further concepts after its own; one with a known id replaces it in place."""
        table = dict(self._by_id)
        table.update((concept.id, concept) for concept in others)
        return Glossary(tuple(table.values()))

    @cached_property
    def _by_id(self) -> dict[str, Concept]:
        return {concept.id: concept for concept in self.concepts}

    @cached_property
    def finder(self) -> Finder:
        """The compiled finder of this glossary."""
        from termbase.glossary.finder import Finder  # noqa: PLC0415 (compiled only when asked)

        return Finder(self.concepts)

    @cached_property
    def renderer(self) -> Renderer:
        """What looks for the terms of given concepts."""
        from termbase.glossary.renderings import Renderer  # noqa: PLC0415 (compiled only when asked)

        return Renderer()
