"""OmegaT: its glossary files, and a project folder that opens and works.

OmegaT reads `.txt`, `.utf8` and `.tab` as tab-separated source, target and comment, `.csv` with commas, and TBX v2. `.utf8` is always UTF-8,
so that is what is written; in the others a byte order mark decides, and without one the machine's locale.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from termbase.formats.files import write_text, writing
from termbase.formats.source import decode, read_bytes
from termbase.model import Concept, Language, Place, Term, TermStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_APPROVED = (TermStatus.PREFERRED, TermStatus.ADMITTED)


def read_concepts(path: Path | str, *, source: str = "en", target: str = "und") -> Iterator[Concept]:
    """The entries of a glossary file, one concept each; alternatives of a target are separated by a semicolon or comma as OmegaT shows them.

    The file does not name its languages, so the caller does. Lines that begin with # and lines of one column are skipped, as OmegaT does.
    """
    path = Path(path)
    for number, row in _rows(path):
        if len(row) < 2 or not row[0].strip() or not row[1].strip():
            continue
        targets = [part.strip() for part in row[1].split(";") if part.strip()]
        terms = [Term(row[0].strip(), Language(source))]
        terms += [
            Term(text, Language(target), TermStatus.ADMITTED if place else TermStatus.PREFERRED)
            for place, text in enumerate(targets)
        ]
        notes = (row[2].strip(),) if len(row) > 2 and row[2].strip() else ()
        identifier = re.sub(r"\W+", "-", row[0].strip().lower()).strip("-") or f"line-{number}"
        yield Concept(
            f"{identifier}-{number}", tuple(terms), domain=path.stem, notes=notes, place=Place(str(path), number)
        )


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = decode(read_bytes(path), path, help_="save it as UTF-8 and name it .utf8")
    if path.suffix.lower() == ".csv":
        yield from enumerate(csv.reader(io.StringIO(text, newline="")), 1)
        return
    # Not `splitlines`: a cell may hold the line separator of a word processor, which ends no line for OmegaT.
    for number, row in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        if row and not row.startswith("#"):
            yield number, row.split("\t")


def write_concepts(path: Path | str, concepts: Iterable[Concept], *, source: str, target: str = "") -> int:
    """Write a glossary file: each approved source term with the approved targets, preferred first, notes as comment.

    Deprecated and forbidden terms are left out as targets, since OmegaT would offer them, and named in the comment. Without `target` the
    first other language of the concepts is taken. Gives the number of concepts.
    """
    table = list(concepts)
    chosen = target or next(
        (str(term.language) for concept in table for term in concept.terms if not term.language.matches(source)), ""
    )
    lines = [f"# {source} to {chosen}, written by termbase"]
    count = 0
    for concept in table:
        targets = [term.text for term in concept.terms_in(chosen) if term.status in _APPROVED]
        sources = [term.text for term in concept.terms_in(source) if term.status in _APPROVED]
        if not (sources and targets):
            continue
        count += 1
        avoided = [term.text for term in concept.terms_in(chosen) if term.status not in _APPROVED]
        comment = "; ".join(
            part for part in (concept.definition, f"not: {', '.join(avoided)}" if avoided else "") if part
        )
        lines += [_line(text, "; ".join(targets), comment) for text in sources]
    content = "\n".join(lines) + "\n"
    if Path(path).suffix.lower() in (".txt", ".tab"):
        content = "\ufeff" + content  # without the mark OmegaT reads these two in the machine's own code page
    write_text(path, content)
    return count


def _line(*cells: str) -> str:
    """A line of tab-separated cells. A space before a leading # keeps it from being a comment; terms are found by their words."""
    line = "\t".join(re.sub(r"[\t\r\n]+", " ", cell) for cell in cells)
    return f" {line}" if line.startswith("#") else line


def project_file(source: str, target: str) -> str:
    """The `omegat.project` file of a project with OmegaT's own folders and sentence segmentation."""
    folders = "".join(
        f"    <{name}_dir>__DEFAULT__</{name}_dir>\n" for name in ("source", "target", "tm", "glossary", "dictionary")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<omegat>\n  <project version="1.0">\n'
        f"{folders}    <glossary_file>glossary/glossary.txt</glossary_file>\n"
        f"    <source_lang>{escape(source.upper())}</source_lang>\n    <target_lang>{escape(target.upper())}</target_lang>\n"
        "    <sentence_seg>true</sentence_seg>\n    <support_default_translations>true</support_default_translations>\n"
        "    <remove_tags>false</remove_tags>\n  </project>\n</omegat>\n"
    )


def layout(
    folder: Path, source: str, target: str, rules: bytes, concepts: Sequence[Concept]
) -> list[tuple[Path, int, str]]:
    """Lay out a project folder without its memory: project file, folders, segmentation rules, glossary; gives what was written.

    The memory belongs in `tm/auto` of the folder, where OmegaT fills segments from it without being asked.
    """
    for name in ("source", "target", "tm/auto", "tm/enforce", "glossary", "dictionary", "omegat"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_text(folder / "omegat.project", project_file(source, target))
    with writing(folder / "omegat" / "segmentation.srx") as stream:
        stream.write(rules)
    count = write_concepts(folder / "glossary" / "termbase.utf8", concepts, source=source, target=target)
    return [
        (folder / "omegat.project", 1, "files"),
        (folder / "omegat" / "segmentation.srx", 1, "files"),
        (folder / "glossary" / "termbase.utf8", count, "concepts"),
    ]
