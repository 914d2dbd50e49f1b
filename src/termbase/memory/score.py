"""How alike two segments are."""

from __future__ import annotations

import re

from termbase.text.fold import fold

_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """Folded words and signs of a text: what the measure compares."""
    return _TOKEN.findall(fold(text))


def score(query: str, source: str) -> int:
    """Similarity of two segments, 0 to 100: one minus the word-level edit distance over the longer length; 100 only for the same text."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    if query == source:
        return 100
    similarity = Levenshtein.normalized_similarity(tokens(query), tokens(source))
    return min(99, int(similarity * 100))
