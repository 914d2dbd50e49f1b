"""`termbase export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, split

app = typer.Typer(add_completion=False)


@app.command()
def export(
    to: Annotated[str, typer.Option(help="tmx, tbx, xliff, po, csv, tsv, xlsx, omegat or srx.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write; a folder for omegat.")],
    release: Annotated[list[str] | None, typer.Option(help="Only these releases.")] = None,
    source: Annotated[str, typer.Option("--from", help="Source language; the project's when left out.")] = "",
    target: Annotated[str, typer.Option("--target", help="Only this target language.")] = "",
    flavour: Annotated[
        str,
        typer.Option(help="TMX: generic, omegat, trados, memoq or wordfast. TBX: dca, dct or v2. XLIFF: 2.1 or 1.2."),
    ] = "",
) -> None:
    """Write the memories, the glossary or the segmentation rules for a CAT tool."""
    from termbase.workflows import exchange  # noqa: PLC0415 (start-up is a feature)

    written = exchange.export(
        current(), to, output, releases=split(release), source=source, target=target, flavour=flavour
    )
    for item in written:
        console.out(f"{item.path}: {item}")
