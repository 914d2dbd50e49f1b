"""Answers in JSON: those of the command line, and what is said when there is none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from termbase.errors import TermbaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_TEXT = 10_000
"""Characters of a text that are taken."""


class TextTooLong(UsageError):
    """A text beyond `LONGEST_TEXT`."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"the text has {length} characters", number=63, help=f"at most {LONGEST_TEXT} are looked up at once"
        )


class Fault(TermbaseError):
    """A fault of ours, as it is told to the one who asks."""

    prefix = "TB-E9"

    def __init__(self) -> None:
        super().__init__("a fault in termbase", help="whoever runs the server has the log")


def json_response(value: Any, status: int = 200) -> Response:  # noqa: ANN401 (whatever JSON can hold)
    """A value as JSON, with letters as they are."""
    text = json.dumps(value, ensure_ascii=False)
    # What a memory holds may be half of a character, which UTF-8 does not have; JSON writes it as an escape.
    body = text.encode() if _encodes(text) else json.dumps(value).encode()
    return Response(body, status, media_type="application/json")


def result(value: Mapping[str, Any]) -> Response:
    """An object with the schema number, as `--format json` prints it."""
    return json_response({"schema": 1, **value})


def failure(error: TermbaseError, status: int) -> Response:
    """An error: what went wrong and what to do next."""
    return json_response(
        {"schema": 1, "error": {"code": error.code, "message": str(error), "help": error.help}}, status
    )


def status_of(error: TermbaseError) -> int:
    """The HTTP status of an error: who asks can mend a question, and nobody over HTTP a memory, a glossary or a configuration."""
    if isinstance(error, TextTooLong):
        return 413
    return 400 if isinstance(error, UsageError) else 503


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
