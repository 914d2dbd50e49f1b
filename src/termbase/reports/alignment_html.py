"""`align --html`: one self-contained page that shows beads side by side, least sure ones marked, Arabic from the right."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from termbase.model import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from termbase.model import Bead

STYLE = """
:root { color-scheme: light dark; --line: #8884; --weak: #b3261e; --fair: #8a6100; --sure: #1b6e3c; }
@media (prefers-color-scheme: dark) { :root { --weak: #ff9d96; --fair: #f2c14b; --sure: #7fd6a2; } }
body { font: 16px/1.5 system-ui, "Noto Sans", sans-serif; margin: 1.5rem; }
h1 { font-size: 1.3rem; } .signature { font-size: .85rem; opacity: .8; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border-block-end: 1px solid var(--line); padding: .5rem .7rem; vertical-align: top; text-align: start; }
th:first-child, td:first-child { width: 6.5rem; } tr { break-inside: avoid; } thead { display: table-header-group; }
td[dir="rtl"] { font: 1.2rem/1.8 "Noto Naskh Arabic", "Noto Sans Arabic", system-ui, serif; }
td p { margin: 0 0 .3rem; } td.empty::after { content: "—"; opacity: .5; }
meter { width: 100%; } .weak { color: var(--weak); font-weight: 700; } .fair { color: var(--fair); } .sure { color: var(--sure); }
"""
"""How beads look, on this page and on that of `termbase review`."""


def render(
    beads: Sequence[Bead], sentences: Mapping[str, Sequence[str]], signature: str, *, review_below: float = 0.5
) -> str:
    """The page."""
    languages = columns(sentences)
    weak = sum(bead.confidence < review_below for bead in beads)
    head = "".join(f'<th scope="col" lang="en">{escape(tag)}</th>' for tag in languages)
    rows = "".join(_row(bead, sentences, languages, review_below) for bead in beads)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>termbase: {len(beads)} beads</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{len(beads)} beads, {weak} to look at</h1>\n<p class="signature">{escape(signature)}</p>\n'
        f'<table>\n<thead><tr><th scope="col">confidence</th>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</body>\n</html>\n'
    )


def columns(languages: Iterable[str]) -> list[str]:
    """English, other left-to-right languages, right-to-left ones, so that each text starts at its own edge."""
    return sorted(languages, key=lambda tag: (Language(tag).direction == "rtl", Language(tag).primary != "en"))


def _row(bead: Bead, sentences: Mapping[str, Sequence[str]], languages: Sequence[str], review_below: float) -> str:
    band, word = (
        ("weak", "look")
        if bead.confidence < review_below
        else ("fair", "fair")
        if bead.confidence < 0.9
        else ("sure", "sure")
    )
    score = f'<td class="{band}">{bead.confidence:.2f} {word}<br><meter min="0" max="1" value="{bead.confidence:.2f}"></meter></td>'
    cells = []
    for tag in languages:
        side = bead.sides.get(tag, ())
        inner = "".join(f"<p>{escape(sentences[tag][index])}</p>" for index in side)
        empty = "" if side else ' class="empty"'
        cells.append(f'<td lang="{escape(tag)}" dir="{Language(tag).direction}"{empty}>{inner}</td>')
    return f"<tr>{score}{''.join(cells)}</tr>\n"
