"""TB203 french-space: no-break space before high punctuation and inside guillemets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Fix, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB203",
    name="french-space",
    category=Category.PUNCTUATION,
    severity=Severity.WARNING,
    summary="French high punctuation and guillemets take a no-break space.",
    explanation=(
        "Before ; : ! ? and », and after «, French sets a space that must not break. The setting `french-space` says which: `nbsp` (U+00A0"
        " everywhere), `nnbsp` (U+202F before ; ! ? and inside guillemets, U+00A0 before the colon), or `any` of the two. Times, ratios,"
        " web addresses and repeated marks are let be."
    ),
    example=Example(wrong="Source : SANA", right="Source\u00a0: SANA", language="fr"),
    confidence=0.95,
)

NO_BREAK = "\u00a0\u202f"
# The mark must end a word: a colon inside a time, a ratio, a namespace or an address is followed by no space.
_BEFORE = re.compile(r"(?<=[^\s«(\[;:!?¿¡…])(\s*)([;:!?»])(?=[\s»”\")\]\u00a0\u202f;:!?.,…]|$)")
_HIGH = re.compile("[;:!?»«]")
_AFTER = re.compile(r"«(\s*)(?=\S)")
_ADDRESS = re.compile(r"\w+://\S+|\S+@\S+")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report each French high mark that stands without the space of the policy."""
    policy = context.settings.french_space
    for variant in unit.variants_in("fr"):
        text = variant.text
        if not _HIGH.search(text):
            continue
        addresses = [found.span() for found in _ADDRESS.finditer(text)] if "://" in text or "@" in text else []
        for found in (*_BEFORE.finditer(text), *_AFTER.finditer(text)):
            mark = found[2] if found.re is _BEFORE else "«"
            space = found[1]
            if _fits(space, mark, policy) or any(start <= found.start(1) < end for start, end in addresses):
                continue
            wanted = _wanted(mark, policy)
            name = "U+202F" if wanted == "\u202f" else "U+00A0"
            where = "before" if found.re is _BEFORE else "after"
            message = f"“{mark}” needs a no-break space ({name}) {where} it, not {_described(space)}"
            yield RULE.finding(unit, variant, message, span=found.span(1), fix=Fix(True, wanted, *found.span(1)))


def _fits(space: str, mark: str, policy: str) -> bool:
    return len(space) == 1 and space in (NO_BREAK if policy == "any" else _wanted(mark, policy))


def _wanted(mark: str, policy: str) -> str:
    return "\u202f" if policy == "nnbsp" and mark != ":" else "\u00a0"


def _described(space: str) -> str:
    if not space:
        return "none"
    return "a plain space" if space == " " else f"{len(space)} spaces" if len(space) > 1 else f"U+{ord(space):04X}"
