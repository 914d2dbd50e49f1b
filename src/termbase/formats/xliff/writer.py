"""Units into XLIFF: one language pair, the files that the units came from, in the version that is wanted."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from termbase.errors import OutputError, UsageError
from termbase.formats import xmlsafe
from termbase.formats.files import writing
from termbase.formats.xliff.classic_writer import CLASSIC
from termbase.formats.xliff.modern_writer import MODERN
from termbase.formats.xliff.outgoing import identifier, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from termbase.model import Unit

FLAVOURS = {"2.1": MODERN, "1.2": CLASSIC}
"""Versions by the name that `--flavour` takes."""


def write(path: Path | str, units: Iterable[Unit], *, source: str = "", target: str = "", flavour: str = "2.1") -> int:
    """Write an XLIFF file of a version and give the number of units in it.

    Languages that are not given are those of the first unit that has two, in its order. A unit without the source is left out, and so is one that is
    translated, but not into the target; one that is not translated at all is kept, for it waits for its translation. Notes and properties
    of units are kept; dates and users of variants have no place in XLIFF. Characters that XML forbids are kept in 2.1 only.

    Raises `UsageError` for languages that are none and a version that is not known, `OutputError` when there is nothing to write.
    """
    if flavour not in FLAVOURS:
        raise UsageError(f"XLIFF {flavour!r} is not written", number=92, help=f"one of {', '.join(FLAVOURS)}")
    version = FLAVOURS[flavour]
    source, target, units = _languages(iter(units), source, target)
    tags = _tag(source), _tag(target)
    count = files = 0
    opened: str | None = None
    names: set[str] = set()
    with writing(path) as stream:
        for unit in units:
            original, translated = unit.variant(source), unit.variant(target)
            if original is None or (translated is None and len(unit.variants) > 1):
                continue
            file = said(unit, "file")
            if file != opened:
                files += 1
                stream.write((version.head(*tags) if opened is None else version.file_end).encode())
                stream.write(version.file(files, file, *tags).encode())
                opened, names = file, set()
            count += 1
            name = identifier(unit.id, version.names, count, names)
            stream.write("".join(version.unit(unit, original, translated, name).lines()).encode())
        if not count:
            raise OutputError(
                f"no unit has text in {source or 'any language'}", number=97, path=str(path), help="name the languages, as in --from en --target ar"
            )  # fmt: skip
        stream.write(f"{version.file_end}</xliff>\n".encode())
    return count


def _languages(units: Iterator[Unit], source: str, target: str) -> tuple[str, str, Iterator[Unit]]:
    """The languages that are given, else those of the first unit that has both; and all the units.

    Units that wait for their translation may come first, and the head of the document names the target's language.
    """
    held: list[Unit] = []
    while not (source and target) and (unit := next(units, None)):
        held.append(unit)
        spoken = [variant.language for variant in unit.variants]
        source = source or next((tag for tag in spoken if not target or not tag.matches(target)), "")
        target = target or next((tag for tag in spoken if not tag.matches(source)), "")
    return source, target, chain(held, units)


def _tag(tag: str) -> str:
    """A language as XLIFF writes it; empty when it is not known."""
    written = tag.replace("_", "-")
    if tag and not xmlsafe.is_language_tag(written):
        raise UsageError(f"{written!r} is no language tag", number=4, help="write it as in BCP 47: en, ar, fr-CA")
    return written
