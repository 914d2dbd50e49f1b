"""PO files of GNU gettext: what is translated becomes units; fuzzy, obsolete and untranslated entries never count as approved.

polib parses; it accepts what msgfmt refuses, so the lines are looked at here first. A file is never written back through it: filling in
translations changes only the lines concerned.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.formats.files import write_text
from termbase.formats.po_plural import FORMS, PluralError, PluralRule
from termbase.model import Annotation, Category, Finding, Language, Place, Segment, Severity, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polib

_MAX_SIZE = 64_000_000
_LINE = re.compile(r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\b\s*)?(?:"(?:[^"\\]|\\.)*+"\s*)?)')
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._-]+)")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_@][A-Za-z0-9]+)*")
_NAMES = {
    "TB880": "po-unreadable",
    "TB881": "po-encoding",
    "TB882": "po-duplicate",
    "TB883": "po-plural",
    "TB884": "po-header",
}
_MANY = 5
"""A number that takes a true plural in every language with one: few in Arabic, other in French, many in Russian."""


class _Document:
    """A PO file, parsed, with what is wrong with it."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.faults: list[Finding] = []
        self.text = self._decode(self._bytes())
        for number, line in enumerate(self.text.split("\n"), 1):
            if not _LINE.fullmatch(line.rstrip("\r")):
                self.fault(
                    "TB880",
                    "the line is neither a comment nor a keyword and a string, or its string does not end",
                    number,
                )
        self.entries: list[polib.POEntry] = []
        self.metadata: Mapping[str, str] = {}
        if not self.faults or all(fault.rule != "TB880" for fault in self.faults):
            self._parse()

    def fault(self, rule: str, message: str, line: int, severity: Severity = Severity.ERROR, unit: str = "") -> None:
        self.faults.append(
            Finding(rule, _NAMES[rule], Category.MARKUP, severity, 1.0, message, str(self.path), line, 1, unit)
        )

    def _bytes(self) -> bytes:
        try:
            if self.path.stat().st_size > _MAX_SIZE:
                raise InputError(
                    f"a PO file of more than {_MAX_SIZE:,} bytes", number=15, path=str(self.path), help="split it"
                )
            data = self.path.read_bytes()
        except OSError as error:
            reason = "this is a folder, not a file" if self.path.is_dir() else f"cannot read it: {error.strerror}"
            raise InputError(reason, number=1, path=str(self.path), help="check the path") from error
        if not data.strip():
            raise InputError("the file is empty", number=3, path=str(self.path), help="export it again")
        return data

    def _decode(self, data: bytes) -> str:
        if data.startswith(codecs.BOM_UTF8):
            self.fault("TB881", "a byte order mark, which msgfmt refuses", 1)
            data = data.removeprefix(codecs.BOM_UTF8)
        declared = _CHARSET.search(data)
        name = declared[1].decode("ascii") if declared and declared[1] != b"CHARSET" else "utf-8"
        try:
            return data.decode(name)
        except LookupError as error:
            raise InputError(
                f"the file says it is in {name!r}, an encoding that is not known", number=14, path=str(self.path),
                help="correct charset= in its header",
            ) from error  # fmt: skip
        except UnicodeDecodeError as error:
            raise InputError(
                f"byte 0x{data[error.start]:02X} is no {name}", number=2, path=str(self.path),
                line=data.count(b"\n", 0, error.start) + 1, help="save the file as UTF-8, and say so in its header",
            ) from error  # fmt: skip

    def _parse(self) -> None:
        import polib  # noqa: PLC0415 (only when a PO file is read)

        try:
            found = polib.pofile(self.text.replace("\r\n", "\n") + "\n", encoding="utf-8")
        except (OSError, ValueError) as error:
            line = re.search(r"line (\d+)", str(error))
            self.fault("TB880", f"not a PO file: {error}", int(line[1]) if line else 1)
            return
        self.entries = [entry for entry in found if not entry.obsolete]
        self.metadata = found.metadata

    @property
    def target(self) -> str:
        """The language that the header names, else the file's name where that is a tag."""
        named = self.metadata.get("Language", "").strip()
        if _TAG.fullmatch(named):
            return named
        stem = self.path.stem
        return stem if _TAG.fullmatch(stem) and len(stem.partition("_")[0].partition("-")[0]) == 2 else "und"

    @property
    def source(self) -> str:
        """The language of the message ids, English unless the header says otherwise."""
        named = self.metadata.get("X-Source-Language", "").strip()
        return named if _TAG.fullmatch(named) else "en"

    def rule(self) -> PluralRule | None:
        """The plural rule; None when there is none that can be understood. Raises `PluralError`."""
        header = self.metadata.get("Plural-Forms", "")
        if "INTEGER" in header or not header:
            known = FORMS.get(Language(self.target).primary)
            return PluralRule.parse(known) if known else None
        return PluralRule.parse(header)


def read(path: Path | str, *, problems: list[Finding] | None = None) -> Iterator[Unit]:
    """The entries of a PO file; those that are fuzzy or not translated have the source only.

    The context is the property `x-context`, absent where the file has none. Of plurals, the singular goes with the form for one, the
    plural with one plural form. With a list of `problems` faults are told there and what is sound is given, else they raise `InputError`.
    """
    document = _Document(path)
    if problems is not None:
        problems += document.faults
    elif document.faults:
        fault = document.faults[0]
        raise InputError(
            fault.message, number=16, path=fault.path, line=fault.line, help="termbase validate lists every fault"
        )
    try:
        rule = document.rule()
    except PluralError:
        rule = None
    for entry in document.entries:
        yield from _units(entry, document, rule)


def _units(entry: polib.POEntry, document: _Document, rule: PluralRule | None) -> Iterator[Unit]:
    place = Place(str(document.path), entry.linenum or 1)
    context: str | None = entry.msgctxt  # an empty context is another one than none
    notes = [] if context is None else [Annotation("prop", context, {"type": "x-context"})]
    notes += [Annotation("prop", file, {"type": "x-reference"}) for file, _ in entry.occurrences]
    notes += [Annotation("note", text) for text in (entry.tcomment, entry.comment) if text]
    if entry.fuzzy:
        notes.append(Annotation("prop", "fuzzy", {"type": "x-status"}))
    for source, target in _pairs(entry, rule):
        variants = [Variant(Segment(source, Language(document.source), place=place))]
        if target and not entry.fuzzy:
            variants.append(Variant(Segment(target, Language(document.target), place=place)))
        yield Unit(tuple(variants), entry.msgctxt or "", annotations=tuple(notes), place=place)


def _pairs(entry: polib.POEntry, rule: PluralRule | None) -> Iterator[tuple[str, str]]:
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    forms: Mapping[int, str] = entry.msgstr_plural
    try:
        one, many = (rule.form(1), rule.form(_MANY)) if rule else (-1, -1)
    except PluralError:
        one = many = -1
    if one != many or one < 0:
        yield entry.msgid, forms.get(one, "")
    yield entry.msgid_plural, forms.get(many, "")


def write(path: Path | str, units: Iterable[Unit], *, source: str, target: str) -> int:
    """Write units as a new PO file and return how many. Of one source text with two translations the second is told by its context."""
    import polib  # noqa: PLC0415

    out = polib.POFile(wrapwidth=0)
    out.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": target.replace("-", "_"),
        "X-Source-Language": source,
    }
    if rule := FORMS.get(Language(target).primary):
        out.metadata["Plural-Forms"] = rule
    known: dict[tuple[str | None, str], str] = {}
    count = 0
    for unit in units:
        first, other = unit.variant(source), unit.variant(target)
        if first is None or not first.text:
            continue
        text = other.text if other else ""
        context = unit.prop("x-context")
        if known.get((context, first.text), text) != text:
            context = unit.id or f"{count}"
        if (context, first.text) in known:
            continue
        known[context, first.text] = text
        out.append(polib.POEntry(msgid=first.text, msgstr=text, msgctxt=context, comment="\n".join(unit.notes)))
        count += 1
    write_text(path, str(out))
    return count


def validate(path: Path | str) -> Iterator[Finding]:
    """What msgfmt would refuse, and plurals that do not fit the header. Raises `InputError` for a file that cannot be read."""
    document = _Document(path)
    seen: dict[tuple[str | None, str], int] = {}
    for entry in document.entries:
        key = (entry.msgctxt, entry.msgid)
        if key in seen:
            document.fault(
                "TB882", f"the message of line {seen[key]} again", entry.linenum or 1, unit=entry.msgctxt or ""
            )
        seen.setdefault(key, entry.linenum or 1)
    if document.entries and not document.metadata:
        document.fault("TB884", "there is no header: the language and encoding are not said", 1, Severity.WARNING)
    try:
        rule = document.rule()
    except PluralError as error:
        rule = None
        document.fault("TB883", f"the Plural-Forms of the header: {error}", 1)
    for entry in document.entries:
        if entry.msgid_plural and rule and len(entry.msgstr_plural) != rule.count:
            message = f"{len(entry.msgstr_plural)} plural forms, where the header says {rule.count}"
            document.fault("TB883", message, entry.linenum or 1, unit=entry.msgctxt or "")
    yield from sorted(document.faults, key=lambda fault: fault.line)
