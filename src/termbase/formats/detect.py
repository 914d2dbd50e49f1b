"""Which format a file is in: told by its content, and by its name only where content cannot tell.

A format is a module of this folder. What it can do is what functions it has:

    read(path) -> Iterator[Unit]                       its translation units
    write(path, units, *, source, target) -> int       units into a file, their number back
    read_concepts(path) -> Iterator[Concept]           its terms
    write_concepts(path, concepts, *, source) -> int   terms into a file
    validate(path) -> Iterator[Finding]                what is wrong with a file
"""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from termbase.errors import InputError
from termbase.formats.source import blocks
from termbase.registry import Registry

FORMATS = Registry(
    "format",
    {
        "tmx": "termbase.formats.tmx",
        "tbx": "termbase.formats.tbx",
        "xliff": "termbase.formats.xliff",
        "po": "termbase.formats.po",
        "table": "termbase.formats.table",
        "omegat": "termbase.formats.omegat",
        "srx": "termbase.formats.srx",
    },
)

SUFFIXES = {
    ".tmx": "tmx", ".tbx": "tbx", ".xlf": "xliff", ".xliff": "xliff", ".sdlxliff": "xliff", ".mxliff": "xliff", ".mqxliff": "xliff",
    ".po": "po", ".pot": "po", ".csv": "table", ".tsv": "table", ".xlsx": "table", ".txt": "omegat", ".utf8": "omegat", ".tab": "omegat",
    ".srx": "srx",
}  # fmt: skip
"""Format by file name suffix; `.gz` after it is looked through."""

_ROOTS = {"tmx": "tmx", "xliff": "xliff", "martif": "tbx", "tbx": "tbx", "srx": "srx"}
_HEAD = 65536
_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
_SKIPPED = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_PO = re.compile(r'^(?:#[^\n]*\n|\s*\n)*(?:msgctxt|msgid)\s+"', re.MULTILINE)


def detect(path: Path | str) -> str:
    """Name of the format of a file.

    Raises `InputError` for a file that cannot be read or is in no format that is known.
    """
    path = Path(path)
    head = _head(path)
    by_name = SUFFIXES.get(Path(path.name.removesuffix(".gz")).suffix.lower(), "")
    if head.startswith(b"PK\x03\x04"):
        if by_name == "table":
            return "table"
        raise InputError(
            "a zip archive, which holds other files",
            number=61,
            path=str(path),
            help="unpack it and name the file inside",
        )
    text = _decoded(head)
    if text.lstrip().startswith("<"):
        root = _ROOT.search(_SKIPPED.sub(" ", text))
        name = root[1].lower() if root else ""
        if name in _ROOTS:
            return _ROOTS[name]
        raise InputError(
            f"XML whose root element is <{name or '?'}>, which is no format that is known",
            number=62,
            path=str(path),
            help=f"known: {', '.join(sorted(_ROOTS))}",
        )
    if by_name in ("tmx", "tbx", "xliff", "srx"):
        return by_name  # not XML after all: its reader says what is wrong, and where
    if _PO.match(text):
        return "po"
    if by_name:
        return by_name
    raise InputError(
        "not in a format that is known", number=63, path=str(path), help=f"known names: {', '.join(SUFFIXES)}"
    )


def _head(path: Path) -> bytes:
    with closing(blocks(path)) as found:
        head = next(found, b"")[:_HEAD]
    if not head.strip():
        raise InputError("the file is empty", number=3, path=str(path), help="export it again")
    return head


def _decoded(head: bytes) -> str:
    """The beginning of a file as text, good enough to tell formats apart."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace").lstrip("\ufeff")
    if head[:4] in (b"<\x00?\x00", b"<\x00t\x00"):
        return head.decode("utf-16-le", errors="replace")
    if head[:4] in (b"\x00<\x00?", b"\x00<\x00t"):
        return head.decode("utf-16-be", errors="replace")
    return head.decode("utf-8", errors="replace").lstrip("\ufeff")
