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
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from termbase.alignment.stems import consonants, is_arabic_script, stems, strip_articles, strip_suffixes
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

_GROUPING = r"[\s.,٬\u202f]"
_TOKEN = re.compile(
    # Words first: most tokens are.
    r"[^\W\d_]+(?:[\u0300-\u036f\u064b-\u0652\u0670]+[^\W\d_]*)*"
    rf"|\d(?:\d{{0,2}}(?:{_GROUPING}\d{{3}})+(?!\d)|\d*(?:[.,٫]\d+)?)"
    r"|[؟?!%٪:;؛()\[\]\"«»“”]"
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
class Index:
    """The marks of a text by number, and where they stand."""

    names: dict[str, int]
    """The number of each mark, in order of appearance."""

    types: np.ndarray
    """The number of each mark that occurs, sentence by sentence."""

    rows: np.ndarray
    """Its sentence."""

    starts: np.ndarray
    """Where each sentence's occurrences begin; one more entry than there are sentences."""


@dataclass(frozen=True, eq=False)
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

    @cached_property
    def index(self) -> Index:
        """Its marks by number."""
        flat = [mark for row in self.marks for mark in row]
        names = {mark: number for number, mark in enumerate(dict.fromkeys(flat))}
        sizes = np.fromiter(map(len, self.marks), np.int64, len(self.marks))
        return Index(
            names,
            np.fromiter(map(names.__getitem__, flat), np.int64, len(flat)),
            np.repeat(np.arange(len(sizes)), sizes),
            np.concatenate([[0], np.cumsum(sizes)]),
        )

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """In how many sentences each mark stands."""
        counts = np.bincount(self.index.types, minlength=len(self.index.names))
        return dict(zip(self.index.names, counts.tolist(), strict=True))


_CLOSING = " \u00a0\"'»”’)]\u200f\u200e"
_FINAL = (".", "!", "?", "؟", "…", ":", ";", "؛", "،", ",", "۔", "。")


def _unfinished(sentences: Sequence[str]) -> np.ndarray:
    """Which sentences lack final punctuation; none where that is how the text is written."""
    found = np.array([not sentence.rstrip(_CLOSING).endswith(_FINAL) for sentence in sentences], dtype=np.float64)
    return found if len(found) and found.mean() < 0.5 else np.zeros(len(found))


def _without_attached(bare: Mapping[str, str], roots: Mapping[str, str], known_words: Container[str]) -> dict[str, str]:
    """Stems of Arabic words behind a one-letter particle, where the rest is a word of the document or the lexicon and the whole is not.

    `bare` has each folded word of the document without its article, `roots` its stem if its first letter is no particle.
    """
    known = {roots[word] for word in bare if word.startswith(("ال", "وال", "لل", "بال"))}
    behind = {
        word: stripped[1:]
        for word, stripped in bare.items()
        if stripped[0] in _ATTACHED and len(stripped) > 3 and word not in known_words and roots[word] not in known
    }
    rests = list(behind.values())
    return {
        word: root
        for word, rest, root in zip(behind, rests, strip_suffixes(strip_articles(rests)), strict=True)
        if root in known or rest in known_words
    }


def _arabic_marks(tokens: Iterable[str], language: str, known_words: Container[str]) -> dict[str, list[str]]:
    """The marks of each token that is a word of Arabic letters, its stem first."""
    words = [token for token in tokens if is_arabic_script(token) and token[0].isalpha()]
    if not words:
        return {}
    folded = dict(zip(words, fold("\n".join(words)).split("\n"), strict=True))
    forms = list(filter(None, dict.fromkeys(folded.values())))
    stripped = strip_articles(forms)
    bare = dict(zip(forms, stripped, strict=True))
    roots = dict(zip(forms, strip_suffixes(stripped), strict=True))
    if language == "ar":
        roots |= _without_attached(bare, roots, known_words)
    marks: dict[str, list[str]] = {"": []}
    for form, root in roots.items():
        bones = consonants(bare[form])
        marks[form] = [root, "~" + bones] if len(bones) >= 3 else [root]
    return {word: marks[form] for word, form in folded.items()}


def _word_marks(words: Sequence[str], language: str) -> dict[str, list[str]]:
    """The marks of each of some words of other letters, its stem first."""
    found: dict[str, list[str]] = {}
    folded = fold("\n".join(words)).split("\n") if words else []
    for word, form, root in zip(words, folded, stems(words, language), strict=True):
        marks = found[word] = []
        if not root or len(word) == 1:
            continue
        marks.append(root)
        capital = word[0].isupper()
        if len(word) >= COGNATE or (capital and word.isupper()):
            marks.append("=" + form[:6])
        if capital:
            bones = consonants(form)
            if len(bones) >= 3:
                marks.append("~" + bones)
    return found


def _other_mark(token: str) -> str:
    """The mark of a number or a sign."""
    return "#" + _SEPARATORS.sub("", fold(token)) if token[0].isdigit() else _MARKS.get(token, token)


def prepare(
    sentences: Sequence[str],
    language: str,
    *,
    anchors: Sequence[frozenset[str]] | None = None,
    known_words: Container[str] = frozenset(),
) -> Text:
    """Read the marks off every sentence; `known_words` are folded words of a lexicon, which tell clitics from letters of a word."""
    tokens = [_TOKEN.findall(sentence) for sentence in sentences]
    different = dict.fromkeys(token for row in tokens for token in row)
    arabic = _arabic_marks(different, language, known_words)
    others = [token for token in different if token not in arabic]
    words = arabic | _word_marks([token for token in others if token[0].isalpha()], language)
    roots = {token: found[0] for token, found in words.items() if found}
    table = words | {token: [_other_mark(token)] for token in others if token not in words}
    marks: list[list[str]] = []
    for number, row in enumerate(tokens):
        found = [table[token] for token in row]
        if row and row[0] not in arabic:
            # The capital of a word that opens the sentence does not make it a name.
            found[0] = [mark for mark in found[0] if mark[0] != "~"]
        seen = dict.fromkeys(chain.from_iterable(found))
        if anchors is not None:
            seen.update(dict.fromkeys("@" + concept for concept in sorted(anchors[number])))
        marks.append(list(seen))
    stems = [[roots[token] for token in row if token in roots] for row in tokens]
    lengths = np.array([len(sentence) - sentence.count(" ") + 1 for sentence in sentences], dtype=np.float64)
    return Text(language, marks, stems, lengths, _unfinished(sentences))


def with_phrases(text: Text, phrases: AbstractSet[str]) -> Text:
    """A text whose sentences have as marks the phrases (stems joined by spaces) that a lexicon translates as a whole, too."""
    by_opening: dict[str, list[list[str]]] = {}
    for phrase in sorted(phrases):
        parts = phrase.split(" ")
        by_opening.setdefault(parts[0], []).append(parts)
    if not by_opening:
        return text
    marks = []
    for row, sequence in zip(text.marks, text.stems, strict=True):
        found = dict.fromkeys(row)
        for start, opening in enumerate(sequence):
            for parts in by_opening.get(opening, ()):
                if sequence[start : start + len(parts)] == parts:
                    found[" ".join(parts)] = None
        marks.append(list(found))
    return replace(text, marks=marks)
