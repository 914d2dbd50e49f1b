"""The project of this run, as the options that work everywhere say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.cli import console
from termbase.errors import UsageError

if TYPE_CHECKING:
    from termbase.workflows.project import Project


def current() -> Project:
    """The project that the command works in."""
    from termbase.workflows.project import open_project  # noqa: PLC0415 (start-up is a feature)

    return open_project(console.options.config, console.options.memory)


def one_of(value: str, option: str, choices: tuple[str, ...]) -> None:
    """Raise `UsageError` when an option was given a value that it does not have."""
    if value not in choices:
        raise UsageError(f"{option} cannot be {value!r}", number=6, help=f"one of {', '.join(choices)}")


def split(values: list[str] | None) -> tuple[str, ...]:
    """Values of an option that may be repeated and may hold commas: `--to ar,fr` is `--to ar --to fr`."""
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())
