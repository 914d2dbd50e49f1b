"""Light stems: forms under which inflected words of one lemma meet, cheap enough to compute for every word of a document.

A stem need not be a word. What counts is that a text and a lexicon entry come to the same stem, and that few strangers do. English and
French stems are prefixes of the folded word, so a lexicon can be searched by its first letters without stemming every entry.

Words are stemmed many at once, as the lines of one text, because a regular expression passes over all of them faster than a function is called
for each. Endings are taken off the text read backwards, where they open their lines.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


def _opening(parts: Iterable[str], letters: int) -> re.Pattern[str]:
    """Where a line opens with one of some parts, the longest that leaves so many letters."""
    return re.compile(rf"\n(?:{'|'.join(sorted(parts, key=len, reverse=True))})(?=[^\n]{{{letters}}})")


def _ending(parts: Iterable[str], letters: int) -> re.Pattern[str]:
    """The same of endings, in a text read backwards."""
    return _opening((part[::-1] for part in parts), letters)


_SHORTEST_ARABIC = 3
_ENDINGS = {language: _ending(some, PREFIX) for language, some in (("en", _ENGLISH), ("fr", _FRENCH), ("de", _GERMAN))}
_ARABIC = "\u0600-\u06ff"
_DOUBLED = re.compile(rf"\n([^\n{_ARABIC}])\1(?=[^\n]{{{PREFIX - 1}}})")
_LONG = re.compile(rf"\n([^\n{_ARABIC}][^\n]{{{_LONGEST - 1}}})[^\n]+")
_ARABIC_ARTICLES = _opening(["وبال", "وكال", "فبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال"], _SHORTEST_ARABIC)
_ARABIC_AND = _opening("و", _SHORTEST_ARABIC)
_ARABIC_ENDINGS = _ending(
    ["هما", "تها", "تهم", "ها", "هم", "هن", "كم", "نا", "ات", "ون", "ين", "ان", "وا", "ته", "يه", "تم", "ه", "ي", "ت"],
    _SHORTEST_ARABIC,
)


def _as_lines(words: Iterable[str]) -> str:
    """Words as one text in which a line break stands before each of them."""
    return "\n" + "\n".join(words)


def _as_words(lines: str) -> list[str]:
    return lines[1:].split("\n")


def _backwards(lines: str) -> str:
    """A text of lines read backwards, a line break before each of them again."""
    return "\n" + lines[:0:-1]


def is_arabic_script(word: str) -> bool:
    """Whether a word is written in Arabic letters, judged by its first one."""
    return "\u0600" <= word[:1] <= "\u06ff"


def strip_articles(words: Sequence[str]) -> list[str]:
    """Folded Arabic words without conjunction, preposition and article, where an article shows that they are no letters of the word."""
    return _as_words(_without_articles(_as_lines(words))) if words else []


def _without_articles(lines: str) -> str:
    # Without an article, و alone is taken off everywhere, from words that begin with it too, so that both meet.
    return _ARABIC_AND.sub("\n", _ARABIC_ARTICLES.sub("\n", lines))


def strip_suffixes(words: Sequence[str]) -> list[str]:
    """Folded Arabic words without one plural, feminine or pronoun suffix."""
    return _as_words(_backwards(_ARABIC_ENDINGS.sub("\n", _backwards(_as_lines(words))))) if words else []


def stems(words: Sequence[str], language: str) -> list[str]:
    """The light stem of each of some words in a language given by its primary subtag; words of unknown languages are cut to a length."""
    if not words:
        return []
    lowered = _as_words(_as_lines(words).lower())
    irregular = _IRREGULAR.get(language, _REGULAR)
    folded = _as_words(fold(_as_lines([irregular.get(word, word) for word in lowered])))
    return _as_words(_cut(_as_lines([word.strip("'") for word in folded]), language))


def stems_of_phrases(phrases: Sequence[str], language: str) -> list[str]:
    """The stems of each of some phrases that are folded already, joined by spaces; no phrase holds U+0001."""
    if not phrases:
        return []
    # One long list of words, in which a sign of its own stands for the end of a phrase.
    words = " \x01 ".join(phrases).replace("'", " ").replace("-", " ").split()
    if irregular := _IRREGULAR.get(language):
        words = [fold(irregular[word]) if word in irregular else word for word in words]
    return [stemmed.strip() for stemmed in _cut(_as_lines(words), language).replace("\n", " ").split("\x01")]


def _cut(lines: str, language: str) -> str:
    """Folded words without their inflection."""
    lines = _ARABIC_ENDINGS.sub("\n", _backwards(_without_articles(lines)))
    if language in _ENDINGS:
        lines = _ENDINGS[language].sub("\n", lines)
    return _LONG.sub(r"\n\1", _backwards(_DOUBLED.sub(r"\n\1", lines)))


_CONSONANTS = {
    letter: sound
    for sound, letters in {
        "b": "bpب", "t": "tتطث", "d": "dدضذ", "k": "ckqgjxكقجغخ", "f": "fvف", "s": "szسشصزظ",
        "r": "rر", "l": "lل", "m": "mم", "n": "nن",
    }.items()  # no w: a vowel as often as و is
    for letter in letters
}  # fmt: skip


def consonants(folded: str) -> str:
    """The consonants of a folded name, classes of sound united: what its spellings across scripts share (`guillaume`, `غيوم`: klm, km)."""
    kept: list[str] = []
    last = ""
    for letter in folded:
        sound = _CONSONANTS.get(letter)
        if sound and sound != last:
            kept.append(sound)
            last = sound
    return "".join(kept)
