"""Applying fixes: only the span that a finding names changes, everything else stays byte for byte.

Texts of releases and TMX files are mended in place. Other formats are other tools' files: their findings say what to change.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.parsers import expat
from xml.sax.saxutils import escape

from termbase.errors import InputError
from termbase.formats.files import writing
from termbase.glossary.concepts import Glossary
from termbase.workflows.check import Job, read_baseline
from termbase.workflows.documents import documents, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from termbase.model import Finding, Unit, Variant
    from termbase.workflows.check import Request
    from termbase.workflows.project import Project

_ROUNDS = 5
"""Mending one thing may uncover another (two spaces before a colon); a fix that never settles ends here."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A replacement in the decoded text of a file."""

    start: int
    """Offset of the first character replaced."""

    end: int
    """Offset after the last one."""

    replacement: str
    """What stands there instead, as the file writes it."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that fixes change."""

    path: Path
    """The file."""

    before: str
    """Its text as it was."""

    after: str
    """Its text as it would be."""

    fixes: int
    """Findings that were resolved."""

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"a/{self.path}",
            f"b/{self.path}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def fix(project: Project, request: Request, *, unsafe: bool = False, write: bool = True) -> list[Mended]:
    """Mend what the checks of a request find and can mend; `unsafe` takes fixes that a person should look at, too.

    Suppressed findings are not touched. With `write` off nothing changes on disk. Raises `InputError` for a file that cannot be read.
    """
    originals: dict[Path, str] = {}
    texts: dict[Path, str] = {}
    counts: dict[Path, int] = defaultdict(int)
    job = Job(
        project.config,
        Glossary.load(request.glossary) if request.glossary else project.glossary,
        request.select,
        request.ignore,
    )
    baseline = read_baseline(project, request.baseline)
    for path in documents(project, request.paths, diff_base=request.diff_base):
        for _ in range(_ROUNDS):
            units = list(read_document(project.config, job.glossary, path))
            found = job.findings(units, path)
            known = baseline.apply(found) if baseline else found
            findings = [item for item in known if item.fix and not item.suppressed and (unsafe or item.fix.safe)]
            edits = _edits(path, units, findings)
            if not edits:
                break
            for file, changes in edits.items():
                before = _read(file)
                originals.setdefault(file, before)
                texts[file] = _apply(before, changes)
                counts[file] += len(changes)
                _write(file, texts[file])
            if not write:
                break
    if not write:
        for file, text in originals.items():
            _write(file, text)
    return [
        Mended(file, originals[file], texts[file], counts[file]) for file in originals if originals[file] != texts[file]
    ]


def _edits(path: Path, units: Sequence[Unit], findings: Iterable[Finding]) -> dict[Path, list[Edit]]:
    wanted: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        wanted[finding.unit, finding.lang, finding.target_text].append(finding)
    found: dict[Path, set[Edit]] = defaultdict(set)
    segments = _Segments(path) if path.suffix == ".tmx" else None
    for number, unit in enumerate(units):
        for place, variant in enumerate(unit.variants):
            for finding in wanted.get((unit.id, str(variant.language), variant.text), ()):
                edit = segments.edit(number, place, variant, finding) if segments else _text_edit(variant, finding)
                if edit:
                    file = path if segments else Path(variant.segment.place.path)  # type: ignore[union-attr]  # _text_edit saw it
                    found[file].add(edit)
    return {file: _disjoint(edits) for file, edits in found.items()}


def _text_edit(variant: Variant, finding: Finding) -> Edit | None:
    """The edit in a release text; None where the text of the unit is not the text of the file."""
    place, fix_ = variant.segment.place, finding.fix
    if place is None or not place.end or fix_ is None:
        return None
    return Edit(place.start + fix_.start, place.start + fix_.end, fix_.replacement)


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Edits in order; of two that overlap the first, the other comes in the next round."""
    chosen: list[Edit] = []
    for edit in sorted(edits):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    return chosen


def _apply(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    position = 0
    for edit in edits:
        pieces += [text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _read(path: Path) -> str:
    """The text of a file with its byte order mark and line ends, so that writing it back changes nothing."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            "fixes are made in UTF-8 files only", number=50, path=str(path), help="convert the file to UTF-8 first"
        ) from error


def _write(path: Path, text: str) -> None:
    with writing(path) as stream:
        stream.write(text.encode("utf-8"))


class _Segments:
    """Where the segments of a TMX file stand in its text."""

    def __init__(self, path: Path) -> None:
        self.text = _read(path)
        self.units = list(_segment_spans(self.text))

    def edit(self, unit: int, variant: int, there: Variant, finding: Finding) -> Edit | None:
        """The edit in the file; None for a segment with inline codes, whose offsets are not those of its plain text."""
        if finding.fix is None or there.segment.content or unit >= len(self.units) or variant >= len(self.units[unit]):
            return None
        start, end = self.units[unit][variant]
        raw = self.text[start:end]
        offsets, plain = _raw_offsets(raw)
        if plain != there.text:
            return None
        return Edit(
            start + offsets[finding.fix.start], start + offsets[finding.fix.end], escape(finding.fix.replacement)
        )


_RAW = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(\w+));|\r\n?|[^&]", re.DOTALL)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


def _raw_offsets(raw: str) -> tuple[list[int], str]:
    """Offset in the XML text of each character of the plain text and of its end, and that plain text; tags give an empty one."""
    if "<" in raw:
        return [0], ""
    offsets: list[int] = []
    plain: list[str] = []
    for found in _RAW.finditer(raw):
        offsets.append(found.start())
        if found[1] or found[2]:
            plain.append(chr(int(found[1]) if found[1] else int(found[2], 16)))
        elif found[3]:
            plain.append(_ENTITIES.get(found[3], "\ufffd"))
        else:
            plain.append("\n" if found[0].startswith("\r") else found[0])
    return [*offsets, len(raw)], "".join(plain)


def _segment_spans(text: str) -> Iterator[list[tuple[int, int]]]:
    """Character spans of the contents of the segments of each unit, in document order."""
    data = text.encode("utf-8")
    parser = expat.ParserCreate("utf-8")
    units: list[list[tuple[int, int]]] = []
    opened: list[int] = []

    def start(name: str, _: object) -> None:
        if name == "tu":
            units.append([])
        elif name == "seg" and units:
            opened.append(data.index(b">", parser.CurrentByteIndex) + 1)

    def end(name: str) -> None:
        if name == "seg" and opened:
            units[-1].append((opened.pop(), parser.CurrentByteIndex))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.Parse(data, True)  # noqa: FBT003 (expat's own signature)
    # From bytes to characters, in one pass.
    marks = sorted({place for unit in units for span in unit for place in span})
    table: dict[int, int] = {}
    characters = position = 0
    for mark in marks:
        characters += len(data[position:mark].decode("utf-8"))
        position = mark
        table[mark] = characters
    for unit in units:
        yield [(table[first], table[last]) for first, last in unit]
