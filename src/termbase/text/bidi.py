"""Direction of text: isolates for terminals, and the controls that text may carry."""

from __future__ import annotations

RIGHT_TO_LEFT_ISOLATE = "\u2067"
LEFT_TO_RIGHT_ISOLATE = "\u2066"
POP_ISOLATE = "\u2069"


def isolate(text: str, direction: str) -> str:
    """The text between the isolate of its direction and the pop that ends it (Unicode Standard Annex 9, section 2.4).

    For screens only: files and JSON carry text as it is.
    """
    opening = RIGHT_TO_LEFT_ISOLATE if direction == "rtl" else LEFT_TO_RIGHT_ISOLATE
    return f"{opening}{text}{POP_ISOLATE}"
