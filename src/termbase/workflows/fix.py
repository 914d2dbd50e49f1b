"""Applying fixes: only the span that a finding names changes, everything else stays byte for byte.

Texts of releases, TMX, the targets of XLIFF and the translations of PO are mended in place. Where the place of a text in its file is not
certain (inline codes within it, tables, compressed files), nothing is changed, and the outcome says how many fixes were left.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import TermbaseError
from termbase.formats.detect import detect
from termbase.formats.files import writing
from termbase.formats.spans import not_utf8
from termbase.glossary.concepts import Glossary
from termbase.registry import load
from termbase.workflows.check import Job, read_baseline
from termbase.workflows.documents import documents, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from termbase.checks.baseline import Baseline
    from termbase.formats.spans import TextSpan
    from termbase.model import Finding, Fix, Unit, Variant
    from termbase.workflows.check import Request
    from termbase.workflows.project import Project

_SPANS = {
    "tmx": "termbase.formats.tmx.spans:target_spans",
    "xliff": "termbase.formats.xliff.spans:target_spans",
    "po": "termbase.formats.po_spans:target_spans",
}
"""Formats that can tell where in a file a text stands."""

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


@dataclass(frozen=True, slots=True)
class Fixes:
    """What fixes change, and what they leave."""

    files: tuple[Mended, ...]
    """The files that change."""

    left: int = 0
    """Findings with a fix whose place in the file is not certain."""

    errors: tuple[TermbaseError, ...] = ()
    """Inputs that could not be read, or not be written as they are; the others were mended all the same."""


def fix(project: Project, request: Request, *, unsafe: bool = False, write: bool = True) -> Fixes:
    """Mend what the checks of a request find and can mend; `unsafe` takes fixes that a person should look at, too.

    Suppressed findings are not touched. With `write` off nothing changes on disk.
    """
    job = Job(
        project.config,
        Glossary.load(request.glossary) if request.glossary else project.glossary,
        request.select,
        request.ignore,
    )
    baseline = read_baseline(project, request.baseline)
    files: list[Mended] = []
    errors: list[TermbaseError] = []
    left = 0
    for path in documents(project, request.paths, diff_base=request.diff_base):
        try:
            mended, unplaced = _mend(job, baseline, path, unsafe=unsafe, write=write)
        except TermbaseError as error:
            errors.append(error)
        else:
            files += mended
            left += unplaced
    return Fixes(tuple(files), left, tuple(errors))


def _mend(job: Job, baseline: Baseline | None, path: Path, *, unsafe: bool, write: bool) -> tuple[list[Mended], int]:
    originals: dict[Path, str] = {}
    texts: dict[Path, str] = {}
    counts: dict[Path, int] = defaultdict(int)
    left = 0
    for _ in range(_ROUNDS):
        units = list(read_document(job.config, job.glossary, path))
        found = job.findings(units, path)
        known = baseline.apply(found) if baseline else found
        findings = [item for item in known if item.fix and not item.suppressed and (unsafe or item.fix.safe)]
        edits, left = _edits(path, units, findings) if findings else ({}, 0)
        for file, changes in edits.items():
            before = _read(file)
            originals.setdefault(file, before)
            texts[file] = _apply(before, changes)
            counts[file] += len(changes)
            if write:
                _write(file, texts[file])
        if not (edits and write):
            break
    return [
        Mended(file, originals[file], texts[file], counts[file]) for file in originals if originals[file] != texts[file]
    ], left


def _edits(path: Path, units: Sequence[Unit], findings: Sequence[Finding]) -> tuple[dict[Path, list[Edit]], int]:
    """Edits by file, and the number of findings that have none because their place is not certain."""
    wanted: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        wanted[finding.unit, finding.lang, finding.target_text].append(finding)
    found: dict[Path, set[Edit]] = defaultdict(set)
    spans = None if path.is_dir() else _spans(path, units)
    placed: set[int] = set()  # a unit without an identifier may answer for another of the same text
    for number, unit in enumerate(units):
        for place, variant in enumerate(unit.variants):
            for finding in wanted.get((unit.id, str(variant.language), variant.text), ()):
                edit = (
                    _text_edit(variant, finding) if spans is None else _span_edit(spans.get((number, place)), finding)
                )
                if edit is not None:
                    placed.add(id(finding))
                    file = path if spans is not None else Path(variant.segment.place.path)  # type: ignore[union-attr]  # _text_edit saw it
                    found[file].add(edit)
    return {file: _disjoint(edits) for file, edits in found.items()}, len(findings) - len(placed)


def _spans(path: Path, units: Sequence[Unit]) -> dict[tuple[int, int], TextSpan]:
    """Places of texts in a file, by number of the unit and of the variant; none for formats whose places nobody tells."""
    name = detect(path)
    if name not in _SPANS or path.suffix == ".gz":
        return {}
    return {(unit, variant): span for unit, variant, span in load(_SPANS[name])(_read(path), units, str(path))}


def _text_edit(variant: Variant, finding: Finding) -> Edit | None:
    """The edit in a release text; None where the text of the unit is not the text of the file."""
    place, fix_ = variant.segment.place, finding.fix
    if place is None or not place.end or fix_ is None:
        return None
    return Edit(place.start + fix_.start, place.start + fix_.end, fix_.replacement)


def _span_edit(span: TextSpan | None, finding: Finding) -> Edit | None:
    """The edit in a file; None where the text of the unit is not to be found in it, or something stands within what would change."""
    if span is None or finding.fix is None:
        return None
    start, end, replacement = _least(span.text, finding.fix)
    place = span.located(start, end)
    return Edit(*place, span.written(replacement)) if place else None


def _least(text: str, fix_: Fix) -> tuple[int, int, str]:
    """A fix without what it replaces by the same: the less changes, the more often its place is certain."""
    old, new = text[fix_.start : fix_.end], fix_.replacement
    before = _alike(old, new)
    behind = _alike(old[before:][::-1], new[before:][::-1])
    return fix_.start + before, fix_.end - behind, new[before : len(new) - behind]


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (here, there) in pairs if here != there), min(len(one), len(other)))


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
        raise not_utf8(str(path)) from error


def _write(path: Path, text: str) -> None:
    with writing(path) as stream:
        stream.write(text.encode("utf-8"))
