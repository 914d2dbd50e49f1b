"""Language tags that people type."""

from __future__ import annotations

import re
from difflib import get_close_matches

from termbase.errors import UsageError

TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
"""A BCP 47 tag as far as it matters here: a primary subtag of two or three letters, then script, region and variants."""

_NAMES = {
    "english": "en", "arabic": "ar", "french": "fr", "german": "de", "spanish": "es", "russian": "ru", "chinese": "zh", "turkish": "tr",
    "kurdish": "ku", "persian": "fa", "anglais": "en", "arabe": "ar", "français": "fr", "العربية": "ar", "الإنجليزية": "en", "الفرنسية": "fr",
}  # fmt: skip


def checked(tag: str, known: tuple[str, ...] = ()) -> str:
    """The tag, when it is one.

    Raises `UsageError` for anything else, with the tag of a language that was spelled out; `known` are the project's, for the message.
    """
    if TAG.fullmatch(tag):
        return tag
    meant = _NAMES.get(tag.lower()) or next((_NAMES[name] for name in get_close_matches(tag.lower(), _NAMES, n=1)), "")
    hint = f"did you mean {meant}? " if meant else ""
    languages = f"this project has {', '.join(known)}" if known else "en, ar, fr-CA, ..."
    raise UsageError(f"{tag!r} is no language tag", number=4, help=f"{hint}Write it as in BCP 47: {languages}")
