"""`termbase check`."""

from __future__ import annotations

from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, split

app = typer.Typer()


@app.command()
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Release folders and files; the whole project when left out.")
    ] = None,
    glossary: Annotated[str, typer.Option(help="Glossary file or folder to use instead of the project's.")] = "",
    select: Annotated[list[str] | None, typer.Option(help="Only these rules: id, id prefix or name.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these rules.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
) -> None:
    """Check releases and memories against the glossary and the rules."""
    from termbase.reports.base import REPORTERS, Report  # noqa: PLC0415 (start-up is a feature)
    from termbase.workflows.check import check as run  # noqa: PLC0415

    render = REPORTERS.get(format_)
    report = run(current(), paths or (), glossary=glossary, select=split(select), ignore=split(ignore))
    for error in report.errors:
        console.error(error)
    console.raw(
        render(Report(report.findings, report.documents, report.units, report.errors, colour=console.coloured()))
    )
    raise typer.Exit(0 if exit_zero and report.exit_code == 1 else report.exit_code)
