"""Pairs of inline codes: within a segment by `i`, across the variants of a unit by `x`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from termbase.model import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.model import Unit, Variant


def codes(content: tuple[str | Code, ...]) -> Iterator[Code]:
    """Every code of a segment in document order, those within others included."""
    for item in content:
        if isinstance(item, Code):
            yield item
            yield from codes(item.content)


def pairing_faults(variant: Variant) -> Iterator[str]:
    """What is wrong with the `bpt` and `ept` of a segment."""
    opened: set[str] = set()
    closed: set[str] = set()
    for code in codes(variant.segment.content):
        number = code.attributes.get("i", "")
        if code.name == "bpt":
            if number in opened:
                yield f'two <bpt> with i="{number}" in one segment'
            opened.add(number)
        elif code.name == "ept":
            if number not in opened:
                yield f'<ept i="{number}"> has no <bpt> before it'
            elif number in closed:
                yield f'two <ept> with i="{number}" in one segment'
            closed.add(number)
    for number in sorted(opened - closed):
        yield f'<bpt i="{number}"> has no <ept>'


def matching_faults(unit: Unit) -> Iterator[tuple[Variant, str]]:
    """Variants whose codes are not those of the first variant, told by `x`; by number where the codes have no `x`."""
    if len(unit.variants) < 2:
        return
    first, *others = unit.variants
    wanted = _numbers(first)
    for variant in others:
        if not variant.text and not variant.segment.content:
            continue
        found = _numbers(variant)
        for name in sorted(wanted.keys() | found.keys()):
            if wanted[name] > found[name]:
                yield variant, f"lacks {_shown(name)}, which {first.language} has"
            elif wanted[name] < found[name]:
                yield variant, f"has {_shown(name)}, which {first.language} lacks"


def _numbers(variant: Variant) -> Counter[tuple[str, str]]:
    """Codes by element and `x`. An `ept` follows its `bpt`, and `hi` is the author's emphasis, not the layout's."""
    return Counter(
        (code.name, code.attributes.get("x", ""))
        for code in codes(variant.segment.content)
        if code.name in ("bpt", "it", "ph", "ut")
    )


def _shown(name: tuple[str, str]) -> str:
    element, number = name
    return f'<{element} x="{number}">' if number else f"a <{element}>"


_LETTER = re.compile("[A-Za-z]")


class ShortTags:
    """The codes of a unit as OmegaT writes them in text: `<b0>`, `</b0>`, `<x1/>`; a code has the same name in every variant.

    The letter is the first one of the code's type, else of its native code; the number counts the codes of the first segment written.
    """

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def text(self, content: tuple[str | Code, ...]) -> str:
        """A segment's content as text with short tags."""
        return "".join(self._pieces(content, Counter(), {}))

    def _pieces(self, content: tuple[str | Code, ...], seen: Counter[str], opened: dict[str, str]) -> Iterator[str]:
        for item in content:
            if isinstance(item, str):
                yield item
            elif item.name == "ept":
                number = item.attributes.get("i", "")
                yield f"</{opened.get(number) or self._name(item, seen)}>"
            elif item.name in ("bpt", "it", "ph", "ut"):
                name = self._name(item, seen)
                if item.name == "bpt":
                    opened[item.attributes.get("i", "")] = name
                    yield f"<{name}>"
                elif item.name == "it":
                    yield f"<{name}>" if item.attributes.get("pos") == "begin" else f"</{name}>"
                else:
                    yield f"<{name}/>"
            else:
                yield from self._pieces(item.content, seen, opened)

    def _name(self, code: Code, seen: Counter[str]) -> str:
        number = code.attributes.get("x")
        seen[code.name] += 1
        # Without `x` the first such code of one variant is the first such code of the others.
        key = ("x", number) if number else (code.name, str(seen[code.name]))
        if key not in self._names:
            native = "".join(item for item in code.content if isinstance(item, str))
            letter = _LETTER.search(code.attributes.get("type", "")) or _LETTER.search(native)
            self._names[key] = f"{letter[0].lower() if letter else 't'}{len(self._names)}"
        return self._names[key]
