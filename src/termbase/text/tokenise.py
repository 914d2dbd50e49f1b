"""Words with their places in the text.

English and French go through the Moses rules of sacremoses, which know contractions, elisions and abbreviations. sacremoses has no rules
for Arabic, so Arabic tokens are found here: runs of letters with their marks, numbers in either digit system, single signs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from termbase.model import Language
from termbase.text.arabic import LETTERS, MARKS, TATWEEL

if TYPE_CHECKING:
    from sacremoses import MosesTokenizer

_ARABIC = re.compile(
    rf"[0-9٠-٩]+(?:[.,٫٬/:-][0-9٠-٩]+)*"  # numbers, dates, times, resolution numbers
    rf"|[{LETTERS}{MARKS}{TATWEEL}]+"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"  # words of other scripts
    r"|[^\w\s]|_+|\w",
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign."""

    text: str
    """As it stands in the text."""

    start: int
    """Offset of its first character."""

    end: int
    """Offset after its last character."""

    @property
    def is_word(self) -> bool:
        """Whether it has a letter or digit."""
        return any(character.isalnum() for character in self.text)


@cache
def _moses(language: str) -> MosesTokenizer:
    from sacremoses import MosesTokenizer  # noqa: PLC0415 (a quarter of a second to import)

    return MosesTokenizer(lang=language)


def tokenise(text: str, language: str) -> list[Token]:
    """The tokens of a text in order. Their spans do not overlap and leave out nothing but space.

    Languages without Moses rules are cut as Moses does by default; Arabic by our own rules.
    """
    primary = Language(language).primary
    if primary == "ar":
        return [Token(found[0], *found.span()) for found in _ARABIC.finditer(text)]
    # Moses knows elisions by the straight apostrophe only; the two have the same length, so the spans hold for the text as written.
    text_for_moses = text.replace("’", "'")
    pieces = _moses(primary).tokenize(
        text_for_moses, escape=False, protected_patterns=[r"https?://\S+", r"[\w.+-]+@[\w-]+\.[\w.-]+"]
    )
    return [Token(text[token.start : token.end], token.start, token.end) for token in _place(text_for_moses, pieces)]


def _place(text: str, pieces: list[str]) -> list[Token]:
    """Find the pieces again in the text that they were cut from.

    Moses normalises spaces and drops control characters, so a piece is looked for from where the last one ended; what it skipped is
    returned as tokens of its own, so that nothing is lost.
    """
    tokens: list[Token] = []
    position = 0
    for piece in pieces:
        start = text.find(piece, position)
        if start < 0:
            continue
        tokens.extend(_leftovers(text, position, start))
        tokens.append(Token(piece, start, start + len(piece)))
        position = start + len(piece)
    tokens.extend(_leftovers(text, position, len(text)))
    return tokens


def _leftovers(text: str, start: int, end: int) -> list[Token]:
    return [
        Token(found[0], start + found.start(), start + found.end()) for found in re.finditer(r"\S+", text[start:end])
    ]
