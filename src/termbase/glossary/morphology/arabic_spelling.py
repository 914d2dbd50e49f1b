"""Arabic spellings that folding makes equal and a reader does not: حكمة and حكمه, مرضى and مرضي, أخبار and إخبار."""

from __future__ import annotations

import re
from functools import cache

from termbase.glossary.morphology.arabic import NUMERAL
from termbase.glossary.morphology.broken_plurals import plurals_in_maqsura, singulars, table
from termbase.text.arabic import MARKS, TATWEEL
from termbase.text.fold import fold

_MARKS = re.compile(f"[{MARKS}{TATWEEL}]")
# Whom a pronoun may follow where ة is written too: شقيقه is his brother, زوجه her husband.
_KIN = frozenset({"ابن", "زوج", "خال", "عم", "جد", "طفل"})


class Spellings:
    """Which spellings of a word's forms are another word than the term's."""

    __slots__ = ("_every", "_is_number", "_own", "_plurals", "_word")

    def __init__(self, word: str, every: frozenset[str]) -> None:
        """`every` holds all folded forms of the word."""
        bare = _MARKS.sub("", word)
        self._word = bare.removeprefix("ال")
        self._own = fold(bare).removeprefix("ال")
        self._plurals = table().get(self._own, frozenset())
        self._is_number = NUMERAL.fullmatch(self._own) is not None
        self._every = every

    def other(self, form: str, *, writes_ta: bool) -> str | None:
        """A regular expression of the spellings of a form, without diacritics, that are another word; None for most forms.

        `writes_ta` says whether the text has a ة, so that its ه are none.
        """
        bare = form.removeprefix("ال")
        if form[-1] == "ه":
            own = self._own
            if not (self._is_number or own in (bare, form) or self._is_feminine(bare) or self._is_feminine(form)):
                return "ة$"
            if form == own and writes_ta and self._word.endswith("ة") and _has_a_brother(own):
                return "ه$"
        if bare in self._plurals or bare == self._own:
            return self._other_vowel(bare)
        return None

    def _other_vowel(self, bare: str) -> str | None:
        """The other word of the spelling of the word itself, or of a broken plural, that ends in ى or begins with أ or إ."""
        own = self._own
        is_plural = bare in self._plurals
        if bare in plurals_in_maqsura():
            return "ي$"
        if is_plural and bare.startswith("ا") and not own.startswith("ا"):
            return f"إ.{{{len(bare) - 1}}}$"
        if bare == own and self._word.startswith("إ") and own in singulars():
            return f"أ.{{{len(bare) - 1}}}$"
        return None

    def _is_feminine(self, form: str) -> bool:
        # A feminine has its dual among the forms; plurals like قادة have none.
        return form[:-1] + "تان" in self._every or form in _plurals_in_ta()


@cache
def _plurals_in_ta() -> frozenset[str]:
    return frozenset(plural for plurals in table().values() for plural in plurals if plural.endswith("ه"))


def _has_a_brother(feminine: str) -> bool:
    base = feminine[:-1]
    return base in _KIN or any(plural.endswith("اء") for plural in table().get(base, ()))
