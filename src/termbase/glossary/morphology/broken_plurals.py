"""Frequent broken plurals of Arabic, from a table: a noun, then its plurals and, of أحمر and أكبر, the feminine. Terms may list others.

Spelling is folded when read, so the table is written as in print. Plurals that the shape of the noun makes certain need not be in it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from termbase.text.fold import fold

# Verbal nouns and other singulars that look like plurals whose singular may well stand in their place: ظهور الأعراض is not ظهر المرض.
_NO_PLURALS = frozenset({"قطع", "نسخ", "دفع", "رخص", "خطب", "ظهور", "صدور", "قصور", "جمال"})


@cache
def _rows() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = (files("termbase.glossary.morphology") / "broken_plurals.tsv").read_text(encoding="utf-8")
    rows = [line.partition("\t") for line in text.splitlines()]
    return tuple((singular, tuple(plurals.split())) for singular, _, plurals in rows)


@cache
def plurals_in_maqsura() -> frozenset[str]:
    """Folded plurals that are written with alef maqsura, and not with ya as well: مرضى; صحارى may be صحاري."""
    plurals = {plural for _, row in _rows() for plural in row}
    return frozenset(fold(word) for word in plurals if word.endswith("ى") and word[:-1] + "ي" not in plurals)


@cache
def table() -> dict[str, frozenset[str]]:
    """Folded singular to its folded plurals."""
    found: dict[str, set[str]] = {}
    for singular, plurals in _rows():
        found.setdefault(fold(singular), set()).update(map(fold, plurals))
    return {singular: frozenset(plurals) for singular, plurals in found.items()}


@cache
def singulars() -> dict[str, frozenset[str]]:
    """Folded plural to the folded singulars it may belong to.

    A word that has plurals of its own, or is a singular as well, is taken for that: حكم is a ruling, not several of حكمة.
    """
    known = table()
    found: dict[str, set[str]] = {}
    for singular, plurals in known.items():
        for plural in plurals:
            if plural not in _NO_PLURALS and not known.get(plural, frozenset()) - {plural}:
                found.setdefault(plural, set()).add(singular)
    return {plural: frozenset(items) for plural, items in found.items()}
