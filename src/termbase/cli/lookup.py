"""`termbase lookup`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, one_of, split

if TYPE_CHECKING:
    from termbase.model import Match
    from termbase.workflows.lookup import Lookup

app = typer.Typer(add_completion=False)


@app.command()
def lookup(
    text: Annotated[str, typer.Argument(help="What to look up, or - for one query a line.")],
    source: Annotated[str, typer.Option("--from", help="Language of the text.")] = "",
    to: Annotated[list[str] | None, typer.Option(help="Target languages.")] = None,
    minimum: Annotated[
        int | None, typer.Option("--min", min=0, max=101, help="Least score shown; 70 unless configured.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most matches shown; 5 unless configured.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text, json or jsonl.")] = "text",
) -> None:
    """Show approved terms and memory matches for a text."""
    from termbase.workflows.lookup import look_up  # noqa: PLC0415 (start-up is a feature)

    one_of(format_, "--format", ("text", "json", "jsonl"))
    project = current()
    queries = (line.rstrip("\r\n") for line in sys.stdin) if text == "-" else iter([text])
    found = False
    for query in queries:
        answer = look_up(project, query, source=source, targets=split(to), minimum=minimum, limit=limit)
        found = found or bool(answer)
        if format_ == "jsonl":
            console.as_json_line(answer.as_dict())
        elif format_ == "json":
            console.as_json(answer.as_dict())
        else:
            show(answer, source or project.config.source)
    raise typer.Exit(0 if found else 1)


def show(answer: Lookup, source: str) -> None:
    """Print an answer for a reader: terms first, then matches."""
    if not answer:
        console.note(f"nothing found for “{answer.query}”")
    for hit in answer.terms:
        concept = hit.concept
        console.out(f"{console.style(hit.text, 'bold')}   {console.style(f'{concept.id} · {concept.domain}', 'dim')}")
        for language in answer.targets:
            for term in concept.terms_in(language):
                console.labelled(language, term.text, language)
                if term.status != "preferred" or term.kind != "full form":
                    mark = (
                        console.style(term.status.value, "red", "bold")
                        if term.status in ("forbidden", "deprecated")
                        else term.status.value
                    )
                    console.out(f"      {mark}, {term.kind.value}{f': {term.note}' if term.note else ''}")
    if answer.matches:
        if answer.terms:
            console.out()
        console.out(console.style(f"{len(answer.matches)} in the memory", "dim"))
    for match in answer.matches:
        show_match(match, source)


def show_match(match: Match, source: str) -> None:
    """Print a match: score, where it comes from, then each language on a line of its own."""
    score = "found" if match.kind == "concordance" else f"{match.score} %"
    extra = " · ".join(
        part for part in (match.kind, "adapted" * match.adapted, match.origin, match.author, match.changed) if part
    )
    console.out(f"{console.style(score, 'green')}  {console.style(extra, 'dim')}")
    console.labelled(source, match.source, source)
    for language, target in match.targets.items():
        console.labelled(language, target, language)
