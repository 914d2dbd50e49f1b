"""The translation memory: scoring, exact fuzzy search, concordance, and the stores that keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from termbase.memory.sqlite import SqliteMemory


class Memory:
    """Where a memory is opened."""

    @staticmethod
    def open(url: str, *, penalties: Mapping[str, int] | None = None, copies: Path | None = None) -> SqliteMemory:
        """The memory at `sqlite:///PATH`, or the one that a PostgreSQL server shares; created when it does not exist.

        `penalties` are points taken off matches, by origin. `copies` is the folder for the copy of a shared memory, else the cache folder
        of the user. Raises `UsageError` for another kind of address, `MemoryFault` for a database that cannot be used or reached.
        """
        scheme, separator, rest = url.partition("://")
        if scheme == "sqlite" and separator:
            from termbase.memory.sqlite import SqliteMemory  # noqa: PLC0415 (only when a memory is asked for)

            return SqliteMemory(rest.removeprefix("/"), penalties=penalties)
        if scheme in {"postgresql", "postgres"} and separator:
            return _shared(url, penalties, copies)
        raise UsageError(
            f"cannot open a memory at {url!r}", number=2, help="use sqlite:///PATH or postgresql://USER@HOST/DATABASE"
        )


def _shared(url: str, penalties: Mapping[str, int] | None, copies: Path | None) -> SqliteMemory:
    from hashlib import sha256  # noqa: PLC0415 (start-up is a feature)

    try:
        from termbase.memory.postgres import PostgresMemory  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(
            "a memory on PostgreSQL needs psycopg", number=2, help="pip install 'termbase[postgres]'"
        ) from error
    if copies is None:
        from platformdirs import user_cache_path  # noqa: PLC0415

        copies = user_cache_path("termbase")
    return PostgresMemory(url, copies / f"shared-{sha256(url.encode()).hexdigest()[:16]}.sqlite", penalties=penalties)
