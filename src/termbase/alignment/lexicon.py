"""Bilingual lexicons: loading, looking up only what two texts need, and learning from accepted units.

A table is text: one entry a line, source, tab, targets separated by ` | `, optionally a tab and as many weights; `#` opens a comment.
Entries are folded at once when a table is read; stems are computed only for entries whose first letters occur in the text at hand, so
that a short document does not pay for the whole lexicon.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from termbase.alignment.stems import PREFIX, stems_of_phrases
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from termbase.alignment.features import Text

_TAB = "\x01"  # fold() makes a space of a tab
_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Entry:
    """One source phrase and what may render it, folded."""

    source: str
    """Source phrase."""

    targets: tuple[str, ...]
    """Its renderings, best first."""

    weights: tuple[float, ...] = ()
    """Probability of each rendering; empty when the table does not say."""


def _all_there(phrase: str, have: set[str]) -> bool:
    """Whether all stems of a phrase stand in a text."""
    return phrase in have or (" " in phrase and have.issuperset(phrase.split(" ")))


@dataclass(frozen=True, eq=False)
class Table:
    """The entries from one language to another."""

    source: str
    """Primary subtag of the source language."""

    target: str
    """Primary subtag of the target language."""

    raw: str
    """The text of the TSV file; folded only when the pair of languages is asked for."""

    _stemmed: dict[str, list[tuple[str, str]]] = field(default_factory=dict, init=False, repr=False)
    """Entries by opening, as they have been asked for."""

    _rendered: dict[str, list[tuple[str, float]]] = field(default_factory=dict, init=False, repr=False)
    """Renderings by line, as they have been asked for."""

    @cached_property
    def lines(self) -> list[str]:
        """The lines that are entries."""
        folded = fold(self.raw.replace("\r\n", "\n").replace("\t", _TAB))
        return [line for line in folded.split("\n") if _TAB in line and line[0] != "#"]

    @cached_property
    def by_opening(self) -> dict[str, list[str]]:
        """Lines by the first letters of their source phrase."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            word = line[: PREFIX + 1]
            for end in (_TAB, " ", "-", "'"):
                word = word.partition(end)[0]
            found.setdefault(word[:PREFIX], []).append(line)
        return found

    @cached_property
    def target_words(self) -> frozenset[str]:
        """Every single word among the targets."""
        return frozenset(
            target for line in self.lines for target in line.split(_TAB)[1].split(_SEPARATOR) if " " not in target
        )

    def entries(self) -> Iterator[Entry]:
        """All entries."""
        for line in self.lines:
            phrases, weights = _renderings(line)
            yield Entry(line.partition(_TAB)[0].strip(), tuple(phrases), tuple(weights))

    def beginning(self, openings: AbstractSet[str]) -> Iterator[tuple[str, str]]:
        """Entries whose source phrase begins with some letters: the line, and the stems of the phrase; kept for the next text."""
        new = {opening: self.by_opening.get(opening, []) for opening in openings - self._stemmed.keys()}
        phrases = [line.partition(_TAB)[0].strip() for lines in new.values() for line in lines]
        stemmed = iter(stems_of_phrases(phrases, self.source))
        for opening, lines in new.items():
            self._stemmed[opening] = list(zip(lines, stemmed, strict=False))
        return chain.from_iterable(map(self._stemmed.__getitem__, sorted(openings)))

    def renderings(self, lines: Iterable[str]) -> dict[str, list[tuple[str, float]]]:
        """Renderings of entries as stems, with weights, by line; kept, since most entries that begin like a word of a text are not in it."""
        wanted = dict.fromkeys(lines)
        new = {line: _renderings(line) for line in wanted if line not in self._rendered}
        stemmed = iter(stems_of_phrases([phrase for phrases, _ in new.values() for phrase in phrases], self.target))
        for line, (phrases, said) in new.items():
            weighted = zip(islice(stemmed, len(phrases)), said or _usual_weights(len(phrases)), strict=True)
            self._rendered[line] = [pair for pair in weighted if pair[0]]
        return {line: self._rendered[line] for line in wanted}

    @cached_property
    def by_headword(self) -> dict[str, list[str]]:
        """Lines by their source phrase."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            found.setdefault(line.partition(_TAB)[0].strip(), []).append(line)
        return found

    @cached_property
    def by_rendering(self) -> dict[str, list[tuple[str, float, str]]]:
        """By the first stem of each rendering: the rendering as stems, its weight and what it renders."""
        found: dict[str, list[tuple[str, float, str]]] = {}
        rendered = self.renderings(self.lines)
        for headword, lines in self.by_headword.items():
            for line in lines:
                for phrase, weight in rendered[line]:
                    found.setdefault(phrase.partition(" ")[0], []).append((phrase, weight, headword))
        return found


def _renderings(line: str) -> tuple[list[str], Sequence[float]]:
    """The renderings of an entry, and the probability of each if the table says so."""
    columns = line.split(_TAB)
    phrases = [phrase.strip() for phrase in columns[1].split(_SEPARATOR)]
    if len(columns) > 2 and columns[2]:
        return phrases, [float(weight) for weight in columns[2].split(_SEPARATOR)]
    return list(filter(None, phrases)), ()


def parse(text: str, source: str, target: str) -> Table:
    """A table from the text of a TSV file."""
    return Table(source, target, text)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Tables between languages; lookups go either way, and through a shared language when there is no direct table."""

    tables: tuple[Table, ...] = field(default=())
    """The tables; when several serve the same pair all are used."""

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when any entry does; `none` for an empty lexicon."""
        if not self.tables:
            return "none"
        parts = (f"{table.source}>{table.target}\n{table.raw}" for table in self.tables)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]

    def __add__(self, other: Lexicon) -> Lexicon:
        return Lexicon(self.tables + other.tables)

    def to_tsv(self, source: str, target: str) -> str:
        """The entries from one language to another as the text of a TSV file that can be read back."""
        lines = []
        for table in self.tables:
            if (table.source, table.target) == (source, target):
                for entry in table.entries():
                    columns = [entry.source, _SEPARATOR.join(entry.targets)]
                    if entry.weights:
                        columns.append(_SEPARATOR.join(f"{weight:.3f}" for weight in entry.weights))
                    lines.append("\t".join(columns))
        return "".join(line + "\n" for line in lines)

    def words(self, language: str) -> Container[str]:
        """Folded target words in a language."""
        found: frozenset[str] = frozenset()
        for table in self.tables:
            if table.target == language:
                found |= table.target_words
        return found

    def lookup(self, source: Text, target: Text) -> dict[tuple[str, str], float]:
        """Pairs of stems or phrases that stand in both texts, with the probability that the first is rendered by the second.

        Phrases are stems joined by spaces; that their words stand together in a sentence is for the caller to find out.
        """
        have = {word for row in source.stems for word in row}, {word for row in target.stems for word in row}
        found: dict[tuple[str, str], float] = {}
        direct = False
        for table in self.tables:
            if (table.source, table.target) == (source.language, target.language):
                direct = True
                for left, right, weight in _pairs(table, *have):
                    found[left, right] = max(weight, found.get((left, right), 0.0))
            elif (table.target, table.source) == (source.language, target.language):
                direct = True
                for left, right, weight in _pairs(table, have[1], have[0]):
                    found[right, left] = max(weight, found.get((right, left), 0.0))
        return found if direct else self._through_pivot(source.language, target.language, *have)

    def _through_pivot(
        self, source: str, target: str, have_source: set[str], have_target: set[str]
    ) -> dict[tuple[str, str], float]:
        """Compose two tables that leave from the same language."""
        found: dict[tuple[str, str], float] = {}
        for first, second in product(self.tables, self.tables):
            if (first.target, second.target, first.source) == (source, target, second.source):
                for left, right, weight in _composed(first, second, have_source, have_target):
                    found[left, right] = max(weight, found.get((left, right), 0.0))
        return found


def _composed(
    first: Table, second: Table, have_source: set[str], have_target: set[str]
) -> Iterator[tuple[str, str, float]]:
    """Renderings of the same headwords in two tables."""
    met = [
        (left, weight, second.by_headword.get(headword, ()))
        for word in sorted(have_source)
        for left, weight, headword in first.by_rendering.get(word, ())
        if _all_there(left, have_source)
    ]
    rendered = second.renderings(line for _, _, lines in met for line in lines)
    for left, left_weight, lines in met:
        for line in lines:
            for right, right_weight in rendered[line]:
                if _all_there(right, have_target):
                    # Independent renderings of one headword meet less surely than direct ones.
                    yield left, right, 0.8 * min(left_weight, right_weight)


@cache
def _usual_weights(among: int) -> tuple[float, ...]:
    """Probability of each of several renderings, when nobody counted: the first ones more often than the later ones."""
    return tuple(0.6 / (1 + 0.25 * place + 0.12 * (among - 1)) for place in range(among))


def _pairs(table: Table, have_source: set[str], have_target: set[str]) -> Iterator[tuple[str, str, float]]:
    openings = {word[:PREFIX] for word in have_source}
    met = [(left, line) for line, left in table.beginning(openings) if _all_there(left, have_source)]
    rendered = table.renderings(line for _, line in met)
    for left, line in met:
        for right, weight in rendered[line]:
            if _all_there(right, have_target):
                yield left, right, weight


@lru_cache(maxsize=1)
def packaged() -> Lexicon:
    """The lexicon that comes with termbase: English to Arabic and to French."""
    folder = files("termbase.alignment").joinpath("lexicon")
    tables = []
    for source, target in (("en", "ar"), ("en", "fr")):
        tables.append(parse(folder.joinpath(f"{source}-{target}.tsv").read_text("utf-8"), source, target))
    return Lexicon(tuple(tables))


def from_mapping(entries: Mapping[str, Sequence[str]], source: str, target: str) -> Lexicon:
    """A lexicon from a plain mapping of source phrases to renderings."""
    lines = (f"{head}\t{_SEPARATOR.join(renderings)}" for head, renderings in entries.items())
    return Lexicon((parse("\n".join(lines), source, target),))
