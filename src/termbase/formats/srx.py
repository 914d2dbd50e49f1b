"""SRX, Segmentation Rules eXchange: 2.0 and 1.0 read, 2.0 written (LISA OSCAR, 2008).

The reader forgives what real files do: OmegaT's own default rules do not validate, SRX 1.0 has no namespace and wraps its maps, Okapi adds
elements of its own, rules lack `break` or a half. It does not forgive what would silently change where texts break: an expression that
cannot be compiled, a map to rules that are not there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from termbase.errors import InputError
from termbase.formats.files import write_text
from termbase.formats.source import read_bytes
from termbase.formats.srx_validate import check_structure, finding
from termbase.text.segment import LanguageMap, LanguageRules, Rule, Rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from termbase.model import Finding

NAMESPACE = "http://www.lisa.org/srx20"

MAX_SIZE = 16_000_000
"""Bytes of a file of rules; the largest that is published has half a megabyte."""


def read(path: Path | str) -> Rules:
    """The rules of an SRX file.

    Raises `InputError` with the line, and the number and name of the rule, for whatever cannot be used.
    """
    return parse(read_bytes(path, largest=MAX_SIZE), path=str(path))


def parse(data: bytes, *, path: str = "") -> Rules:
    """The rules in the bytes of an SRX file; `path` is for messages."""
    root = _root(data, path)
    header = next(_named(root, "header"), None)
    # Asked for one by one: all of a hostile file's would be looked up each from the first.
    cascade, subflows = (
        ("no", "yes") if header is None else (header.get("cascade", "no"), header.get("segmentsubflows", "yes"))
    )
    # SRX 1.0 has no cascade: there the first map that covers a language is the only one.
    rules = Rules(
        language_rules=tuple(_language_rules(root, path)),
        maps=tuple(
            LanguageMap(item.get("languagepattern", ""), item.get("languagerulename", ""), _line(item))
            for item in _named(root, "languagemap")
        ),
        cascade=_yes(cascade),
        segment_subflows=_yes(subflows),
        format_handle={"start": False, "end": True, "isolated": False}
        | {item.get("type", ""): _yes(item.get("include", "")) for item in _named(root, "formathandle")},
        path=path,
    )
    if not rules.maps:
        raise InputError(
            "no <languagemap>: these rules apply to no language",
            number=75,
            path=path,
            help="add a map, such as .* for all languages",
        )
    rules.validate()
    return rules


def validate(path: Path | str) -> Iterator[Finding]:
    """Findings on an SRX file of version 1 or 2: on its structure, then the first fault that keeps its rules from use.

    Raises `InputError` for a file that is not well-formed or no SRX.
    """
    data = read_bytes(path, largest=MAX_SIZE)
    yield from check_structure(_root(data, str(path)), str(path))
    try:
        parse(data, path=str(path))
    except InputError as error:
        yield finding(error.message, str(path), error.line)


def serialise(rules: Rules) -> str:
    """The rules as an SRX 2.0 document, valid against its schema.

    Comments of the file they came from are not kept; the shipped rules with theirs are `termbase.text.segment.source()`.
    """
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<srx xmlns="{NAMESPACE}" version="2.0">',
        f'  <header segmentsubflows="{_word(rules.segment_subflows)}" cascade="{_word(rules.cascade)}">',
        *(
            f'    <formathandle type="{kind}" include="{_word(rules.format_handle[kind])}"/>'
            for kind in ("start", "end", "isolated")
            if kind in rules.format_handle
        ),
        "  </header>",
        "  <body>",
        "    <languagerules>",
    ]
    for item in rules.language_rules:
        lines.append(f"      <languagerule languagerulename={_attribute(item.name)}>")
        for rule in item.rules:
            lines += [
                f'        <rule break="{_word(rule.breaks)}">',
                f"          <beforebreak>{_text(rule.before)}</beforebreak>",
                f"          <afterbreak>{_text(rule.after)}</afterbreak>",
                "        </rule>",
            ]
        lines.append("      </languagerule>")
    lines += ["    </languagerules>", "    <maprules>"]
    lines += [
        f"      <languagemap languagepattern={_attribute(item.pattern)} languagerulename={_attribute(item.name)}/>"
        for item in rules.maps
    ]
    lines += ["    </maprules>", "  </body>", "</srx>", ""]
    return "\n".join(lines)


def write(rules: Rules, path: Path | str) -> None:
    """Write the rules to a file as SRX 2.0."""
    write_text(path, serialise(rules))


def _root(data: bytes, path: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"not well-formed XML: {error.msg}", number=11, path=path, line=error.lineno or 0, column=error.offset or 0,
            help="correct the place shown; in expressions write &lt; for < and &amp; for &",
        ) from error  # fmt: skip
    if etree.QName(root).localname != "srx":
        raise InputError(
            f"the root element is <{etree.QName(root).localname}>, not <srx>",
            number=10,
            path=path,
            line=_line(root),
            help="is this an SRX file?",
        )
    return root


def _language_rules(root: etree._Element, path: str) -> Iterator[LanguageRules]:
    names: set[str] = set()
    for item in _named(root, "languagerule"):
        name = item.get("languagerulename", "")
        if name in names:
            message = f"two lists of rules are called {name!r}"
            raise InputError(
                message, number=74, path=path, line=_line(item), help="rename one, or put their rules into one list"
            )
        names.add(name)
        yield LanguageRules(
            name,
            tuple(
                Rule(
                    _yes(rule.get("break", "yes")),
                    _content(rule, "beforebreak"),
                    _content(rule, "afterbreak"),
                    _line(rule),
                )
                for rule in _named(item, "rule")
            ),
        )


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Descendants of this local name, whatever their namespace: 1.0 has none, 1.2 and 2.0 differ."""
    return (
        element for element in parent.iter() if isinstance(element.tag, str) and etree.QName(element).localname == name
    )


def _content(rule: etree._Element, name: str) -> str:
    element = next(_named(rule, name), None)
    return "" if element is None else "".join(element.itertext())


def _line(element: etree._Element) -> int:
    return element.sourceline or 0


def _yes(value: str) -> bool:
    return value.strip().lower() == "yes"


def _word(value: bool) -> str:
    return "yes" if value else "no"


def _text(expression: str) -> str:
    """Character data; a bare carriage return would come back as a line feed."""
    return escape(_portable(expression), {"\r": "&#13;"})


def _attribute(value: str) -> str:
    return quoteattr(_portable(value), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _portable(expression: str) -> str:
    r"""Characters that XML 1.0 cannot hold, as the escapes \uXXXX, which mean the same in an expression."""
    return "".join(
        f"\\u{ord(c):04x}" if (c < " " and c not in "\t\n\r") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff" else c
        for c in expression
    )
