"""`termbase batch`: align, segment."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current
from termbase.text.display import printable

if TYPE_CHECKING:
    from termbase.batch.task import Plan

app = typer.Typer(
    help="Align or segment a whole archive. What is up to date is left alone.",
    no_args_is_help=True,
    add_completion=False,
)

_FOLDER = typer.Argument(help="Folder of the texts, at any depth.")
_INTO = typer.Option("--into", metavar="OUT", help="Folder of the results, outside that of the texts.")
_JOBS = typer.Option(
    "--jobs", min=1, help="Processes at work; as many as processors when left out.", show_default=False
)
_FORCE = typer.Option("--force", help="Make everything again.")
_SHOWN = 20
"""Files that are named when they belong to no document; -v names all."""


@app.command()
def align(
    folder: Annotated[Path, _FOLDER],
    into: Annotated[Path, _INTO],
    jobs: Annotated[int | None, _JOBS] = None,
    pre_segmented: Annotated[bool, typer.Option("--pre-segmented", help="Each line is a sentence already.")] = False,
    lexicon: Annotated[
        Path | None,
        typer.Option(help="A bilingual lexicon of yours: TSV, named en-fr.tsv after its languages, or dictd."),
    ] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Make a TMX file of each document: a folder with en.txt, ar.txt, ..., or NAME.en.txt, NAME.ar.txt, ..."""
    from termbase.batch.align import plan_alignment  # noqa: PLC0415 (start-up is a feature)
    from termbase.workflows.align import AlignRequest  # noqa: PLC0415

    project = current()
    request = AlignRequest(lexicon, seed_memory=project.config.align.seed_memory, pre_segmented=pre_segmented)
    _carry_out(plan_alignment(project, folder, into, request), jobs, force=force, label="aligning")


@app.command()
def segment(
    folder: Annotated[Path, _FOLDER],
    into: Annotated[Path, _INTO],
    lang: Annotated[str, typer.Option("--lang", help="Language of the texts.")],
    jobs: Annotated[int | None, _JOBS] = None,
    force: Annotated[bool, _FORCE] = False,
) -> None:
    """Cut each text into sentences, one a line."""
    from termbase.batch.segment import plan_segmentation  # noqa: PLC0415 (start-up is a feature)

    _carry_out(plan_segmentation(current(), folder, into, lang), jobs, force=force, label="segmenting")


def _carry_out(plan: Plan, jobs: int | None, *, force: bool, label: str) -> None:
    """Run a plan and show what becomes of it; exit code 2 when anything failed."""
    from termbase.batch.run import State, run  # noqa: PLC0415 (start-up is a feature)

    shown = len(plan.left_out) if console.options.verbose else _SHOWN
    for path in plan.left_out[:shown]:
        console.note(f"left out: {printable(str(path))}")
    if len(plan.left_out) > shown:
        console.note(f"left out: {len(plan.left_out) - shown} more; -v names them")
    counts: Counter[State] = Counter()
    with console.progress(label) as show, closing(run(plan, jobs=jobs or 0, force=force)) as outcomes:
        for number, outcome in enumerate(outcomes, 1):
            name = printable(str(outcome.path))
            for warning in outcome.warnings:
                console.warn(f"{name}: {warning}")
            if outcome.problem:
                console.error(outcome.problem)
            console.out(f"{name}: {f'{outcome.size}, ' if outcome.size else ''}{outcome.state}")
            counts[outcome.state] += 1
            show(number, len(plan.tasks))
    console.out(", ".join(f"{counts[state]} {state}" for state in State))
    raise typer.Exit(2 if counts[State.FAILED] else 0)
