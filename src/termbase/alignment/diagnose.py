"""What a person should know about texts before trusting their alignment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, combinations, takewhile
from typing import TYPE_CHECKING

from termbase.alignment.parameters import EXPANSION
from termbase.alignment.stems import is_arabic_script
from termbase.model import Language
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from termbase.model import Bead

_FUNCTION_WORDS = {
    "en": "the of and to in that is for was with his her by at from this have are which not it be on as were has they an",
    "fr": "le la les des et du une dans que qui pour est par sur au aux avec plus pas son sa ses ce cette il elle sont ont",
    "de": "der die das und den von zu mit dem des im ist nicht ein eine auf sich auch es wird sie als er bei war einen",
    "es": "el los las del y una por con para como su al lo pero sus este entre cuando muy sin sobre ser hay todos esta",
    "it": "il di che gli della per con non una sono del dei alla nel le anche come piu ha questo si da lo dal ma",
    "tr": "ve bir bu icin ile olarak da de cok daha gibi olan sonra kadar ancak ise olduğu tarafindan her",
    "ar": "في من على الي ان عن مع هذا هذه التي الذي بين بعد كان ما لا كما قد او ذلك",
    "fa": "از به در که این با است را برای آن می بر خود شد تا های یک هم نیز کرد",
    "ckb": "له و به که بو ئه م ئه و کرد له گه ڵ سه ر بۆ لە و بە ئەم ئەو کە",
    "ur": "کے کی میں ہے اور سے کا کو اس نے پر کہ یہ نہیں ہیں بھی ایک تھا",
}
_BY_WORD: dict[str, list[str]] = {}
for _language, _words in _FUNCTION_WORDS.items():
    for _word in fold(_words).split():
        _BY_WORD.setdefault(_word, []).append(_language)

_SAMPLE = 20_000
"""Characters that are read to guess a language."""

_LOPSIDED = 3.0
"""How many times longer than expected a side must be to be worth a word."""


@dataclass(frozen=True, slots=True)
class TextWarning:
    """Something odd about the texts that were aligned."""

    kind: str
    """Stable name, such as `empty-side`."""

    message: str
    """One sentence for a person."""

    languages: tuple[str, ...] = ()
    """The languages concerned."""

    def __str__(self) -> str:
        return self.message


def _guess(folded: Sequence[str]) -> str:
    """The language of folded sentences by function words, among a few; `Arab` or `Latn` when only the script is clear, else empty."""
    sizes = accumulate(map(len, folded))
    words = " ".join(folded[: sum(1 for _ in takewhile(_SAMPLE.__ge__, sizes)) + 1]).replace("'", " ").split()
    counts = Counter(words)
    letters = {word: times for word, times in counts.items() if word[0].isalpha()}
    among = sum(letters.values())
    if among < 5:
        return ""
    votes: Counter[str] = Counter()
    for word in letters.keys() & _BY_WORD.keys():
        for language in _BY_WORD[word]:
            votes[language] += letters[word]
    ranked = votes.most_common(2)
    if ranked and ranked[0][1] >= max(3, 0.06 * among) and (len(ranked) < 2 or ranked[0][1] >= 1.5 * ranked[1][1]):
        return ranked[0][0]
    arabic = sum(times for word, times in letters.items() if is_arabic_script(word)) / among
    latin = sum(times for word, times in letters.items() if "a" <= word[0] <= "\u024f") / among
    return "Arab" if arabic > 0.8 else "Latn" if latin > 0.8 else ""


def _fits(declared: str, guessed: str) -> bool:
    """Whether a guess is compatible with the declared language; languages that we cannot guess are judged by script, when it is known."""
    if not guessed or guessed == declared:
        return True
    arabic = {"ar", "fa", "ur", "ckb"}
    if guessed in ("Arab", "Latn"):
        return declared not in _FUNCTION_WORDS or (declared in arabic) == (guessed == "Arab")
    return declared not in _FUNCTION_WORDS and declared not in arabic and guessed not in arabic


def before_alignment(sentences: Mapping[str, Sequence[str]]) -> Iterator[TextWarning]:
    """What the texts show by themselves."""
    guesses: dict[str, str] = {}
    folded: dict[str, list[str]] = {}
    for language, rows in sentences.items():
        if not any(row.strip() for row in rows):
            yield TextWarning(
                "empty-side", f"the {language} text is empty: nothing can be aligned with it", (language,)
            )
            continue
        folded[language] = fold("\n".join(row.replace("\n", " ") for row in rows)).split("\n")
        guesses[language] = _guess(folded[language])
        if len(rows) >= 20 and len(set(rows)) <= len(rows) / 4:
            yield TextWarning(
                "repetitive",
                f"the {language} text says the same over and over ({len(set(rows))} different sentences of {len(rows)})",
                (language,),
            )
    primaries = {language: Language(language).primary for language in guesses}
    strangers = {language for language in guesses if not _fits(primaries[language], guesses[language])}
    for one, other in combinations(guesses, 2):
        if {one, other} <= strangers and (guesses[one], guesses[other]) == (primaries[other], primaries[one]):
            yield TextWarning(
                "swapped", f"{one} and {other} seem to be swapped: the {one} text reads as {guesses[one]}", (one, other)
            )
            strangers -= {one, other}
    for language, guess in guesses.items():
        if language in strangers:
            yield TextWarning(
                "language",
                f"the text declared as {language} does not read as {language} but as {_name(guess)}",
                (language,),
            )
    for one, other in combinations(guesses, 2):
        yield from _compare(one, other, sentences, folded)


def _name(guess: str) -> str:
    """What to call a guess."""
    return {"Arab": "a language in Arabic script", "Latn": "a language in Latin script"}.get(guess, guess)


def _compare(
    one: str, other: str, sentences: Mapping[str, Sequence[str]], folded: Mapping[str, Sequence[str]]
) -> Iterator[TextWarning]:
    """What two texts that are not empty show beside each other."""
    left, right = sentences[one], sentences[other]
    same = len(set(folded[one]) & set(folded[other]))
    if same >= 0.6 * min(len(set(left)), len(set(right))) and same > 1:
        yield TextWarning(
            "identical", f"{one} and {other} hold the same text: {same} sentences are alike", (one, other)
        )
    elif Language(one).primary == Language(other).primary:
        yield TextWarning(
            "same-language",
            f"{one} and {other} are the same language: only spelling and numbers guide the alignment",
            (one, other),
        )
    sizes = [
        sum(len(row) for row in sentences[language]) / EXPANSION.get(Language(language).primary, 1.0)
        for language in (one, other)
    ]
    if max(sizes) > _LOPSIDED * min(sizes) and max(sizes) > 200:
        long, short = (one, other) if sizes[0] > sizes[1] else (other, one)
        times = max(sizes) / max(min(sizes), 1.0)
        yield TextWarning(
            "lopsided",
            f"the {long} text is {times:.1f} times as long as the {short} text: most of it has no counterpart",
            (long, short),
        )


def moved(one: str, other: str, source: tuple[int, int], target: tuple[int, int]) -> TextWarning:
    """The warning about a passage that stands in another place; sentences are counted from 1, as people do."""
    return TextWarning(
        "reordered",
        f"sentences {source[0] + 1} to {source[1]} of {one} seem to be sentences {target[0] + 1} to {target[1]} of {other}: "
        "out of order, so they stay unpaired",
        (one, other),
    )


def after_alignment(
    sentences: Mapping[str, Sequence[str]], pairs: Mapping[tuple[str, str], tuple[Bead, ...]]
) -> Iterator[TextWarning]:
    """What only the alignment shows."""
    for (one, other), beads in pairs.items():
        if not sentences[one] or not sentences[other]:
            continue
        trusted = sum(
            len(bead.sides[one]) + len(bead.sides[other])
            for bead in beads
            if bead.confidence >= 0.5 and all(bead.sides.values())
        )
        least = 2 * min(len(sentences[one]), len(sentences[other]))
        if trusted < 0.5 * least and least >= 6:
            yield TextWarning(
                "unrelated",
                f"fewer than half of the {one} and {other} sentences could be paired with confidence: are these the same text?",
                (one, other),
            )
