"""PO files of gettext: read through polib, written only anew.

A message is a unit; `msgctxt` is a property, kept even when empty, since an empty context is not the same as none. Fuzzy, obsolete and empty
translations are never translations: such a unit holds its source alone. A message with plural forms gives two units, the singular with the form
for one thing and the plural with the form for several; the other forms of Arabic have no English counterpart.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib

from termbase.errors import InputError
from termbase.formats.files import writing
from termbase.formats.po_plurals import PluralRule, parse_plural_rule
from termbase.formats.source import decode, read_bytes
from termbase.model import Annotation, Category, Finding, Language, Place, Segment, Severity, Unit, Variant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONTEXT = "x-po-context"
"""Property of a unit that has a `msgctxt`."""

_KEYWORD = re.compile(r"(?:#~\s*)?(?:#\|\s*)?(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)?\s*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"\s*')
_TAG_IN_NAME = re.compile(r"(?:^|[._-])([a-z]{2,3}(?:[_-][A-Z]{2})?)$")


def read(path: Path | str, *, source: str = "en") -> Iterator[Unit]:
    """The units of a PO file in order. `source` is the language of the msgids, which the format does not name.

    The target language is that of the header, else of the file's name (`ar.po`, `app.fr.po`), else `und`. Raises `InputError` with the
    line for a file that is not well-formed: an unterminated string, a keyword out of place, an encoding other than declared.
    """
    path = Path(path)
    data = read_bytes(path)
    text = _text(data, path)
    for line, message in _broken_strings(text):
        raise InputError(
            message, number=100, path=str(path), line=line, help="msgfmt -c shows the place; mend it there"
        )
    catalogue = _parse(text, path)
    language = Language(_language(catalogue, path))
    rule = _plural_rule(catalogue)
    for entry in catalogue:
        yield from _units(entry, Language(source), language, rule, str(path))


def _units(entry: polib.POEntry, source: Language, target: Language, rule: PluralRule, path: str) -> Iterator[Unit]:
    if entry.obsolete or not entry.msgid:
        return
    place = Place(path, entry.linenum or 1)
    annotations = tuple(_annotations(entry))
    pairs: list[tuple[str, str, str]] = [("", entry.msgid, entry.msgstr)]
    if entry.msgid_plural:
        forms = {int(number): text for number, text in entry.msgstr_plural.items()}
        one, many = rule.index(1), rule.index(5)
        pairs = [("one", entry.msgid, forms.get(one, "")), ("many", entry.msgid_plural, forms.get(many, ""))]
    for number, text, translation in pairs:
        variants = [Variant(Segment(text, source, place=place))]
        if translation and not entry.fuzzy:
            variants.append(Variant(Segment(translation, target, place=place)))
        extra = (Annotation("prop", number, {"type": "x-po-number"}),) if number else ()
        yield Unit(tuple(variants), entry.msgctxt or "", {}, annotations + extra, place)


def _annotations(entry: polib.POEntry) -> Iterator[Annotation]:
    if entry.msgctxt is not None:
        yield Annotation("prop", entry.msgctxt, {"type": CONTEXT})
    if entry.fuzzy:
        yield Annotation("prop", "fuzzy", {"type": "x-status"})
    for file, line in entry.occurrences:
        yield Annotation("prop", f"{file}:{line}" if line else file, {"type": "x-po-reference"})
    for note in (entry.tcomment, entry.comment):
        if note:
            yield Annotation("note", note)


def _text(data: bytes, path: Path) -> str:
    """The text in the encoding that the header declares; a byte order mark is let pass, though gettext would not."""
    declared = re.search(rb"charset=([\w.:-]+)", data[:4096])
    name = declared[1].decode("ascii", "replace") if declared else "utf-8"
    if name.upper() == "CHARSET":  # a template, which nobody has filled in yet
        name = "utf-8"
    try:
        return decode(
            data, path, name, declared=bool(declared), help_="correct Content-Type in the header, or convert the file"
        )
    except LookupError as error:
        raise InputError(
            f"the charset {name!r} is not known", number=101, path=str(path), help="correct Content-Type in the header"
        ) from error


def _broken_strings(text: str) -> Iterator[tuple[int, str]]:
    """Lines whose string does not close; polib would let them pass and lose what follows."""
    for number, line in enumerate(text.splitlines(), 1):
        rest = line.strip()
        if not rest or (rest.startswith("#") and not rest.startswith(("#~", "#|"))):
            continue
        start = _KEYWORD.match(rest)
        string = rest[start.end() :] if start else rest
        if string.startswith('"') and not _STRING.fullmatch(string):
            yield number, "a string does not end on its line"


def _parse(text: str, path: Path) -> polib.POFile:
    try:
        # polib takes a text for a path when a file of that name exists; a line feed makes that impossible.
        return polib.pofile(text.replace("\r\n", "\n") + "\n", wrapwidth=0)
    except (OSError, ValueError, IndexError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise InputError(
            f"not a well-formed PO file: {str(error).partition(': ')[2] or error}",
            number=103, path=str(path), line=int(line[1]) if line else 0, help="msgfmt -c shows the place; mend it there",
        ) from error  # fmt: skip


def _language(catalogue: polib.POFile, path: Path) -> str:
    declared = catalogue.metadata.get("Language", "").strip().replace("_", "-")
    named = _TAG_IN_NAME.search(Path(path.name.removesuffix(".gz")).stem)
    return declared or (named[1].replace("_", "-") if named else "und")


def _plural_rule(catalogue: polib.POFile) -> PluralRule:
    return parse_plural_rule(catalogue.metadata.get("Plural-Forms", ""))


def write(path: Path | str, units: Iterable[Unit], *, source: str = "en", target: str) -> int:
    """Write a new PO file and give the number of its messages; units without both languages are left out.

    Two units of one source and different targets are told apart by a context: that of the unit, else its id.
    """
    catalogue = polib.POFile(wrapwidth=78)
    catalogue.metadata = {
        "Project-Id-Version": "termbase", "Language": target.replace("-", "_"), "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
    }  # fmt: skip
    known: dict[tuple[str | None, str], str] = {}
    count = 0
    for unit in units:
        one, other = unit.variant(source), unit.variant(target)
        if one is None or other is None or not one.text or not other.text:
            continue
        context = unit.prop(CONTEXT)
        if known.get((context, one.text), other.text) != other.text:
            context = unit.id or f"{count + 1}"
        if (context, one.text) in known:
            continue
        known[context, one.text] = other.text
        note = "\n".join(unit.notes)
        catalogue.append(polib.POEntry(msgid=one.text, msgstr=other.text, msgctxt=context, comment=note))
        count += 1
    with writing(path) as stream:
        stream.write(f"{catalogue}\n".encode("utf-8", "replace"))
    return count


def validate(path: Path | str) -> Iterator[Finding]:
    """What gettext would refuse or a reader stumble over, in order of lines. Raises `InputError` for a file that cannot be read."""
    path = Path(path)
    data = read_bytes(path)
    text = _text(data, path)
    if data.startswith(codecs.BOM_UTF8):
        yield _finding(path, 1, "a byte order mark, which gettext refuses")
    broken = list(_broken_strings(text))
    yield from (_finding(path, line, message) for line, message in broken)
    if broken:
        return
    catalogue = _parse(text, path)
    yield from _header_findings(catalogue, path)
    rule = _plural_rule(catalogue)
    seen: dict[tuple[str | None, str], int] = {}
    for entry in catalogue:
        if entry.obsolete:
            continue
        line = entry.linenum or 1
        key = (entry.msgctxt, entry.msgid)
        if key in seen:
            yield _finding(path, line, f"the message “{entry.msgid}” stands twice; first in line {seen[key]}")
        seen.setdefault(key, line)
        if entry.msgid_plural and rule.count and len(entry.msgstr_plural) != rule.count:
            yield _finding(path, line, f"{len(entry.msgstr_plural)} plural forms, where the header says {rule.count}")


def _header_findings(catalogue: polib.POFile, path: Path) -> Iterator[Finding]:
    if not catalogue.metadata:
        yield _finding(path, 1, "there is no header entry", Severity.WARNING)
        return
    forms = catalogue.metadata.get("Plural-Forms", "")
    rule = _plural_rule(catalogue)
    if forms and not rule.understood:
        yield _finding(path, 1, f"Plural-Forms is no plural expression of gettext: {forms}")


def _finding(path: Path, line: int, message: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding("TB881", "po", Category.MARKUP, severity, 1.0, message, str(path), line)
