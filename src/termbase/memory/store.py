"""What a memory can do, whatever keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from termbase.model import Match, Unit


class MemoryStore(Protocol):
    """Units of any number of origins; an origin is replaced as a whole, in one transaction."""

    def close(self) -> None:
        """Let go of files and connections."""

    def verify(self) -> str:
        """Number of units and origins, in words; raises `MemoryFault` when something is damaged."""

    def origins(self) -> dict[str, str]:
        """Digest by origin."""

    def stamps(self) -> dict[str, str]:
        """Cheap change marks by origin, such as size and time of the file."""

    def restamp(self, origin: str, stamp: str) -> None:
        """Note a new change mark for an origin whose content has not changed."""

    def replace(self, origin: str, units: Iterable[Unit], *, digest: str = "", stamp: str = "") -> int:
        """Put units in place of whatever the origin held, in one transaction; gives their number."""

    def add(self, origin: str, unit: Unit) -> None:
        """Add one unit to an origin, committed when this returns."""

    def delete(self, origin: str) -> int:
        """Forget an origin; gives the number of its units."""

    def units(self, origin: str | None = None) -> Iterator[Unit]:
        """The units of an origin or of all, as they were imported, oldest first."""

    def lookup(
        self,
        text: str,
        *,
        source: str = "en",
        targets: Iterable[str] = (),
        minimum: int = 70,
        limit: int = 5,
        previous: str | None = None,
        next: str | None = None,  # noqa: A002 (the word translators use)
        id: str | None = None,  # noqa: A002
    ) -> list[Match]:
        """The best matches for a text, best first; none below `minimum`."""

    def concordance(self, text: str, *, language: str, targets: Iterable[str] = (), limit: int = 50) -> list[Match]:
        """Units whose text in `language` holds a phrase."""
