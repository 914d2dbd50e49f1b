"""One name, several spellings: grouping the names of a memory by what they sound like."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.glossary.morphology import english, french
from termbase.glossary.names import other_spelling
from termbase.glossary.transliteration import same_name, sounds
from termbase.text.arabic import is_arabic
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from termbase.model import Unit

_UPPER = "A-ZÀ-ÖØ-Þ"
_NAME_WORD = rf"(?:(?:al|el|Al|El|an|as|ash|ad|ar|az|ez)[-‑ ])?[{_UPPER}][\w’'‑-]*[a-zà-ÿ][\w’'‑-]*"
_NAME = re.compile(rf"{_NAME_WORD}(?:\s(?:(?:bin|ben|ibn|de|du|von|van|al|el)\s)?{_NAME_WORD}){{1,3}}")
_FUNCTION = english.FUNCTION | french.FUNCTION
_CONSONANT = re.compile("[^aeiouAIU'h]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling of a name."""

    text: str
    """As it stands in the texts."""

    language: str
    """Language of the texts."""

    count: int
    """Units in which it stands."""


@dataclass(frozen=True, slots=True)
class Group:
    """Spellings that are likely to be of one name."""

    spellings: tuple[Spelling, ...]
    """Most frequent first, by language."""

    @property
    def varies(self) -> bool:
        """Whether a language has more than one."""
        return len({spelling.language for spelling in self.spellings}) < len(self.spellings)


def variants(units: Iterable[Unit]) -> list[Group]:
    """Names of two words or more that a language of the memory spells in several ways, with their spellings in the others."""
    counts: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for unit in units:
        for language, name in _names(unit):
            key = (language, fold(name))
            counts[key] += 1
            written[key][name] += 1
    groups = [
        Group(
            tuple(
                sorted(
                    (Spelling(written[key].most_common(1)[0][0], key[0], counts[key]) for key in keys),
                    key=lambda spelling: (spelling.language, -spelling.count, spelling.text),
                )
            )
        )
        for keys in group(list(counts))
    ]
    return sorted(
        (found for found in groups if found.varies), key=lambda found: -sum(item.count for item in found.spellings)
    )


def _names(unit: Unit) -> set[tuple[str, str]]:
    """Language and spelling of each name of a unit: capitalised runs, and what sounds like them in Arabic."""
    found = {
        (variant.language.primary, name)
        for variant in unit.variants
        if not is_arabic(variant.text)
        for run in _NAME.finditer(variant.text)
        if " " in (name := _without_function_word(run[0]))
    }
    for variant in unit.variants:
        if is_arabic(variant.text):
            for _, name in tuple(found):
                spelled = None if is_arabic(name) else other_spelling(variant.text, name, variant.language)
                if spelled is not None:
                    found.add((variant.language.primary, spelled.text))
    return found


def _without_function_word(run: str) -> str:
    """A run without the article or preposition that begins the sentence: The Syrian Coalition."""
    first, _, rest = run.partition(" ")
    return rest if fold(first) in _FUNCTION else run


def group(keys: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Spellings, with their languages, put together by likeness.

    Only spellings that share a consonant at the beginning of their first or last word are compared.
    """
    parent = list(range(len(keys)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    blocks: dict[str, list[int]] = defaultdict(list)
    for number, (_, name) in enumerate(keys):
        for block in _blocks(name):
            blocks[block].append(number)
    for members in blocks.values():
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                if root(one) != root(other) and same_name(keys[one][1], keys[other][1]):
                    parent[root(other)] = root(one)
    groups: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for number, key in enumerate(keys):
        groups[root(number)].append(key)
    return list(groups.values())


# Sounds that spellings confuse fall into one block.
_CLASSES = str.maketrans(
    {"p": "b", "v": "f", "q": "k", "x": "k", "G": "g", "j": "g", "T": "t", "D": "d", "Z": "d", "z": "d", "S": "s"}
)


def _blocks(name: str) -> set[str]:
    words = ["".join(_CONSONANT.findall(word)).translate(_CLASSES)[:2] for word in sounds(name)]
    kept = [word for word in words if word]
    return {kept[0], kept[-1] + "$"} if kept else set()
