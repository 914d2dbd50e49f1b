"""`termbase stats`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from termbase.cli import console
from termbase.cli.project import current, one_of

app = typer.Typer(add_completion=False)


@app.command()
def stats(format_: Annotated[str, typer.Option("--format", help="text or json.")] = "text") -> None:
    """Count what the project holds: releases, glossary, memory."""
    from termbase.workflows.stats import stats as count  # noqa: PLC0415 (start-up is a feature)

    one_of(format_, "--format", ("text", "json"))
    found = count(current())
    if format_ == "json":
        console.as_json(asdict(found))
        return
    console.out(f"releases: {len(found.releases)}")
    for name, release in found.releases.items():
        words = ", ".join(f"{language} {count:,}" for language, count in release.words.items())
        console.out(f"  {name}: units {release.units:,}; words: {words}")
    console.out(f"glossary: concepts {found.glossary.concepts:,}")
    for domain, concepts in found.glossary.domains.items():
        console.out(f"  {domain}: {concepts:,}")
    for language, statuses in found.glossary.terms.items():
        console.out(
            f"  terms, {language}: {', '.join(f'{status} {count:,}' for status, count in statuses.items()) or 0}"
        )
    console.out(f"memory: units {found.memory.units:,}, origins {len(found.memory.origins)}")
