"""`termbase memory`: what is in the memory, whether it is sound, clean-up."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.memory.maintenance import Change

app = typer.Typer(help="See what is in the memory, and keep it clean.", no_args_is_help=True)

_DRY = typer.Option("--dry-run", help="Only show what would be done.")
_ORIGIN = typer.Option(help="Only units of this origin.")


@app.command()
def stats(format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text") -> None:
    """Count units by origin and segments by language."""
    from termbase.workflows.memory import stats as count  # noqa: PLC0415 (start-up is a feature)

    found = count(current())
    if format_ == "json":
        console.as_json(asdict(found))
        return
    console.out(f"{found.units:,} units, {found.size / 1_000_000:,.1f} MB")
    for origin, units in found.origins.items():
        console.out(f"  {units:>9,}  {origin}")
    for language, segments in found.segments.items():
        console.out(f"  {segments:>9,}  segments in {language}")
    console.out(f"  {found.indexed:>9,}  segments in the index file, {found.waiting:,} waiting for it")


@app.command()
def verify() -> None:
    """Read every page and every byte of the memory, and say whether it is sound."""
    from termbase.workflows.memory import verify as run  # noqa: PLC0415

    console.out(run(current()))


@app.command()
def compact() -> None:
    """Build the index file anew, so that nothing waits for it."""
    from termbase.workflows.memory import compact as run  # noqa: PLC0415

    console.out(f"{run(current()):,} segments indexed")


@app.command()
def dedupe(dry_run: Annotated[bool, _DRY] = False) -> None:
    """Keep one of all units that have the same texts: the newest."""
    from termbase.workflows.memory import dedupe as run  # noqa: PLC0415

    _show(run(current(), write=not dry_run), "removed", dry_run)


@app.command()
def delete(
    expression: Annotated[
        str, typer.Argument(help="Regular expression; empty with --origin to forget the whole origin.")
    ] = "",
    lang: Annotated[str, typer.Option(help="Language of the text to match; the source language when left out.")] = "",
    origin: Annotated[str, _ORIGIN] = "",
    dry_run: Annotated[bool, _DRY] = False,
) -> None:
    """Remove the units whose text matches, or everything of an origin."""
    from termbase.errors import UsageError  # noqa: PLC0415
    from termbase.workflows import memory  # noqa: PLC0415

    if not expression and not origin:
        raise UsageError("nothing says what to delete", number=24, help="give an expression, or --origin NAME")
    if expression or dry_run:
        _show(memory.delete(current(), expression, language=lang, origin=origin, write=not dry_run), "removed", dry_run)
    else:
        console.note(f"{memory.delete_origin(current(), origin):,} units removed")


@app.command()
def replace(
    expression: Annotated[str, typer.Argument(help="Regular expression.")],
    replacement: Annotated[str, typer.Argument(help="What to put there; \\\\1 is the first group.")],
    lang: Annotated[str, typer.Option(help="Language of the texts to change.")],
    origin: Annotated[str, _ORIGIN] = "",
    dry_run: Annotated[bool, _DRY] = False,
) -> None:
    """Search and replace in the texts of a language."""
    from termbase.workflows.memory import replace as run  # noqa: PLC0415

    _show(run(current(), expression, replacement, language=lang, origin=origin, write=not dry_run), "changed", dry_run)


def _show(changes: Sequence[Change], verb: str, dry_run: bool) -> None:
    for change in changes:
        console.out(console.style(" · ".join(part for part in (change.origin, change.unit) if part), "dim"))
        console.labelled(f"- {change.language}", change.before, change.language)
        if change.after:
            console.labelled(f"+ {change.language}", change.after, change.language)
    console.note(f"{len(changes):,} {'would be ' if dry_run else ''}{verb}")
