"""The functions that other programs call as `termbase.<name>`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from termbase.glossary.concepts import Glossary
    from termbase.model import Bead, Finding, Unit


def read(path: Path | str) -> Iterator[Unit]:
    """The units of a file of any known format, as a stream.

    Raises `InputError` for a file that cannot be read and for one whose format is not known.
    """
    from termbase.workflows.exchange import read_units  # noqa: PLC0415 (the formats, only when a file is read)

    return read_units(path)


def align(sentences: Mapping[str, Sequence[str]]) -> list[Bead]:
    """The beads of a text in two or more languages: sentences by language tag in, the first language is the pivot."""
    from termbase.alignment import align as align_sentences  # noqa: PLC0415 (numpy, only when something is aligned)

    return list(align_sentences(sentences).beads)


def check(
    units: Iterable[Unit], *, glossary: Glossary | None = None, rules: Sequence[str] | None = None, source: str = "en"
) -> Iterator[Finding]:
    """Findings on units, in their order. `rules` are ids, id prefixes or names; None runs the default profile."""
    from termbase.checks import runner  # noqa: PLC0415 (loads every rule)
    from termbase.checks.rule import Context  # noqa: PLC0415
    from termbase.config import CheckConfig  # noqa: PLC0415
    from termbase.glossary.concepts import Glossary  # noqa: PLC0415

    settings = CheckConfig()
    context = Context(source=source, glossary=glossary or Glossary(), settings=settings)
    return runner.check(units, context, runner.select(settings, only=rules or ()))
