"""Text for reports in XML."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with a replacement character for each one that XML 1.0 cannot carry."""
    return _FORBIDDEN.sub("\ufffd", text)
