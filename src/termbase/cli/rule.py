"""`termbase rule`."""

from __future__ import annotations

from typing import Annotated

import typer

from termbase.cli import console

app = typer.Typer(add_completion=False)


@app.command()
def rule(
    identifier: Annotated[str, typer.Argument(metavar="[ID]", help="Rule id or name; all rules when left out.")] = "",
) -> None:
    """Explain a rule: why it is there, what it reports, how to mend it."""
    from termbase.checks.runner import all_rules, find_rule  # noqa: PLC0415 (start-up is a feature)

    if not identifier:
        for item in all_rules():
            console.out(f"{item.id}  {item.severity.value:<7}  {item.name}: {item.summary}")
        return
    item = find_rule(identifier)
    console.out(f"{console.style(f'{item.id} {item.name}', 'bold')} ({item.category.value}, {item.severity.value})")
    for text in (item.summary, "", item.explanation, ""):
        console.paragraph(text)
    if item.example.source:
        console.labelled("source", item.example.source, "en")
    console.labelled("wrong ", item.example.wrong, item.example.language)
    console.labelled("right ", item.example.right, item.example.language)
    console.out()
    profiles = ", ".join(item.profiles)
    console.paragraph(f'Runs in the profiles {profiles}. Turn it off: [check] ignore = ["{item.id}"]')
