"""Questions about the glossary itself, and what is added to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import UsageError
from termbase.formats.files import write_text
from termbase.glossary.concepts import Glossary
from termbase.glossary.edit import add_terms, identifier_of
from termbase.glossary.extract import extract as extract_candidates
from termbase.glossary.validate import validate as validate_concepts
from termbase.glossary.variants import variants
from termbase.text.fold import fold
from termbase.workflows.api import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.glossary.extract import Candidate
    from termbase.glossary.variants import Group
    from termbase.model import Concept, Finding, Unit
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


def add(
    project: Project,
    identifier: str,
    terms: Sequence[str],
    *,
    domain: str = "",
    kind: str = "",
    definition: str = "",
    status: str = "",
) -> Path:
    """Add terms (`en=TERM`) to a concept, new or known, and return the file that was written.

    A new concept goes to the file of its domain. Raises `UsageError` for arguments of the wrong form or terms that are there already.
    """
    wanted: dict[str, list[str]] = {}
    for argument in terms:
        language, separator, term = argument.partition("=")
        if not separator or not language.strip():
            raise UsageError(f"no language in {argument!r}", number=73, help="write en=TERM")
        wanted.setdefault(language.strip(), []).append(term.strip())
    name = identifier or identifier_of(
        next(iter(wanted.get(project.config.source, next(iter(wanted.values()), [""]))), "")
    )
    concept = project.glossary.get(name)
    folder = project.config.path(project.config.glossary)
    path = Path(concept.place.path) if concept and concept.place else folder / f"{domain or 'terms'}.toml"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    changed = add_terms(text, str(path), name, wanted, kind=kind, definition=definition, status=status)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, changed)
    return path


def extract(
    project: Project,
    target: str,
    paths: Sequence[str] = (),
    *,
    minimum: int = 2,
    limit: int = 50,
) -> list[Candidate]:
    """Term candidates of the source language that the glossary lacks, with their renderings in `target`, best first.

    They come from the TMX files of the project, or from other files.
    """
    source = project.config.source
    pairs = []
    for unit in _units(project, paths):
        first, second = unit.variant(source), unit.variant(target)
        if first is not None and second is not None and not unit.prop("x-granularity"):
            pairs.append((first.text, second.text))
    known = [term.text for concept in project.glossary for term in concept.terms_in(source)]
    return extract_candidates(pairs, source, target, minimum=minimum, limit=limit, known=known)


def name_variants(project: Project, paths: Sequence[str] = ()) -> list[Group]:
    """Names that a language of the memory spells in several ways."""
    return variants(unit for unit in _units(project, paths) if not unit.prop("x-granularity"))


def _units(project: Project, paths: Sequence[str]) -> Iterator[Unit]:
    for path in paths or sorted(map(str, project.releases.glob("*.tmx"))):
        yield from read(path)
