"""Keys of beads: what a bead is called by its sentences, so that its name survives realignment and edits elsewhere.

A sentence is called by a digest of its folded text without spaces, since mending a space leaves it the same sentence; where a text has the
same sentence again, the second one ends in `-2`. A bead is called by its sentences in every language of the release:
`en:1f0c5a92bd+8e21d70c44 ar:60b3c9a1f2 fr:-`.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from termbase.text.fold import fold
from termbase.text.language import TAG

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_EMPTY = "-"
_SENTENCE = r"[0-9a-f]{10}(?:-[1-9][0-9]{0,6})?"
_SIDE = re.compile(rf"({TAG.pattern}):({_EMPTY}|{_SENTENCE}(?:\+{_SENTENCE})*)")


def sentence_ids(texts: Sequence[str]) -> list[str]:
    """What each sentence of a text is called; unique within the text."""
    seen: dict[str, int] = {}
    found = []
    for text in texts:
        letters = "".join(fold(text).split())
        digest = hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        found.append(f"{digest}-{seen[digest]}" if seen[digest] > 1 else digest)
    return found


def key_of(sides: Mapping[str, Sequence[int]], ids: Mapping[str, Sequence[str]]) -> str:
    """The key of a bead; `ids` has the sentences of every language of the release, and sets the order."""
    return " ".join(
        f"{language}:{'+'.join(names[index] for index in sides.get(language, ())) or _EMPTY}"
        for language, names in ids.items()
    )


def parse_key(key: str) -> dict[str, tuple[str, ...]]:
    """The sentences of a key by language, empty for a language without any.

    Raises `ValueError` for what is no key, names a language twice, or has no sentence at all.
    """
    found: dict[str, tuple[str, ...]] = {}
    for part in key.split(" "):
        side = _SIDE.fullmatch(part)
        if side is None or side[1] in found:
            raise ValueError("no key of a bead")
        found[side[1]] = () if side[2] == _EMPTY else tuple(side[2].split("+"))
    if not any(found.values()):
        raise ValueError("no key of a bead")
    return found
