"""The log of a release's reviewers: JSON Lines, one decision a line, appended to and never changed.

Every line has `bead`, `action`, `who` and `when`, and what its action needs: `next` (merge, shift), `at` (split), `language` and `to` (shift).
`text`, the beginning of the bead, is for people. A line that is none of this is an error with its place; nothing is guessed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from termbase.alignment.keys import parse_key
from termbase.alignment.outcome import outcome
from termbase.errors import InputError
from termbase.formats.files import alone_in, write_text
from termbase.formats.source import decode, read_bytes
from termbase.model import Action, Decision
from termbase.text.display import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

LARGEST = 16 * 1024 * 1024
"""Bytes of a log: some eighty thousand decisions."""

_ALWAYS = ("bead", "action", "who", "when")
_NEEDED = {Action.MERGE: ("next",), Action.SPLIT: ("at",), Action.SHIFT: ("next", "language", "to")}
_WHEN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_LONGEST = 1000
"""Characters of a name or of the beginning of a bead."""

_EXCERPT = 160
"""Columns of an excerpt; what stands farther right is told by line and column only."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a log, for messages."""

    path: str
    """Path of the log."""

    number: int
    """1-based line."""

    text: str
    """The line as it stands there."""

    def error(self, message: str, help_: str, key: str = "", *, number: int = 111, column: int = 1) -> InputError:
        """An error that points at a key of the line, or at a column."""
        name = json.dumps(key, ensure_ascii=False)
        width = 1
        if key and name in self.text:
            column, width = self.text.index(name) + 1, len(name)
        excerpt = printable(self.text[:_EXCERPT]) if column <= _EXCERPT else ""
        return InputError(
            printable(message),
            number=number,
            path=self.path,
            line=self.number,
            column=column,
            excerpt=excerpt,
            width=width,
            help=printable(help_),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision, and where it stands."""

    decision: Decision
    """What it says."""

    line: Line
    """Its line."""


def read(path: Path | str) -> list[Entry]:
    """The decisions of a log in their order; blank lines are skipped, and an empty log has none.

    Raises `InputError` with line and column.
    """
    text = decode(read_bytes(path, largest=LARGEST), path)
    lines = (Line(str(path), number, line.removesuffix("\r")) for number, line in enumerate(text.split("\n"), 1))
    return [Entry(_parse(line), line) for line in lines if line.text.strip()]


def unknown(entries: Sequence[Entry], log: Sequence[Entry]) -> list[Entry]:
    """The entries that a log does not have yet; the same decision twice is one."""
    known = {_identity(entry.decision) for entry in log}
    found = []
    for entry in entries:
        identity = _identity(entry.decision)
        if identity not in known:
            known.add(identity)
            found.append(entry)
    return found


def append(path: Path, decisions: Iterable[Decision]) -> None:
    """Add decisions to a log, which may not be there yet, in one step. Its lines keep their text, and those of others at the same moment."""
    with alone_in(path.parent):
        before = decode(read_bytes(path, largest=LARGEST), path) if path.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        write_text(path, before + "".join(f"{render(decision)}\n" for decision in decisions))


def render(decision: Decision) -> str:
    """A decision as a line of a log, without line end."""
    values = {
        "bead": decision.bead, "action": decision.action.value, "next": decision.next, "at": dict(decision.at),
        "language": decision.language, "to": decision.to, "who": decision.who, "when": decision.when, "text": decision.text,
    }  # fmt: skip
    return json.dumps({key: value for key, value in values.items() if value}, ensure_ascii=False)


def _identity(decision: Decision) -> str:
    return render(replace(decision, text="", at=dict(sorted(decision.at.items()))))


def _parse(line: Line) -> Decision:
    table = _object(line)
    action = _action(line, table)
    wanted = (*_ALWAYS, *_NEEDED.get(action, ()))
    for key in table:
        if key not in (*wanted, "text"):
            near = get_close_matches(key, wanted, n=1)
            hint = f"did you mean `{near[0]}`? " if near else ""
            raise line.error(
                f"`{_shown(key)}` does not belong to {action.value}",
                f"{hint}known here: {', '.join(wanted)}, text",
                key,
            )
    for key in wanted:
        if key not in table:
            raise line.error(f"no `{key}`", f"{action.value} needs {', '.join(wanted)}")
    for key, value in table.items():
        fault = _CHECKS[key](value)
        if fault:
            raise line.error(f"`{key}` {fault}, not {_shown(value)}", _HELP, key)
    decision = Decision(**(table | {"action": action}))
    try:
        outcome(decision)
    except ValueError as error:
        raise line.error(str(error), _HELP, "action") from error
    return decision


def _action(line: Line, table: Mapping[str, Any]) -> Action:
    """What is decided. An edit is known and refused: see docs/explanation/design.md."""
    action = table.get("action")
    if action == "edit":
        raise line.error(
            "a decision changes no text",
            "correct the text of the release itself; the bead then comes back for review",
            "action",
            number=112,
        )
    if action not in list(Action):
        message = f"there is no action {_shown(action)}" if "action" in table else "no `action`"
        raise line.error(message, f"one of {', '.join(Action)}", "action")
    return Action(action)


def _object(line: Line) -> dict[str, Any]:
    """The JSON object of a line. Raises `InputError`, also for a key that is given twice."""

    def once(pairs: Sequence[tuple[str, Any]]) -> Mapping[str, Any]:
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise line.error(f"`{_shown(key)}` is given twice", "leave one of them", key)
            seen.add(key)
        return dict(pairs)

    help_ = "one decision a line, in braces; termbase review --html makes such files"
    try:
        table = json.loads(line.text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        raise line.error(f"not valid JSON: {error.msg}", help_, number=110, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise line.error("not valid JSON: nested too deep, or a number too long", help_, number=110) from error
    if not isinstance(table, dict):
        raise line.error("not an object", help_, number=110)
    return table


def _shown(value: object) -> str:
    return value[:60] if isinstance(value, str) else repr(value)[:60]


def _key_fault(value: object) -> str:
    try:
        parse_key(value if isinstance(value, str) else "")
    except ValueError:
        return "must be the key of a bead, such as en:1f0c5a92bd ar:60b3c9a1f2 fr:-"
    return ""


def _line_fault(value: object) -> str:
    fits = isinstance(value, str) and len(value) <= _LONGEST and printable(value) == value
    return "" if fits else f"must be one line of text, of at most {_LONGEST} characters"


def _name_fault(value: object) -> str:
    return _line_fault(value) or ("" if str(value).strip() else "must say who it was")


def _time_fault(value: object) -> str:
    try:
        fits = isinstance(value, str) and _WHEN.fullmatch(value) and datetime.fromisoformat(value)
    except ValueError:
        fits = False
    return "" if fits else "must be a time in UTC, such as 2024-12-03T09:30:00Z"


def _places_fault(value: object) -> str:
    fits = isinstance(value, dict) and all(type(place) is int for place in value.values())
    return "" if fits else 'must be a number of sentences for each language, such as {"en": 1, "ar": 1}'


_CHECKS: Mapping[str, Callable[[object], str]] = {
    "bead": _key_fault,
    "next": _key_fault,
    "action": lambda _: "",  # looked at before the keys, which depend on it
    "who": _name_fault,
    "when": _time_fault,
    "text": _line_fault,
    "at": _places_fault,
    "language": _line_fault,
    "to": lambda value: "" if value in ("next", "bead") else "must be next or bead",
}
_HELP = "correct it, or decide again in a page of termbase review --html"
