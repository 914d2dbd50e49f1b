"""What a translator asks: the approved terms and the memory matches for a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
    }


def look_up(
    project: Project, text: str, *, source: str = "", targets: Sequence[str] = (), minimum: int = 70, limit: int = 5
) -> Lookup:
    """Terms and matches for a text; languages default to the project's."""
    language = source or project.config.source
    wanted = tuple(targets) or tuple(tag for tag in project.config.languages if tag != language)
    hits = {hit.concept.id: hit for hit in reversed(project.glossary.find(text, language))}
    terms = tuple(sorted(hits.values(), key=lambda hit: hit.start))
    matches = project.memory.lookup(text, source=language, targets=wanted, minimum=minimum, limit=limit)
    if len(matches) < limit and len(text.split()) <= 6 and text.strip():
        known = {(match.origin, match.unit) for match in matches}
        sentences = project.memory.concordance(text, language=language, targets=wanted, limit=limit)
        matches = [*matches, *(match for match in sentences if (match.origin, match.unit) not in known)][:limit]
    return Lookup(text, terms, tuple(matches), wanted)


def concordance(
    project: Project, text: str, *, language: str = "", targets: Sequence[str] = (), limit: int = 50
) -> list[Match]:
    """The units whose text in `language` holds a phrase."""
    tag = language or project.config.source
    wanted = tuple(targets) or tuple(item for item in project.config.languages if item != tag)
    return project.memory.concordance(text, language=tag, targets=wanted, limit=limit)
