"""`termbase segment`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console

app = typer.Typer(add_completion=False)


@app.command()
def segment(
    file: Annotated[str, typer.Argument(help="Text file, or - for standard input.")] = "-",
    lang: Annotated[str, typer.Option("--lang", help="Language of the text.")] = "en",
    paragraphs: Annotated[bool, typer.Option("--paragraphs", help="A blank line between paragraphs.")] = False,
    srx: Annotated[Path | None, typer.Option("--srx", help="Segmentation rules to use instead of ours.")] = None,
) -> None:
    """Cut a text into sentences, one a line."""
    from termbase.workflows.segment import sentences  # noqa: PLC0415 (start-up is a feature)

    last = None
    for sentence in sentences(file, lang, stdin=sys.stdin.buffer, srx=srx):
        if paragraphs and last is not None and sentence.paragraph != last:
            console.out()
        console.out(sentence.line)
        last = sentence.paragraph
