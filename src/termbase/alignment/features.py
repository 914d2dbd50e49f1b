"""What a sentence offers for comparison: its length, its words as stems, and marks that are the same in every language.

Every mark is a string whose first character names its kind, so that one vocabulary holds them all:

    negociat   a word's stem (no sign)
    #2254      a number, digits and separators normalised
    =exped     a word of Latin letters that may be spelt alike on the other side
    ~klm       the consonant skeleton of a possible name
    ?          punctuation that translators keep
    @concept   a glossary concept that was found in the sentence
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.stems import is_arabic_script, skeleton, stem, strip_article
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from collections.abc import Set as AbstractSet

_TOKEN = re.compile(
    r"\d{1,3}(?:[\s.,٬\u202f]\d{3})+(?!\d)|\d+(?:[.,٫]\d+)?|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652\u0670])*|[؟?!%٪:;؛()\[\]\"«»“”]"
)
_MARKS = {"؟": "?", "٪": "%", "؛": ";", "«": '"', "»": '"', "“": '"', "”": '"', "[": "(", ")": "(", "]": "("}
_ATTACHED = "بلفكس"
"""Arabic particles of one letter that write themselves onto a word without an article."""

_SEPARATORS = re.compile(r"[\s.,]")

COGNATE = 4
"""Least letters of a Latin-script word that counts as possibly spelt alike in the other language."""


def kind(mark: str) -> str:
    """The kind of a mark: the sign that names it, or the empty string for a word."""
    first = mark[0]
    if first in "#=~@":
        return first
    return "" if first.isalpha() else "?"


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """The sentences of one language, ready for comparison."""

    language: str
    """Primary subtag."""

    marks: list[list[str]]
    """Distinct marks of each sentence, in order of appearance."""

    stems: list[list[str]]
    """The stems of each sentence's words in order, in which phrases are sought."""

    lengths: np.ndarray
    """Characters of each sentence that are not space, plus one."""

    unfinished: np.ndarray
    """1 where a sentence lacks final punctuation in a text whose sentences mostly have it."""

    def __len__(self) -> int:
        return len(self.marks)


_CLOSING = " \u00a0\"'»”’)]\u200f\u200e"
_FINAL = (".", "!", "?", "؟", "…", ":", ";", "؛", "،", ",", "۔", "。")


def _unfinished(sentences: Sequence[str]) -> np.ndarray:
    """Which sentences lack final punctuation; none where that is how the text is written."""
    found = np.array([not sentence.rstrip(_CLOSING).endswith(_FINAL) for sentence in sentences], dtype=np.float64)
    return found if len(found) and found.mean() < 0.5 else np.zeros(len(found))


def _without_attached(words: set[str], language: str, known_words: Container[str]) -> dict[str, str]:
    """Stems of Arabic words behind a one-letter particle, where the rest is a word of the document or the lexicon and the whole is not."""
    known = {stem(word, language) for word in words if word.startswith(("ال", "وال", "لل", "بال"))}
    found = {}
    for word in words:
        if word in known_words or stem(word, language) in known:
            continue
        bare = strip_article(word)
        if bare[0] in _ATTACHED and len(bare) > 3:
            rest = bare[1:]
            root = stem(rest, language)
            if root in known or rest in known_words:
                found[word] = root
    return found


def _word_marks(word: str, first: bool, language: str) -> list[str]:
    """The marks of one word; `first` when it opens the sentence, where a capital means nothing."""
    root = stem(word, language)
    if not root:
        return []
    if is_arabic_script(word):
        marks = [root]
        bones = skeleton(strip_article(fold(word)))
        if len(bones) >= 3:
            marks.append("~" + bones)
        return marks
    marks = [root] if len(word) > 1 else []
    capital = word[0].isupper()
    if len(word) >= COGNATE or (capital and len(word) > 1 and word.isupper()):
        marks.append("=" + fold(word)[:6])
    if capital and not first:
        bones = skeleton(word)
        if len(bones) >= 3:
            marks.append("~" + bones)
    return marks


def prepare(
    sentences: Sequence[str],
    language: str,
    *,
    anchors: Sequence[frozenset[str]] | None = None,
    known_words: Container[str] = frozenset(),
) -> Text:
    """Read the marks off every sentence; `known_words` are folded words of a lexicon, which tell clitics from letters of a word."""
    tokens = [_TOKEN.findall(sentence) for sentence in sentences]
    cache: dict[tuple[str, bool], list[str]] = {}
    attached: dict[str, str] = {}
    if language == "ar":
        words = {fold(token) for row in tokens for token in row if is_arabic_script(token) and token[0].isalpha()}
        attached = _without_attached({word for word in words if word}, language, known_words)
    marks: list[list[str]] = []
    stems: list[list[str]] = []
    for number, row in enumerate(tokens):
        seen: dict[str, None] = {}
        sequence: list[str] = []
        for place, token in enumerate(row):
            character = token[0]
            if character.isalpha():
                key = (token, place == 0)
                found = cache.get(key)
                if found is None:
                    found = _word_marks(token, place == 0, language)
                    if attached and found and (rest := attached.get(fold(token))):
                        found = [rest, *found[1:]]
                    cache[key] = found
                seen.update(dict.fromkeys(found))
                sequence.extend(found[:1])
            elif character.isdigit():
                seen["#" + _SEPARATORS.sub("", fold(token))] = None
            else:
                seen[_MARKS.get(token, token)] = None
        if anchors is not None:
            seen.update(dict.fromkeys("@" + concept for concept in sorted(anchors[number])))
        marks.append(list(seen))
        stems.append(sequence)
    lengths = np.array([len(sentence) - sentence.count(" ") + 1 for sentence in sentences], dtype=np.float64)
    return Text(language, marks, stems, lengths, _unfinished(sentences))


def add_phrases(text: Text, phrases: AbstractSet[str]) -> None:
    """Add to each sentence the phrases (stems joined by spaces) that a lexicon translates as a whole."""
    by_opening: dict[str, list[list[str]]] = {}
    for phrase in phrases:
        parts = phrase.split(" ")
        by_opening.setdefault(parts[0], []).append(parts)
    if not by_opening:
        return
    for row, sequence in zip(text.marks, text.stems, strict=True):
        found = {
            " ".join(parts): None
            for start, opening in enumerate(sequence)
            for parts in by_opening.get(opening, ())
            if sequence[start : start + len(parts)] == parts
        }
        row.extend(phrase for phrase in found if phrase not in row)


def vocabulary(text: Text) -> Counter[str]:
    """In how many sentences each mark stands."""
    return Counter(mark for row in text.marks for mark in row)
