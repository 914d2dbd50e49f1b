"""Questions about the glossary itself, and what is added to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import UsageError
from termbase.formats.detect import FORMATS, SUFFIXES
from termbase.formats.files import write_text
from termbase.glossary.concepts import Glossary
from termbase.glossary.edit import add_terms, identifier_of
from termbase.glossary.extract import extract as extract_candidates
from termbase.glossary.load import parse
from termbase.glossary.render import render
from termbase.glossary.validate import validate as validate_concepts
from termbase.glossary.variants import variants
from termbase.text.fold import fold
from termbase.text.language import checked
from termbase.workflows.api import read
from termbase.workflows.exchange import read_concepts

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


def export(project: Project, output: Path, *, source: str = "", target: str = "", flavour: str = "") -> int:
    """Write the project's glossary in the format that the name of the output asks for; gives the number of concepts.

    TOML, TBX, CSV, TSV, XLSX, or an OmegaT glossary (`.utf8`, `.txt`, `.tab`) of one target language. Raises `UsageError`.
    """
    kind = SUFFIXES.get(output.suffix.lower(), "")
    first = checked(source, project.config.languages) if source else project.config.source
    if output.suffix == ".toml":
        write_text(output, render(project.glossary, domain=output.stem))
        return len(project.glossary)
    writer = getattr(FORMATS.get(kind), "write_concepts", None) if kind else None
    if writer is None:
        raise UsageError(
            f"a glossary cannot be written as {output.name!r}",
            number=90,
            help="use .tbx, .csv, .tsv, .xlsx, .utf8 or .toml",
        )
    options = {"flavour": flavour} if flavour and kind == "tbx" else {}
    if kind == "omegat":
        options["target"] = checked(target, project.config.languages) if target else project.config.targets[0]
    count: int = writer(output, project.glossary, source=first, **options)
    return count


@dataclass(frozen=True, slots=True)
class Imported:
    """What taking a glossary file in came to."""

    path: Path
    """The TOML file that was written."""

    added: int
    """Concepts that are new."""

    known: tuple[str, ...]
    """Ids that the glossary had already; their entries were left as they are."""


def import_concepts(project: Project, path: Path, *, domain: str = "") -> Imported:
    """Take the concepts of a file into `glossary/<domain>.toml`, behind what is there; the domain is the file's name unless given.

    Concepts whose id is known are left alone and named. Raises `GlossaryError` when the result could not be loaded.
    """
    name = domain or path.stem
    target = project.config.path(project.config.glossary) / f"{name}.toml"
    concepts = list(read_concepts(path))
    known = tuple(concept.id for concept in concepts if project.glossary.get(concept.id))
    fresh = [
        # A domain that is only the name of the file is that of the file it goes to.
        replace(concept, domain=name) if domain or concept.domain == path.stem else concept
        for concept in concepts
        if concept.id not in known
    ]
    if fresh:
        before = target.read_text(encoding="utf-8").rstrip("\n") + "\n\n" if target.exists() else ""
        text = before + render(fresh, domain=name)
        list(parse(text, str(target)))  # nothing is written that cannot be read back
        write_text(target, text)
    return Imported(target, len(fresh), known)
