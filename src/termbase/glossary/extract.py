"""Term candidates from a memory, with the renderings that go with them.

1. Runs of words of the source that do not begin or end with a function word are counted, inflected forms together. French words are cut by
   Moses, so that an elided article is a function word of its own and no candidate is called l’OMS.
2. They are ranked by C-value (Frantzi, Ananiadou and Mima 2000): frequent, long, and not only a part of a longer candidate.
3. A word-translation table is learned from the units themselves (IBM model 1, both directions).
4. The rendering of a candidate is the run of target words that stands in the same units (Dice) and whose words the table explains, no word
   of the candidate left over.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.glossary.morphology import arabic, english, french
from termbase.text.fold import fold
from termbase.text.tokenise import Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUN = re.compile(r"[\w'’\-\u0640\u064b-\u0652]+|[^\w\s]")
_LONGEST = 4
_ROUNDS = 4
_LENGTH = 0.2
"""How much a content word more or less on one side takes off, as an exponent."""
# Function words that stand inside English terms: Department of Health, Envoy for Syria.
_INNER = frozenset(["of", "for", "the", "on", "in", "l", "de", "du", "des", "d", "la"])
_COMMON_WORDS = """
also but can could may might must shall should will would has have had been being was were are is be do does did done not this that
these those which who whom whose what when where why how all any both each few more most other some such than then there they them
their it its he she his her we our you your i my me as if so very just about into over after before between during through under
again further once because while until against out up down off only own same too s t now one two three many much however including
according said new first last year years day days time people make made use used using well per cent percent
"""
_COMMON = frozenset(_COMMON_WORDS.split())


@dataclass(frozen=True, slots=True)
class Rendering:
    """What a candidate seems to be called in the other language."""

    text: str
    """As it stands most often."""

    score: float
    """Strength of the association, in [0, 1]."""

    count: int
    """Units in which both stand."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of source words that may be a term."""

    text: str
    """As it stands most often."""

    count: int
    """How often it occurs, inflected forms included."""

    score: float
    """C-value."""

    renderings: tuple[Rendering, ...]
    """Best first."""

    example: tuple[str, str]
    """A unit that holds the candidate and its first rendering."""


class _Side:
    """One language of the units: runs of stems by unit."""

    def __init__(self, texts: Sequence[str], primary: str, inner: frozenset[str] | None = None) -> None:
        """`inner` are the function words that may stand inside a run; None for all."""
        self.texts = texts
        self.primary = primary
        self.tokens = [_tokens(text, primary) for text in texts]
        self.words = [[_stem(token.text, primary) for token in tokens] for tokens in self.tokens]
        """Stems of each text; the place of a sign is held by an empty string."""
        self.function = _FUNCTION.get(primary, frozenset())
        self.inner = inner

    def runs(self, number: int) -> Iterable[tuple[tuple[str, ...], int, int]]:
        """Each run of up to four words of a text that neither begins nor ends with a function word: its stems and its place."""
        words = self.words[number]
        for start, first in enumerate(words):
            if not first or first in self.function or first.isdigit():
                continue
            for end in range(start + 1, min(len(words), start + _LONGEST + (self.primary == "fr")) + 1):
                last = words[end - 1]
                if not last:
                    break
                if last in self.function:
                    if self.inner is not None and last not in self.inner:
                        break
                    continue
                yield tuple(words[start:end]), start, end

    def surface(self, number: int, start: int, end: int) -> str:
        """A run as it is written, spaces made single."""
        tokens = self.tokens[number]
        return " ".join(self.texts[number][tokens[start].start : tokens[end - 1].end].split())


def _tokens(text: str, primary: str) -> list[Token]:
    """Words and signs with their places.

    English keeps to a pattern: its words have no elisions, and Moses leaves as one word what a missing space joins (infection.There, and/or).
    """
    if primary == "fr":
        return tokenise(text, primary)
    return [Token(found[0], *found.span()) for found in _RUN.finditer(text)]


_ARABIC_WORDS = """
هذا هذه ذلك تلك التي الذي الذين هو هي هم أن إن كان كانت يكون تكون قد لقد لم لن كل بعض أي حيث كما أنه أنها بأن ثم إذا هناك
"""
_FUNCTION = {
    "en": frozenset(english.FUNCTION | _COMMON),
    "fr": frozenset(
        french.FUNCTION
        | {
            "est",
            "sont",
            "etait",
            "etaient",
            "ete",
            "etre",
            "a",
            "ont",
            "avait",
            "avoir",
            "il",
            "elle",
            "ils",
            "elles",
            "on",
            "nous",
            "vous",
            "y",
            "n",
            "ne",
            "pas",
            "plus",
            "que",
            "qui",
            "dont",
            "ou",
            "cela",
            "ceci",
            "tout",
            "tous",
            "toute",
            "toutes",
            "meme",
            "memes",
            "tres",
            "aussi",
            "comme",
            "mais",
            "donc",
            "car",
            "peut",
            "peuvent",
            "doit",
            "doivent",
            "fait",
            "faire",
            "afin",
            "lorsque",
            "ainsi",
            "alors",
            "apres",
            "avant",
            "c",
            "j",
            "m",
            "s",
            "t",
            "jusqu",
            "lorsqu",
            "puisqu",
        }
    ),
    "ar": frozenset(
        arabic.FUNCTION
        | set(
            map(
                fold,
                _ARABIC_WORDS.split(),
            )
        )
    ),
}
_ARABIC_ENDINGS = ("ات", "ون", "ين", "ان", "ها", "هم", "يه", "ه")


def _stem(form: str, primary: str) -> str:
    """A light stem, for counting only: what is shown is always a form that was met."""
    folded = fold(form)
    if not any(letter.isalnum() for letter in folded):
        return ""
    if primary == "ar":
        return _arabic_stem(folded)
    folded = (
        folded.rstrip("'").rpartition("'")[2] or folded if primary == "fr" else folded.removesuffix("'s").strip("'")
    )
    if primary in ("en", "fr") and len(folded) > 3 and folded.isalpha():
        if folded.endswith("ies") and primary == "en":
            return folded[:-3] + "y"
        if folded.endswith("aux"):
            return folded[:-3] + "al"
        if folded.endswith(("s", "x")) and not folded.endswith(("ss", "us", "is")):
            folded = folded[:-1]
        if primary == "fr" and len(folded) > 4 and folded.endswith("e"):
            folded = folded.rstrip("e")
    return folded


def _arabic_stem(word: str) -> str:
    for prefix in ("وبال", "وال", "فال", "بال", "كال", "ولل", "لل", "ال"):
        if word.startswith(prefix) and len(word) - len(prefix) > 2:
            word = word[len(prefix) :]
            break
    else:
        if len(word) > 4 and word[0] in "وفبل":
            word = word[1:]
    for ending in _ARABIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


def extract(
    pairs: Iterable[tuple[str, str]],
    source: str,
    target: str,
    *,
    minimum: int = 2,
    limit: int = 100,
    known: Iterable[str] = (),
    wanted: Iterable[str] | None = None,
) -> list[Candidate]:
    """Term candidates of the source texts, best first, with up to three renderings.

    `known` terms and their parts are left out; with `wanted` only these are paired, whatever their rank.
    """
    both = [(first, second) for first, second in pairs if first.strip() and second.strip()]
    sides = (
        _Side([first for first, _ in both], source, _INNER),
        _Side([second for _, second in both], target),
    )
    occurrences: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    for number in range(len(both)):
        for run, start, end in sides[0].runs(number):
            occurrences[run].append((number, start, end))
    found = {run: places for run, places in occurrences.items() if len(places) >= minimum}
    values = c_values({run: len(places) for run, places in found.items()})
    if wanted is not None:
        keys = {key(text, source) for text in wanted}
        chosen = [run for run in found if run in keys]
    else:
        skipped = {part for text in known for part in _parts(key(text, source))}
        chosen = sorted(
            (run for run in found if run not in skipped and values[run] > 0), key=lambda run: (-values[run], run)
        )[:limit]
    table = _Table(sides)
    holders = _holders(sides[1], {number for run in chosen for number, _, _ in found[run]})
    return [_candidate(run, found[run], values[run], sides, table, holders) for run in chosen]


def key(text: str, primary: str) -> tuple[str, ...]:
    """What a text is counted under: its words, lightly stemmed, without an article at its beginning (l’OMS)."""
    stems = [stem for token in _tokens(text, primary) if (stem := _stem(token.text, primary))]
    while len(stems) > 1 and primary == "fr" and stems[0] in french.ARTICLES:
        del stems[0]
    return tuple(stems)


def _parts(run: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {run[start:end] for start in range(len(run)) for end in range(start + 1, len(run) + 1)}


def c_values(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], float]:
    """C-value of each run: log2(length + 1) times its count, less the mean count of the longer runs that hold it."""
    inside: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for run, count in counts.items():
        for length in range(1, len(run)):
            for start in range(len(run) - length + 1):
                part = run[start : start + length]
                if part in counts:
                    inside[part].append(count)
    return {
        run: math.log2(len(run) + 1) * (count - (sum(inside[run]) / len(inside[run]) if run in inside else 0))
        for run, count in counts.items()
    }


def _holders(side: _Side, numbers: set[int]) -> dict[tuple[str, ...], dict[int, tuple[int, int]]]:
    """Texts that hold each target run, with a place; only runs that stand in one of the given texts are kept."""
    wanted = {run for number in numbers for run, _, _ in side.runs(number)}
    holders: dict[tuple[str, ...], dict[int, tuple[int, int]]] = defaultdict(dict)
    for number in range(len(side.texts)):
        for run, start, end in side.runs(number):
            if run in wanted:
                holders[run].setdefault(number, (start, end))
    return holders


class _Table:
    """Word translations learned from the units: IBM model 1 in both directions."""

    def __init__(self, sides: tuple[_Side, _Side]) -> None:
        content = [
            [[word for word in words if word and word not in side.function] for words in side.words] for side in sides
        ]
        self.forward = _model_one(content[0], content[1])
        self.backward = _model_one(content[1], content[0])

    def covers(self, source: Sequence[str], target: Sequence[str]) -> float:
        """How well two runs explain one another word by word: the geometric mean of the best translation of each word."""
        logs = [
            math.log(
                max(
                    max(self.forward.get((word, other), 0.0), self.backward.get((other, word), 0.0)) for other in target
                )
                + 0.01
            )
            for word in source
        ]
        logs += [
            math.log(
                max(
                    max(self.backward.get((word, other), 0.0), self.forward.get((other, word), 0.0)) for other in source
                )
                + 0.01
            )
            for word in target
        ]
        return math.exp(sum(logs) / len(logs))


def _model_one(given: Sequence[Sequence[str]], made: Sequence[Sequence[str]]) -> dict[tuple[str, str], float]:
    """Probability of a target word for each source word, by expectation maximisation."""
    chances: dict[tuple[str, str], float] = {}
    for _ in range(_ROUNDS):
        counts: dict[tuple[str, str], float] = defaultdict(float)
        totals: dict[str, float] = defaultdict(float)
        for left, right in zip(given, made, strict=True):
            if len(left) > 80 or len(right) > 80:
                continue
            for other in right:
                weights = [(word, chances.get((word, other), 0.0) if chances else 1.0) for word in left]
                whole = sum(weight for _, weight in weights) + (1e-3 if chances else 0.1)
                for word, weight in weights:
                    if weight:
                        share = weight / whole
                        counts[word, other] += share
                        totals[word] += share
        chances = {pair: count / totals[pair[0]] for pair, count in counts.items() if count / totals[pair[0]] > 1e-4}
    return chances


def _candidate(
    run: tuple[str, ...],
    places: list[tuple[int, int, int]],
    value: float,
    sides: tuple[_Side, _Side],
    table: _Table,
    holders: dict[tuple[str, ...], dict[int, tuple[int, int]]],
) -> Candidate:
    numbers = {number for number, _, _ in places}
    together: Counter[tuple[str, ...]] = Counter(
        other for number in numbers for other in {target for target, _, _ in sides[1].runs(number)}
    )
    words = [word for word in run if word not in sides[0].function]
    scored = []
    for other, shared in together.items():
        if shared < min(2, len(numbers)):
            continue
        content = [word for word in other if word not in sides[1].function]
        dice = 2 * shared / (len(numbers) + len(holders[other]))
        closeness = math.exp(-_LENGTH * abs(len(words) - len(content)))
        scored.append((math.sqrt(dice) * table.covers(words, content) * closeness, shared, other))
    scored.sort(key=lambda item: (-item[0], -item[1], item[2]))
    renderings = []
    for score, shared, other in scored[:3]:
        shown = Counter(
            sides[1].surface(number, *holders[other][number]) for number in sorted(numbers) if number in holders[other]
        )
        renderings.append(Rendering(shown.most_common(1)[0][0], round(min(score, 1.0), 3), shared))
    best = scored[0][2] if scored else ()
    example = min(
        (number for number in numbers if best and number in holders[best]),
        key=lambda number: len(sides[0].texts[number]),
        default=min(numbers),
    )
    return Candidate(
        text=Counter(sides[0].surface(*place) for place in places).most_common(1)[0][0],
        count=len(places),
        score=round(value, 2),
        renderings=tuple(renderings),
        example=(sides[0].texts[example], sides[1].texts[example]),
    )
