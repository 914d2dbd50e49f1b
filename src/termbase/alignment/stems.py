"""Light stems: forms under which inflected words of one lemma meet, cheap enough to compute for every word of a document.

A stem need not be a word. What counts is that a text and a lexicon entry come to the same stem, and that few strangers do. English and
French stems are prefixes of the folded word, so a lexicon can be searched by its first letters without stemming every entry.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX = 3
"""Letters that a Latin-script stem always shares with its word, when the word has as many."""

_LONGEST = 7
"""Longer Latin-script stems are cut here: what follows is derivation (govern-ment, govern-ance) more often than another word."""

_ENGLISH = ("ings", "ing", "ies", "ied", "ers", "er", "est", "es", "ed", "ly", "y", "e", "s")
_FRENCH = tuple(
    sorted(
        [
            "issements",
            "issement",
            "issantes",
            "issante",
            "issants",
            "issant",
            "issaient",
            "issait",
            "issent",
            "ements",
            "ement",
            "antes",
            "ante",
            "ants",
            "ant",
            "aient",
            "eraient",
            "erait",
            "eront",
            "erons",
            "erez",
            "era",
            "erai",
            "ions",
            "iez",
            "ons",
            "ez",
            "ees",
            "ee",
            "es",
            "er",
            "ir",
            "it",
            "is",
            "ies",
            "ie",
            "aux",
            "ales",
            "ale",
            "al",
            "elles",
            "elle",
            "els",
            "el",
            "eux",
            "euses",
            "euse",
            "ives",
            "ive",
            "ifs",
            "if",
            "rent",
            "ent",
            "e",
            "s",
            "x",
            "i",
            "a",
        ],
        key=len,
        reverse=True,
    )
)
_GERMAN = ("ungen", "ung", "ern", "est", "em", "en", "er", "es", "et", "te", "e", "n", "s", "t")

_ENGLISH_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "say": "said", "make": "made", "take": "took taken", "give": "gave given", "be": "is are was were been being am",
        "have": "has had having", "do": "does did done", "go": "went gone goes", "come": "came", "become": "became", "see": "saw seen",
        "know": "knew known", "think": "thought", "tell": "told", "find": "found", "leave": "left", "hold": "held", "meet": "met",
        "begin": "began begun", "bring": "brought", "send": "sent", "build": "built", "lose": "lost", "win": "won", "pay": "paid",
        "write": "wrote written", "speak": "spoke spoken", "rise": "rose risen", "fall": "fell fallen", "keep": "kept", "feel": "felt",
        "stand": "stood", "understand": "understood", "lead": "led", "grow": "grew grown", "show": "shown", "get": "got gotten",
        "seek": "sought", "fight": "fought", "buy": "bought", "sell": "sold", "catch": "caught", "teach": "taught", "die": "dying",
        "choose": "chose chosen", "break": "broke broken", "drive": "drove driven", "flee": "fled", "sit": "sat", "eat": "ate eaten",
        "spend": "spent", "mean": "meant", "hear": "heard", "run": "ran", "bear": "bore born borne", "strike": "struck",
        "man": "men", "woman": "women", "child": "children", "person": "people persons", "foot": "feet", "wife": "wives",
        "life": "lives", "we": "us our ours", "they": "them their theirs", "he": "him his", "she": "her hers", "I": "me my mine",
        "you": "your yours", "shall": "should", "will": "would", "can": "could", "may": "might", "this": "these", "that": "those",
    }.items()
    for form in forms.split()
}  # fmt: skip
_FRENCH_IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "être": "est sont suis es sommes êtes était étaient été sera seront serait soit soient fut furent étant",
        "avoir": "a ont ai as avons avez avait avaient eu aura auront aurait ait aient eut eurent ayant",
        "faire": "fait font faites faits faisait fera feront fit firent faisant", "dire": "dit disent disait dira dirent dites disant",
        "aller": "va vont vais vas ira iront allait", "pouvoir": "peut peuvent pouvait pourra pourrait pu puisse pourraient",
        "devoir": "doit doivent devait devra devrait dû due devraient", "vouloir": "veut veulent voulait voudra voudrait voulu",
        "savoir": "sait savent savait saura su", "voir": "voit voient vu vue vus verra vit", "mettre": "met mettent mis mise mises mit",
        "prendre": "prend prennent pris prise prises prit", "venir": "vient viennent venu venue venus vint viendra",
        "tenir": "tient tiennent tenu tenue tenus tint", "recevoir": "reçoit reçoivent reçu reçue reçus reçut",
        "le": "la les", "un": "une", "ce": "cette ces cet", "leur": "leurs", "son": "sa ses", "mon": "ma mes", "notre": "nos",
        "votre": "vos", "œil": "yeux", "du": "des", "au": "aux", "ciel": "cieux", "nouveau": "nouvelle nouvel nouveaux nouvelles",
    }.items()
    for form in forms.split()
}  # fmt: skip
_IRREGULAR = {"en": _ENGLISH_IRREGULAR, "fr": _FRENCH_IRREGULAR}
_REGULAR: dict[str, str] = {}


def _by_length(endings: Sequence[str]) -> list[tuple[int, frozenset[str]]]:
    """Endings of each length, the longest first: a word is asked for its end and not for each of them."""
    lengths = sorted({len(ending) for ending in endings}, reverse=True)
    return [(length, frozenset(ending for ending in endings if len(ending) == length)) for length in lengths]


_SUFFIXES = {
    language: _by_length(endings) for language, endings in (("en", _ENGLISH), ("fr", _FRENCH), ("de", _GERMAN))
}

_ARABIC_PREFIXES = _by_length(["وبال", "وكال", "فبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال"])
_ARABIC_SUFFIXES = _by_length(
    ["هما", "تها", "تهم", "ها", "هم", "هن", "كم", "نا", "ات", "ون", "ين", "ان", "وا", "ته", "يه", "تم", "ه", "ي", "ت"]
)
_SHORTEST_ARABIC = 3


def is_arabic_script(word: str) -> bool:
    """Whether a word is written in Arabic letters, judged by its first one."""
    return "\u0600" <= word[:1] <= "\u06ff"


def strip_article(word: str) -> str:
    """A folded Arabic word without conjunction, preposition and article, where an article shows that they are no letters of the word."""
    for length, prefixes in _ARABIC_PREFIXES:
        if word[:length] in prefixes and len(word) - length >= _SHORTEST_ARABIC:
            word = word[length:]
            break
    # Without an article, و alone is taken off everywhere, from words that begin with it too, so that both meet.
    if word[0] == "و" and len(word) > _SHORTEST_ARABIC:
        word = word[1:]
    return word


def strip_suffix(word: str) -> str:
    """A folded Arabic word without one plural, feminine or pronoun suffix."""
    return _without_ending(word, _ARABIC_SUFFIXES, _SHORTEST_ARABIC)


def _without_ending(word: str, endings: Sequence[tuple[int, frozenset[str]]], shortest: int) -> str:
    """A word without the longest of some endings that leaves so many letters."""
    for length, some in endings:
        if word[-length:] in some and len(word) - length >= shortest:
            return word[:-length]
    return word


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str) -> str:
    """The light stem of a word in a language given by its primary subtag; words of unknown languages are cut to a length."""
    lower = word.lower()
    return _cut(fold(_irregular(language).get(lower, lower)).strip("'"), language)


def stem_of_folded(word: str, language: str) -> str:
    """The same of a word that is folded already, for the many words of a lexicon."""
    lemma = _irregular(language).get(word)
    return _cut(word if lemma is None else fold(lemma), language)


def _irregular(language: str) -> dict[str, str]:
    return _IRREGULAR.get(language, _REGULAR)


def _cut(word: str, language: str) -> str:
    """A folded word without its inflection."""
    if not word:
        return ""
    if is_arabic_script(word):
        return strip_suffix(strip_article(word))
    word = _without_ending(word, _SUFFIXES.get(language, ()), PREFIX)
    if len(word) > PREFIX and word[-1] == word[-2]:
        word = word[:-1]
    return word[:_LONGEST]


_CONSONANTS = {
    letter: sound
    for sound, letters in {
        "b": "bpب", "t": "tتطث", "d": "dدضذ", "k": "ckqgjxكقجغخ", "f": "fvwف", "s": "szسشصزظ",
        "r": "rر", "l": "lل", "m": "mم", "n": "nن",
    }.items()
    for letter in letters
}  # fmt: skip
_CONSONANTS.pop("w")  # w is a vowel as often as و is


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a name, classes of sound united: what its spellings across scripts share (`Guillaume`, `غيوم`: klm, km)."""
    return consonants(fold(word))


def consonants(folded: str) -> str:
    """The same of a word that is folded already."""
    kept: list[str] = []
    last = ""
    for letter in folded:
        sound = _CONSONANTS.get(letter)
        if sound and sound != last:
            kept.append(sound)
            last = sound
    return "".join(kept)
