"""Questions about the glossary itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.glossary.concepts import Glossary
from termbase.glossary.validate import validate as validate_concepts
from termbase.text.fold import fold

if TYPE_CHECKING:
    from termbase.model import Concept, Finding
    from termbase.workflows.project import Project


def concepts_for(project: Project, term: str) -> list[Concept]:
    """The concepts of an id or of a term in any language; exact ones first, else those a term of which holds the words."""
    exact = project.glossary.get(term)
    if exact:
        return [exact]
    wanted = fold(term)
    same = [concept for concept in project.glossary if any(fold(item.text) == wanted for item in concept.terms)]
    return same or [concept for concept in project.glossary if any(wanted in fold(item.text) for item in concept.terms)]


def validate(project: Project, path: str = "") -> list[Finding]:
    """Findings on the glossary of the project, or of a path."""
    glossary = Glossary.load(path) if path else project.glossary
    return list(validate_concepts(glossary, project.config.languages))
