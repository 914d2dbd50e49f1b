"""Arabic letters and marks, for regular expressions."""

from __future__ import annotations

LETTERS = "ء-غف-ي\u0671\u067e\u0686\u06a4\u06a9\u06af\u06cc"
"""Letters of Arabic, and the Persian ones met in names; for use inside a character class."""

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
"""Vowel signs and other marks above and below letters."""

TATWEEL = "ـ"
"""The stroke that lengthens a word for looks."""


def is_arabic(text: str) -> bool:
    """Whether a text has Arabic letters."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)
