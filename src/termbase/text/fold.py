"""Folding: the form of a text in which two spellings of the same words are equal, with the way back to what was written.

One fold serves matching everywhere (memory, concordance, terms, fingerprints). It drops what readers do not miss: letter case, accents,
Arabic diacritics and tatweel, direction controls and joiners; and unites what writers vary: the seats of hamza, alef forms, alef
maqsura and ya, ta marbuta and ha, Persian ya and kaf, presentation forms, digit systems, apostrophes, hyphens, quotation marks, kinds of
space, Arabic and Latin commas, semicolons and question marks.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass
from functools import lru_cache

_UNITED = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ؤ": "ء", "ئ": "ء",
    "،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ",", "۔": ".",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "‟": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "′": "'", "`": "'", "´": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "…": "...", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae",
}  # fmt: skip
_DROPPED = frozenset(
    "ـ\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def _fold_character(character: str) -> str:
    if character in _UNITED:
        return _UNITED[character]
    if character in _DROPPED:
        return ""
    if character.isspace():
        return character if character == "\n" else " "
    digit = unicodedata.digit(character, None)
    if digit is not None and unicodedata.category(character) == "Nd":
        return str(digit)
    parts = unicodedata.normalize("NFKD", character)
    if parts == character:
        return "" if unicodedata.category(character) == "Mn" else character.casefold()
    kept = "".join(part for part in parts if unicodedata.category(part) != "Mn") or ""
    # A ligature or presentation form opens into letters that may themselves be united; NFKD is final, so one more round ends.
    return "".join(_UNITED.get(part, part) for part in kept if part not in _DROPPED).casefold()


class _Table(dict[str, str]):
    """Folded form per character, computed when first met."""

    def __missing__(self, character: str) -> str:
        folded = self[character] = _fold_character(character)
        return folded


_TABLE = _Table()
# Everything but frequent characters that fold to themselves; most of a text is those, and looking each up in a table takes longer.
_CHANGING = re.compile(r"[^\n -@\[-_a-~ءابت-غف-هوي]")
_MANY = 64
"""Different characters from which on a text is folded one by one: Chinese, or a table of signs."""


def fold(text: str) -> str:
    """The folded form of a text. Idempotent; never longer than a few times the text; spaces are not collapsed."""
    if text.isascii() and text.isprintable():
        return text.lower().replace("`", "'")
    changing = set(_CHANGING.findall(text))
    if len(changing) > _MANY:
        return "".join(map(_TABLE.__getitem__, text))
    # What a character becomes folds to itself, so one may be replaced after the other.
    for character in changing:
        text = text.replace(character, _TABLE[character])
    return text


@lru_cache(maxsize=512)
def fold_kept(text: str) -> str:
    """`fold`, kept for the last texts: for whole segments that several ask about in turn."""
    return fold(text)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that knows where each of its characters came from."""

    original: str
    """The text as written."""

    text: str
    """Its folded form, equal to `fold(original)`."""

    offsets: array[int] | None
    """Offset in `original` of each folded character, then its length; None when both texts have the same offsets."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of a folded span; marks that were dropped after its last character belong to it."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def fold_with_offsets(text: str) -> Folded:
    """Fold a text and keep the way back."""
    return Folded(text, fold(text), offsets_of(text))


def offsets_of(text: str) -> array[int] | None:
    """Where each character of the folded text came from, as in `Folded.offsets`."""
    if text.isascii() and text.isprintable():
        return None
    if all(len(_TABLE[found]) == 1 for found in set(_CHANGING.findall(text))):
        return None
    offsets = array("L")
    done = 0
    for found in _CHANGING.finditer(text):
        length = len(_TABLE[found[0]])
        if length != 1:
            place = found.start()
            offsets.extend(range(done, place))
            offsets.extend([place] * length)
            done = place + 1
    offsets.extend(range(done, len(text) + 1))
    return offsets
