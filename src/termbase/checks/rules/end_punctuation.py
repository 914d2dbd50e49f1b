"""TB201 end-punctuation: a question stays a question, and a sentence that ends with a stop ends with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB201",
    name="end-punctuation",
    category=Category.PUNCTUATION,
    severity=Severity.WARNING,
    summary="Source and target end alike: with a question mark, with another stop, or with none.",
    explanation=(
        "Stops are compared by what they say, not by their shape: ؟ is a question mark, ؛ a semicolon, ۔ a full stop; closing quotes and"
        " brackets after a stop do not count. A full stop against a colon or semicolon is not reported: translators join sentences."
    ),
    example=Example(
        wrong="Qui a assisté à la réunion.",
        right="Qui a assisté à la réunion\u00a0?",
        language="fr",
        source="Who attended the meeting?",
    ),
    confidence=0.8,
)

_CLOSERS = " \t\n\u00a0\u202f\"'”’»)]}›\u200e\u200f\u202c\u2069"
_STOPS = {
    "?": "question",
    "؟": "question",
    "!": "stop",
    ".": "stop",
    "…": "stop",
    ":": "stop",
    ";": "stop",
    "؛": "stop",
    "۔": "stop",
}


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report targets that end otherwise than their source."""
    for source, target in context.pairs(unit):
        wanted, found = _ending(source.text), _ending(target.text)
        if wanted != found:
            end = len(target.text)
            yield RULE.finding(
                unit,
                target,
                f"the source ends with {_NAMES[wanted]}, the target with {_NAMES[found]}",
                span=(max(0, end - 1), end),
                source=source,
            )


_NAMES = {"question": "a question mark", "stop": "a stop", "": "no stop"}


def _ending(text: str) -> str:
    last = text.rstrip(_CLOSERS)[-1:]
    return _STOPS.get(last, "")
