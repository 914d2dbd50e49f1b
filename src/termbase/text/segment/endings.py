r"""The characters in which an expression can end, or with which it can begin.

A break rule such as `[.!?]+["”]*` can only match up to a place that one of `.!?"”` precedes. Looking for those characters first makes
segmentation several times faster, since nearly all places of a text are dismissed by one look at one character.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_ATOM_THAT_IS_NO_CHARACTER = re.compile(r"\\[bBAZGKRX]|[\^$]")
_QUANTIFIER = re.compile(r"(?:\?|\{(\d*)(?:,\d*)?\})[+?]?")
_TOKEN = re.compile(
    r"(?P<escape>\\[pPN]\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|\\.)|(?P<open>\((?:\?:)?)|(?P<other>.)",
    re.DOTALL,
)


class _Node(NamedTuple):
    """What a piece of an expression can end in."""

    sets: frozenset[str]
    """Members of a set expression: characters, escapes and whole sets."""

    empty: bool
    """Whether the piece can match nothing, so that what stands before it counts too."""


class _Unknown(Exception):
    """The expression holds something whose ending this module does not work out."""


def endings(translated: str) -> str | None:
    """A set that holds every character in which a translated expression can end; None when that is not known.

    None also where the expression can match nothing: then it matches everywhere.
    """
    return _edge(translated, last=True)


def beginnings(translated: str) -> str | None:
    """A set that holds every character with which a translated expression can begin; None as for `endings`."""
    return _edge(translated, last=False)


def next_characters(translated: str) -> str | None:
    """A set that holds every character that can be the second of what a translated expression matches; None when that is not known."""
    found: frozenset[str] = frozenset()
    place = items = 0
    try:
        while place < len(translated) and items < 2:
            if translated[place] in "|)" or (items == 0 and translated[place] == "("):
                return None  # what stands second depends on what was chosen first
            node, end = _item(translated, place, last=False)
            # What is surely there once, may be there twice: the first item counts only where it repeats, but then it may.
            found |= node.sets
            items += not node.empty
            place = end
    except _Unknown:
        return None
    if items < 2 or "|" in _outside_groups(translated):
        return None
    return f"[{''.join(sorted(found))}]"


def _outside_groups(text: str) -> str:
    """What is left of an expression without its groups, sets and escapes."""
    kept: list[str] = []
    place = depth = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if text[place] == "[":
            place = _end_of_set(text, place)
            continue
        if token is None or token["escape"]:
            place = token.end() if token else place + 1
            continue
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            kept.append(text[place])
        place += 1
    return "".join(kept)


def _edge(translated: str, *, last: bool) -> str | None:
    try:
        node, place = _alternatives(translated, 0, last)
    except _Unknown:
        return None
    if node.empty or place != len(translated):
        return None
    return f"[{''.join(sorted(node.sets))}]"


def _alternatives(text: str, place: int, last: bool) -> tuple[_Node, int]:
    sets: frozenset[str] = frozenset()
    empty = False
    while True:
        node, place = _sequence(text, place, last)
        sets |= node.sets
        empty |= node.empty
        if text[place : place + 1] != "|":
            return _Node(sets, empty), place
        place += 1


def _sequence(text: str, place: int, last: bool) -> tuple[_Node, int]:
    """Read up to `|`, `)` or the end.

    An item hides what stands before it, or behind it when beginnings are asked for, unless it can be empty.
    """
    sets: frozenset[str] = frozenset()
    empty = True
    while place < len(text) and text[place] not in "|)":
        node, place = _item(text, place, last)
        if last:
            sets = sets | node.sets if node.empty else node.sets
        elif empty:
            sets |= node.sets
        empty = empty and node.empty
    return _Node(sets, empty), place


def _item(text: str, place: int, last: bool) -> tuple[_Node, int]:
    node, place = _atom(text, place, last)
    while match := _QUANTIFIER.match(text, place):
        if match[0][0] == "?" or not match[1] or int(match[1]) == 0:
            node = _Node(node.sets, empty=True)
        place = match.end()
    return node, place


def _atom(text: str, place: int, last: bool) -> tuple[_Node, int]:
    if match := _ATOM_THAT_IS_NO_CHARACTER.match(text, place):
        if match[0][-1] in "KRX":
            raise _Unknown
        return _Node(frozenset(), empty=True), match.end()
    token = _TOKEN.match(text, place)
    assert token is not None  # noqa: S101 (there is a character left, and `other` takes any)
    if token["open"]:
        return _grouped(text, token, last)
    if token["escape"]:
        return _Node(frozenset({token[0]}), empty=False), token.end()
    if token[0] == ".":
        raise _Unknown
    if token[0] == "[":
        end = _end_of_set(text, place)
        return _Node(frozenset({text[place:end]}), empty=False), end
    return _Node(frozenset({re.escape(token[0])}), empty=False), token.end()


def _grouped(text: str, token: re.Match[str], last: bool) -> tuple[_Node, int]:
    after = token.end()
    looking = text[after : after + 2] if token[0] == "(" else ""
    if looking[:1] == "?":
        if not (looking in {"?=", "?!"} or text[after : after + 3] in {"?<=", "?<!"}):
            raise _Unknown  # scoped flags and the like
        after += 3 if looking == "?<" else 2
    node, place = _alternatives(text, after, last)
    if text[place : place + 1] != ")":
        raise _Unknown
    return (_Node(frozenset(), empty=True) if looking[:1] == "?" else node), place + 1


def _end_of_set(text: str, place: int) -> int:
    depth = 0
    while place < len(text):
        if text[place] == "\\":
            token = _TOKEN.match(text, place)
            place = token.end() if token else place + 2
            continue
        depth += (text[place] == "[") - (text[place] == "]")
        place += 1
        if depth == 0:
            return place
    raise _Unknown
