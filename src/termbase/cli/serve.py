"""`termbase serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current
from termbase.errors import UsageError

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    host: Annotated[
        str | None,
        typer.Option(
            help="Address to listen on, for others to ask too; then any name is answered to. 127.0.0.1 when left out."
        ),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8765,
) -> None:
    """Answer lookups in a browser and in CAT tools, until Ctrl-C."""
    try:
        from termbase.web.server import serve as run  # noqa: PLC0415 (start-up is a feature)
    except ImportError as error:
        raise UsageError(
            f"serving needs a package that is not installed: {error.name}",
            number=60,
            help="pip install 'termbase[web]'",
        ) from error

    run(
        current,
        host=host,
        port=port,
        announce=lambda address: console.note(f"{address}  (Ctrl-C ends)"),
        report=console.fault,
    )
