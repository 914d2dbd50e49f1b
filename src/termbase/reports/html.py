"""`--format html`: one self-contained page for people, in which Arabic reads from the right."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from termbase.model import Language
from termbase.reports.base import shown_replacement, summary

if TYPE_CHECKING:
    from termbase.model import Finding
    from termbase.reports.base import Report

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --soft: #8881; --error: #b3261e; --warning: #8a6100; --info: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --error: #ff9d96; --warning: #f2c14b; --info: #8ec5ff; } }
body { font: 16px/1.5 system-ui, "Noto Sans", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin-top: 2rem; overflow-wrap: anywhere; }
article { border: 1px solid var(--line); border-inline-start-width: .4rem; border-radius: .3rem; padding: .6rem 1rem; margin: .8rem 0; break-inside: avoid; }
article.error { border-inline-start-color: var(--error); } article.warning { border-inline-start-color: var(--warning); }
article.info { border-inline-start-color: var(--info); } article.suppressed { opacity: .6; }
.severity { font-weight: 700; } .error .severity { color: var(--error); } .warning .severity { color: var(--warning); }
.info .severity { color: var(--info); }
.where, footer { font-size: .85rem; opacity: .8; }
blockquote { margin: .4rem 0; padding: .3rem .6rem; background: var(--soft); text-align: start; }
blockquote[dir="rtl"] { font: 1.2rem/1.8 "Noto Naskh Arabic", "Noto Sans Arabic", system-ui, serif; }
mark { background: #f2c14b66; color: inherit; border-radius: .15rem; white-space: pre-wrap; }
bdi[lang="ar"] { font-family: "Noto Naskh Arabic", "Noto Sans Arabic", system-ui, serif; font-size: 1.15em; }
@media print { body { margin: 0; max-width: none; } article { border-color: #888; } }
"""


def render(report: Report) -> str:
    """The page: counts, then findings by document, each with its texts in their own direction."""
    counts = summary(report)
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>termbase: {counts['findings']} findings</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{_counted(counts['findings'], 'finding')}</h1>\n"
        f"<p>{_counted(counts['units'], 'unit')} of {_counted(counts['documents'], 'document')};"
        f" {counts['suppressed']} suppressed; {_counted(counts['errors'], 'input')} not read.</p>\n"
    ]
    parts.extend(
        f'<article class="error"><p><span class="severity">error</span> {escape(error.message)}</p>'
        f'<p class="where"><bdi>{escape(error.where)}</bdi>. {escape(error.help)}</p></article>\n'
        for error in report.errors
    )
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        parts.append(f"<h2><bdi>{escape(path)}</bdi></h2>\n")
        parts.extend(_article(finding, report.source) for finding in findings)
    parts.append("</body>\n</html>\n")
    return "".join(parts)


_QUOTED = re.compile("“([^“”]*)”")


def _article(finding: Finding, source: str) -> str:
    severity = finding.severity.value
    hidden = f" (suppressed: {escape(finding.suppressed)})" if finding.suppressed else ""
    parts = [
        f'<article class="{severity}{" suppressed" if finding.suppressed else ""}" id="{escape(finding.fingerprint)}">\n'
        f'<p><span class="severity">{severity}</span> <strong>{escape(finding.rule)} {escape(finding.name)}</strong>'
        f' <bdi dir="ltr">{_message(finding.message)}</bdi>{hidden}</p>\n'
    ]
    if finding.source_text:
        parts.append(_quotation(finding.source_text, source))
    if finding.target_text:
        place = (finding.fix.start, finding.fix.end) if finding.fix else (0, 0)
        parts.append(_quotation(finding.target_text, finding.lang, place))
    if finding.fix:
        word = "Fix" if finding.fix.safe else "Possible fix"
        parts.append(
            f'<p>{word}: <bdi lang="{escape(finding.lang)}">{escape(shown_replacement(finding.fix.replacement))}</bdi></p>\n'
        )
    unit = f", unit <bdi>{escape(finding.unit)}</bdi>" if finding.unit else ""
    parts.append(f'<p class="where">line {finding.line}, column {finding.column}{unit}</p>\n</article>\n')
    return "".join(parts)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _message(text: str) -> str:
    """The English sentence, in which each quotation keeps its own direction: with a guessed one, two Arabic terms would change places."""
    return _QUOTED.sub(r"“<bdi>\1</bdi>”", escape(text))


def _quotation(text: str, language: str, place: tuple[int, int] = (0, 0)) -> str:
    """The text in its own direction, with what a fix would replace marked."""
    start, end = place
    marked = f"<mark>{escape(text[start:end])}</mark>" if start < end else ""
    inner = f"{escape(text[:start])}{marked}{escape(text[end:])}" if marked else escape(text)
    return f'<blockquote lang="{escape(language)}" dir="{Language(language).direction}">{inner}</blockquote>\n'
