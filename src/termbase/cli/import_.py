"""`termbase import`."""

from __future__ import annotations

from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, split
from termbase.model import Finding

app = typer.Typer(add_completion=False)


@app.command()
def import_(
    files: Annotated[list[str], typer.Argument(help="TMX, XLIFF, PO, CSV, TSV or XLSX files.")],
    origin: Annotated[
        str, typer.Option(help="Name of the memory; the file's name when left out. What it held is replaced.")
    ] = "",
    lang: Annotated[
        list[str] | None, typer.Option("--lang", metavar="OLD=NEW", help="Rename a language: en-GB=en.")
    ] = None,
) -> None:
    """Take the units of files into the memory."""
    from termbase.workflows import exchange  # noqa: PLC0415 (start-up is a feature)

    project = current()
    languages = exchange.language_map(split(lang))
    with console.progress("importing") as show:
        for number, file in enumerate(files, 1):
            problems: list[Finding] = []
            count = exchange.import_file(project, file, origin=origin, languages=languages, problems=problems)
            show(number, len(files))
            console.out(f"{file}: {count} unit{'s' * (count != 1)}")
            console.problems(problems)
