"""`termbase concordance`."""

from __future__ import annotations

from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.lookup import show_match
from termbase.cli.project import current, one_of, split

app = typer.Typer(add_completion=False)


@app.command()
def concordance(
    text: Annotated[str, typer.Argument(help="A word or phrase.")],
    lang: Annotated[str, typer.Option(help="Language to search in; the source language when left out.")] = "",
    to: Annotated[list[str] | None, typer.Option(help="Languages to show.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Most units shown; 50 when left out.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Show every unit of the memory that holds a word or phrase."""
    from termbase.workflows.lookup import concordance as search  # noqa: PLC0415 (start-up is a feature)
    from termbase.workflows.lookup import concordance_as_dict  # noqa: PLC0415

    one_of(format_, "--format", ("text", "json"))
    project = current()
    matches = search(project, text, language=lang, targets=split(to), limit=limit)
    if format_ == "json":
        console.as_json(concordance_as_dict(text, matches))
    else:
        for match in matches:
            show_match(match, lang or project.config.source)
        if not matches:
            console.note(f"“{text}” is not in the memory")
    raise typer.Exit(0 if matches else 1)
