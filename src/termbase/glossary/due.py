"""Which concepts a source text obliges its translation to name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from termbase.glossary.concepts import Glossary
    from termbase.glossary.finder import Mention


def due_concepts(glossary: Glossary, text: str, source: str, target: str) -> list[list[Mention]]:
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


def _due_concepts(glossary: Glossary, text: str, source: str, target: str) -> list[list[Mention]]:
    mentions = [
        mention for mention in glossary.finder.mentions(text, source) if glossary.terms_of(mention.concept, target)
    ]
    if len(mentions) < 2:
        return [mentions] if mentions else []
    # In order of place, the longer first; which of two that stand at one place comes first is as it was found.
    mentions.sort(key=lambda mention: (mention.places[0], -mention.places[-1]))
    spans: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        spans.setdefault((mention.places[0], mention.places[-1]), []).append(mention)
    found: dict[tuple[str, ...], list[Mention]] = {}
    for homographs in spans.values():
        found.setdefault(tuple(mention.concept.id for mention in homographs), homographs)
    return list(found.values())
