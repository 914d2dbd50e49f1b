"""`termbase build`."""

from __future__ import annotations

from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current

app = typer.Typer(add_completion=False)


@app.command()
def build(
    releases: Annotated[list[str] | None, typer.Argument(help="Names of releases; all of them when left out.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 when a TMX file is stale.")] = False,
) -> None:
    """Align every release under tmx/ into its TMX file, and bring the memory up to date."""
    from termbase.workflows.build import build as build_releases  # noqa: PLC0415 (start-up is a feature)

    project = current()
    names = releases or project.release_names()
    stale = False
    with console.progress("building") as show:
        for number, built in enumerate(build_releases(project, names, write=not check), 1):
            show(number, len(names))
            for warning in built.warnings:
                console.warn(f"{built.name}: {warning}")
            state = ("stale" if check else "written") if built.stale else "up to date"
            accepted = f", {built.accepted} accepted" if built.accepted else ""
            review = f", {built.review} to review" if built.review else ""
            console.out(f"{built.path}: {built.units} units{accepted}{review}, {state}")
            stale = stale or built.stale
    if not names:
        console.warn(
            f"no releases under {project.releases}; put each into a folder of its own, one text file a language"
        )
    if check:
        raise typer.Exit(1 if stale else 0)
    project.index_releases()
    project.memory.close()
