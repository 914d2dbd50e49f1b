"""Times of the day as values: 1 p.m., 13:00, 13 h 00, الساعة 13:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TIME = re.compile(
    r"(?<![\d:.,])(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s*[hH]\s*(?P<french>[0-5]\d)?(?![\w/])(?!\s*/)"  # 13 h 30, but not 24 h/24
    r"|[:٫.](?P<minute>[0-5]\d)\s*(?P<half>[ap]\.?\s?m\b)"
    r"|:(?P<plain>[0-5]\d)(?![\d:])"
    r"|\s*(?P<full>[ap]\.?\s?m\b))"
    r"|(?<=الساعة )(?P<arabic>\d{1,2})(?![\d:.,٫])",
    re.IGNORECASE,
)
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_HALF_DAY = 720


@dataclass(frozen=True, slots=True)
class Time:
    """A time found in a text."""

    value: int
    """Minutes after midnight or noon: what says 1 p.m. and what says 13:00 are equal, and so is a bare 1:00."""

    start: int
    """Offset of its first character."""

    end: int
    """Offset after its last character."""


@lru_cache(maxsize=512)
def times(text: str) -> tuple[Time, ...]:
    """The times of a text, in order. A length such as 3 h cannot be told from a time and counts as one."""
    found = []
    for match in _TIME.finditer(text.translate(_WESTERN)):
        hour = int(match["hour"] or match["arabic"])
        minute = int(match["french"] or match["minute"] or match["plain"] or 0)
        found.append(Time((hour * 60 + minute) % _HALF_DAY, *match.span()))
    return tuple(found)
