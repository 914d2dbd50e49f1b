"""Units as XLIFF 2.1 writes them: native code as original data, what XML forbids as `cp`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from termbase.formats import xmlsafe
from termbase.formats.xliff.codes import OWN
from termbase.formats.xliff.document import CORE_2
from termbase.formats.xliff.outgoing import SAME_STATES, Flavour, Token, UnitWriter, metadata, native, said
from termbase.formats.xliff.segments import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.model import Code

STATES = ("initial", "translated", "reviewed", "final")
"""What XLIFF 2 says of a segment."""

TYPES = ("fmt", "ui", "quote", "link", "image", "other")
"""What XLIFF 2 says of an inline code."""

NMTOKEN = re.compile(r"[\w.:\-\u00b7]+")
"""An identifier, as far as `\\w` and XML's name characters agree; what they disagree on is not used in identifiers."""

USER_VALUE = re.compile(r"[^\s:]+:[^\s:]+")
"""A value of one's own, with the prefix of its authority."""

_SUBTYPES = {"xlf:b": "fmt", "xlf:i": "fmt", "xlf:u": "fmt", "xlf:lb": "fmt", "xlf:pb": "fmt", "xlf:var": "ui"}


_STATES = {other: name for name, other in SAME_STATES.items()} | {"new": "initial"}


def _head(source: str, target: str) -> str:
    languages = "".join(f' {name}="{tag}"' for name, tag in (("srcLang", source), ("trgLang", target)) if tag)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{CORE_2}" version="2.1"{languages}>\n'


def _file(number: int, original: str, source: str, target: str) -> str:
    del source, target  # they are those of the document
    name = f" original={xmlsafe.attribute(original)}" if original else ""
    return f' <file id="f{number}"{name} xml:space="preserve">\n'


@dataclass(slots=True)
class _UnitWriter(UnitWriter):
    """Writes one unit."""

    data: dict[str, str] = field(default_factory=dict)
    """Identifiers by native code."""

    def lines(self) -> Iterator[str]:
        """The element, line by line."""
        source = self.variant(self.original, learning=True)
        target = self.variant(self.translated, learning=False) if self.translated is not None else None
        named = said(self.unit, "name") or (self.unit.id if self.unit.id != self.name else "")
        fixed = ' translate="no"' if said(self.unit, "translate") == "no" else ""
        yield f'  <unit id="{self.name}"{f" name={xmlsafe.attribute(named)}" if named else ""}{fixed}>\n'
        yield metadata(item for item in self.unit.props if item.type not in _WRITTEN)
        if self.unit.notes:
            yield f"   <notes>{''.join(f'<note>{xmlsafe.text(note)}</note>' for note in self.unit.notes)}</notes>\n"
        if self.data:
            inner = "".join(f'<data id="{name}">{characters(code)}</data>' for code, name in self.data.items())
            yield f"   <originalData>{inner}</originalData>\n"
        yield f"   <segment{self._state()}><source>{source}</source>"
        yield "" if target is None else f"<target>{target}</target>"
        yield "</segment>\n  </unit>\n"

    def _state(self) -> str:
        state = said(self.unit, "state")
        state = _STATES.get(state, state)
        if state not in STATES:
            return "" if self.translated is None else ' state="translated"'
        detail = said(self.unit, "subState")
        return f' state="{state}"' + (f" subState={xmlsafe.attribute(detail)}" if USER_VALUE.fullmatch(detail) else "")

    def written_text(self, text: str) -> str:
        """Text of a segment."""
        return characters(text)

    def written_mark(self, code: Code, number: int) -> str:
        """An annotation of our own: XLIFF has no emphasis."""
        value = code.attributes.get("type", "")
        detail = f" value={xmlsafe.attribute(value)}" if value else ""
        return f'<mrk id="m{number}" type="{OWN}:hi"{detail}>'

    def written_code(self, tokens: list[Token], place: int, name: str, *, learning: bool) -> str:
        """A code, or one end of it; native code stands elsewhere."""
        del learning
        token = tokens[place]
        code = token.code
        assert code is not None  # noqa: S101 (only text has none)
        kind = _kind(code.attributes.get("type", ""))
        data = self._data(code)
        if token.kind == "alone":
            return f'<ph id="{name}"{kind}{_reference("dataRef", data)}/>'
        if token.partner < 0:
            element = "sc" if token.kind == "start" else "ec"
            return f'<{element} id="{name}" isolated="yes"{kind}{_reference("dataRef", data)}/>'
        if token.kind == "start":
            if not token.nested:
                return f'<sc id="{name}"{kind}{_reference("dataRef", data)}/>'
            closing = tokens[token.partner].code
            end = self._data(closing) if closing is not None else ""
            return f'<pc id="{name}"{kind}{_reference("dataRefStart", data)}{_reference("dataRefEnd", end)}>'
        return "</pc>" if token.nested else f'<ec startRef="{name}"{_reference("dataRef", data)}/>'

    def _data(self, code: Code) -> str:
        written = native(code)
        return self.data.setdefault(written, f"d{len(self.data) + 1}") if written else ""


_WRITTEN = frozenset(PREFIX + name for name in ("file", "name", "state", "subState", "translate"))


def _kind(type_: str) -> str:
    """XLIFF 2 has six types; any other word is a subtype of `other`."""
    if not type_:
        return ""
    if type_ in TYPES:
        return f' type="{type_}"'
    if type_ in _SUBTYPES:
        return f' type="{_SUBTYPES[type_]}" subType="{type_}"'
    return f' type="other" subType="{OWN}:{quote(type_, safe="", errors="replace")}"'


def _reference(name: str, data: str) -> str:
    return f' {name}="{data}"' if data else ""


def characters(text: str) -> str:
    """Text of a segment or of native code; characters that XML forbids become `cp`, and come back as they were."""
    parts = []
    start = 0
    for found in xmlsafe.FORBIDDEN.finditer(text):
        parts.append(xmlsafe.text(text[start : found.start()]) + f'<cp hex="{ord(found[0]):04X}"/>')
        start = found.end()
    return "".join((*parts, xmlsafe.text(text[start:])))


MODERN = Flavour(_head, _file, " </file>\n", NMTOKEN, _UnitWriter)
"""XLIFF 2.1."""
