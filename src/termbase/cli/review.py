"""`termbase review`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, one_of
from termbase.errors import UsageError

if TYPE_CHECKING:
    from termbase.workflows.review import BeadForReview, Review

app = typer.Typer(add_completion=False)


@app.command()
def review(
    release: Annotated[
        str, typer.Argument(help="Name of a release; all of them, or the only one, when left out.")
    ] = "",
    html: Annotated[Path | None, typer.Option(help="Write the page where the release is reviewed.")] = None,
    apply: Annotated[
        Path | None, typer.Option(help="Take in decisions that were saved on that page: JSON Lines.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List every bead, not only those that wait for review.")] = False,
    format_: Annotated[str, typer.Option("--format", help="text or json, for the list.")] = "text",
) -> None:
    """List the beads that wait for review, write a page to review them on, or take decisions in."""
    from termbase.workflows import review as workflow  # noqa: PLC0415 (start-up is a feature)

    one_of(format_, "--format", ("text", "json"))
    if html and apply:
        raise UsageError("--html and --apply do not go together", number=51, help="one after the other")
    project = current()
    if apply:
        applied = workflow.apply(project, release, apply)
        already = f", {applied.known} there already" if applied.known else ""
        console.out(f"{applied.log}: {applied.added} decision{'s' * (applied.added != 1)} added{already}")
        for stale in applied.stale:
            console.warn(str(stale))
        console.note(f"now run: termbase build {applied.name}")
    elif html:
        written = workflow.write_page(project, release, html)
        console.out(f"{html}: {_summary(written)}")
        _warn(written)
    else:
        found = list(workflow.review(project, release))
        if format_ == "json":
            console.as_json({"releases": [item.as_dict(every=every) for item in found]})
        for item in found:
            if format_ == "text":
                console.out(_summary(item))
                for bead in item.shown(every=every):
                    _show(bead)
            _warn(item)
        if not found:
            console.warn(f"no releases under {project.releases}; termbase build says how to make one")


def _summary(item: Review) -> str:
    counts = item.counts
    return (
        f"{item.name}: {len(item.beads)} beads, {counts['review']} to review, "
        f"{counts['accepted']} accepted, {counts['rejected']} rejected"
    )


def _show(bead: BeadForReview) -> None:
    """Print a bead: how sure it is and where it begins, each language on a line of its own, then its key."""
    console.out(f"\n{console.style(f'{bead.confidence:.2f} {bead.status.value}', 'bold')}  {bead.place}")
    for language, segments in bead.sides.items():
        console.labelled(language, " ".join(segment.text for segment in segments) or "—", language)
    console.out(console.style(f"  {bead.key}", "dim"))


def _warn(item: Review) -> None:
    for stale in item.stale:
        console.warn(str(stale))
