"""What is wrong with a TBX file: structure, identifiers, and the values that dialects allow (ISO 30042:2019, TBX-Min and TBX-Basic 1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from termbase.errors import InputError
from termbase.model import Category, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CORE = "urn:iso:std:iso:30042:ed-2"
_STATUSES = frozenset(f"{status}Term-admn-sts" for status in ("preferred", "admitted", "deprecated", "superseded"))


@dataclass(frozen=True, slots=True)
class _Category:
    element: str
    levels: frozenset[str]
    values: frozenset[str] = frozenset()


_TERM, _CONCEPT, _SECTION = "termSec", "conceptEntry", "langSec"
_MIN = {
    "administrativeStatus": _Category("termNote", frozenset({_TERM}), _STATUSES),
    "partOfSpeech": _Category(
        "termNote", frozenset({_TERM}), frozenset({"adjective", "noun", "other", "verb", "adverb"})
    ),
    "subjectField": _Category("descrip", frozenset({_CONCEPT})),
    "customerSubset": _Category("admin", frozenset({_CONCEPT, _TERM})),
    "externalCrossReference": _Category("xref", frozenset({_CONCEPT, _SECTION, _TERM})),
}
_BASIC = _MIN | {
    "context": _Category("descrip", frozenset({_TERM})),
    "definition": _Category("descrip", frozenset({_CONCEPT, _SECTION})),
    "crossReference": _Category("ref", frozenset({_CONCEPT, _TERM})),
    "geographicalUsage": _Category("termNote", frozenset({_TERM})),
    "grammaticalGender": _Category(
        "termNote", frozenset({_TERM}), frozenset({"masculine", "feminine", "neuter", "other"})
    ),
    "termLocation": _Category("termNote", frozenset({_TERM})),
    "termType": _Category(
        "termNote",
        frozenset({_TERM}),
        frozenset({"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"}),
    ),
    "projectSubset": _Category("admin", frozenset({_CONCEPT, _TERM})),
    "source": _Category("admin", frozenset({_CONCEPT, _SECTION, _TERM})),
    "transactionType": _Category(
        "transac", frozenset({_CONCEPT, _SECTION, _TERM}), frozenset({"origination", "modification"})
    ),
    "responsibility": _Category("transacNote", frozenset({_CONCEPT, _SECTION, _TERM})),
    "xGraphic": _Category("xref", frozenset({_CONCEPT, _SECTION})),
}
_DIALECTS = {"TBX-Core": {}, "TBX-Min": _MIN, "TBX-Basic": _BASIC}
_AUXILIARY = frozenset({"descrip", "descripGrp", "admin", "adminGrp", "transac", "transacGrp", "note", "ref", "xref"})
_SAME = {"termEntry": _CONCEPT, "langSet": _SECTION, "tig": _TERM, "ntig": _TERM, "termGrp": _TERM}


def validate(path: Path | str) -> Iterator[Finding]:
    """Findings on a TBX file of version 2 or 3, in order of the document.

    Raises `InputError` for a file that is not well-formed or no TBX.
    """
    path = Path(path)
    try:
        tree = etree.parse(
            str(path),
            etree.XMLParser(
                resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
            ),
        )
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"not well-formed XML: {error.msg}",
            number=11,
            path=str(path),
            line=error.lineno or 0,
            column=error.offset or 0,
            help="correct the place shown",
        ) from error
    except OSError as error:
        raise InputError(f"cannot read it: {error}", number=1, path=str(path), help="check the path") from error
    root = tree.getroot()
    name = etree.QName(root).localname
    if name not in ("tbx", "martif"):
        raise InputError(
            f"the root element is <{name}>, neither <tbx> nor <martif>",
            number=90,
            path=str(path),
            help="is this a TBX file?",
        )
    yield from _Validator(str(path), root).findings()


class _Validator:
    def __init__(self, path: str, root: Any) -> None:  # noqa: ANN401 (lxml has no types)
        self.path = path
        self.root = root
        self.style = root.get("style", "dca") if etree.QName(root).localname == "tbx" else "dca"
        self.dialect = root.get("type", "")
        self.categories = _DIALECTS.get(self.dialect) if etree.QName(root).localname == "tbx" else None

    def findings(self) -> Iterator[Finding]:
        yield from self.head()
        elements = [element for element in self.root.iter() if isinstance(element.tag, str)]
        identifiers: dict[str, int] = {}
        for element in elements:
            yield from self.identifier(element, identifiers)
            yield from self.element(element)
        for element in elements:
            target = element.get("target", "")
            if target and not target.startswith(("http://", "https://")) and target.lstrip("#") not in identifiers:
                yield self.finding(element, f"target {target!r} is no id of this file")

    def head(self) -> Iterator[Finding]:
        """The root element says what the file is."""
        if self.root.tag == "tbx":
            yield self.finding(self.root, f"<tbx> is not in the namespace {_CORE}")
        if etree.QName(self.root).localname != "tbx":
            return
        for attribute, shown in (("type", "type"), ("style", "style"), (_XML_LANG, "xml:lang")):
            if not self.root.get(attribute):
                yield self.finding(self.root, f"<tbx> has no attribute {shown}")
        if self.style not in ("dca", "dct"):
            yield self.finding(self.root, f"the style {self.style!r} is neither dca nor dct")

    def identifier(self, element: Any, known: dict[str, int]) -> Iterator[Finding]:  # noqa: ANN401
        """An id is an XML name, and there is one of it."""
        identifier = element.get("id")
        if not identifier:
            return
        if identifier in known:
            yield self.finding(element, f"the id {identifier!r} stands twice; first in line {known[identifier]}")
        known.setdefault(identifier, element.sourceline or 0)
        if identifier[0].isdigit() or " " in identifier:
            yield self.finding(element, f"{identifier!r} is no XML id: it begins with a digit or holds a space")

    def element(self, element: Any) -> Iterator[Finding]:  # noqa: ANN401
        name = etree.QName(element).localname
        level = _SAME.get(name, name)
        if level in (_CONCEPT, _SECTION) and name != "termGrp":
            yield from self.order(element, "langSec" if level == _CONCEPT else "termSec")
        if level == _SECTION and not (element.get(_XML_LANG) or element.get("lang")):
            yield self.finding(element, f"<{name}> has no xml:lang")
        if name in ("termSec", "tig", "termGrp"):
            first = next((etree.QName(child).localname for child in element), "")
            if first != "term":
                yield self.finding(element, f"<{name}> does not begin with <term>")
        if name == "term" and not "".join(element.itertext()).strip():
            yield self.finding(element, "a term is empty")
        yield from self.category(element, name)

    def order(self, element: Any, inner: str) -> Iterator[Finding]:  # noqa: ANN401
        """Auxiliary information comes before the sections of a level, of which there is at least one."""
        seen = False
        for child in element:
            name = etree.QName(child).localname
            if _SAME.get(name, name) == inner:
                seen = True
            elif seen and name in _AUXILIARY:
                yield self.finding(child, f"<{name}> stands behind <{inner}>; it belongs before")
        if not seen:
            yield self.finding(element, f"<{etree.QName(element).localname}> holds no <{inner}>")

    def category(self, element: Any, name: str) -> Iterator[Finding]:  # noqa: ANN401
        """A data category is one of the dialect, at its level, with a value that it may have; the style names it."""
        if self.categories is None:
            return
        module = etree.QName(element).namespace
        if module != _CORE:
            category = name
            if self.style == "dca":
                yield self.finding(element, f"<{name}> is a DCT element in a file of style dca")
                return
        elif (
            element.get("type")
            and element.getparent() is not None
            and name in {"termNote", "descrip", "admin", "ref", "xref", "transac", "transacNote"}
        ):
            category = element.get("type")
            if self.style == "dct":
                yield self.finding(element, f"<{name} type={category!r}> is of style dca in a file of style dct")
                return
        else:
            return
        rule = self.categories.get(category)
        if rule is None:
            yield self.finding(element, f"{self.dialect} has no data category {category!r}")
            return
        if module == _CORE and rule.element != name:
            yield self.finding(element, f"{category} is a <{rule.element}>, not a <{name}>")
        level = self.level(element)
        if level not in rule.levels:
            yield self.finding(element, f"{category} may not stand in <{level}>")
        text = "".join(element.itertext()).strip()
        if rule.values and text not in rule.values:
            yield self.finding(element, f"{text!r} is no value of {category}: {', '.join(sorted(rule.values))}")

    def level(self, element: Any) -> str:  # noqa: ANN401
        parent = element.getparent()
        while (
            parent is not None
            and etree.QName(parent).localname.endswith("Grp")
            and etree.QName(parent).localname != "termGrp"
        ):
            parent = parent.getparent()
        name = etree.QName(parent).localname if parent is not None else ""
        return _SAME.get(name, name)

    def finding(self, element: Any, message: str) -> Finding:  # noqa: ANN401
        return Finding(
            "TB861", "tbx", Category.MARKUP, Severity.ERROR, 1.0, message, self.path, element.sourceline or 1, 1
        )
