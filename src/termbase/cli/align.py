"""`termbase align`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current

app = typer.Typer(add_completion=False)


@app.command()
def align(
    texts: Annotated[
        list[str],
        typer.Argument(
            metavar="LANG=PATH...",
            help="Versions of one text: en=PATH ar=PATH, or NAME.en.txt NAME.ar.txt. The first is the pivot.",
        ),
    ],
    pre_segmented: Annotated[bool, typer.Option("--pre-segmented", help="Each line is a sentence already.")] = False,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="TMX file to write.")] = None,
    beads: Annotated[str, typer.Option(help="Write the beads as TSV, or - for standard output.")] = "",
    lexicon: Annotated[Path | None, typer.Option(help="A bilingual lexicon: TSV or dictd.")] = None,
    srx: Annotated[Path | None, typer.Option("--srx", help="Segmentation rules to use instead of ours.")] = None,
) -> None:
    """Align the versions of a text sentence by sentence."""
    from termbase.workflows import align as workflow  # noqa: PLC0415 (start-up is a feature)

    paths = workflow.parse_texts(texts)
    result = workflow.align_to(current(), paths, output=output, lexicon=lexicon, pre_segmented=pre_segmented, srx=srx)
    for warning in result.alignment.warnings:
        console.warn(str(warning))
    table = workflow.bead_table(result.alignment.beads, list(paths))
    if beads == "-" or (not beads and output is None):
        console.raw(table)
    elif beads:
        workflow.write_table(beads, table)
    if output:
        console.note(f"{output}: {len(result.alignment.beads)} beads, aligned by {result.alignment.signature}")
