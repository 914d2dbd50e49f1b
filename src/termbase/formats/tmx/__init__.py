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

from termbase.formats.files import writing
from termbase.formats.tmx.header import Header, default_header
from termbase.formats.tmx.reader import Reader
from termbase.formats.tmx.writer import write_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from termbase.model import Finding, Unit

__all__ = ["Header", "Reader", "default_header", "read", "read_header", "write", "write_stream"]


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
