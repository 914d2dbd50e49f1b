"""`termbase pretranslate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current

app = typer.Typer(add_completion=False)


@app.command()
def pretranslate(
    file: Annotated[Path, typer.Argument(help="XLIFF file to read, 1.2 or 2.x.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="XLIFF file to write; never the one that is read.")],
    to: Annotated[str, typer.Option(help="Target language, for a file that states none.")] = "",
    minimum: Annotated[int, typer.Option("--min", min=0, max=101, help="Least score of a match.")] = 70,
    limit: Annotated[int, typer.Option(min=1, help="Most matches a segment.")] = 3,
) -> None:
    """Put memory matches and glossary terms into an XLIFF file, all else byte for byte as it was."""
    from termbase.workflows.pretranslate import pretranslate as run  # noqa: PLC0415 (start-up is a feature)

    done = run(current(), file, output, target=to, minimum=minimum, limit=limit)
    console.out(
        f"{output}: segments {done.segments}, with matches {done.matched}; matches {done.matches}, terms {done.terms}"
    )
