"""TBX (ISO 30042): read leniently in every shape that is met, written strictly.

Version 3 (2019) has `conceptEntry/langSec/termSec` in a namespace, in two styles: DCA names data categories in `type` attributes, DCT by
elements of module namespaces. Version 2 (2008) has `termEntry/langSet/tig` or `ntig`, and is what OmegaT reads. Dialects allow more and more
categories: Core none, Min four, Basic twelve.

What a dialect cannot say goes into notes of the form `termbase KEY: VALUE`, which dialects do allow, so that our own glossary comes back
whole from any of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from lxml import etree

from termbase.errors import InputError, UsageError
from termbase.formats.files import writing
from termbase.formats.tbx_validate import validate
from termbase.formats.xmlsafe import clean
from termbase.model import Concept, Language, Place, Term, TermKind, TermStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["FLAVOURS", "read_concepts", "validate", "write_concepts"]

CORE = "urn:iso:std:iso:30042:ed-2"
MODULES = {"min": "http://www.tbxinfo.net/ns/min", "basic": "http://www.tbxinfo.net/ns/basic"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_CATEGORIES = {
    "subjectField": ("descrip", "min"), "administrativeStatus": ("termNote", "min"), "partOfSpeech": ("termNote", "min"),
    "definition": ("descrip", "basic"), "termType": ("termNote", "basic"), "grammaticalGender": ("termNote", "basic"), "source": ("admin", "basic"),
}  # fmt: skip

_STATUS = {
    TermStatus.PREFERRED: "preferredTerm-admn-sts", TermStatus.ADMITTED: "admittedTerm-admn-sts",
    TermStatus.DEPRECATED: "deprecatedTerm-admn-sts", TermStatus.FORBIDDEN: "supersededTerm-admn-sts",
}  # fmt: skip
_KIND = {
    TermKind.FULL_FORM: "fullForm", TermKind.ACRONYM: "acronym", TermKind.ABBREVIATION: "abbreviation",
    TermKind.SHORT_FORM: "shortForm", TermKind.VARIANT: "variant",
}  # fmt: skip
_READ_STATUS = {
    "preferred": TermStatus.PREFERRED, "admitted": TermStatus.ADMITTED, "approved": TermStatus.PREFERRED, "standardized": TermStatus.PREFERRED,
    "deprecated": TermStatus.DEPRECATED, "superseded": TermStatus.DEPRECATED, "obsolete": TermStatus.DEPRECATED,
    "notrecommended": TermStatus.DEPRECATED, "forbidden": TermStatus.FORBIDDEN, "prohibited": TermStatus.FORBIDDEN, "donotuse": TermStatus.FORBIDDEN,
}  # fmt: skip
_READ_KIND = {name.lower(): kind for kind, name in _KIND.items()} | {
    "initialism": TermKind.ACRONYM,
    "shortcut": TermKind.SHORT_FORM,
}
_PARTS_OF_SPEECH = frozenset({"adjective", "noun", "other", "verb", "adverb"})
_GENDERS = frozenset({"masculine", "feminine", "neuter", "other"})
_NOTE = re.compile(r"termbase ([a-z-]+): (.*)", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w.-]*")


@dataclass(frozen=True, slots=True)
class Flavour:
    """A shape to write."""

    dialect: str
    """Core, Min or Basic."""

    style: str
    """dca or dct; empty for version 2."""

    modules: frozenset[str]
    """Modules whose categories the dialect allows."""


FLAVOURS = {
    "dca": Flavour("Basic", "dca", frozenset({"min", "basic"})),
    "dct": Flavour("Basic", "dct", frozenset({"min", "basic"})),
    "min-dca": Flavour("Min", "dca", frozenset({"min"})),
    "min-dct": Flavour("Min", "dct", frozenset({"min"})),
    "core": Flavour("Core", "dca", frozenset()),
    "v2": Flavour("Basic", "", frozenset({"min", "basic"})),
}
"""What `--flavour` may ask for."""


def read_concepts(path: Path | str) -> Iterator[Concept]:
    """The concepts of a TBX file, one after another, in bounded memory.

    An entry without a term is left out; categories that the model has no place for become notes. Raises `InputError` for a file that is no
    TBX or is not well-formed.
    """
    path = Path(path)
    found = False
    try:
        events = etree.iterparse(
            str(path),
            events=("end",),
            resolve_entities="internal",
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            name = _name(element)
            if name in ("conceptEntry", "termEntry"):
                concept = _Entry(element, str(path)).concept()
                element.clear()
                if concept.terms:
                    yield concept
            elif name in ("tbx", "martif"):
                found = True
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"not well-formed XML: {error.msg}", number=11, path=str(path), line=error.lineno or 0, column=error.offset or 0,
            help="export the file again, or correct the place shown",
        ) from error  # fmt: skip
    except OSError as error:
        raise InputError(f"cannot read it: {error}", number=1, path=str(path), help="check the path") from error
    if not found:
        raise InputError(
            "the root element is neither <tbx> nor <martif>", number=90, path=str(path), help="is this a TBX file?"
        )


class _Entry:
    """One concept entry, being read."""

    def __init__(self, element: Any, path: str) -> None:  # noqa: ANN401 (lxml has no types)
        self.element = element
        self.path = path

    def concept(self) -> Concept:
        identifier = self.element.get("id") or self.element.get(XML_ID) or f"line-{self.element.sourceline}"
        values, notes = _categories(self.element)
        own, notes = _own(notes)
        terms: list[Term] = []
        for section in self.element:
            if _name(section) in ("langSec", "langSet"):
                inner, inner_notes = _categories(section)
                values = inner | values if "definition" not in values else values
                notes += inner_notes
                terms.extend(self.terms(section))
        return Concept(
            id=own.get("id", identifier),
            terms=tuple(terms),
            kind=own.get("kind", ""),
            domain=values.pop("subjectField", "") or own.get("domain") or Path(self.path).stem,
            definition=values.pop("definition", "") or own.get("definition", ""),
            notes=(*notes, *(f"{name}: {text}" for name, text in values.items() if name != "source")),
            translate=own.get("translate", "true") != "false",
            related={name: tuple(own[name].split()) for name in ("broader", "related", "replaced-by") if name in own},
            place=Place(self.path, self.element.sourceline or 1),
        )

    def terms(self, section: Any) -> Iterator[Term]:  # noqa: ANN401
        language = Language(section.get(XML_LANG) or section.get("lang") or "und")
        for group in section:
            if _name(group) not in ("termSec", "tig", "ntig"):
                continue
            element = next((item for item in group.iter() if isinstance(item.tag, str) and _name(item) == "term"), None)
            text = " ".join("".join(element.itertext()).split()) if element is not None else ""
            if text:
                yield _term(text, language, *_categories(group))


def _term(text: str, language: Language, values: Mapping[str, str], notes: list[str]) -> Term:
    own, rest = _own(notes)
    status = _READ_STATUS.get(
        _bare(values.get("administrativeStatus") or values.get("usageStatus") or values.get("Status") or "preferred")
    )
    kind = _READ_KIND.get(values.get("termType", "fullForm").lower(), TermKind.FULL_FORM)
    known = {
        "administrativeStatus",
        "usageStatus",
        "Status",
        "termType",
        "partOfSpeech",
        "grammaticalGender",
        "source",
        "grammaticalNumber",
    }
    extra = [f"{name}: {value}" for name, value in values.items() if name not in known]
    term = Term(
        text, language, status or TermStatus.ADMITTED, kind, part_of_speech=values.get("partOfSpeech", ""), gender=values.get("grammaticalGender", ""),
        number=values.get("grammaticalNumber", ""), note="; ".join((*rest, *extra)), source=values.get("source", ""),
    )  # fmt: skip
    return replace(
        term,
        status=TermStatus(own["status"]) if own.get("status") in tuple(TermStatus) else term.status,
        case=own.get("case") == "true",
        part_of_speech=own.get("part-of-speech", term.part_of_speech),
        gender=own.get("gender", term.gender),
        kind=TermKind(own["kind"]) if own.get("kind") in tuple(TermKind) else term.kind,
        number=own.get("number", term.number),
        forms=tuple(form for form in own.get("forms", "").split(" | ") if form),
        source=own.get("source", term.source),
        transliteration_of=own.get("transliteration-of", ""),
        valid_from=own.get("valid-from", ""),
        valid_until=own.get("valid-until", ""),
    )


def _bare(status: str) -> str:
    """`preferredTerm-admn-sts`, `Preferred` and `preferred term` alike."""
    return re.sub(r"[^a-z]", "", status.lower().removesuffix("-admn-sts")).removesuffix("term")


def _name(element: Any) -> str:  # noqa: ANN401
    # Not by `QName`: it refuses a name whose prefix nobody declared, before the parser has said so.
    return re.split("[}:]", element.tag)[-1] if isinstance(element.tag, str) else ""


def _categories(element: Any) -> tuple[dict[str, str], list[str]]:  # noqa: ANN401
    """Data categories that stand directly at a level, groups looked through, and the notes there."""
    values: dict[str, str] = {}
    notes: list[str] = []
    waiting = list(element)
    for child in waiting:
        name = _name(child)
        if name in ("langSec", "langSet", "termSec", "tig", "ntig", "term", ""):
            continue
        if name.endswith("Grp"):
            waiting.extend(child)
            continue
        text = "".join(child.itertext()).strip()
        if name == "note":
            notes.append(text)
        else:
            values.setdefault(child.get("type") or name, text)
    return values, notes


def _own(notes: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """What our own notes carry, and the notes of others."""
    own: dict[str, str] = {}
    rest: list[str] = []
    for note in notes:
        if found := _NOTE.fullmatch(note):
            own[found[1]] = found[2]
        elif note:
            rest.append(note)
    return own, rest


def write_concepts(path: Path | str, concepts: Iterable[Concept], *, source: str = "en", flavour: str = "dca") -> int:
    """Write a TBX file and give the number of concepts. Raises `UsageError` for a flavour that is not known."""
    if flavour not in FLAVOURS:
        raise UsageError(f"there is no TBX flavour {flavour!r}", number=91, help=f"one of {', '.join(FLAVOURS)}")
    with writing(path) as stream:
        return _Writer(FLAVOURS[flavour], stream, source).write(concepts)


class _Writer:
    """Writes entries of one flavour as a stream."""

    def __init__(self, flavour: Flavour, stream: IO[bytes], source: str) -> None:
        self.flavour = flavour
        self.stream = stream
        self.source = source
        self.namespace = CORE if flavour.style else None
        self.used: set[str] = set()

    def write(self, concepts: Iterable[Concept]) -> int:
        count = 0
        if self.flavour.style:
            modules = (
                {name: MODULES[name] for name in sorted(self.flavour.modules)} if self.flavour.style == "dct" else {}
            )
            root = etree.Element(self._tag("tbx"), nsmap={None: CORE} | modules)
            root.set("type", f"TBX-{self.flavour.dialect}")
            root.set("style", self.flavour.style)
            doctype, entry, header = None, "conceptEntry", "tbxHeader"
        else:
            root = etree.Element("martif", {"type": "TBX-Basic"})
            doctype, entry, header = '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">', "termEntry", "martifHeader"
        root.set(XML_LANG, self.source)
        description = etree.SubElement(
            etree.SubElement(etree.SubElement(root, self._tag(header)), self._tag("fileDesc")), self._tag("sourceDesc")
        )
        etree.SubElement(
            description, self._tag("p")
        ).text = "Written by termbase from a glossary under version control."
        if not self.flavour.style:
            encoding = etree.SubElement(root[0], "encodingDesc")
            etree.SubElement(encoding, "p", {"type": "XCSURI"}).text = "TBXBasicXCSV02.xcs"
        body = etree.SubElement(etree.SubElement(root, self._tag("text")), self._tag("body"))
        for concept in concepts:
            if concept.terms:
                self._concept(etree.SubElement(body, self._tag(entry)), concept)
                count += 1
        etree.indent(root, "  ")
        self.stream.write(etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=doctype) + b"\n")
        return count

    def _tag(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}" if self.namespace else name

    def _concept(self, element: Any, concept: Concept) -> None:  # noqa: ANN401
        identifier = self._identifier(concept.id)
        element.set("id", identifier)
        note = self._noter(element)
        self._category(element, "subjectField", concept.domain, note)
        self._category(element, "definition", concept.definition, note)
        for key, value in (
            ("id", concept.id if identifier != concept.id else ""),
            ("kind", concept.kind),
            ("translate", "" if concept.translate else "false"),
            *((name, " ".join(ids)) for name, ids in concept.related.items()),
        ):
            note(key, value)
        for text in concept.notes:
            self._note(element, text)
        languages = dict.fromkeys(str(term.language) for term in concept.terms)
        for language in languages:
            section = etree.SubElement(element, self._tag("langSec" if self.flavour.style else "langSet"))
            section.set(XML_LANG, language)
            for term in concept.terms:
                if term.language == language:
                    self._term(etree.SubElement(section, self._tag("termSec" if self.flavour.style else "tig")), term)

    def _term(self, element: Any, term: Term) -> None:  # noqa: ANN401
        etree.SubElement(element, self._tag("term")).text = clean(term.text)
        waiting: list[tuple[str, str]] = []

        def note(key: str, value: str) -> None:
            if value:
                waiting.append((key, value))

        speech, gender = term.part_of_speech, term.gender
        self._category(
            element, "partOfSpeech", speech if speech in _PARTS_OF_SPEECH else "", note, key="part-of-speech"
        )
        note("part-of-speech", speech if speech not in _PARTS_OF_SPEECH else "")
        self._category(
            element, "administrativeStatus", _STATUS[term.status], note, key="status", plain=term.status.value
        )
        note("status", "forbidden" if term.status is TermStatus.FORBIDDEN and "min" in self.flavour.modules else "")
        self._category(element, "termType", _KIND[term.kind], note, key="kind", plain=term.kind.value)
        self._category(element, "grammaticalGender", gender if gender in _GENDERS else "", note, key="gender")
        note("gender", gender if gender not in _GENDERS else "")
        self._category(element, "source", term.source, note)
        note("case", "true" if term.case else "")
        note("number", term.number)
        note("forms", " | ".join(term.forms))
        note("transliteration-of", term.transliteration_of)
        note("valid-from", term.valid_from)
        note("valid-until", term.valid_until)
        if term.note:
            self._note(element, term.note)
        for key, value in waiting:
            self._note(element, f"termbase {key}: {value}")

    def _category(
        self,
        element: Any,  # noqa: ANN401
        name: str,
        value: str,
        note: Callable[[str, str], None],
        *,
        key: str = "",
        plain: str = "",
    ) -> None:
        """Write a data category, or its value as a note of ours where the dialect does not have it."""
        if not value:
            return
        kind, module = _CATEGORIES[name]
        if module not in self.flavour.modules:
            note(key or {"subjectField": "domain"}.get(name, name), plain or value)
        elif self.flavour.style == "dct":
            etree.SubElement(element, f"{{{MODULES[module]}}}{name}").text = clean(value)
        else:
            etree.SubElement(element, self._tag(kind), {"type": name}).text = clean(value)

    def _noter(self, element: Any) -> Callable[[str, str], None]:  # noqa: ANN401
        def note(key: str, value: str) -> None:
            if value:
                self._note(element, f"termbase {key}: {value}")

        return note

    def _note(self, element: Any, text: str) -> None:  # noqa: ANN401
        etree.SubElement(element, self._tag("note")).text = clean(text)

    def _identifier(self, identifier: str) -> str:
        """An XML id for a concept id: a name, and unique."""
        name = identifier if _NAME.fullmatch(identifier) else "c-" + re.sub(r"[^\w.-]", "-", identifier)
        number = 1
        while name in self.used:
            number += 1
            name = f"{name.rpartition('..')[0] or name}..{number}"
        self.used.add(name)
        return name
