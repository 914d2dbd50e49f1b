"""Checking the glossary itself: what is missing, doubled, contradictory, or not written with the letters it seems to be."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from termbase.glossary.patterns import LONGEST
from termbase.model import Category, Concept, Finding, Severity, Term, TermKind, TermStatus
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.glossary.concepts import Glossary

_WORD = re.compile(r"\w+")
# Letters that look like others and are met where those were meant: Persian ya and kaf in Arabic, Cyrillic and Greek in Latin.
_PERSIAN = frozenset("یکہەۀ")
_LOOK_ALIKE = frozenset("асеорхуікАВСЕНІКМОРТХοανΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
_SCRIPTS = {
    "ar": "ARABIC",
    "en": "LATIN",
    "fr": "LATIN",
    "de": "LATIN",
    "es": "LATIN",
    "it": "LATIN",
    "tr": "LATIN",
    "ru": "CYRILLIC",
}
_APPROVED = (TermStatus.PREFERRED, TermStatus.ADMITTED)
_SHOWN = 60


def validate(glossary: Glossary, languages: Sequence[str]) -> Iterator[Finding]:
    """Findings on the entries, in order of entry within each kind; the time grows with the number of terms and no faster."""
    for concept in glossary:
        yield from _languages(concept, languages)
        for term in concept.terms:
            yield from _writing(concept, term)
    yield from _doubles(glossary)
    yield from _relations(glossary)


def _languages(concept: Concept, languages: Sequence[str]) -> Iterator[Finding]:
    if not concept.translate:
        return
    for language in languages:
        if concept.preferred(language) is None:
            yield _finding(
                concept,
                "TB801",
                "glossary-missing-language",
                f"`{concept.id}` has no approved term in {language}",
                Severity.WARNING,
            )


def _writing(concept: Concept, term: Term) -> Iterator[Finding]:
    """A term that cannot be found as it is written."""
    shown = term.text if len(term.text) <= _SHOWN else term.text[:_SHOWN] + "..."
    where = f"`{concept.id}`: the {term.language} term “{shown}”"
    words = _WORD.findall(term.text)
    if not words:
        yield _finding(concept, "TB803", "glossary-empty-term", f"{where} has no letter or digit", Severity.ERROR)
        return
    if len(words) > LONGEST:
        message = f"{where} has {len(words)} words; it is not looked for in texts"
        yield _finding(concept, "TB804", "glossary-long-term", message, Severity.ERROR)
        return
    if term.text != term.text.strip() or "  " in term.text:
        yield _finding(concept, "TB805", "glossary-spaces", f"{where} has spaces too many", Severity.WARNING)
    strange = _strange_letters(term)
    if strange:
        names = ", ".join(f"{letter} {unicodedata.name(letter, 'unnamed')}" for letter in strange)
        message = f"{where} is written with letters that only look like its own: {names}"
        yield _finding(concept, "TB806", "glossary-look-alike", message, Severity.WARNING)
    elif any(len(_scripts(word)) > 1 for word in words):
        message = f"{where} has a word in two scripts"
        yield _finding(concept, "TB807", "glossary-mixed-scripts", message, Severity.WARNING)


def _strange_letters(term: Term) -> list[str]:
    if term.language.primary == "ar":
        return sorted(set(term.text) & _PERSIAN)
    if _SCRIPTS.get(term.language.primary) == "LATIN":
        return sorted(set(term.text) & _LOOK_ALIKE)
    return []


def _scripts(word: str) -> set[str]:
    return {unicodedata.name(letter, "?").partition(" ")[0] for letter in word if letter.isalpha()}


def _doubles(glossary: Glossary) -> Iterator[Finding]:
    """Terms that stand twice, homographs, and terms approved here and forbidden there."""
    owners: dict[tuple[str, str], list[tuple[Concept, Term]]] = defaultdict(list)
    for concept in glossary:
        for term in concept.terms:
            owners[term.language.primary, term.text if term.case else fold(term.text)].append((concept, term))
    for (language, _), uses in owners.items():
        first, known = uses[0]
        for concept, term in uses[1:]:
            if concept is first:
                message = f"`{concept.id}` has the {language} term “{term.text}” twice"
                yield _finding(concept, "TB802", "glossary-duplicate-term", message, Severity.ERROR)
            elif (TermStatus.FORBIDDEN in (term.status, known.status)) and term.status is not known.status:
                here, there = (term.status.value, known.status.value)
                message = f"“{term.text}” ({language}) is {here} in `{concept.id}` and {there} in `{first.id}`"
                yield _finding(concept, "TB808", "glossary-contradiction", message, Severity.ERROR)
            elif TermKind.ACRONYM in (term.kind, known.kind):
                message = f"the {language} acronym “{term.text}” stands for `{first.id}` and for `{concept.id}`"
                yield _finding(concept, "TB809", "glossary-shared-acronym", message, Severity.WARNING)
            elif term.status in _APPROVED and known.status in _APPROVED:
                message = f"`{concept.id}` has the {language} term “{term.text}” in `{first.id}` too"
                yield _finding(concept, "TB802", "glossary-duplicate-term", message, Severity.WARNING)


def _relations(glossary: Glossary) -> Iterator[Finding]:
    """Relations to concepts that are not there, and circles of broader or replacing concepts."""
    for concept in glossary:
        for relation, targets in concept.related.items():
            for target in targets:
                if glossary.get(target) is None:
                    message = f"`{concept.id}` names `{target}` as {relation}, which is not in the glossary"
                    yield _finding(concept, "TB810", "glossary-unknown-relation", message, Severity.ERROR)
    for relation in ("broader", "replaced-by"):
        yield from _circles(glossary, relation)


def _circles(glossary: Glossary, relation: str) -> Iterator[Finding]:
    """One finding for each concept at which a walk along a relation comes back to where it has been; every concept is walked once."""
    done: set[str] = set()
    for concept in glossary:
        path: dict[str, None] = {}
        stack = [(concept.id, False)]
        while stack:
            identifier, left = stack.pop()
            if left:
                path.pop(identifier, None)
                done.add(identifier)
                continue
            if identifier in done:
                continue
            found = glossary.get(identifier)
            if found is None:
                continue
            path[identifier] = None
            stack.append((identifier, True))
            for target in found.related.get(relation, ()):
                if target in path:
                    message = f"`{identifier}` is {relation} of itself by way of `{target}`"
                    yield _finding(found, "TB811", "glossary-circle", message, Severity.ERROR)
                else:
                    stack.append((target, False))


def _finding(concept: Concept, rule: str, name: str, message: str, severity: Severity) -> Finding:
    place = concept.place
    return Finding(
        rule,
        name,
        Category.GLOSSARY,
        severity,
        1.0,
        message,
        place.path if place else "",
        place.line if place else 1,
        1,
        concept=concept.id,
    )
