"""TMX 1.1 to 1.4b (LISA OSCAR, 2005): read as a stream without loss, written byte-for-byte reproducibly.

header      what a file says of itself
parser      from XML events to units
reader      the stream, and what becomes of bad units
mend        what can be mended in a file that is not XML
writer      units as text
flavours    what each CAT tool wants to find
validate    the DTD's rules and those it cannot say
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.errors import UsageError
from termbase.formats.files import writing
from termbase.formats.tmx.flavours import FLAVOURS, prepare
from termbase.formats.tmx.header import Header, default_header
from termbase.formats.tmx.reader import Reader
from termbase.formats.tmx.validate import validate
from termbase.formats.tmx.writer import write_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from termbase.model import Finding, Unit

__all__ = [
    "FLAVOURS",
    "Header",
    "Reader",
    "default_header",
    "export",
    "read",
    "read_header",
    "validate",
    "write",
    "write_stream",
]


def read(path: Path | str, *, problems: list[Finding] | None = None) -> Iterator[Unit]:
    """The units of a TMX file as a stream; see `Reader` for what `problems` does."""
    return iter(Reader(path, problems=problems))


def read_header(path: Path | str) -> Header:
    """The header of a TMX file."""
    return Reader(path, problems=[]).read_header()  # what is wrong with its first unit is not asked


def write(path: Path | str, units: Iterable[Unit], header: Header) -> int:
    """Write units as TMX and return how many; the file appears only when it is whole."""
    with writing(path) as stream:
        return write_stream(stream, units, header)


def export(
    path: Path | str,
    units: Iterable[Unit],
    *,
    source: str,
    target: str = "",
    flavour: str = "generic",
    header: Header | None = None,
) -> int:
    """Write units as TMX in the way that a CAT tool wants, and return how many.

    With `target` only that language and the source are written. `header` is that of the file the units came from; with it and the
    generic flavour nothing is lost. Without a source the first variant of the first unit gives it. Raises `UsageError` for a flavour that
    is not known, and for one that needs a target language.
    """
    if flavour not in FLAVOURS:
        raise UsageError(f"there is no TMX flavour {flavour!r}", number=75, help=f"one of {', '.join(FLAVOURS)}")
    chosen = FLAVOURS[flavour]
    if chosen.pair and not target:
        raise UsageError(
            f"a memory for {flavour} holds one pair of languages", number=76, help="name the other one: --target ar"
        )
    ready, made = prepare(units, source=source, target=target, flavour=chosen, header=header)
    return write(path, ready, made)
