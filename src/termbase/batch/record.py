"""What was made of what.

A file in the folder of the results, one JSON object a line, and no property in the headers of the memories: a memory is then to the byte what
`termbase align` writes, and sentences, which have no header, are served too. Each line has the digest of the file itself, so that the record
is never believed about a file that someone else has put there or changed. A lost or damaged line costs time and nothing else: the file
that it was about is made again.
"""

from __future__ import annotations

import json
from hashlib import file_digest, sha256
from typing import TYPE_CHECKING

from termbase.errors import OutputError
from termbase.formats.files import write_text

if TYPE_CHECKING:
    from pathlib import Path, PurePosixPath

    from termbase.batch.task import Task

NAME = ".termbase-batch.jsonl"
"""Name of the file. Hidden names are never documents, so that nothing else is written there."""


def sources_of(task: Task) -> str:
    """A digest of the method and the texts of a task; empty when a text cannot be read, which whoever makes it will tell better."""
    found = sha256(task.method.encode("utf-8", "surrogatepass"))
    try:
        for tag, path in task.texts.items():
            with path.open("rb") as stream:
                found.update(f"\n{tag} {file_digest(stream, 'sha256').hexdigest()}".encode())
    except OSError:
        return ""
    return found.hexdigest()


class Record:
    """The record of a folder of results."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / NAME
        self._lines = dict(self._read())
        self._begun = False

    def holds(self, output: PurePosixPath, sources: str) -> bool:
        """Whether the file is there, was made of these sources, and has not changed since."""
        known = self._lines.get(str(output))
        if known is None or known[0] != sources:
            return False
        try:
            with (self._folder / output).open("rb") as stream:
                return file_digest(stream, "sha256").hexdigest() == known[1]
        except OSError:
            return False

    def add(self, output: PurePosixPath, sources: str, content: bytes) -> None:
        """Note that a file was made. The line is on its way to the disk when this returns, so that an interrupted run knows it."""
        name = str(output)
        self._lines[name] = sources, sha256(content).hexdigest()
        if not self._begun:
            # Written anew once a run: without lines that later ones replace, and without the torn one of a run that was killed.
            self._write()
            self._begun = True
            return
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(_line(name, *self._lines[name]))

    def finish(self) -> None:
        """Put the lines in order at the end of a run that made anything: the record then does not tell which process was faster."""
        if self._begun:
            self._write()

    def _write(self) -> None:
        write_text(self._path, "".join(_line(name, *known) for name, known in sorted(self._lines.items())))

    def _read(self) -> list[tuple[str, tuple[str, str]]]:
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise OutputError(
                f"cannot read what was made before: {error.strerror}",
                number=2,
                path=str(self._path),
                help="remove it; everything is then made again",
            ) from error
        return [known for line in lines if (known := _known(line))]


def _line(output: str, sources: str, content: str) -> str:
    return json.dumps({"output": output, "sources": sources, "content": content}) + "\n"


def _known(line: bytes) -> tuple[str, tuple[str, str]] | None:
    """What a line says; None for one that is torn or damaged."""
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(table, dict):
        return None
    output, sources, content = (table.get(key) for key in ("output", "sources", "content"))
    if isinstance(output, str) and isinstance(sources, str) and isinstance(content, str):
        return output, (sources, content)
    return None
