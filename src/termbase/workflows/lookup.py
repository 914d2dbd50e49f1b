"""What a translator asks: the approved terms and the memory matches for a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from termbase.memory.adapt import adapt
from termbase.text.language import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.model import Match, TermHit
    from termbase.workflows.project import Project


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer to one query."""

    query: str
    """The text asked for."""

    terms: tuple[TermHit, ...]
    """Glossary terms in it, each concept once, in order."""

    matches: tuple[Match, ...]
    """Memory matches, best first; for a query that is itself a term, also the sentences that hold it."""

    targets: tuple[str, ...]
    """Languages asked for."""

    def __bool__(self) -> bool:
        return bool(self.terms or self.matches)

    def as_dict(self) -> dict[str, Any]:
        """The fixed JSON form of an answer."""
        return {
            "query": self.query,
            "terms": [
                {
                    "concept": hit.concept.id,
                    "matched": hit.text,
                    "renderings": {
                        language: [
                            {"term": term.text, "status": term.status.value, "kind": term.kind.value}
                            for term in hit.concept.terms_in(language)
                        ]
                        for language in self.targets
                    },
                }
                for hit in self.terms
            ],
            "matches": [match_as_dict(match) for match in self.matches],
        }


def match_as_dict(match: Match) -> dict[str, Any]:
    """The fixed JSON form of a match."""
    return {
        "score": match.score,
        "kind": match.kind,
        "source": match.source,
        "targets": dict(match.targets),
        "origin": match.origin,
        "unit": match.unit,
        "author": match.author,
        "changed": match.changed,
        "adapted": match.adapted,
    }


def look_up(
    project: Project,
    text: str,
    *,
    source: str = "",
    targets: Sequence[str] = (),
    minimum: int | None = None,
    limit: int | None = None,
) -> Lookup:
    """Terms and matches for a text; languages, least score and most matches are the project's where nothing is said.

    Raises `UsageError` for a word that is no language tag.
    """
    settings = project.config.memory
    minimum = settings.minimum if minimum is None else minimum
    limit = settings.limit if limit is None else limit
    language, wanted = _languages(project, source, targets)
    hits = {hit.concept.id: hit for hit in reversed(project.glossary.find(text, language))}
    terms = tuple(sorted(hits.values(), key=lambda hit: hit.start))
    matches = [
        adapt(match, text, language, project.glossary.find)
        for match in project.memory.lookup(text, source=language, targets=wanted, minimum=minimum, limit=limit)
    ]
    if len(matches) < limit and text.strip() and len(text.split()) <= _LONGEST_PHRASE:
        known = {(match.origin, match.unit) for match in matches}
        sentences = _whole_ones(project.memory.concordance(text, language=language, targets=wanted, limit=limit * 4))
        matches = [*matches, *(match for match in sentences if (match.origin, match.unit) not in known)][:limit]
    return Lookup(text, terms, tuple(matches), wanted)


CONCORDANCE_LIMIT = 50
"""Units of a concordance when nothing is said."""

_LONGEST_PHRASE = 6
"""Words up to which a query may be a term or phrase, and the sentences that hold it are of use."""


def concordance(
    project: Project, text: str, *, language: str = "", targets: Sequence[str] = (), limit: int | None = None
) -> list[Match]:
    """The units whose text in `language` holds a phrase. Raises `UsageError` for a word that is no language tag."""
    limit = CONCORDANCE_LIMIT if limit is None else limit
    tag, wanted = _languages(project, language, targets)
    return _whole_ones(project.memory.concordance(text, language=tag, targets=wanted, limit=limit * 2))[:limit]


def concordance_as_dict(text: str, matches: Sequence[Match]) -> dict[str, Any]:
    """The fixed JSON form of a concordance."""
    return {"query": text, "matches": [match_as_dict(match) for match in matches]}


def _languages(project: Project, source: str, targets: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    known = project.config.languages
    language = checked(source, known) if source else project.config.source
    return language, tuple(checked(tag, known) for tag in targets) or tuple(tag for tag in known if tag != language)


def _whole_ones(matches: Sequence[Match]) -> list[Match]:
    """Matches with the most languages first, and none that another of the same memory holds: a pair's finer unit beside its joint one."""
    chosen: list[Match] = []
    for match in sorted(matches, key=lambda item: -len(item.targets)):
        held = any(
            match.origin == other.origin and match.source in other.source and set(match.targets) <= set(other.targets)
            for other in chosen
        )
        if not held:
            chosen.append(match)
    return chosen
