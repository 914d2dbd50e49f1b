"""Conjugation of Arabic verbs in folded spelling, for entries in the imperfect (يلمس) and in the past (أعلن).

A verb is known by its shape where no noun has it, or by the part of speech of its entry.
"""

from __future__ import annotations

import re

from termbase.text.fold import fold

PRONOUNS = ("ه", "ها", "هما", "هم", "هن", "ك", "كما", "كم", "نا")

# An entry gives the third person masculine; what begins with ت is a verbal noun (تغير, تمويل), another noun (تكلفة), or a past.
_IMPERFECT = re.compile(
    "ي(?!مين|سار|قين|تيم|هود|نبوع|ناير|ونيو|وليو|ورو$|سوع|ابس|اقوت|افع|افط|ابان|ونان|وبيل|خت|ود$)[ء-ي]{3,5}$"
)
_STRONG = "[بتثجحخدذرزسشصضطظعغفقكلمنهئ]"
_LAST = "[بتثجحخدذرزسشصضطظعغفقكلمنهئىي]"
# Elatives, colours and defects, which are no verbs: أفضل is the better, and يفضل is another word.
_ELATIVES = "حمد|جنب|رنب|كبر|كثر|حمر|خضر|صفر|زرق|سمر|شقر|فضل|سهل|صعب|عظم|صغر|قصر|قرب|نسب|رخص|عمق|ضخم|عزل|عرج|بكم|خرس|صلع|حمق|رمل|عزب"
# استخدم, استعاد; انتشر, انتهى; انخفض; أعلن with its hamza. Their verbal nouns have an alef before the last letter, or end in ة.
_PAST = re.compile(
    f"است[ء-ي]{{2}}{_LAST}|ا{_STRONG}ت{_STRONG}{_LAST}|ان{_STRONG}{{2}}{_LAST}|أ(?!{_ELATIVES}){_STRONG}{{3}}"
)
# Form IV with a weak middle, which أمان, أساس and أثاث look like.
_HOLLOW_VERBS = """
أصاب أشار أدان أفاد أضاف أعاد أقام أراد أثار أتاح أدار أجاب أزال أهان أعان أغاث أحال أباد أطاح أذاع أساء أباح أعاق أطال
"""
_HOLLOW = frozenset(map(fold, _HOLLOW_VERBS.split()))
# Form IV with a weak end, which أفعى and أقصى look like.
_DEFECTIVE_VERBS = """
أوصى أجرى أبدى أعطى ألغى أنهى ألقى أدلى أخفى أبقى أفضى أحصى أمضى أثنى أرسى أودى أصغى أعفى أرضى أخلى أفشى أغرى ألهى أوحى
"""
_DEFECTIVE = frozenset(_DEFECTIVE_VERBS.split())


def is_verb(word: str) -> bool:
    """Whether a word without diacritics is a verb by its shape."""
    return bool(_IMPERFECT.match(word) or _PAST.fullmatch(word)) or fold(word) in _HOLLOW or word in _DEFECTIVE


def conjugate(word: str) -> set[str]:
    """Person, number and tense of a verb, given in the imperfect or the past."""
    folded = fold(word)
    if _IMPERFECT.match(word):
        return _of_root(folded[1:])
    root, before = (folded[1:], ("ا",)) if folded[0] == "ا" and len(folded) > 3 else (folded, ("",))
    found = {folded} | _of_root(root, before)
    if "ا" in root[1:-1]:
        found |= _of_root(re.sub("ا(?=.$)", "ي", root), before)
        if len(root) == 3:
            found |= _of_root(re.sub("ا(?=.$)", "و", root), before)
    return found


def _of_root(root: str, before: tuple[str, ...] = ("", "ا")) -> set[str]:
    """Forms of a verb whose third person masculine is ي + root, and whose past begins with one of `before`: أوصى is not the past of وصي."""
    stems = {root, re.sub("[وي](?=.$)", "ا", root)}  # يصيب, أصاب
    imperfect = {prefix + root + ending for prefix in "ايتن" for ending in ("", "ون", "وا", "ين", "ان", "ن", "ي")}
    if root.endswith(("ي", "و")):
        imperfect |= {
            prefix + root[:-1] + ending for prefix in "ايتن" for ending in ("", "ون", "وا", "ين")
        }  # يعاني, يعانون
        stems.add(root[:-1])
    past = {
        prefix + stem + ending
        for prefix in before
        for stem in stems
        for ending in ("", "ت", "ا", "وا", "نا", "تم", "تا", "ن")
    }
    if len(before) == 1:
        past.add(before[0] + root + "ي")  # imperative: تجنبي; from يعلن it would be علني, an adjective
    # Before a pronoun alef maqsura is alef (يتلقاها), and the plural loses its alef (لم يتلقوه).
    weak = root.endswith("ي")
    open_stem, plural_stem = (root[:-1] + "ا", root[:-1]) if weak else (root, root)
    subject = {prefix + stem for prefix in "ايتن" for stem in (root, open_stem, plural_stem + "و", plural_stem + "ون")}
    subject |= {prefix + stem for prefix in before for stem in (open_stem, plural_stem + "ت", plural_stem + "و")}
    return imperfect | past | {form + suffix for form in subject for suffix in (*PRONOUNS, "ني")}
