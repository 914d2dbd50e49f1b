"""Tables: CSV, TSV and XLSX of units or of terms.

Units have one row each and one column a language, headed by its tag; columns `id`, `note` and `origin` are known, others become properties.
Terms have one row a term: concept, language, term, and optionally status, kind, case, part-of-speech, gender, number, forms, note, source,
concept-kind, domain, definition. A two-column file without such a header is taken for source and target, headed by two language tags.

A cell that a spreadsheet would run as a formula (one that begins with = + - @ or a tab) is written behind an apostrophe, and that apostrophe
is taken off again on reading, so that the text survives and the formula does not run.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from termbase.errors import InputError, UsageError
from termbase.formats.files import writing
from termbase.formats.source import decode, read_bytes
from termbase.formats.xmlsafe import FORBIDDEN
from termbase.model import Annotation, Concept, Language, Place, Segment, Term, TermKind, TermStatus, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_UNIT_COLUMNS = ("id", "note", "origin")
_TERM_COLUMNS = (
    "concept", "concept-kind", "domain", "definition", "language", "term", "status", "kind", "case", "part-of-speech", "gender", "number",
    "forms", "note", "source",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
_FORMS_SEPARATOR = " | "


def read(path: Path | str) -> Iterator[Unit]:
    """The units of a table, in order of rows; an empty cell is no variant.

    Raises `InputError` for a header without two languages, and for a row longer than the header.
    """
    rows = _rows(Path(path))
    header = next(rows, (1, []))[1]
    names = [name.strip() for name in header]
    languages = [
        place for place, name in enumerate(names) if name.lower() not in _UNIT_COLUMNS and _TAG.fullmatch(name)
    ]
    if len(languages) < 2:
        raise InputError(
            "the first row names no two languages",
            number=80,
            path=str(path),
            line=1,
            help="head the columns with language tags: en,ar,fr",
        )
    for line, row in rows:
        if len(row) > len(names):
            raise InputError(
                f"{len(row)} cells under {len(names)} headings",
                number=81,
                path=str(path),
                line=line,
                help="put a cell that holds the separator into quotes",
            )
        cells = dict(zip(names, row, strict=False))
        variants = tuple(
            Variant(Segment(row[place], Language(names[place]), place=Place(str(path), line)))
            for place in languages
            if place < len(row) and row[place]
        )
        if variants:
            yield Unit(
                variants, cells.get("id", ""), {}, tuple(_annotations(cells, names, languages)), Place(str(path), line)
            )


def _annotations(cells: dict[str, str], names: Sequence[str], languages: Sequence[int]) -> Iterator[Annotation]:
    apart = {names[place] for place in languages} | {"id"}
    for name, text in cells.items():
        if name in apart or not text:
            continue
        yield (
            Annotation("note", text)
            if name == "note"
            else Annotation("prop", text, {"type": "x-origin" if name == "origin" else name})
        )


def write(path: Path | str, units: Iterable[Unit], *, source: str = "", target: str = "") -> int:
    """Write units, one row each, and give their number.

    Columns are the languages of the units in order of first use, `source` first, or the two languages alone when `target` is given. Of
    several variants of one language the first is written.
    """
    table = list(units)
    languages = _languages(table, source, target)
    rows: list[list[str]] = [["id", *languages, "origin", "note"]]
    for unit in table:
        texts = [variant.text if (variant := unit.variant(tag)) else "" for tag in languages]
        rows.append([unit.id, *texts, unit.prop("x-origin") or "", " / ".join(unit.notes)])
    _write_rows(Path(path), rows)
    return len(table)


def _languages(units: Sequence[Unit], source: str, target: str) -> list[str]:
    if source and target:
        return [source, target]
    met = dict.fromkeys(str(variant.language) for unit in units for variant in unit.variants)
    return sorted(met, key=lambda tag: tag != source) if source else list(met)


def read_concepts(path: Path | str) -> Iterator[Concept]:
    """The concepts of a table of terms; rows of one concept need not stand together.

    A table with language tags as headings has one concept a row, and cells hold one term or several, separated by `|` or `;`.
    Raises `InputError` for a header of neither shape, and for a status or kind that does not exist.
    """
    path = Path(path)
    rows = _rows(path)
    names = [name.strip().lower() for name in next(rows, (1, []))[1]]
    if "term" in names and "language" in names:
        yield from _concepts_by_term(path, rows, names)
    elif sum(bool(_TAG.fullmatch(name)) for name in names) >= 2:
        yield from _concepts_by_row(path, rows, names)
    else:
        raise InputError(
            "the first row is no heading of a glossary",
            number=82,
            path=str(path),
            line=1,
            help="head the columns concept,language,term or en,ar,fr",
        )


def _concepts_by_term(path: Path, rows: Iterator[tuple[int, list[str]]], names: Sequence[str]) -> Iterator[Concept]:
    concepts: dict[str, dict[str, Any]] = {}
    for line, row in rows:
        cells = {name: text.strip() for name, text in zip(names, row, strict=False)}
        if not cells.get("term"):
            continue
        identifier = cells.get("concept") or _slug(cells["term"])
        entry = concepts.setdefault(
            identifier, {"terms": [], "line": line, **dict.fromkeys(("concept-kind", "domain", "definition"), "")}
        )
        for key in ("concept-kind", "domain", "definition"):
            entry[key] = entry[key] or cells.get(key, "")
        entry["terms"].append(_term(cells, path, line))
    for identifier, entry in concepts.items():
        yield Concept(
            identifier,
            tuple(entry["terms"]),
            entry["concept-kind"],
            entry["domain"] or path.stem,
            entry["definition"],
            place=Place(str(path), entry["line"]),
        )


def _concepts_by_row(path: Path, rows: Iterator[tuple[int, list[str]]], names: Sequence[str]) -> Iterator[Concept]:
    for line, row in rows:
        cells = {name: text.strip() for name, text in zip(names, row, strict=False)}
        terms: list[Term] = []
        for name, text in cells.items():
            if name in ("concept", "id", "definition", "note", "domain", "kind") or not _TAG.fullmatch(name):
                continue
            parts = [part.strip() for part in re.split(r"[|;؛]", text) if part.strip()]
            terms.extend(
                Term(part, Language(name), TermStatus.ADMITTED if place else TermStatus.PREFERRED)
                for place, part in enumerate(parts)
            )
        if terms:
            notes = (cells["note"],) if cells.get("note") else ()
            identifier = cells.get("concept") or cells.get("id") or _slug(terms[0].text)
            yield Concept(
                identifier,
                tuple(terms),
                cells.get("kind", ""),
                cells.get("domain") or path.stem,
                cells.get("definition", ""),
                notes,
                place=Place(str(path), line),
            )


def _term(cells: dict[str, str], path: Path, line: int) -> Term:
    if not _TAG.fullmatch(cells.get("language", "")):
        raise InputError(
            f"{cells.get('language', '')!r} is no language tag",
            number=83,
            path=str(path),
            line=line,
            help="write en, ar, fr, fr-FR, ...",
        )
    try:
        status = TermStatus(cells.get("status", "").lower() or "preferred")
        kind = TermKind(cells.get("kind", "").lower() or "full form")
    except ValueError as error:
        known = ", ".join((*TermStatus, *TermKind))
        raise InputError(f"{error}", number=84, path=str(path), line=line, help=f"known: {known}") from error
    return Term(
        cells["term"], Language(cells["language"]), status, kind, cells.get("case", "").lower() in ("true", "yes", "1", "x"),
        cells.get("part-of-speech", ""), cells.get("gender", ""), cells.get("number", ""),
        tuple(form for form in cells.get("forms", "").split(_FORMS_SEPARATOR) if form), cells.get("note", ""), cells.get("source", ""),
    )  # fmt: skip


def write_concepts(path: Path | str, concepts: Iterable[Concept], *, source: str = "") -> int:  # noqa: ARG001 (formats are called alike)
    """Write concepts, one row a term, and give the number of concepts."""
    rows: list[list[str]] = [list(_TERM_COLUMNS)]
    count = 0
    for concept in concepts:
        count += 1
        for term in concept.terms:
            values = {
                "concept": concept.id, "concept-kind": concept.kind, "domain": concept.domain, "definition": concept.definition,
                "language": str(term.language), "term": term.text, "status": term.status.value, "kind": term.kind.value,
                "case": "true" if term.case else "", "part-of-speech": term.part_of_speech, "gender": term.gender, "number": term.number,
                "forms": _FORMS_SEPARATOR.join(term.forms), "note": term.note, "source": term.source,
            }  # fmt: skip
            rows.append([values[name] for name in _TERM_COLUMNS])
    _write_rows(Path(path), rows)
    return count


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "concept"


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that is not empty."""
    rows = _sheet(path) if path.suffix.lower() == ".xlsx" else _lines(path)
    for line, row in rows:
        cells = [_disarmed(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield line, cells


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    text = decode(read_bytes(path), path, help_="save it as UTF-8 (CSV UTF-8)")
    separator = _separator(text, path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"not a well-formed table: {error}",
            number=85,
            path=str(path),
            line=reader.line_num,
            help="check the quotation marks",
        ) from error


def _separator(text: str, path: Path) -> str:
    """Tab for `.tsv`; else the one of comma, semicolon and tab that the heading has most of: spreadsheets write what their locale likes."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    openpyxl = _openpyxl()
    from zipfile import BadZipFile  # noqa: PLC0415

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, KeyError, ValueError, BadZipFile) as error:
        raise InputError(
            f"not a readable XLSX file: {error}", number=86, path=str(path), help="save it again as .xlsx"
        ) from error
    try:
        for line, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield line, ["" if cell is None else str(cell) for cell in row]
    finally:
        book.close()


def _openpyxl() -> Any:  # noqa: ANN401 (an optional module)
    try:
        import openpyxl  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise UsageError("XLSX files need the extra [xlsx]", number=87, help="pip install 'termbase[xlsx]'") from error
    return openpyxl


def _write_rows(path: Path, rows: Iterable[Sequence[str]]) -> None:
    armed = ([_armed(cell) for cell in row] for row in rows)
    if path.suffix.lower() == ".xlsx":
        book = _openpyxl().Workbook(write_only=True)
        sheet = book.create_sheet("termbase")
        for row in armed:
            sheet.append([FORBIDDEN.sub("\ufffd", cell) for cell in row])
        with writing(path) as stream:
            book.save(stream)
        return
    text = io.StringIO(newline="")
    separator = "\t" if path.suffix.lower() == ".tsv" else ","
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(armed)
    with writing(path) as stream:
        # The mark makes spreadsheets read UTF-8; without it Arabic turns to rubbish on opening.
        stream.write(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8", "replace"))


def _armed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _disarmed(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
