"""`review --html`: one self-contained page where beads are reviewed with the keyboard; decisions leave it as JSON Lines.

What the page does is in `review.js`; here it is put together, with the data embedded. It loads nothing and sends nothing.
"""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from termbase.model import Language
from termbase.reports.alignment_html import STYLE, columns

if TYPE_CHECKING:
    from collections.abc import Mapping

_STYLE = """
header { position: sticky; inset-block-start: 0; background: Canvas; padding-block: .5rem; border-block-end: 1px solid var(--line); z-index: 1; }
header p { margin: .3rem 0; } button { font: inherit; } button kbd { opacity: .7; } #said { min-height: 1.5em; font-weight: 700; }
tr { scroll-margin-block: 9rem 2rem; } tr[aria-current="true"] { outline: 3px solid var(--fair); outline-offset: -3px; }
tr.context { opacity: .7; } td.column { background: #8882; } td:first-child { white-space: nowrap; }
p.cut-after { border-block-end: 2px dashed var(--weak); } p.cut-before { border-block-start: 2px dashed var(--weak); }
tr.accepted td:first-child::before { content: "✓ "; } tr.rejected td:first-child::before { content: "✗ "; }
@media print { header { position: static; } header .keys { display: none; } }
"""

_KEYS = (
    ("Enter", "accept"), ("x", "reject"), ("m", "merge with next"), ("c", "move the cut"), ("s", "split at the cuts"),
    ("]", "last sentence down"), ("[", "next sentence up"), ("u", "undo"), ("e", "where to correct"), ("d", "save decisions"),
)  # fmt: skip


def render(data: Mapping[str, Any]) -> str:
    """The page of a release: `release` is its name, `sentences` by language have `id`, `text` and `place`, `beads` refer to them by index."""
    order = columns(data["sentences"])
    heads = [{"tag": tag, "dir": Language(tag).direction} for tag in order]
    # The one sign that could end the element it stands in.
    embedded = json.dumps({**data, "columns": heads}, ensure_ascii=False).replace("<", "\\u003c")
    buttons = "\n".join(
        f'<button type="button" data-key="{key}" title="key: {key}">{label} <kbd>{key}</kbd></button>'
        for key, label in _KEYS
    )
    cells = "".join(f'<th scope="col">{escape(tag)}</th>' for tag in order)
    name = escape(data["release"])
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>termbase: review of {name}</title>
<style>{STYLE}{_STYLE}</style>
</head>
<body>
<header>
<h1>Review of <bdi>{name}</bdi></h1>
<p><span id="count"></span>
<label><input type="checkbox" id="filter" checked> needs review <kbd>f</kbd></label>
<label>reviewer <input id="who" dir="auto" autocomplete="name" maxlength="200"></label></p>
<p class="keys">{buttons}</p>
<p class="keys">Also <kbd>j</kbd> <kbd>k</kbd> or arrows: next and previous bead; <kbd>h</kbd> <kbd>l</kbd>: language to the left and right.</p>
<p id="said" role="status" aria-live="polite"></p>
</header>
<button type="button" id="earlier" hidden></button>
<table>
<thead><tr><th scope="col">confidence</th>{cells}</tr></thead>
<tbody id="beads"></tbody>
</table>
<button type="button" id="later" hidden></button>
<script type="application/json" id="data">{embedded}</script>
<script>{(files("termbase.reports") / "review.js").read_text(encoding="utf-8")}</script>
</body>
</html>
"""
