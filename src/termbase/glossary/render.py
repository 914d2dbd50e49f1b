"""Concepts as a TOML glossary: short for the common case, explicit where needed; what `load` reads back is what was given."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from termbase.model import TermKind, TermStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from termbase.model import Concept, Term

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def render(concepts: Iterable[Concept], *, domain: str = "") -> str:
    """The text of a glossary file. A concept's domain is written only where it is not that of the file."""
    return "\n".join("".join(_concept(concept, domain)) for concept in concepts)


def _concept(concept: Concept, domain: str) -> Iterator[str]:
    yield f"[{_key(concept.id)}]\n"
    for name, value in (
        ("kind", concept.kind),
        ("domain", concept.domain if concept.domain != domain else ""),
        ("definition", concept.definition),
    ):
        if value:
            yield f"{name} = {_string(value)}\n"
    if concept.notes:
        yield f"notes = [{', '.join(map(_string, concept.notes))}]\n"
    if not concept.translate:
        yield "translate = false\n"
    for relation, others in concept.related.items():
        yield f"{relation} = [{', '.join(map(_string, others))}]\n"
    for language in dict.fromkeys(str(term.language) for term in concept.terms):
        yield from _terms(language, [term for term in concept.terms if term.language == language])


def _terms(language: str, terms: Sequence[Term]) -> Iterator[str]:
    shown: list[str] = []
    preferred = False
    for term in terms:
        # The first term is preferred and the others admitted unless a status says otherwise.
        usual = TermStatus.ADMITTED if preferred else TermStatus.PREFERRED
        shown.append(_term(term, usual))
        preferred = preferred or term.status is TermStatus.PREFERRED
    if sum(map(len, shown)) < 90:
        yield f"{_key(language)} = [{', '.join(shown)}]\n"
    else:
        yield f"{_key(language)} = [\n" + "".join(f"    {item},\n" for item in shown) + "]\n"


def _term(term: Term, usual: TermStatus) -> str:
    values: dict[str, str] = {}
    if term.status is not usual:
        values["status"] = _string(term.status.value)
    if term.kind is not TermKind.FULL_FORM:
        values["kind"] = _string(term.kind.value)
    if term.case != (term.kind is TermKind.ACRONYM):
        values["case"] = "true" if term.case else "false"
    for name, value in (
        ("part-of-speech", term.part_of_speech),
        ("gender", term.gender),
        ("number", term.number),
        ("note", term.note),
        ("source", term.source),
        ("transliteration-of", term.transliteration_of),
        ("valid-from", term.valid_from),
        ("valid-until", term.valid_until),
    ):
        if value:
            values[name] = _string(value)
    if term.forms:
        values["forms"] = f"[{', '.join(map(_string, term.forms))}]"
    if not values:
        return _string(term.text)
    return (
        "{ "
        + ", ".join([f"term = {_string(term.text)}", *(f"{name} = {value}" for name, value in values.items())])
        + " }"
    )


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, save that TOML wants DEL escaped too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
