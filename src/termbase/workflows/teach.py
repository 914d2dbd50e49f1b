"""What the memory teaches the aligner: a lexicon of the units that people vouch for, kept beside the memory and learned again when it changes."""

from __future__ import annotations

import hashlib
from collections import deque
from typing import TYPE_CHECKING

from termbase.alignment.lexicon import Lexicon, packaged, parse
from termbase.formats.files import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from termbase.model import Unit
    from termbase.workflows.project import Project

NEWEST = 20_000
"""Units that are learned from, the newest ones: words soon repeat, and learning should take seconds."""


def taught(project: Project, source: str, target: str) -> Lexicon:
    """The lexicon that accepted units teach for two languages; empty without a memory, or when nobody has accepted anything yet.

    Kept as `taught.SOURCE-TARGET.tsv` beside the memory, with a mark of what it was learned from. Never makes a memory where there is none.
    """
    if not project.has_memory():
        return Lexicon(())
    path = project.memory_folder / f"taught.{source}-{target}.tsv"
    mark = f"# learned from {_state(project)}\n"
    if path.exists():
        text = path.read_text(encoding="utf-8")
        if text.startswith(mark):
            return Lexicon((parse(text.removeprefix(mark), source, target),)) if text != mark else Lexicon(())
    from termbase.alignment.user_lexicon import learn  # noqa: PLC0415 (numpy; only when there is something to learn)

    pairs = deque(_pairs(project.memory.units(), source, target), maxlen=NEWEST)
    lexicon = learn(pairs, source, target, known=packaged()) if pairs else Lexicon(())
    write_text(path, mark + (lexicon.to_tsv(source, target) if pairs else ""))
    return lexicon


def _state(project: Project) -> str:
    """A digest of the memory's origins and their contents."""
    listing = "\n".join(f"{name}\t{digest}" for name, digest in sorted(project.memory.origins().items()))
    return hashlib.sha256(listing.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _pairs(units: Iterator[Unit], source: str, target: str) -> Iterator[tuple[str, str]]:
    """Texts of units that a person vouches for: accepted ones of ours, and those that came from elsewhere."""
    for unit in units:
        if unit.prop("x-status") not in (None, "accepted"):
            continue
        one, two = unit.variant(source), unit.variant(target)
        if one and two and one.text.strip() and two.text.strip():
            yield one.text, two.text
