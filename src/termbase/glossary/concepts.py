"""The glossary: every concept of the institution with its terms, and the questions asked of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from termbase.model import Concept, Term, TermHit, TermStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from termbase.glossary.finder import Finder, Mention
    from termbase.glossary.renderings import Renderer, Rendering

_KEPT = 1024
"""Answers that are kept: rules ask about one text after another, each the same."""

APPROVED = frozenset({TermStatus.PREFERRED, TermStatus.ADMITTED})


@dataclass(frozen=True)
class Glossary:
    """An immutable collection of concepts."""

    concepts: tuple[Concept, ...] = field(default=())
    """In the order of the files."""

    _terms: dict[tuple[str, str, frozenset[TermStatus]], tuple[Term, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Terms by concept, language and status, as they have been asked for."""

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
        wanted = self._wanted(concepts, language, statuses)
        return list(self.renderer.find(text, language, wanted, gap=gap)) if wanted else []

    def renders(self, text: str, language: str, concepts: Sequence[Concept]) -> bool:
        """Whether a text holds an approved term of any of the concepts; `renderings` without the places, and kept for the last texts."""
        key = (text, language, *[concept.id for concept in concepts])
        kept = self._rendered
        found = kept.get(key)
        if found is None:
            if len(kept) >= _KEPT:
                kept.clear()
            wanted = [(concept, term) for concept in concepts for term in self.terms_of(concept, language)]
            found = kept[key] = self.renderer.any(text, language, wanted)
        return found

    def terms_of(
        self, concept: Concept, language: str, statuses: Collection[TermStatus] = APPROVED
    ) -> tuple[Term, ...]:
        """Terms of a concept in a language that have one of the statuses; kept, because checks ask for the same ones all the time."""
        key = (concept.id, language, frozenset(statuses))
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = tuple(term for term in concept.terms_in(language) if term.status in statuses)
        return found

    def _wanted(
        self, concepts: Iterable[str | Concept], language: str, statuses: Collection[TermStatus]
    ) -> list[tuple[Concept, Term]]:
        known = [self._by_id.get(item) if isinstance(item, str) else item for item in concepts]
        return [
            (concept, term)
            for concept in known
            if concept is not None
            for term in self.terms_of(concept, language, statuses)
        ]

    def languages(self) -> tuple[str, ...]:
        """Tags of the terms, in order of first use."""
        return tuple(dict.fromkeys(str(term.language) for concept in self.concepts for term in concept.terms))

    def merged(self, others: Iterable[Concept]) -> Glossary:
        """This glossary with further concepts after its own; one with a known id replaces it in place."""
        table = dict(self._by_id)
        table.update((concept.id, concept) for concept in others)
        return Glossary(tuple(table.values()))

    @cached_property
    def kept_due(self) -> dict[tuple[str, str, str], list[list[Mention]]]:
        """What `due.due_concepts` found for the last texts."""
        return {}

    @cached_property
    def _rendered(self) -> dict[tuple[str, ...], bool]:
        return {}

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
