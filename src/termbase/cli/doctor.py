"""`termbase doctor`."""

from __future__ import annotations

import typer

from termbase.cli import console
from termbase.cli.project import current

app = typer.Typer(add_completion=False)


@app.command()
def doctor() -> None:
    """Look at the project and the machine, and say what is not in order."""
    from termbase.workflows.doctor import examine  # noqa: PLC0415 (start-up is a feature)

    healthy = True
    for line in examine(current()):
        mark = console.style("ok  ", "green") if line.healthy else console.style("FAIL", "red", "bold")
        console.out(f"{mark}  {line.subject}: {line.state}")
        healthy = healthy and line.healthy
    raise typer.Exit(0 if healthy else 2)
