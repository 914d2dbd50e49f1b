"""termbase: translation memories and terminology for releases in English, Arabic and French.

The map of the package, in the order in which data flows:

    text        sentences, tokens, folding, numbers: pure functions over strings
    alignment   sentences of several languages -> beads with confidence
    glossary    concepts, and finding their terms in any inflected form
    checks      rules over translation units
    formats     TMX, TBX, XLIFF, PO, tables, release texts, SRX
    memory      units -> exact fuzzy search and concordance
    reports     findings -> text, JSON, SARIF and the rest
    workflows   what people do: build, look up, check, exchange
    batch       the same over whole archives, in several processes
    web         the local page and the TM server
    cli         the command line

What programs use is here:

    >>> import termbase
    >>> [bead.sides for bead in termbase.align({"en": ["Hello.", "Goodbye."], "fr": ["Bonjour.", "Au revoir."]})]
    [{'en': (0,), 'fr': (0,)}, {'en': (1,), 'fr': (1,)}]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from termbase.errors import TermbaseError
    from termbase.glossary.concepts import Glossary
    from termbase.memory import Memory
    from termbase.model import Bead, Concept, Finding, Language, Match, Segment, Term, Unit, Variant
    from termbase.workflows.api import align, check, read

_HOMES = {
    "TermbaseError": "termbase.errors",
    "Glossary": "termbase.glossary.concepts",
    "Memory": "termbase.memory",
    "Bead": "termbase.model",
    "Concept": "termbase.model",
    "Finding": "termbase.model",
    "Language": "termbase.model",
    "Match": "termbase.model",
    "Segment": "termbase.model",
    "Term": "termbase.model",
    "Unit": "termbase.model",
    "Variant": "termbase.model",
    "align": "termbase.workflows.api",
    "check": "termbase.workflows.api",
    "read": "termbase.workflows.api",
}

__all__ = [
    "Bead",
    "Concept",
    "Finding",
    "Glossary",
    "Language",
    "Match",
    "Memory",
    "Segment",
    "Term",
    "TermbaseError",
    "Unit",
    "Variant",
    "align",
    "check",
    "read",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 (public names of every kind)
    """Import a public name when it is first used: start-up is a feature."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
