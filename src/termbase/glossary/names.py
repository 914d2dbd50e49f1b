"""Names of people and places: which terms are names, and how near two spellings of a name are, within a script and across scripts.

Arabic writes consonants and long vowels; Latin transliterations differ in vowels, in the article (al-, el-, none), in doubled letters and
in a few consonants (q, k; g, j; z, s). A name is therefore compared by its consonant skeleton.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from termbase.text.fold import fold

if TYPE_CHECKING:
    from termbase.model import Concept, Term

_NAME_KINDS = frozenset({"person", "people name", "name"})
_PLACE_KINDS = frozenset({"place", "city", "country"})
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"al", "el", "ul", "l", "ad", "ar", "as", "ash", "at", "an", "az"})

_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ج": "g", "ح": "", "خ": "k", "د": "d", "ذ": "d", "ر": "r", "ز": "s", "س": "s", "ش": "x",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "s", "ع": "", "غ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m",
    "ن": "n", "ه": "", "و": "", "ي": "", "ا": "", "ء": "",
}  # fmt: skip
# Latin groups, longest first.
_LATIN = (
    ("tch", "x"), ("sch", "x"), ("dj", "g"), ("sh", "x"), ("ch", "x"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"),
    ("ck", "k"), ("qu", "k"), ("x", "ks"), ("b", "b"), ("p", "b"), ("c", "k"), ("d", "d"), ("f", "f"), ("v", "f"), ("g", "g"), ("j", "g"),
    ("k", "k"), ("q", "k"), ("l", "l"), ("m", "m"), ("n", "n"), ("r", "r"), ("s", "s"), ("z", "s"), ("t", "t"),
)  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")


def is_name(concept: Concept, term: Term) -> bool:
    """Whether a term is a name: it says so, its concept is a person, or it is spelled alike in two scripts or languages."""
    if term.part_of_speech == "proper noun" or term.transliteration_of:
        return True
    if term.part_of_speech or not term.text:
        return False
    if concept.kind in _NAME_KINDS:
        return True
    if concept.kind and concept.kind not in _PLACE_KINDS:
        return False
    others = [other for other in concept.terms if other.language.primary != term.language.primary]
    return any(_capitalised(other.text) and transliterates(term.text, other.text) for other in (*others,))


def _capitalised(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if fold(word) not in _ARTICLES]
    return (
        bool(words)
        and all(word[0].isupper() for word in words if word.isascii())
        and any(word.isascii() for word in words)
    )


def transliterates(one: str, other: str) -> bool:
    """Whether two terms look like the same name in two scripts: as many words, and each of the same consonants.

    In one script only the same spelling says so: secrétaire général has the consonants of Secretary-General and is no name.
    """
    first, second = name_words(one), name_words(other)
    if _arabic(one) == _arabic(other):
        return first == second
    if not first or len(first) != len(second):
        return False
    return all(skeleton(left) == skeleton(right) and skeleton(left) for left, right in zip(first, second, strict=True))


def _arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def name_words(text: str) -> list[str]:
    """The folded words of a name without articles."""
    words = [word for word in _WORD.findall(fold(text)) if word not in _ARTICLES]
    return [word[2:] if word.startswith("ال") and len(word) > 4 else word for word in words]


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Consonant skeleton of a folded word of either script; doubled consonants count once."""
    found = "".join(_ARABIC.get(letter, "") for letter in word) if "\u0600" <= word[:1] <= "\u06ff" else _latin(word)
    return re.sub(r"(.)\1+", r"\1", found)


def _latin(word: str) -> str:
    word = _SOFT_C.sub("s", word)
    found = []
    place = 0
    while place < len(word):
        for group, sound in _LATIN:
            if word.startswith(group, place):
                found.append(sound)
                place += len(group)
                break
        else:
            place += 1
    return "".join(found)
