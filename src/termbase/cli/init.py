"""`termbase init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from termbase.cli import console

app = typer.Typer(add_completion=False)


@app.command()
def init(folder: Annotated[Path, typer.Argument(help="Where to start the project.")] = Path()) -> None:
    """Start a project: termbase.toml, glossary/ and tmx/."""
    from termbase.workflows.init import init as start  # noqa: PLC0415 (start-up is a feature)

    made = start(folder)
    for path in made:
        console.out(f"made {path}")
    if not made:
        console.note("nothing to do: the project is laid out already")
