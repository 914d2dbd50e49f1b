"""Arabic spellings that folding makes equal and a reader does not: حكمة and حكمه, مرضى and مرضي, أخبار and إخبار."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from termbase.glossary.morphology.arabic import NUMERAL
from termbase.glossary.morphology.broken_plurals import plurals_in_maqsura, singulars, table
from termbase.text.arabic import MARKS, TATWEEL
from termbase.text.fold import fold

_MARKS = re.compile(f"[{MARKS}{TATWEEL}]")
# Whom a pronoun may follow where ة is written too: شقيقه is his brother, زوجه her husband.
_KIN = frozenset({"ابن", "زوج", "خال", "عم", "جد", "طفل"})


@lru_cache(maxsize=65536)
def other_word(word: str, form: str, every: frozenset[str], *, writes_ta: bool) -> str | None:
    """A regular expression of the spellings of a form, without diacritics, that are another word than the term's; None for most.

    `every` holds all forms of the word; `writes_ta` says whether the text has a ة, so that its ه are none.
    """
    word = _MARKS.sub("", word)
    own, bare = fold(word).removeprefix("ال"), form.removeprefix("ال")
    plurals = table().get(own, frozenset())
    if form.endswith("ه"):
        if (
            own not in (bare, form)
            and not NUMERAL.fullmatch(own)
            and not any(_is_feminine(item, every) for item in (bare, form))
        ):
            return "ة$"
        if form == own and writes_ta and word.endswith("ة") and _has_a_brother(own):
            return "ه$"
    if bare in plurals | {own} and bare in plurals_in_maqsura():
        return "ي$"
    if bare in plurals and bare.startswith("ا") and not own.startswith("ا"):
        return f"إ.{{{len(bare) - 1}}}$"
    if bare == own and word.removeprefix("ال").startswith("إ") and own in singulars():
        return f"أ.{{{len(bare) - 1}}}$"
    return None


def _is_feminine(form: str, every: frozenset[str]) -> bool:
    # A feminine has its dual among the forms; plurals like قادة have none.
    return form[:-1] + "تان" in every or form in _plurals_in_ta()


@cache
def _plurals_in_ta() -> frozenset[str]:
    return frozenset(plural for plurals in table().values() for plural in plurals if plural.endswith("ه"))


def _has_a_brother(feminine: str) -> bool:
    base = feminine[:-1]
    return base in _KIN or any(plural.endswith("اء") for plural in table().get(base, ()))
