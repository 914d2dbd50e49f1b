"""The document type of TMX 1.4b and of the versions before it, as tables."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from termbase.formats.tmx.header import REQUIRED, SEGTYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTES = ("note", "prop")
_CODES = ("bpt", "ept", "it", "ph", "hi", "ut")
_HISTORY = (
    "o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "creationtoolversion", "creationdate", "creationid",
    "changedate", "changeid", "o-tmf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Element:
    """What an element may hold."""

    children: tuple[tuple[str, ...], ...] = ()
    """Names in groups: all of one group stand before those of the next; within a group any order."""

    text: bool = False
    """Whether it holds text."""

    required: tuple[str, ...] = ()
    """Attributes that it must have."""

    optional: tuple[str, ...] = ()
    """Attributes that it may have."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Attributes that have a fixed set of values."""

    least: tuple[str, ...] = ()
    """Children of which there must be one."""

    single: tuple[str, ...] = ()
    """Children of which there is at most one."""

    ranks: Mapping[str, int] = field(init=False)
    """Number of the group, by the name of each element that may stand in it."""

    def __post_init__(self) -> None:
        """Look the groups up once, and not at every element of a file."""
        ranks = {name: rank for rank, names in enumerate(self.children) for name in names}
        object.__setattr__(self, "ranks", ranks)


ELEMENTS: Mapping[str, Element] = {
    "tmx": Element((("header",), ("body",)), optional=("version",), least=("header", "body"), single=("header", "body")),
    "header": Element(
        ((*_NOTES, "ude"),),
        required=REQUIRED,
        optional=("o-encoding", "creationdate", "creationid", "changedate", "changeid"),
        values={"segtype": SEGTYPES},
    ),
    "body": Element((("tu",),)),
    "note": Element(text=True, optional=("o-encoding", "xml:lang", "lang")),
    "prop": Element(text=True, required=("type",), optional=("o-encoding", "xml:lang", "lang")),
    "ude": Element((("map",),), required=("name",), optional=("base",), least=("map",)),
    "map": Element(required=("unicode",), optional=("code", "ent", "subst")),
    "tu": Element(
        (_NOTES, ("tuv",)),
        optional=("tuid", "segtype", "srclang", *_HISTORY),
        values={"segtype": SEGTYPES},
        least=("tuv",),
    ),
    "tuv": Element(
        (_NOTES, ("seg",)), required=("xml:lang",), optional=("lang", *_HISTORY), least=("seg",), single=("seg",)
    ),
    "seg": Element((_CODES,), text=True),
    "bpt": Element((("sub",),), text=True, required=("i",), optional=("x", "type")),
    "ept": Element((("sub",),), text=True, required=("i",)),
    "it": Element(
        (("sub",),), text=True, required=("pos",), optional=("x", "type"), values={"pos": ("begin", "end")}
    ),
    "ph": Element((("sub",),), text=True, optional=("x", "assoc", "type")),
    "hi": Element((_CODES,), text=True, optional=("x", "type")),
    "ut": Element((("sub",),), text=True, optional=("x",)),
    "sub": Element((_CODES,), text=True, optional=("datatype", "type")),
}  # fmt: skip
"""TMX 1.4b. `lang` is deprecated since 1.3."""


def element(name: str, version: str) -> Element | None:
    """What an element may hold in a version; None for an element that TMX does not know.

    Before 1.3 the language was in `lang`; `it` had `assoc` until 1.3.
    """
    return _elements(version).get(name)


@lru_cache(maxsize=8)
def _elements(version: str) -> Mapping[str, Element]:
    if version == "1.4":
        return ELEMENTS
    changed = {"it": replace(ELEMENTS["it"], optional=(*ELEMENTS["it"].optional, "assoc"))}
    if version in ("1.1", "1.2"):
        known = ELEMENTS["tuv"]
        optional = tuple(item for item in known.optional if item != "lang")
        changed["tuv"] = replace(known, required=("lang",), optional=optional)
    return {**ELEMENTS, **changed}
