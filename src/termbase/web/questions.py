"""What is asked, read from the address of a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from termbase.errors import UsageError
from termbase.web.answers import LONGEST_TEXT, TextTooLong
from termbase.workflows.lookup import CONCORDANCE_LIMIT, concordance, look_up

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from termbase.config import MemoryConfig
    from termbase.model import Match
    from termbase.workflows.lookup import Lookup
    from termbase.workflows.project import Project

MOST = 1000
"""Matches that may be asked for at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """A text and how it is to be looked up."""

    text: str
    """The text."""

    source: str = ""
    """Its language; empty for the source language of the project."""

    targets: tuple[str, ...] = ()
    """Languages asked for; empty for those of the project."""

    minimum: int | None = None
    """Least score; None for the project's."""

    limit: int | None = None
    """Most matches; None for the usual number."""

    def completed(self, settings: MemoryConfig, *, concording: bool) -> Question:
        """The same question with the numbers that are meant where none is given, for people to see."""
        usual = CONCORDANCE_LIMIT if concording else settings.limit
        minimum = settings.minimum if self.minimum is None else self.minimum
        return replace(self, minimum=minimum, limit=usual if self.limit is None else self.limit)


def bounded(text: str) -> str:
    """The text, when it is not too long; raises `TextTooLong`."""
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(len(text))
    return text


def number(parameters: QueryParams, name: str, least: int, most: int) -> int | None:
    """A number within bounds, None when it is not given. Raises `UsageError`."""
    value = parameters.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 9 and least <= int(value) <= most):
        raise UsageError(f"{name} cannot be {value[:40]!r}", number=64, help=f"a whole number from {least} to {most}")
    return int(value)


def languages(parameters: QueryParams, name: str) -> tuple[str, ...]:
    """Languages of a parameter that may be repeated and may hold commas, as on the command line."""
    return tuple(part.strip() for value in parameters.getlist(name) for part in value.split(",") if part.strip())


def question(parameters: QueryParams, source: str = "from") -> Question:
    """The question of a query string; `source` is the parameter of the text's language. Raises `UsageError`."""
    return Question(
        bounded(parameters.get("text", "")),
        parameters.get(source, "").strip(),
        languages(parameters, "to"),
        number(parameters, "min", 0, 101),
        number(parameters, "limit", 1, MOST),
    )


def only(parameters: QueryParams, known: tuple[str, ...]) -> None:
    """Raise `UsageError` for a parameter that does not exist, or a text that is not there: a misspelling is no default."""
    for name in parameters:
        if name not in known:
            raise UsageError(f"there is no parameter {name[:40]!r}", number=65, help=f"known: {', '.join(known)}")
    if "text" not in parameters:
        raise UsageError("the parameter text is missing", number=65, help=f"known: {', '.join(known)}")


def looked_up(project: Project, asked: Question) -> Lookup:
    """What `termbase lookup` answers."""
    return look_up(
        project, asked.text, source=asked.source, targets=asked.targets, minimum=asked.minimum, limit=asked.limit
    )


def concorded(project: Project, asked: Question) -> list[Match]:
    """What `termbase concordance` answers."""
    return concordance(project, asked.text, language=asked.source, targets=asked.targets, limit=asked.limit)
