"""`termbase check`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, split

if TYPE_CHECKING:
    from termbase.workflows.check import Request

app = typer.Typer(add_completion=False)


@app.command()
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Release folders, files and patterns; the whole project when left out.")
    ] = None,
    glossary: Annotated[str, typer.Option(help="Glossary file or folder to use instead of the project's.")] = "",
    select: Annotated[list[str] | None, typer.Option(help="Only these rules: id, id prefix or name.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these rules.")] = None,
    baseline: Annotated[str, typer.Option(metavar="FILE", help="Known findings, which do not count.")] = "",
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write what is found into the baseline, and drop what is gone.")
    ] = False,
    diff_base: Annotated[str, typer.Option(metavar="REV", help="Only files changed since a git revision.")] = "",
    fix: Annotated[bool, typer.Option("--fix", help="Mend what is certain.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: also mend what a person should look at.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")] = False,
    format_: Annotated[
        str,
        typer.Option("--format", help="text, concise, json, jsonl, sarif, github, gitlab, junit, checkstyle or html."),
    ] = "text",
    output_file: Annotated[
        Path | None, typer.Option("--output-file", help="Write the report here instead of printing it.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes for large inputs.")] = 2,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit 0 whatever is found.")] = False,
) -> None:
    """Check releases, memories and translations against the glossary and the rules."""
    from termbase.reports.base import REPORTERS  # noqa: PLC0415 (start-up is a feature)
    from termbase.workflows import check as workflow  # noqa: PLC0415

    render = REPORTERS.get(format_)
    project = current()
    wanted_baseline = "" if write_baseline else baseline
    request = workflow.Request(
        tuple(paths or ()), glossary, split(select), split(ignore), wanted_baseline, diff_base, jobs
    )
    if fix or diff or unsafe_fixes:
        mend(request, unsafe=unsafe_fixes, show=diff)
    report = workflow.check(project, request, use_baseline=not write_baseline)
    for error in report.errors:
        console.error(error)
    if write_baseline:
        path = workflow.baseline_path(project, baseline)
        console.note(f"{path}: {workflow.write_baseline(path, report)} known findings")
        raise typer.Exit(0)
    text = render(workflow.for_printing(project, report, colour=console.coloured() and output_file is None))
    if output_file is None:
        console.raw(text)
    else:
        workflow.write_report(output_file, text)
    if report.stale:
        console.note(f"{report.stale} entries of the baseline are no longer found; --write-baseline drops them")
    raise typer.Exit(0 if exit_zero and report.exit_code == 1 else report.exit_code)


def mend(request: Request, *, unsafe: bool, show: bool) -> None:
    """Apply fixes, or show what they would change and stop: exit 1 when there is something to mend."""
    from termbase.workflows.fix import fix as apply  # noqa: PLC0415 (start-up is a feature)

    fixes = apply(current(), request, unsafe=unsafe, write=not show)
    for file in fixes.files:
        if show:
            console.raw(file.diff)
        else:
            console.note(f"{file.path}: {file.fixes} fixed")
    if fixes.left:
        console.note(
            f"{fixes.left} fixes were left: where they belong in the file is not certain; the findings say what to change"
        )
    if show:
        for error in fixes.errors:
            console.error(error)
        raise typer.Exit(2 if fixes.errors else 1 if fixes.files else 0)
