"""Text made safe to show: what a memory holds must not drive the terminal that shows it."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile(r"[\t\n\v\f\r\u2028\u2029]+")


def printable(text: str) -> str:
    """The text on one line, with a replacement character for each control character and lone surrogate."""
    return _CONTROL.sub("\ufffd", _BREAK.sub(" ", text))
