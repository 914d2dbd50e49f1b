"""Finding terms in running text."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from termbase.model import Concept, Language, Term, TermHit
from termbase.text.fold import fold, fold_with_offsets

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"\w+")
_ARABIC_PROCLITICS = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وب", "ول", "وبال", "فب", "فل")


class Finder:
    """Recognises the terms of a set of concepts: whole words, longest match, case where a term asks for it."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._terms: dict[str, list[tuple[Concept, Term]]] = defaultdict(list)
        for concept in concepts:
            for term in concept.terms:
                self._terms[term.language.primary].append((concept, term))
        self._index = cache(self._build)

    def _build(self, primary: str) -> dict[str, list[tuple[tuple[str, ...], Concept, Term]]]:
        index: dict[str, list[tuple[tuple[str, ...], Concept, Term]]] = defaultdict(list)
        for concept, term in self._terms.get(primary, ()):
            words = tuple(_WORD.findall(fold(term.text)))
            index[words[0]].append((words, concept, term))
        for entries in index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return dict(index)

    def find(self, text: str, language: str) -> list[TermHit]:
        """Terms in a text, in order; of two that overlap, the longer, then the earlier."""
        primary = Language(language).primary
        index = self._index(primary)
        folded = fold_with_offsets(text)
        words = [(found[0], *found.span()) for found in _WORD.finditer(folded.text)]
        hits = []
        position = 0
        while position < len(words):
            hit = self._at(index, words, position, primary, folded.span, text)
            if hit is None:
                position += 1
            else:
                hits.append(hit[0])
                position += hit[1]
        return hits

    def _at(self, index, words, position, primary, span, text):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        word = words[position][0]
        for reading in _readings(word, primary):
            for term_words, concept, term in index.get(reading, ()):
                there = tuple(item[0] for item in words[position + 1 : position + len(term_words)])
                if there != term_words[1:]:
                    continue
                start, end = span(words[position][1] + len(word) - len(reading), words[position + len(term_words) - 1][2])
                surface = text[start:end]
                if term.case and surface != term.text:
                    continue
                return TermHit(concept, term, start, end, surface), len(term_words)
        return None


def _readings(word: str, primary: str) -> list[str]:
    """The word, and what remains of it when a proclitic or a plural ending is taken off."""
    if primary == "ar":
        found = []
        for proclitic in _ARABIC_PROCLITICS:
            if word.startswith(proclitic):
                rest = word[len(proclitic) :]
                found.append(rest)
                if proclitic.endswith("لل"):
                    found.append("ال" + rest)
        return found
    return [word]
