"""What the writers of both versions share: a segment's codes as tokens, paired and numbered, so that source and target agree."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.xliff.document import METADATA
from termbase.formats.xliff.segments import PREFIX

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator

    from termbase.formats.xliff.codes import Content
    from termbase.model import Annotation, Code, Unit, Variant

SAME_STATES = {"initial": "needs-translation", "reviewed": "signed-off"}
"""States of XLIFF 2 that XLIFF 1 has under another name."""


@dataclass(frozen=True, slots=True)
class Flavour:
    """A version of XLIFF as it is written."""

    head: Callable[[str, str], str]
    """The beginning of a document, from its languages; the target's may be empty."""

    file: Callable[[int, str, str, str], str]
    """The beginning of a file, from its number, the name of the original, the languages."""

    file_end: str
    """The end of a file."""

    names: re.Pattern[str]
    """What an identifier of a unit may be."""

    unit: type[UnitWriter]
    """What writes a unit."""


@dataclass(slots=True)
class Token:
    """A piece of a segment on its way out: text, or one end of something."""

    kind: str
    """text, start, end, alone, open or close; the last two are for what encloses text."""

    text: str = ""
    """The text."""

    code: Code | None = None
    """The code."""

    key: str = ""
    """What the two ends of a pair have in common, and no other pair; empty for what is no pair."""

    partner: int = -1
    """Place of the other end; -1 when there is none."""

    nested: bool = False
    """Whether nothing crosses the pair, so that one element can enclose what is between."""


@dataclass(slots=True)
class UnitWriter(ABC):
    """Writes one unit."""

    unit: Unit
    """The unit."""

    original: Variant
    """Its source."""

    translated: Variant | None
    """Its target; None for a unit that waits for one."""

    name: str
    """Its identifier in the file."""

    numbers: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    """Identifiers of the source's codes that wait for their counterparts, by what both have in common."""

    last: int = 0
    """The last identifier of a code."""

    @abstractmethod
    def lines(self) -> Iterator[str]:
        """The element, line by line."""

    @abstractmethod
    def written_text(self, text: str) -> str:
        """Text of a segment."""

    @abstractmethod
    def written_mark(self, code: Code, number: int) -> str:
        """The start tag of a `mrk`, the so-manieth of its segment."""

    @abstractmethod
    def written_code(self, tokens: list[Token], place: int, name: str, *, learning: bool) -> str:
        """A code, or one end of it; `name` is its identifier, that of the pair for both ends."""

    def variant(self, variant: Variant, *, learning: bool) -> str:
        """The content of a source, from which the identifiers of codes are learnt, or of a target."""
        return self.content(variant.segment.content or (variant.text,), learning=learning)

    def content(self, content: Content, *, learning: bool) -> str:
        """Text and codes as they are written."""
        tokens = _paired(content)
        names: dict[int, str] = {}
        written = []
        marks = 0
        for place, token in enumerate(tokens):
            code = token.code
            if code is None:
                written.append(self.written_text(token.text))
            elif token.kind == "open":
                marks += 1
                written.append(self.written_mark(code, marks))
            elif token.kind == "close":
                written.append("</mrk>")
            else:
                if token.kind == "end" and token.partner >= 0:
                    names[place] = names[token.partner]
                else:
                    names[place] = self._number(token, code, learning=learning)
                written.append(self.written_code(tokens, place, names[place], learning=learning))
        return "".join(written)

    def _number(self, token: Token, code: Code, *, learning: bool) -> str:
        """The identifier of a code: in the target that of the source's code which it renders."""
        what = "pair" if token.partner >= 0 else token.kind
        key = (
            (what, code.attributes["x"])
            if code.attributes.get("x")
            else (what, "", native(code), code.attributes.get("type", ""))
        )
        known = self.numbers.get(key)
        if known and not learning:
            return known.pop(0)
        self.last += 1
        if learning:
            self.numbers.setdefault(key, []).append(str(self.last))
        return str(self.last)


def _paired(content: Content) -> list[Token]:
    """The tokens of a segment, the two ends of each pair found, and which of them nothing crosses."""
    tokens = list(_tokens(content))
    waiting: dict[str, list[int]] = {}
    for place, token in enumerate(tokens):
        if token.kind == "start" and token.key:
            waiting.setdefault(token.key, []).append(place)
        elif token.kind == "end" and waiting.get(token.key):
            token.partner = waiting[token.key].pop()
            tokens[token.partner].partner = place
    _nest(tokens)
    return tokens


def _tokens(content: Content) -> Iterator[Token]:
    for item in content:
        if isinstance(item, str):
            yield Token("text", item)
        elif item.name == "hi":
            yield Token("open", code=item)
            yield from _tokens(item.content)
            yield Token("close", code=item)
        elif item.name in ("bpt", "ept"):
            yield Token("start" if item.name == "bpt" else "end", code=item, key=f"i {item.attributes.get('i', '')}")
        elif item.name == "it":
            yield Token("end" if item.attributes.get("pos") == "end" else "start", code=item)
        elif item.name in ("ph", "ut") or not item.content:
            yield Token("alone", code=item)
        else:  # an element of others, whose text readers see: a pair without native code
            bare = replace(item, content=())
            yield Token("start", code=bare, key=f"own {id(item)}")
            yield from _tokens(item.content)
            yield Token("end", code=bare, key=f"own {id(item)}")


def _nest(tokens: list[Token]) -> None:
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


def native(code: Code) -> str:
    """The native code of a code, with the text in it."""
    return "".join(item if isinstance(item, str) else native(item) for item in code.content)


def metadata(props: Iterable[Annotation]) -> str:
    """The properties that have no other place, in an element that a version of XLIFF knows and all may carry."""
    inner = "".join(
        f"<mda:meta type={xmlsafe.attribute(item.type)}>{xmlsafe.text(item.text)}</mda:meta>" for item in props
    )
    return (
        f'   <mda:metadata xmlns:mda="{METADATA}"><mda:metaGroup>{inner}</mda:metaGroup></mda:metadata>\n'
        if inner
        else ""
    )


def identifier(wanted: str, allowed: re.Pattern[str], number: int, used: set[str]) -> str:
    """The unit's own identifier where XLIFF allows it and it is free, else a number."""
    name = xmlsafe.clean(wanted)
    if not allowed.fullmatch(name) or name in used:
        name = f"u{number}"
        while name in used:
            name += "-"
    used.add(name)
    return name


def said(unit: Unit, name: str) -> str:
    """What the unit says by a property of XLIFF's own."""
    return unit.prop(PREFIX + name) or ""
