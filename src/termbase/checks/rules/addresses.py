"""TB603 addresses: web and mail addresses of the source stand in the target."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from termbase.checks.rule import Context, Example, Rule
from termbase.model import Category, Finding, Severity, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    id="TB603",
    name="addresses",
    category=Category.MARKUP,
    severity=Severity.WARNING,
    summary="Web and mail addresses are carried over as they are.",
    explanation=(
        "An address of the source is missing in the target. The path of a web address may name a language (/en/, /fr/, ?lang=ar), so only"
        " the host is compared; a mail address is compared whole."
    ),
    example=Example(
        wrong="Écrivez à presse@example.org.",
        right="Écrivez à press@example.org.",
        language="fr",
        source="Write to press@example.org.",
    ),
    confidence=0.9,
)

_WEB = re.compile(r"(?i)\bhttps?://([\w.-]+)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check(unit: Unit, context: Context) -> Iterator[Finding]:
    """Report addresses that the target lacks."""
    for source, target in context.pairs(unit):
        if "://" not in source.text and "@" not in source.text:
            continue
        there = target.text.lower()
        for address in dict.fromkeys((*_WEB.findall(source.text), *_MAIL.findall(source.text))):
            if address.lower().rstrip(".") not in there:
                yield RULE.finding(unit, target, f"the address “{address}” is missing", source=source)
