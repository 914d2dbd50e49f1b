"""The only place that prints: results on standard output, everything else on standard error.

Arabic is never placed in the middle of a row: one language a line, label first. Direction isolates are for terminals only, so that what is
piped or redirected is the text itself.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import traceback
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from termbase.text.bidi import isolate
from termbase.text.display import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from termbase.errors import TermbaseError
    from termbase.model import Finding

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


@dataclass
class Options:
    """What the options that work everywhere were set to."""

    config: str = ""
    """Configuration file; empty for the one that governs the current folder."""

    memory: str = ""
    """Address of the memory; empty for that of the configuration."""

    quiet: bool = False
    """Only results and errors."""

    verbose: bool = False
    """Say more on standard error."""

    no_progress: bool = False
    """No progress line."""

    color: str = "auto"
    """auto, always or never."""


options = Options()

_progress_shown = False
"""Whether the last thing on the terminal is a progress line, which whatever is printed next must not be glued to."""


def configure(values: Mapping[str, str | bool]) -> None:
    """Set the options of this run."""
    global options  # noqa: PLW0603 (one run, one set of options)
    options = Options(**values)  # type: ignore[arg-type]


def prepare() -> None:
    """Make the streams speak UTF-8 whatever the locale: a translator's text must never end a run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is sys.stdout else "backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="strict")


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def coloured(stream: TextIO | None = None) -> bool:
    """Whether to colour: on a terminal, unless NO_COLOR is set or --color says otherwise."""
    if options.color != "auto":
        return options.color == "always"
    return _is_terminal(stream or sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def style(text: str, *names: str, stream: TextIO | None = None) -> str:
    """The text in the named styles, where colour is wanted."""
    if not coloured(stream):
        return text
    return f"\x1b[{';'.join(_STYLES[name] for name in names)}m{text}\x1b[0m"


def out(text: str = "") -> None:
    """Print a line of results."""
    _clear_progress()
    print(text, file=sys.stdout)


def raw(text: str) -> None:
    """Print results that bring their own line ends."""
    _clear_progress()
    sys.stdout.write(text)


def note(text: str) -> None:
    """Say something beside the results, unless quiet."""
    if not options.quiet:
        _clear_progress()
        print(text, file=sys.stderr)


def warn(text: str) -> None:
    """Warn, even when quiet."""
    _clear_progress()
    print(f"{style('warning', 'yellow', 'bold', stream=sys.stderr)}: {text}", file=sys.stderr)


def problems(found: Sequence[Finding], shown: int = 20) -> None:
    """Warn of what was mended or left out while a damaged file was read."""
    for item in found[:shown]:
        warn(f"{item.path}:{item.line}:{item.column}: {item.message}")
    if len(found) > shown:
        warn(f"and {len(found) - shown} more; termbase validate {found[0].path} lists them")


def as_json(value: Any) -> None:  # noqa: ANN401 (whatever JSON can hold)
    """Print one JSON object with the schema number, readable, without escapes for letters."""
    out(json.dumps({"schema": 1, **value}, ensure_ascii=False, indent=2))


def as_json_line(value: Any) -> None:  # noqa: ANN401
    """Print one JSON object on one line, at once, so that a pipe sees it."""
    print(json.dumps({"schema": 1, **value}, ensure_ascii=False), file=sys.stdout, flush=True)


def labelled(label: str, text: str, language: str, *, indent: int = 2) -> None:
    """Print text of a language behind its label, wrapped to the terminal with a hanging indent, isolated in its direction."""
    text = printable(text)
    from termbase.model import Language  # noqa: PLC0415 (not needed for help, versions and errors)

    direction = Language(language).direction
    terminal = _is_terminal(sys.stdout)
    prefix = f"{' ' * indent}{label}  "
    lines = _wrap(text, max(20, shutil.get_terminal_size().columns - len(prefix) - 1)) if terminal else [text]
    for number, line in enumerate(lines):
        shown = isolate(line, direction) if terminal else line
        lead = f"{' ' * indent}{style(label, 'cyan')}  " if number == 0 else " " * len(prefix)
        out(lead + shown)


def paragraph(text: str) -> None:
    """Print running text, wrapped to the terminal; as it is when piped."""
    lines = _wrap(text, max(20, shutil.get_terminal_size().columns - 1)) if _is_terminal(sys.stdout) else [text]
    for line in lines:
        out(line)


def _wrap(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and _columns(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _columns(text: str) -> int:
    """Columns a text takes in a terminal: marks take none, wide characters two."""
    return sum(
        0
        if unicodedata.category(character) in ("Mn", "Cf")
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def error(problem: TermbaseError) -> None:
    """Show an error: code, place, excerpt of the user's own file, what to do next."""
    _clear_progress()
    head = style(f"error[{problem.code}]", "red", "bold", stream=sys.stderr)
    where = f"{problem.where}: " if problem.where else ""
    print(f"{head}: {where}{problem.message}", file=sys.stderr)
    if problem.excerpt and problem.line:
        gutter = " " * len(str(problem.line))
        excerpt = problem.excerpt.expandtabs(1).rstrip("\n")
        print(f"{gutter} |\n{problem.line} | {excerpt}", file=sys.stderr)
        if problem.column:
            print(
                f"{gutter} | {' ' * _columns(excerpt[: problem.column - 1])}{'^' * max(1, problem.width)}",
                file=sys.stderr,
            )
    if problem.help:
        print(f"  {style('help', 'green', stream=sys.stderr)}: {problem.help}", file=sys.stderr)


def fault(problem: BaseException) -> None:
    """Record an unexpected error in a file and say where it is, in one line."""
    from termbase import __version__  # noqa: PLC0415

    with tempfile.NamedTemporaryFile("w", prefix="termbase-", suffix=".log.md", delete=False, encoding="utf-8") as log:
        arguments = " ".join(sys.argv[1:])
        log.write(f"termbase {__version__}, Python {sys.version}, {sys.platform}\n\n    termbase {arguments}\n\n```\n")
        log.writelines(traceback.format_exception(problem))
        log.write("```\n")
    print(
        f"error[TB-E900]: a fault in termbase: {type(problem).__name__}; paste {log.name} into an issue",
        file=sys.stderr,
    )


def abandon_output() -> int:
    """End quietly when the reader of our output has gone; gives the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress line on standard error: call the value with done and total (0 when unknown). Silent unless on a terminal."""
    shown = _is_terminal(sys.stderr) and not options.quiet and not options.no_progress

    def show(done: int, total: int) -> None:
        global _progress_shown  # noqa: PLW0603 (one terminal)
        if shown:
            share = f"{done / total:4.0%}" if total else f"{done:,}"
            print(f"\r{label} {share}\x1b[K", end="", file=sys.stderr, flush=True)
            _progress_shown = True

    try:
        yield show
    finally:
        _clear_progress()


def _clear_progress() -> None:
    global _progress_shown  # noqa: PLW0603 (one terminal)
    if _progress_shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
        _progress_shown = False
