"""How near two spellings of a name are, within a script and across Arabic and Latin.

A spelling is read as a sequence of sounds. Two sequences are compared by a weighted edit distance: consonants count in full, those that
transliterations confuse (q, k; g, j; z, s; h) count little, short vowels hardly at all, because Arabic does not write them. Articles
and the ways to write عبد الـ are made equal first.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from termbase.text.arabic import is_arabic
from termbase.text.fold import fold

SAME = 0.80
"""Similarity from which two spellings are taken for the same name; chosen on pairs of names in `tests/glossary/names.tsv`."""

_WORD = re.compile(r"\w+")
# Articles and the particles of European names, which are written in many ways or left out.
_ARTICLES = frozenset({"al", "el", "ul", "l", "il", "de", "du", "di", "دو", "دي", "دى"})
_SERVANT = re.compile(r"\b[Aa]bd(?:[aeiou]|ou)l(?=[ -]?\w{3})")
# What folding would make another sound of: cedilla, the alef maqsura at the end of سلوى, and hamza, whose seat shows its vowel (فؤاد, فائز).
_SPELLED = str.maketrans({"ç": "s", "Ç": "s", "ى": "ا", "ؤ": "وء", "ئ": "يء"})
# إلهام begins with no article, which folding would make of its hamza.
_NO_ARTICLE = re.compile(r"\b[أإ](?=ل)")
# The ta marbuta of حماة is not heard (Hama), that of نجاة is (Najat). Folding makes ha of it, so it gets a letter of its own before.
_TA = re.compile(r"اة\b")
# جنبلاط is Jumblatt, منبج Membij: n before b is heard as m.
_ASSIMILATED = re.compile("(?<=.)m(?=[bp])")
_GLUED = re.compile(r"\b([AEae]l(?=[a-z]{4})|D[aeiu](?=[A-Z])|L[ae](?=[A-Z])|L(?=[ae][a-z]{3})|\w{3,}(?=o[gğ]lu\b))")
# Aboul Gheit is Abu al-Gheit.
_FATHER = re.compile(r"\b([Aa]b)(?:ou|u|oo)l(?=[ -]?\w{3})")
# Salamiyah, Salamieh, Malikié: the feminine of an adjective.
_NISBA = re.compile(r"(?<=\w{3})i(?:y?é|yy?[ae]h?|eh)\b")
_APOSTROPHE = re.compile("(?<=[a-z])'(?=[a-z])")
_DOUBLED = re.compile(r"(.)\1+")
# Arabic writes a doubled letter once; where two stand side by side a vowel is between them, but for the article before ل, and in الله.
_DOUBLED_ARABIC = re.compile(r"([lAIU])\1+")
# Arabic letters; capitals are long vowels, which transliteration must show.
_ARABIC = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "T", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "D", "ر": "r", "ز": "z", "س": "s", "ش": "S",
    "ص": "s", "ض": "d", "ط": "t", "ظ": "Z", "ع": "'", "غ": "G", "ف": "f", "ڤ": "v", "ق": "q", "ك": "k", "گ": "g", "چ": "S", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "و": "U", "ي": "I", "ا": "A", "ء": "'", "ŧ": "ة",
}  # fmt: skip
_LATIN = (
    ("tsch", "S"), ("sch", "S"), ("tch", "S"), ("dj", "j"), ("sh", "S"), ("ch", "C"), ("kh", "x"), ("gh", "G"), ("gli", "lI"), ("th", "T"), ("dh", "D"),
    ("ph", "f"), ("zh", "j"), ("ck", "k"), ("x", "ks"), ("aou", "AU"), ("oui", "UI"), ("oi", "UA"), ("ou", "U"), ("oo", "U"), ("uu", "U"),
    ("ee", "I"), ("ei", "I"), ("ey", "I"), ("ii", "I"), ("ie", "I"), ("ay", "I"), ("ai", "I"), ("aa", "A"), ("au", "U"), ("aw", "U"),
    ("eau", "U"), ("w", "U"), ("y", "I"),
    ("-", ""), ("a", "a"), ("e", "e"), ("i", "i"), ("o", "o"), ("u", "u"), ("c", "k"), ("'", "'"),
)  # fmt: skip
_FRENCH_END = re.compile("oi[stx]$")  # Lacroix, Dubois
_HISS = re.compile("t[sz]$")  # Scholtz is Scholz
# Nawa, Maya and Rifai have two vowels there; the glide of Jawlan and Bayda is one long one.
_GLIDE = re.compile("[ae](?=[wy][aeiou])|a(?=[iy]$)")
_SILENT_U = re.compile("(?<=[gq])u(?=[eiy])")  # Guillaume, Lattaquié; not Quneitra, Guterres
_HISS_ARABIC = re.compile("ت[سز]$")
_SOFT_C = re.compile("c(?=[eiy])")
_SOFT_G = re.compile("g(?=[eiy])")
_VOWELS = {"a": "a", "e": "e", "i": "i", "o": "o", "u": "u", "A": "a", "I": "i", "U": "u"}
_WEAK = {"'": 0.1, "h": 0.35, "ة": 0.05, "ς": 0.2}
# Consonants that transliterations put for one another, and what that costs.
_NEAR = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.0, "CS ςs"),
        (0.05, "kq bp xk Gg"),
        (0.1, "jg fv xh tT dD dZ zZ zD jG Sj Cj ZD ςz"),
        (0.2, "sT zT kS kC sS sC xG xC hx gk gq GR vU bv jz jI Gk ςS ςC"),
        (0.4, "kg sZ sz Gr tD"),
        (0.6, "td"),
    )
    for pair in pairs.split()
} | {frozenset("ةt"): 0.0, frozenset("A'"): 0.3}
_BETWEEN_VOWELS = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.05, "ou"),
        (0.1, "ae ei"),
        (0.45, "ao"),
        (0.35, "eo"),
        (0.6, "au eu"),
        (0.8, "ai"),
        (0.5, "io iu"),
    )
    for pair in pairs.split()
}


def same_name(one: str, other: str) -> bool:
    """Whether two spellings, in the same script or in two, are likely to be of the same name."""
    return similarity(one, other) >= SAME


@lru_cache(maxsize=65536)
def similarity(one: str, other: str) -> float:
    """How near two spellings of a name are: 1 for equal ones, about 0 for names that share nothing."""
    if _WORD.search(one) is None or _WORD.search(other) is None:
        return 0.0
    near = _similarity(one, other)
    if near < SAME:  # Albahra, Lakhdar and Davutoğlu are two words elsewhere
        apart = _GLUED.sub(r"\1 ", one), _GLUED.sub(r"\1 ", other)
        if apart != (one, other):
            near = max(near, _similarity(*apart))
    return near


def _similarity(one: str, other: str) -> float:
    first, second = sounds(one), sounds(other)
    if first == second:
        return 1.0
    scripts = is_arabic(one), is_arabic(other)
    whole = _near("".join(first), "".join(second), scripts)
    if len(first) != len(second):
        return whole
    # The worst word decides: Kofi Adnan is not Kofi Annan, however much of the name agrees.
    return min(whole, *(_near(left, right, scripts) for left, right in zip(first, second, strict=True)))


def _near(one: str, other: str, scripts: tuple[bool, bool]) -> float:
    weight = max(_weight(one), _weight(other))
    return max(0.0, 1 - _distance(one, other, scripts) / weight) if weight else 0.0


@lru_cache(maxsize=65536)
def sounds(name: str) -> tuple[str, ...]:
    """The sounds of each word of a name, a character each; doubled ones count once, articles not at all."""
    name = _NISBA.sub("ia", _FATHER.sub(r"\1u al ", name))
    name = _TA.sub("اŧ", _NO_ARTICLE.sub("ءا", name)).translate(_SPELLED)
    name = _SERVANT.sub(lambda found: found[0][0] + "bd", name)
    words = _WORD.findall(_APOSTROPHE.sub("", fold(name)))
    kept = [_paused(words, place) for place in range(len(words)) if not _is_article(words, place)] or words
    found = []
    for word in kept:
        read, doubled = (_arabic_sounds(word), _DOUBLED_ARABIC) if is_arabic(word) else (_latin_sounds(word), _DOUBLED)
        found.append(doubled.sub(r"\1", _ASSIMILATED.sub("n", read)))
    return tuple(_joined([word for word in found if word]))


def _is_article(words: list[str], place: int) -> bool:
    """Whether a word is an article, its l perhaps made like the next sound: ez-Zor, ash-Sham."""
    word, following = words[place], words[place + 1 : place + 2]
    if word in _ARTICLES:
        return True
    return bool(following) and 1 < len(word) <= 3 and word[0] in "ae" and following[0].startswith(word[1:])


def _paused(words: list[str], place: int) -> str:
    """A Latin word without the t that ta marbuta has before an article: Jabhat al-Nusra, Maarat al-Numan."""
    word = words[place]
    if len(word) > 4 and word.endswith(("at", "et")) and place + 2 < len(words) and _is_article(words, place + 1):
        return word[:-1]
    return word


def _joined(words: list[str]) -> list[str]:
    """`abd` with what follows it: Abd al-Majid, Abdul Majid and Abdulmajid are one word."""
    found: list[str] = []
    for word in words:
        if found and found[-1] in ("abd", "'bd"):
            found[-1] += word
        else:
            found.append(word)
    return found


def _arabic_sounds(word: str) -> str:
    if word.startswith("ال") and len(word) > 4:
        word = word[2:]
    found = "".join(_ARABIC.get(letter, "") for letter in _HISS_ARABIC.sub("ز", word.replace("تش", "چ")))
    # Final ta marbuta was folded to ha and is heard as a.
    return found[:-1] + "a" if word.endswith("ه") and len(word) > 2 else found


def _latin_sounds(word: str) -> str:
    word = _SILENT_U.sub("", _SOFT_G.sub("j", _SOFT_C.sub("s", word)).replace("ill", "iy"))
    word = _GLIDE.sub(r"\g<0>-", _FRENCH_END.sub("oi", _HISS.sub("z", word)))
    if len(word) > 3 and word.endswith("h") and word[-2] in "ae":
        word = word[:-1]  # Rahmeh, Bahrah: ta marbuta
    if len(word) > 4 and word.endswith("es"):
        word = word[:-1] + "ς"  # Georges, Charles: heard or not
    found = []
    place = 0
    while place < len(word):
        for group, sound in _LATIN:
            if word.startswith(group, place):
                found.append(sound)
                place += len(group)
                break
        else:
            found.append(word[place])
            place += 1
    return "".join(found)


def _weight(text: str) -> float:
    return sum(0.15 if sound in "aeiou" else 0.4 if sound in "AIU" else _WEAK.get(sound, 1.0) for sound in text)


# Cost of a long vowel that only one spelling has: across scripts, else in Arabic, by sound. سلمان and سليمان are two names.
_LONG_GAP = {
    (across, arabic, sound): cost
    for across, arabic, costs in (
        (True, True, (0.15, 0.5, 0.5)),
        (True, False, (0.15, 0.5, 0.5)),
        (False, True, (0.75, 0.95, 0.8)),
        (False, False, (0.45, 0.45, 0.45)),
    )
    for sound, cost in zip("AIU", costs, strict=True)
}


def _gaps(sounds: str, scripts: tuple[bool, bool], *, arabic: bool) -> list[float]:
    """Cost of each sound of a spelling if the other has none; `arabic` is the script of this one."""
    last = len(sounds) - 1
    across = scripts[0] != scripts[1]
    found = [
        _gap(sound, across=across, arabic=arabic, edge=place in (0, last), last=place == last)
        for place, sound in enumerate(sounds)
    ]
    if sounds.endswith("a") and not arabic:  # in Arabic it may be a silent ha
        found[-1] = 0.4 if across else 0.7  # Amina is not Amin, but Geneva may be جنيف
    return found


def _gap(sound: str, *, across: bool, arabic: bool, edge: bool, last: bool) -> float:
    """Cost of a sound that only one spelling has."""
    if sound in "aeiou":
        return 0.05 if across else (0.45 if edge else 0.35)
    if sound in "AIU":
        return _LONG_GAP[across, arabic, sound]
    if sound == "h" and not across and not last:
        return 0.6 if edge else 0.8  # only at the end of a word does a spelling leave it out
    if edge and sound == "'":
        return 0.05
    if edge and across and sound == "t":
        return 0.4  # Bachelet, Robert: French does not say it, so Arabic does not write it
    return _WEAK.get(sound, 1.0)


def _substitution(one: str, other: str, scripts: tuple[bool, bool]) -> float:
    if one == other:
        return 0.0
    first, second = _VOWELS.get(one), _VOWELS.get(other)
    if first and second:
        if scripts == (True, True):
            return 0.9 if first != second else 0.05
        return (0.0 if first == second else _BETWEEN_VOWELS[frozenset((first, second))]) + (
            0.03 if one.isupper() != other.isupper() else 0
        )
    near = _NEAR.get(frozenset((one, other)))
    if near is not None:
        return near
    if scripts[0] != scripts[1] and "'" in (one, other) and (first or second) and "I" not in (one, other):
        return 0.2  # ain is written as a vowel more often than not: Saad, Zoubi
    return 2.0 if first or second else 1.0


def _distance(one: str, other: str, scripts: tuple[bool, bool]) -> float:
    """Weighted edit distance."""
    gaps, others = (_gaps(side, scripts, arabic=arabic) for side, arabic in zip((one, other), scripts, strict=True))
    row = [0.0, *accumulate(others)]
    for left, gap in zip(one, gaps, strict=True):
        previous, row = row, [row[0] + gap]
        for place, right in enumerate(other):
            row.append(
                min(
                    previous[place] + _substitution(left, right, scripts),
                    previous[place + 1] + gap,
                    row[place] + others[place],
                )
            )
    return row[-1]
