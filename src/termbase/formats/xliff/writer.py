"""Units into XLIFF 2.1: one language pair, native code as original data, what XML forbids as `cp`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from termbase.errors import OutputError, UsageError
from termbase.formats import xmlsafe
from termbase.formats.files import writing
from termbase.formats.xliff.codes import OWN, Content
from termbase.formats.xliff.document import CORE_2, METADATA
from termbase.formats.xliff.segments import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from termbase.model import Code, Unit, Variant

STATES = ("initial", "translated", "reviewed", "final")
"""What XLIFF 2 says of a segment."""

TYPES = ("fmt", "ui", "quote", "link", "image", "other")
"""What XLIFF 2 says of an inline code."""

NMTOKEN = re.compile(r"[\w.:\-\u00b7]+")
"""An identifier, as far as `\\w` and XML's name characters agree; what they disagree on is not used in identifiers."""

USER_VALUE = re.compile(r"[^\s:]+:[^\s:]+")
"""A value of one's own, with the prefix of its authority."""

_SUBTYPES = {"xlf:b": "fmt", "xlf:i": "fmt", "xlf:u": "fmt", "xlf:lb": "fmt", "xlf:pb": "fmt", "xlf:var": "ui"}


def write(path: Path | str, units: Iterable[Unit], *, source: str = "", target: str = "") -> int:
    """Write an XLIFF 2.1 file and give the number of units in it.

    Languages that are not given are those of the first unit, in its order. A unit without the source is left out, and so is one that is
    translated, but not into the target; one that is not translated at all is kept, for it waits for its translation. Notes and properties
    of units are kept; dates and users of variants have no place in XLIFF.

    Raises `UsageError` for languages that are none, `OutputError` when there is nothing to write.
    """
    count = 0
    with writing(path) as stream:
        opened: str | None = None
        names: set[str] = set()
        files = 0
        for unit in units:
            source, target = _languages(unit, source, target)
            original, translated = unit.variant(source), unit.variant(target)
            if original is None or (translated is None and len(unit.variants) > 1):
                continue
            if not count:
                stream.write(_head(source, target).encode())
            file = unit.prop(f"{PREFIX}file") or ""
            if file != opened:
                files += 1
                stream.write(_file(files, file, first=opened is None).encode())
                opened, names = file, set()
            count += 1
            text = "".join(_Writer(unit, original, translated, _identifier(unit.id, count, names)).lines())
            stream.write(text.encode())
        if not count:
            raise OutputError(
                f"no unit has text in {source or 'any language'}", number=97, path=str(path), help="name the languages, as in --from en --target ar"
            )  # fmt: skip
        stream.write(b" </file>\n</xliff>\n")
    return count


def _languages(unit: Unit, source: str, target: str) -> tuple[str, str]:
    spoken = [variant.language for variant in unit.variants]
    source = source or next((tag for tag in spoken if not target or not tag.matches(target)), "")
    return source, target or next((tag for tag in spoken if not tag.matches(source)), "")


def _head(source: str, target: str) -> str:
    tags = [tag.replace("_", "-") for tag in (source, target) if tag]
    for tag in tags:
        if not xmlsafe.is_language_tag(tag):
            raise UsageError(f"{tag!r} is no language tag", number=4, help="write it as in BCP 47: en, ar, fr-CA")
    languages = "".join(f' {name}="{tag}"' for name, tag in zip(("srcLang", "trgLang"), tags, strict=False))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{CORE_2}" version="2.1"{languages}>\n'


def _file(number: int, original: str, *, first: bool) -> str:
    name = f" original={xmlsafe.attribute(original)}" if original else ""
    return f'{"" if first else " </file>" + chr(10)} <file id="f{number}"{name} xml:space="preserve">\n'


def _identifier(wanted: str, number: int, used: set[str]) -> str:
    """The unit's own identifier where XLIFF allows it and it is free, else a number."""
    name = wanted
    if not NMTOKEN.fullmatch(wanted) or wanted in used:
        name = f"u{number}"
        while name in used:
            name += "-"
    used.add(name)
    return name


@dataclass(slots=True)
class _Token:
    """A piece of a segment on its way out: text, or one end of something."""

    kind: str
    """text, start, end, alone, open or close; the last two are for what encloses text."""

    text: str = ""
    """The text."""

    code: Code | None = None
    """The code."""

    partner: int = -1
    """Place of the other end; -1 when there is none."""

    nested: bool = False
    """Whether nothing crosses the pair, so that one element can enclose what is between."""


@dataclass(slots=True)
class _Writer:
    """Writes one unit."""

    unit: Unit
    original: Variant
    translated: Variant | None
    name: str
    data: dict[str, str] = field(default_factory=dict)
    """Identifiers by native code."""
    numbers: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    """Identifiers of the source's codes that wait for their counterparts, by what both have in common."""
    last: int = 0
    """The last identifier of a code."""

    def lines(self) -> Iterator[str]:
        """The element, line by line."""
        source = self._content(self.original, learning=True)
        target = self._content(self.translated, learning=False) if self.translated is not None else None
        named = self.unit.prop(f"{PREFIX}name") or (self.unit.id if self.unit.id != self.name else "")
        fixed = ' translate="no"' if self.unit.prop(f"{PREFIX}translate") == "no" else ""
        yield f'  <unit id="{self.name}"{f" name={xmlsafe.attribute(named)}" if named else ""}{fixed}>\n'
        metas = [item for item in self.unit.props if item.type not in _WRITTEN]
        if metas:
            inner = "".join(
                f"<mda:meta type={xmlsafe.attribute(item.type)}>{xmlsafe.text(item.text)}</mda:meta>" for item in metas
            )
            yield f'   <mda:metadata xmlns:mda="{METADATA}"><mda:metaGroup>{inner}</mda:metaGroup></mda:metadata>\n'
        if self.unit.notes:
            yield f"   <notes>{''.join(f'<note>{xmlsafe.text(note)}</note>' for note in self.unit.notes)}</notes>\n"
        if self.data:
            inner = "".join(f'<data id="{name}">{characters(code)}</data>' for code, name in self.data.items())
            yield f"   <originalData>{inner}</originalData>\n"
        yield f"   <segment{self._state()}><source>{source}</source>"
        yield "" if target is None else f"<target>{target}</target>"
        yield "</segment>\n  </unit>\n"

    def _state(self) -> str:
        state = self.unit.prop(f"{PREFIX}state")
        if state not in STATES:
            return "" if self.translated is None else ' state="translated"'
        detail = self.unit.prop(f"{PREFIX}subState") or ""
        return f' state="{state}"' + (f" subState={xmlsafe.attribute(detail)}" if USER_VALUE.fullmatch(detail) else "")

    def _content(self, variant: Variant, *, learning: bool) -> str:
        tokens = list(_tokens(variant.segment.content or (variant.text,)))
        _pair(tokens)
        names: dict[int, str] = {}
        written = []
        marks = 0
        for place, token in enumerate(tokens):
            if token.kind == "text":
                written.append(characters(token.text))
            elif token.kind == "open":
                marks += 1
                value = token.code.attributes.get("type", "") if token.code else ""
                detail = f" value={xmlsafe.attribute(value)}" if value else ""
                written.append(f'<mrk id="m{marks}" type="{OWN}:hi"{detail}>')
            elif token.kind == "close":
                written.append("</mrk>")
            else:
                if token.partner < 0 or token.kind == "start":
                    names[place] = self._number(token, learning=learning)
                written.append(self._code(tokens, place, names))
        return "".join(written)

    def _number(self, token: _Token, *, learning: bool) -> str:
        """The identifier of a code: in the target that of the source's code which it renders."""
        code = token.code
        assert code is not None  # noqa: S101 (only text and marks have none)
        what = "pair" if token.partner >= 0 else token.kind
        key = (
            (what, code.attributes["x"])
            if code.attributes.get("x")
            else (what, "", _native(code), code.attributes.get("type", ""))
        )
        known = self.numbers.get(key)
        if known and not learning:
            return known.pop(0)
        self.last += 1
        if learning:
            self.numbers.setdefault(key, []).append(str(self.last))
        return str(self.last)

    def _code(self, tokens: list[_Token], place: int, names: dict[int, str]) -> str:
        token = tokens[place]
        code = token.code
        assert code is not None  # noqa: S101 (only text and marks have none)
        kind = _kind(code.attributes.get("type", ""))
        data = self._data(code)
        if token.kind == "alone":
            return f'<ph id="{names[place]}"{kind}{_reference("dataRef", data)}/>'
        if token.partner < 0:
            element = "sc" if token.kind == "start" else "ec"
            return f'<{element} id="{names[place]}" isolated="yes"{kind}{_reference("dataRef", data)}/>'
        if token.kind == "start":
            if not token.nested:
                return f'<sc id="{names[place]}"{kind}{_reference("dataRef", data)}/>'
            closing = tokens[token.partner].code
            end = self._data(closing) if closing is not None else ""
            return f'<pc id="{names[place]}"{kind}{_reference("dataRefStart", data)}{_reference("dataRefEnd", end)}>'
        return "</pc>" if token.nested else f'<ec startRef="{names[token.partner]}"{_reference("dataRef", data)}/>'

    def _data(self, code: Code) -> str:
        native = _native(code)
        return self.data.setdefault(native, f"d{len(self.data) + 1}") if native else ""


_WRITTEN = frozenset(PREFIX + name for name in ("file", "name", "state", "subState", "translate"))


def _tokens(content: Content) -> Iterator[_Token]:
    for item in content:
        if isinstance(item, str):
            yield _Token("text", item)
        elif item.name == "hi":
            yield _Token("open", code=item)
            yield from _tokens(item.content)
            yield _Token("close", code=item)
        else:
            begins = item.name == "bpt" or (item.name == "it" and item.attributes.get("pos") != "end")
            ends = item.name == "ept" or (item.name == "it" and not begins)
            yield _Token("start" if begins else "end" if ends else "alone", code=item)


def _pair(tokens: list[_Token]) -> None:
    """Find the two ends of each pair, and which of them nothing crosses."""
    waiting: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        if token.code is None or token.code.name not in ("bpt", "ept"):
            continue
        key = token.code.attributes.get("i", "")
        if token.kind == "start":
            waiting.setdefault(key, []).append(place)
        elif waiting.get(key):
            token.partner = waiting[key].pop()
            tokens[token.partner].partner = place
    _nest(tokens)


def _nest(tokens: list[_Token]) -> None:
    """Mark the pairs that are whole within what encloses them."""
    stack: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind == "open" or (token.kind == "start" and token.partner >= 0):
            stack.append(place)
        elif token.kind == "close":
            while stack and tokens[stack.pop()].kind != "open":
                pass
        elif token.kind == "end" and token.partner in stack:
            if stack[-1] == token.partner:
                token.nested = tokens[token.partner].nested = True
            stack.remove(token.partner)


def _native(code: Code) -> str:
    return "".join(item if isinstance(item, str) else _native(item) for item in code.content)


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
