"""The translation memory: scoring, exact fuzzy search, concordance, and the stores that keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.memory.sqlite import SqliteMemory


class Memory:
    """Where a memory is opened."""

    @staticmethod
    def open(url: str, *, penalties: Mapping[str, int] | None = None) -> SqliteMemory:
        """The memory at `sqlite:///PATH`; created when it does not exist. `penalties` are points taken off matches, by origin.

        Raises `UsageError` for another kind of address, `MemoryFault` for a database that cannot be used.
        """
        scheme, separator, rest = url.partition("://")
        if scheme == "sqlite" and separator:
            from termbase.memory.sqlite import SqliteMemory  # noqa: PLC0415 (only when a memory is asked for)

            return SqliteMemory(rest.removeprefix("/"), penalties=penalties)
        raise UsageError(f"cannot open a memory at {url!r}", number=2, help="use sqlite:///PATH")
