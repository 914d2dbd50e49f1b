"""Writing without regret: a file is whole or it is the old one."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

from termbase.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def writing(path: Path | str) -> Iterator[IO[bytes]]:
    """A file to write bytes to, that takes its name only when the block ends well.

    The bytes go to a temporary file beside the target, are synced to disk, then renamed; an exception or a kill leaves the old file.
    Raises `OutputError`.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    except OSError as error:
        raise OutputError(
            f"cannot write: {error.strerror}", number=1, path=str(path), help="check the folder and its permissions"
        ) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except OSError as error:
        raise OutputError(
            f"cannot write: {error.strerror}", number=1, path=str(path), help="check the space left on the disk"
        ) from error
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """No other process is in such a block for the same folder: what is read in it is still so when it is written.

    The lock is the folder's own, so that nothing is left behind; it ends with the process. Systems that cannot lock a folder go on without.
    """
    if os.name != "posix":
        yield
        return
    fcntl = import_module("fcntl")
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems know no locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_text(path: Path | str, text: str) -> None:
    """Write a whole text as UTF-8, with the line ends it has."""
    with writing(path) as stream:
        stream.write(text.encode("utf-8"))


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
