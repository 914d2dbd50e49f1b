"""`termbase analyse`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, one_of, split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.workflows.analyse import Volume

app = typer.Typer(add_completion=False)

_NAMES = {"context": "101 % in context", "repetition": "repetitions", "none": "no match"}


@app.command()
def analyse(
    files: Annotated[
        list[str], typer.Argument(help="Texts in the source language, release folders, translation files.")
    ],
    source: Annotated[str, typer.Option("--from", help="Language of the texts.")] = "",
    to: Annotated[list[str] | None, typer.Option(help="Only matches that have one of these languages.")] = None,
    format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
) -> None:
    """Count segments, words and characters by match band, and repetitions."""
    from termbase.workflows.analyse import analyse as run  # noqa: PLC0415 (start-up is a feature)
    from termbase.workflows.analyse import total  # noqa: PLC0415

    one_of(format_, "--format", ("text", "json"))
    found = list(run(current(), files, source=source, targets=split(to)))
    if format_ == "json":
        console.as_json(
            {
                "files": [asdict(analysis) for analysis in found],
                "total": {band: asdict(volume) for band, volume in total(found).items()},
            }
        )
        return
    for analysis in found:
        _table(analysis.path, analysis.bands)
    if len(found) > 1:
        _table("total", total(found))


def _table(title: str, bands: Mapping[str, Volume]) -> None:
    console.out(f"{console.style(title, 'bold')}")
    console.out(console.style(f"  {'':<17}{'segments':>9} {'words':>9} {'share':>6} {'characters':>11}", "dim"))
    words = sum(volume.words for volume in bands.values())
    for band, volume in bands.items():
        share = volume.words / words if words else 0.0
        name = _NAMES.get(band, f"{band} %")
        console.out(f"  {name:<17}{volume.segments:>9,} {volume.words:>9,} {share:>6.0%} {volume.characters:>11,}")
    segments = sum(volume.segments for volume in bands.values())
    characters = sum(volume.characters for volume in bands.values())
    console.out(f"  {'all':<17}{segments:>9,} {words:>9,} {'':>6} {characters:>11,}")
