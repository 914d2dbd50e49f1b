"""Running what documents and transcripts show: a `$ termbase ...` line, then the output it must give.

    @file notes/en.txt          writes a file, up to a line @end
    < text                      standard input of the next command, one line each
    $ echo "text" | termbase segment    the same
    $ termbase lookup SOC       a command; `# exit 1` after it states its exit code, 0 when nothing is said
    ...                         stands for any text, within a line or over several

Expected lines are those of standard output, then those of standard error.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from termbase.cli.app import main

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class Step:
    """A command and what it must print."""

    arguments: list[str]
    stdin: str
    status: int
    line: int
    files: list[tuple[str, str]]
    expected: list[str] = field(default_factory=list)


def parse(text: str, start: int = 1) -> list[Step]:
    """The steps of a transcript, in order."""
    steps: list[Step] = []
    files: list[tuple[str, str]] = []
    waiting: list[str] = []
    lines = iter(enumerate(text.splitlines(), start))
    for number, line in lines:
        if line.startswith("@file "):
            content = []
            for _, inner in lines:
                if inner == "@end":
                    break
                content.append(inner)
            files.append((line.removeprefix("@file ").strip(), "\n".join(content) + "\n"))
        elif line.startswith("< "):
            waiting.append(line[2:])
        elif line.startswith("$ "):
            command, _, comment = line[2:].partition("  # ")
            status = re.search(r"exit (\d+)", comment)
            piped = re.fullmatch(r"echo (.+) \| (termbase .+)", command)
            if piped:
                waiting, command = shlex.split(piped[1]), piped[2]
            words = shlex.split(command)
            assert words[0] == "termbase", f"line {number}: only termbase is run here: {command}"
            steps.append(
                Step(
                    words[1:], "".join(f"{item}\n" for item in waiting), int(status[1]) if status else 0, number, files
                )
            )
            waiting, files = [], []
        elif steps:
            steps[-1].expected.append(line)
    return steps


def run(step: Step) -> tuple[int, str]:
    """Exit code and output of a step: standard output, then standard error."""
    saved = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    sys.stdin = io.TextIOWrapper(io.BytesIO(step.stdin.encode("utf-8")), encoding="utf-8")
    sys.stdout, sys.stderr = out, err
    columns = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        code = main(step.arguments)
    finally:
        sys.stdin, sys.stdout, sys.stderr = saved
        os.environ.pop("COLUMNS")
        if columns is not None:
            os.environ["COLUMNS"] = columns
    text = []
    for stream in (out, err):
        stream.flush()
        text.append(stream.buffer.getvalue().decode("utf-8", "surrogateescape"))
    return code, "".join(text)


def check(step: Step, name: str, folder: Path) -> None:
    """Write the files that a step needs, run it in `folder`, and compare."""
    for path, content in step.files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, encoding="utf-8")
    code, output = run(step)
    shown = f"{name}:{step.line}: termbase {shlex.join(step.arguments)}\nexit {code}\n{output}"
    assert code == step.status, shown
    expected = "\n".join(step.expected).strip()
    if expected:
        assert re.fullmatch(pattern(expected), output.strip()), f"{shown}\nexpected:\n{expected}"


def pattern(expected: str) -> re.Pattern[str]:
    """A regular expression for expected output; trailing spaces do not count."""
    lines = [".*".join(re.escape(part) for part in line.rstrip().split("...")) for line in expected.splitlines()]
    return re.compile(r"[ ]*\n".join(lines) + r"[ ]*", re.DOTALL)
