"""Units as XLIFF 1.2 writes them: native code inline, notes behind the target; what XML forbids is replaced by what it meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from termbase.formats import xmlsafe
from termbase.formats.xliff.classic import VALUES
from termbase.formats.xliff.codes import OWN
from termbase.formats.xliff.document import CORE_1
from termbase.formats.xliff.outgoing import SAME_STATES, Flavour, Token, UnitWriter, metadata, said
from termbase.formats.xliff.segments import PREFIX
from termbase.model import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELIMITERS = frozenset({"bold", "italic", "underlined", "link"})
_PLACEHOLDERS = frozenset({"image", "pb", "lb"})
_USER_TYPE = re.compile(rf"x-(?!{OWN}-)[!-~]+")

_ON_UNIT = {"resname": re.compile(r"(?s).+"), "approved": re.compile("yes|no"), "translate": re.compile("no")}
"""What XLIFF 1 says of a unit, by the name that our property has behind its prefix, and its values."""


def _head(source: str, target: str) -> str:
    del source, target  # they are those of each file
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{CORE_1}" version="1.2">\n'


def _file(number: int, original: str, source: str, target: str) -> str:
    del number  # a file of XLIFF 1 has no identifier
    values = {"original": original, "source-language": source} | ({"target-language": target} if target else {})
    return f' <file{xmlsafe.attributes(values)} datatype="plaintext" xml:space="preserve">\n  <body>\n'


@dataclass(slots=True)
class _UnitWriter(UnitWriter):
    """Writes one unit."""

    def lines(self) -> Iterator[str]:
        """The element, line by line."""
        values = {name: text for name, allowed in _ON_UNIT.items() if allowed.fullmatch(text := said(self.unit, name))}
        if self.unit.id != self.name and self.unit.id:
            values.setdefault("resname", self.unit.id)
        states = self._states() if self.translated is not None else {}
        written = {PREFIX + name for name in ("file", *values, *states)}
        yield f"   <trans-unit{xmlsafe.attributes({'id': self.name} | values)}>\n"
        yield f"    <source>{self.variant(self.original, learning=True)}</source>\n"
        if self.translated is not None:
            target = self.variant(self.translated, learning=False)
            yield f"    <target{xmlsafe.attributes(states)}>{target}</target>\n"
        for note in self.unit.annotations:
            if note.kind == "note":
                tag = note.attributes.get("xml:lang", "")
                language = f' xml:lang="{tag}"' if xmlsafe.is_language_tag(tag) else ""
                yield f"    <note{language}>{xmlsafe.text(note.text)}</note>\n"
        yield metadata(item for item in self.unit.props if item.type not in written)
        yield "   </trans-unit>\n"

    def _states(self) -> dict[str, str]:
        """What the target says of itself."""
        found = {name: said(self.unit, name) for name in ("state", "state-qualifier")}
        found["state"] = SAME_STATES.get(found["state"], found["state"])
        return {name: text for name, text in found.items() if text in VALUES[name] or _USER_TYPE.fullmatch(text)}

    def written_text(self, text: str) -> str:
        """Text of a segment."""
        return xmlsafe.text(text)

    def written_mark(self, code: Code, number: int) -> str:
        """A mark of our own: XLIFF has no emphasis."""
        del number  # only segments are told apart
        value = code.attributes.get("type", "")
        detail = f" comment={xmlsafe.attribute(value)}" if value else ""
        return f'<mrk mtype="x-{OWN}-hi"{detail}>'

    def written_code(self, tokens: list[Token], place: int, name: str, *, learning: bool) -> str:
        """A code, or one end of it: with native code the elements that hold some, without it those that hold none."""
        token = tokens[place]
        code = token.code
        assert code is not None  # noqa: S101 (only text has none)
        native = self._native(code, learning=learning)
        # The end of a pair says nothing of its own.
        ends = token.kind == "end" and token.partner >= 0
        kind = "" if ends else _kind(code, _PLACEHOLDERS if token.kind == "alone" else _DELIMITERS)
        if token.kind == "alone":
            return f'<ph id="{name}"{kind}>{native}</ph>' if native else f'<x id="{name}"{kind}/>'
        if token.partner < 0:
            return f'<it id="{name}" pos="{"open" if token.kind == "start" else "close"}"{kind}>{native}</it>'
        other = tokens[token.partner].code
        if native or (other is not None and other.content):
            element = "bpt" if token.kind == "start" else "ept"
            return f'<{element} id="{name}" rid="{name}"{kind}>{native}</{element}>'
        if token.nested:
            return f'<g id="{name}"{kind}>' if token.kind == "start" else "</g>"
        return f'<{"bx" if token.kind == "start" else "ex"} id="{name}" rid="{name}"{kind}/>'

    def _native(self, code: Code, *, learning: bool) -> str:
        """Native code, with the text that flows in it."""
        written = []
        for item in code.content:
            if not isinstance(item, Code):
                written.append(xmlsafe.text(item))
            elif item.name == "sub":
                inner = self.content(item.content, learning=learning)
                written.append(f"<sub{_kind(item, _DELIMITERS)}>{inner}</sub>")
            else:
                written.append(self._native(item, learning=learning))
        return "".join(written)


def _kind(code: Code, known: frozenset[str]) -> str:
    """XLIFF 1 has few types; others begin with x-, and hold no space."""
    type_ = code.attributes.get("type", "")
    if not type_:
        return ""
    if type_ in known or _USER_TYPE.fullmatch(type_):
        return f" ctype={xmlsafe.attribute(type_)}"
    return f' ctype="x-{OWN}-{quote(type_, safe="", errors="replace")}"'


CLASSIC = Flavour(_head, _file, "  </body>\n </file>\n", re.compile(r"(?s).+"), _UnitWriter)
"""XLIFF 1.2."""
