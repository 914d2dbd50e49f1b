"""`termbase validate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.errors import TermbaseError

if TYPE_CHECKING:
    from termbase.model import Finding

app = typer.Typer(add_completion=False)


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(help="TMX, TBX, XLIFF, PO or SRX files.")],
    format_: Annotated[str, typer.Option("--format", help="Report format, as for check.")] = "concise",
) -> None:
    """Check files against the rules of their format, with line and column."""
    from termbase.reports.base import REPORTERS, Report  # noqa: PLC0415 (start-up is a feature)
    from termbase.workflows.exchange import validate as run  # noqa: PLC0415

    render = REPORTERS.get(format_)
    findings: list[Finding] = []
    errors: list[TermbaseError] = []
    for file in files:
        try:
            findings.extend(run(file))
        except TermbaseError as error:
            errors.append(error)
            console.error(error)
    console.raw(render(Report(tuple(findings), len(files), errors=tuple(errors))))
    if not findings and not errors:
        console.note(f"{len(files)} file{'s' * (len(files) != 1)} sound")
    raise typer.Exit(2 if errors else 1 if findings else 0)
