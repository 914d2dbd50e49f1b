"""Which concepts a source text obliges its translation to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from termbase.glossary.concepts import Glossary
    from termbase.model import TermHit


def due_concepts(glossary: Glossary, text: str, source: str, target: str) -> list[list[TermHit]]:
    """The concepts that a text names and that have an approved term in the target language, each once, in order.

    Concepts with the same source term at the same place stand in one list: which of them is meant only the target can tell. Kept for the last
    texts, because every rule about terms asks.
    """
    key = (text, source, target)
    kept = glossary.kept_due
    found = kept.get(key)
    if found is None:
        if len(kept) >= _KEPT:
            kept.clear()
        found = kept[key] = _due_concepts(glossary, text, source, target)
    return found


_KEPT = 256


def _due_concepts(glossary: Glossary, text: str, source: str, target: str) -> list[list[TermHit]]:
    hits = glossary.find(text, source)
    if not hits:
        return []
    spans: dict[tuple[int, int], list[TermHit]] = {}
    for hit in hits:
        if glossary.terms_of(hit.concept, target):
            spans.setdefault((hit.start, hit.end), []).append(hit)
    if len(spans) < 2:
        return list(spans.values())
    found: dict[tuple[str, ...], list[TermHit]] = {}
    for homographs in spans.values():
        found.setdefault(tuple(hit.concept.id for hit in homographs), homographs)
    return list(found.values())
