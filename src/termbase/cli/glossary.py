"""`termbase glossary`: show, list, validate."""

from __future__ import annotations

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


def print_concept(concept: Concept) -> None:
    """Print a concept: what it is, then each term on a line of its own with its status."""
    console.out(f"{console.style(concept.id, 'bold')}   {console.style(f'{concept.kind} · {concept.domain}', 'dim')}")
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
