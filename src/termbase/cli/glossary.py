"""`termbase glossary`: show, list, validate, add, extract, variants, import, export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current

if TYPE_CHECKING:
    from termbase.model import Concept

app = typer.Typer(help="Look into the glossary and keep it sound.", no_args_is_help=True, add_completion=False)


@app.command()
def show(term: Annotated[str, typer.Argument(help="A concept id, or a term in any language.")]) -> None:
    """Show one concept with all its terms."""
    from termbase.workflows.glossary import concepts_for  # noqa: PLC0415 (start-up is a feature)

    found = concepts_for(current(), term)
    for concept in found:
        print_concept(concept)
    if not found:
        console.note(f"“{term}” is not in the glossary")
    raise typer.Exit(0 if found else 1)


@app.command(name="list")
def list_(
    domain: Annotated[str, typer.Option(help="Only this domain.")] = "",
    kind: Annotated[str, typer.Option(help="Only this kind of concept.")] = "",
) -> None:
    """List the concepts, one a line: id, kind, English term."""
    project = current()
    for concept in project.glossary:
        if domain in ("", concept.domain) and kind in ("", concept.kind):
            term = concept.preferred(project.config.source)
            console.out(f"{concept.id}\t{concept.kind}\t{term.text if term else ''}")


@app.command()
def validate(
    path: Annotated[str, typer.Argument(help="Glossary file or folder; the project's when left out.")] = "",
) -> None:
    """Check the glossary itself: every concept in every language, no contradictions."""
    from termbase.workflows.glossary import validate as run  # noqa: PLC0415 (start-up is a feature)

    findings = run(current(), path)
    for finding in findings:
        console.out(
            f"{finding.path}:{finding.line}:{finding.column}: {finding.severity.value}[{finding.rule}] {finding.message}"
        )
    if not findings:
        console.note("the glossary is sound")
    raise typer.Exit(1 if findings else 0)


@app.command()
def add(
    terms: Annotated[list[str], typer.Argument(help="Terms with their languages: en=TERM ar=TERM ...")],
    concept: Annotated[str, typer.Option("--id", help="Concept id; made of the first term when left out.")] = "",
    domain: Annotated[str, typer.Option(help="File of a new concept, without .toml.")] = "",
    kind: Annotated[str, typer.Option(help="Kind of concept: person, body, title, place, document, ...")] = "",
    definition: Annotated[str, typer.Option(help="What it is.")] = "",
    status: Annotated[str, typer.Option(help="Status of the terms: preferred, admitted, deprecated, forbidden.")] = "",
) -> None:
    """Add terms to a concept, new or known; comments and order of the file stay."""
    from termbase.workflows.glossary import add as run  # noqa: PLC0415 (start-up is a feature)

    path = run(current(), concept, terms, domain=domain, kind=kind, definition=definition, status=status)
    console.out(str(path))


@app.command()
def extract(
    paths: Annotated[list[str] | None, typer.Argument(help="Memories; those of the project when left out.")] = None,
    to: Annotated[str, typer.Option(help="Language of the renderings.")] = "fr",
    minimum: Annotated[int, typer.Option("--min", min=2, help="Least number of occurrences.")] = 2,
    limit: Annotated[int, typer.Option(min=1, help="Most candidates shown.")] = 50,
) -> None:
    """List term candidates of the memory that the glossary lacks, with their renderings and an example."""
    from termbase.workflows.glossary import extract as run  # noqa: PLC0415 (start-up is a feature)

    for candidate in run(current(), to, paths or (), minimum=minimum, limit=limit):
        console.out(f"{console.style(candidate.text, 'bold')}   {candidate.count} times, {candidate.score:.1f}")
        for rendering in candidate.renderings:
            console.labelled(f"{to} {rendering.score:.2f}", rendering.text, to)
        console.labelled("", candidate.example[0], "en", indent=4)
        console.labelled("", candidate.example[1], to, indent=4)


@app.command()
def variants(
    paths: Annotated[list[str] | None, typer.Argument(help="Memories; those of the project when left out.")] = None,
) -> None:
    """List names that the memory spells in several ways. Exit code 1 when there are any."""
    from termbase.workflows.glossary import name_variants  # noqa: PLC0415 (start-up is a feature)

    found = name_variants(current(), paths or ())
    for group in found:
        for spelling in group.spellings:
            console.labelled(spelling.language, f"{spelling.text} ({spelling.count})", spelling.language, indent=0)
        console.out()
    if not found:
        console.note("every name is spelled in one way")
    raise typer.Exit(1 if found else 0)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="TOML, TBX, CSV, TSV, XLSX or OmegaT glossary.")],
    domain: Annotated[
        str, typer.Option(help="File of the glossary to write to, without .toml; named like the input when left out.")
    ] = "",
) -> None:
    """Take the concepts of a file into the glossary; those it has already are left alone."""
    from termbase.workflows.glossary import import_concepts  # noqa: PLC0415 (start-up is a feature)

    done = import_concepts(current(), file, domain=domain)
    console.out(f"{done.path}: {done.added} concepts added")
    if done.known:
        more = f" and {len(done.known) - 5} more" if len(done.known) > 5 else ""
        console.note(f"left alone, because the glossary has them: {', '.join(done.known[:5])}{more}")


@app.command()
def export(
    output: Annotated[Path, typer.Argument(help="File to write; .tbx, .csv, .tsv, .xlsx, .utf8 (OmegaT) or .toml.")],
    source: Annotated[str, typer.Option("--from", help="Source language; the project's when left out.")] = "",
    target: Annotated[str, typer.Option("--target", help="Target language, for OmegaT.")] = "",
    flavour: Annotated[str, typer.Option(help="TBX: dca, dct, min-dca, min-dct, core or v2.")] = "",
) -> None:
    """Write the glossary for another tool."""
    from termbase.workflows.glossary import export as run  # noqa: PLC0415 (start-up is a feature)

    console.out(f"{output}: {run(current(), output, source=source, target=target, flavour=flavour)} concepts")


def print_concept(concept: Concept) -> None:
    """Print a concept: what it is, then each term on a line of its own with its status."""
    console.out(
        f"{console.style(concept.id, 'bold')}   {console.style(' · '.join(filter(None, (concept.kind, concept.domain))), 'dim')}"
    )
    if concept.definition:
        console.out(f"  {concept.definition}")
    for term in concept.terms:
        console.labelled(str(term.language), term.text, term.language)
        details = [
            term.status.value,
            term.kind.value,
            *(part for part in (term.gender, term.note, term.source) if part),
        ]
        console.out(f"      {console.style(', '.join(details), 'dim')}")
    for note in concept.notes:
        console.out(f"  note: {note}")
