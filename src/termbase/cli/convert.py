"""`termbase convert`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import split
from termbase.model import Finding

app = typer.Typer(add_completion=False)


@app.command()
def convert(
    file: Annotated[Path, typer.Argument(help="File to read, of any known format.")],
    output: Annotated[Path, typer.Argument(help="File to write; its name says the format.")],
    source: Annotated[str, typer.Option("--from", help="Source language, for formats that hold one pair.")] = "",
    target: Annotated[str, typer.Option("--target", help="Target language, for formats that hold one pair.")] = "",
    lang: Annotated[
        list[str] | None, typer.Option("--lang", metavar="OLD=NEW", help="Rename a language: en-GB=en.")
    ] = None,
    flavour: Annotated[
        str,
        typer.Option(help="TMX: generic, omegat, trados, memoq or wordfast. TBX: dca, dct or v2. XLIFF: 2.1 or 1.2."),
    ] = "",
) -> None:
    """Write a memory or a glossary in another format."""
    from termbase.workflows import exchange  # noqa: PLC0415 (start-up is a feature)

    problems: list[Finding] = []
    done = exchange.convert(
        file,
        output,
        source=source,
        target=target,
        languages=exchange.language_map(split(lang)),
        flavour=flavour,
        problems=problems,
    )
    console.out(f"{done.path}: {done}")
    console.problems(problems)
