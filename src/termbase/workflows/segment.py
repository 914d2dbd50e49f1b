"""Cutting a text into sentences."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from termbase.formats import release
from termbase.text.language import checked
from termbase.text.segment import Rules, Sentence, segment

if TYPE_CHECKING:
    from pathlib import Path


def load_rules(path: Path | None) -> Rules | None:
    """The rules of an SRX file; None for none, which stands for ours."""
    if path is None:
        return None
    from termbase.formats import srx  # noqa: PLC0415 (lxml, only for rules of one's own)

    return srx.read(path)


def sentences_of(path: Path | str, language: str, *, rules: Rules | None = None) -> list[Sentence]:
    """The sentences of a text file. Raises `InputError` for one that cannot be read or is empty."""
    return segment(release.read_text(path, language, controls=True), language, rules=rules)


def sentences(file: str, language: str, *, stdin: IO[bytes], srx: Path | None = None) -> list[Sentence]:
    """The sentences of a file, or of standard input for `-`. Empty standard input has none; an empty file is an error."""
    checked(language)
    rules = load_rules(srx)
    if file != "-":
        return sentences_of(file, language, rules=rules)
    data = stdin.read()
    return (
        segment(release.decode(data, "<standard input>", language, controls=True), language, rules=rules)
        if data.strip()
        else []
    )
