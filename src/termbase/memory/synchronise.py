"""Keeping a memory in step with the files it indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from termbase.memory.store import MemoryStore
    from termbase.model import Unit


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    from hashlib import file_digest  # noqa: PLC0415 (start-up is a feature, and files seldom change)

    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def stamp_of(path: Path) -> str:
    """Size and modification time of a file: a change of either asks for a new digest."""
    status = path.stat()
    return f"{status.st_size}:{status.st_mtime_ns}"


def synchronise(memory: MemoryStore, folder: Path, read: Callable[[Path], Iterable[Unit]]) -> Iterator[str]:
    """Bring the memory up to date with the TMX files of a folder; yields the names of those that were read again.

    A file is read again only when its content has changed; size and time are looked at first. `read` gives the units of a path.
    Origins that came from such a file, which their stamp tells, are forgotten when it is gone; what was imported by hand stays.
    """
    stamps, digests = memory.stamps(), memory.origins()
    present = {file.name: file for file in sorted(folder.glob("*.tmx"))}
    for name, file in present.items():
        stamp = stamp_of(file)
        if stamps.get(name) == stamp:
            continue
        digest = digest_of(file)
        if digests.get(name) == digest:
            memory.restamp(name, stamp)
            continue
        memory.replace(name, read(file), digest=digest, stamp=stamp)
        yield name
    for name, stamp in stamps.items():
        if stamp and name not in present:
            memory.delete(name)
            yield name
