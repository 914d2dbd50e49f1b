"""Conjugation of Arabic verbs in folded spelling, for entries in the imperfect (يلمس) and in the past (أعلن).

A verb is known by its shape where no noun has it, or by the part of speech of its entry.
"""

from __future__ import annotations

import re

from termbase.text.fold import fold

PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا")

# تمويل is a verbal noun; as a verb it would give أموال.
_IMPERFECT = re.compile("(?!ت[ء-ي]{2}ي[ء-ي]$)[يت][ء-ي]{3,5}$")
_STRONG = "[بتثجحخدذرزسشصضطظعغفقكلمنهئ]"
_LAST = "[بتثجحخدذرزسشصضطظعغفقكلمنهئىي]"
# استخدم, استعاد; انتشر, انتهى; انخفض; أعلن with its hamza. Their verbal nouns have an alef before the last letter, or end in ة.
_PAST = re.compile(
    f"است[ء-ي]{{2}}{_LAST}|ا{_STRONG}ت{_STRONG}{_LAST}|ان{_STRONG}{{2}}{_LAST}|أ(?!حمد|جنب|رنب|كبر|كثر){_STRONG}{{3}}"
)
# Form IV with a weak middle, which أمان, أساس and أثاث look like.
_HOLLOW_VERBS = """
أصاب أشار أدان أفاد أضاف أعاد أقام أراد أثار أتاح أدار أجاب أزال أهان أعان أغاث أحال أباد أطاح أذاع أساء أباح أعاق أطال
"""
_HOLLOW = frozenset(map(fold, _HOLLOW_VERBS.split()))


def is_verb(word: str, *, first_of_many: bool) -> bool:
    """Whether a word without diacritics is a verb by its shape; a first word in ت has a noun behind it more often than an object."""
    if first_of_many and word.startswith("ت"):
        return False
    return bool(_IMPERFECT.match(word) or _PAST.fullmatch(word)) or fold(word) in _HOLLOW


def conjugate(word: str) -> set[str]:
    """Person, number and tense of a verb, given in the imperfect or the past."""
    folded = fold(word)
    if _IMPERFECT.match(word):
        return _of_root(folded[1:])
    root = folded[1:] if folded[0] == "ا" and len(folded) > 3 else folded
    found = {folded} | _of_root(root)
    if "ا" in root[1:-1]:
        found |= _of_root(re.sub("ا(?=.$)", "ي", root))
        if len(root) == 3:
            found |= _of_root(re.sub("ا(?=.$)", "و", root))
    return found


def _of_root(root: str) -> set[str]:
    """Forms of a verb whose third person masculine is ي + root."""
    stems = {root, re.sub("[وي](?=.$)", "ا", root)}  # يصيب, أصاب
    imperfect = {prefix + root + ending for prefix in "ايتن" for ending in ("", "ون", "وا", "ين", "ان", "ن", "ي")}
    if root.endswith(("ي", "و")):
        imperfect |= {
            prefix + root[:-1] + ending for prefix in "ايتن" for ending in ("", "ون", "وا", "ين")
        }  # يعاني, يعانون
        stems.add(root[:-1])
    past = {
        prefix + stem + ending
        for prefix in ("", "ا")
        for stem in stems
        for ending in ("", "ت", "ا", "وا", "نا", "تم", "تا", "ن")
    }
    subject = {prefix + root for prefix in "ايتن"} | {root, root + "ت", root + "و"}
    return imperfect | past | {form + suffix for form in subject for suffix in (*PRONOUNS, "ني")}
