"""The `termbase` command: finds the subcommand, runs it, and is the one boundary where errors become exit codes."""

from __future__ import annotations

import keyword
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from termbase import __version__
from termbase.cli import console
from termbase.errors import TermbaseError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "init", "segment", "align", "batch", "build", "review", "import", "export", "convert", "pretranslate", "analyse",
    "validate", "lookup", "concordance", "glossary", "check", "rule", "memory", "stats", "serve", "doctor",
)  # fmt: skip
"""Subcommands in the order of the help page; each is the module `termbase.cli.<name>` and is imported only when it is wanted."""

PANELS = {
    "Releases": ("init", "segment", "align", "batch", "build", "review"),
    "Looking up": ("lookup", "concordance", "glossary", "memory", "stats", "serve"),
    "Exchanging": ("import", "export", "convert", "pretranslate", "analyse", "validate"),
    "Checking": ("check", "rule", "doctor"),
}

_INTERRUPTED = 130
"""Exit code of an interruption; typer makes one of Ctrl-C before it reaches us."""

_GLOBAL_VALUES = {"--config": "config", "--memory": "memory", "--color": "color"}
_GLOBAL_FLAGS = {
    "-q": "quiet",
    "--quiet": "quiet",
    "-v": "verbose",
    "--verbose": "verbose",
    "--no-progress": "no_progress",
}


def module_name(command: str) -> str:
    """The module of a subcommand: its name, with an underscore where Python has the word for itself."""
    return f"{command}_" if keyword.iskeyword(command) else command.replace("-", "_")


class LazyGroup(TyperGroup):
    """A group whose commands are imported when they are run or listed."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 (typer's context type is private)
        """Names of the commands in help order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002
        """The command of this name, imported now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"termbase.cli.{module_name(cmd_name)}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        command.rich_help_panel = next((panel for panel, names in PANELS.items() if cmd_name in names), None)  # type: ignore[attr-defined]
        if not command.epilog:
            command.epilog = (
                "Also everywhere: --config FILE, --memory URL, -q, -v, --no-progress, --color auto|always|never."
            )
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401
        """The command that the arguments name, with a suggestion for one that does not exist."""
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # names for the "did you mean"
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(value: bool) -> None:
    if value:
        console.out(f"termbase {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and stop.")
    ] = False,
    config: Annotated[str, typer.Option(metavar="FILE", help="Configuration file.", rich_help_panel="Everywhere")] = "",
    memory: Annotated[
        str,
        typer.Option(metavar="URL", help="Memory: sqlite:///PATH or postgresql://...", rich_help_panel="Everywhere"),
    ] = "",
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Only results and errors.", rich_help_panel="Everywhere")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say more on standard error.", rich_help_panel="Everywhere")
    ] = False,
    no_progress: Annotated[
        bool, typer.Option("--no-progress", help="No progress line.", rich_help_panel="Everywhere")
    ] = False,
    color: Annotated[
        str, typer.Option(metavar="WHEN", help="auto, always or never.", rich_help_panel="Everywhere")
    ] = "auto",
) -> None:
    """Translation memories and terminology for releases in several languages."""


def hoist(arguments: Sequence[str]) -> tuple[dict[str, str | bool], list[str]]:
    """Take the options that work everywhere out of the arguments, wherever they stand before `--`.

    Raises `UsageError` for one without its value.
    """
    found: dict[str, str | bool] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, separator, value = argument.partition("=")
        if argument == "--":
            return found, [*rest, argument, *waiting]
        if name in _GLOBAL_VALUES:
            if not separator:
                value = next(waiting, "")
            if not value:
                raise UsageError(
                    f"{name} needs a value",
                    number=3,
                    help=f"{name} {'auto|always|never' if name == '--color' else 'VALUE'}",
                )
            found[_GLOBAL_VALUES[name]] = value
        elif argument in _GLOBAL_FLAGS:
            found[_GLOBAL_FLAGS[argument]] = True
        else:
            rest.append(argument)
    if found.get("color", "auto") not in ("auto", "always", "never"):
        raise UsageError(f"--color cannot be {found['color']!r}", number=3, help="auto, always or never")
    return found, rest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code; the entry point `termbase`.

    0 and 1 are the command's answers, 2 an error the user can mend, 3 a fault of ours, 130 an interruption.
    """
    console.prepare()
    try:
        options, rest = hoist(sys.argv[1:] if arguments is None else arguments)
        console.configure(options)
        app(rest, prog_name="termbase")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    except TermbaseError as error:
        console.error(error)
        code = 2
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        code = console.abandon_output()
    except Exception as error:  # noqa: BLE001 (the boundary)
        console.fault(error)
        code = 3
    if code == _INTERRUPTED:
        console.note("interrupted; nothing half-done was kept")
    if arguments is None:
        sys.exit(code)
    return code
