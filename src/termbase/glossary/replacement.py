"""Putting an approved term in the place of another: what must be kept around it, and whether that is certain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.model import Fix
from termbase.text.fold import fold

if TYPE_CHECKING:
    from termbase.model import Term, TermHit

_PROCLITICS = frozenset({"", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"})
_VOWELS = "aeiouyh"
_ELIDED = ("l'", "d'", "qu'", "s'", "n'", "j'", "m'", "t'", "c'")
_GENDERED = frozenset(["le", "la", "un", "une", "ce", "cet", "cette", "du", "au", "son", "sa", "nouveau", "nouvelle"])


def replacement(text: str, hit: TermHit, approved: Term) -> Fix:
    """The fix that puts an approved term in the place of a hit.

    Safe when the hit is written as its entry has it, apart from proclitics, and nothing around it has to change: the same definiteness in
    Arabic; in French the same gender and number and the same sort of first sound. Otherwise the fix is a suggestion.
    """
    if approved.language.primary == "ar":
        return _arabic(hit, approved)
    start, end = hit.start, hit.end
    uninflected = fold(hit.text) == fold(hit.term.text)
    safe = uninflected
    new = approved.text
    if approved.language.primary == "fr":
        safe = uninflected and _fits(text[:start], hit.term, approved)
    if hit.text[:1].isupper() and new[:1].islower() and not text[:start].strip():
        new = new[:1].upper() + new[1:]
    return Fix(safe=safe, replacement=new, start=start, end=end)


def _arabic(hit: TermHit, approved: Term) -> Fix:
    surface, entry = fold(hit.text), fold(hit.term.text)
    definite = approved.text.startswith("ال")
    if surface.endswith(entry) and surface[: -len(entry)] in _PROCLITICS and len(surface) == len(hit.text):
        kept = len(surface) - len(entry)
        new = approved.text
        if kept and surface[kept - 1] == "ل" and definite:
            return Fix(safe=entry.startswith("ال"), replacement="ل" + new[2:], start=hit.start + kept, end=hit.end)
        return Fix(safe=definite == entry.startswith("ال"), replacement=new, start=hit.start + kept, end=hit.end)
    for conjunction in ("", "و", "ف"):
        if entry.startswith("ال") and surface == conjunction + "لل" + entry[2:] and len(surface) == len(hit.text):
            new = "لل" + approved.text[2:] if definite else "ل" + approved.text
            return Fix(safe=definite, replacement=new, start=hit.start + len(conjunction), end=hit.end)
    return Fix(safe=False, replacement=approved.text, start=hit.start, end=hit.end)


def _fits(before: str, old: Term, new: Term) -> bool:
    """Whether French words around a term stay as they are when it is replaced."""
    if (old.gender, old.number) != (new.gender, new.number):
        return False
    if old.gender == "" and before.split()[-1:] and fold(before.rsplit(maxsplit=1)[-1]) in _GENDERED:
        return False
    vowels = fold(old.text)[:1] in _VOWELS, fold(new.text)[:1] in _VOWELS
    return vowels[0] == vowels[1] or not f" {fold(before)}".rstrip().endswith(
        (*_ELIDED, " de", " le", " la", " que", " du", " au")
    )
