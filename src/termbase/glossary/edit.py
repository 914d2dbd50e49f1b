"""Adding to glossary files; comments, order and layout of what is there stay as they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from termbase.errors import GlossaryError, UsageError
from termbase.glossary.load import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def identifier_of(term: str) -> str:
    """An identifier made of a term: lower case, hyphens, no accents."""
    from termbase.text.fold import fold  # noqa: PLC0415 (tiny, and only here)

    return "-".join(re.findall(r"[a-z0-9]+", fold(term))) or "concept"


def add_terms(
    text: str,
    path: str,
    identifier: str,
    terms: Mapping[str, Sequence[str]],
    *,
    kind: str = "",
    definition: str = "",
    status: str = "",
) -> str:
    """The text of a glossary file with terms added to a concept; a new concept goes to the end.

    The result is read again before it is returned, so that no broken file is written. Raises `UsageError` for an identifier of the wrong
    form or a term that the concept has already, `GlossaryError` when the file or the result makes no sense.
    """
    import tomlkit  # noqa: PLC0415 (slow to import; only when a glossary is edited)

    if not _IDENTIFIER.fullmatch(identifier):
        raise UsageError(f"{identifier!r} is no concept id", number=70, help="lower-case letters, digits and hyphens")
    if not (terms or kind or definition):
        raise UsageError("nothing to add", number=71, help="give at least one term: en=TERM")
    for concept in parse(text, path) if text.strip() else ():
        if concept.id == identifier:
            _refuse_known(identifier, terms, {(term.language, term.text) for term in concept.terms})
    document = tomlkit.parse(text)
    if identifier not in document:
        if text.strip():
            document.add(tomlkit.nl())
        document.add(identifier, tomlkit.table())
    table = document[identifier]
    table.update({key: value for key, value in (("kind", kind), ("definition", definition)) if value})
    for language, items in terms.items():
        array = _array(table, language)
        for item in items:
            array.append(_term(item, status))
    changed = document.as_string()
    list(parse(changed, path))
    return changed


def _array(table: Any, language: str) -> Any:  # noqa: ANN401 (tomlkit's containers)
    """The array of a language's terms; a single string becomes one."""
    import tomlkit  # noqa: PLC0415

    array = table.get(language)
    if isinstance(array, list):
        return array
    table[language] = tomlkit.array()
    if array is not None:
        table[language].append(array)
    return table[language]


def _refuse_known(identifier: str, terms: Mapping[str, Sequence[str]], there: set[tuple[str, str]]) -> None:
    for language, items in terms.items():
        for item in items:
            if (language, item) in there:
                raise UsageError(
                    f"`{identifier}` has the {language} term “{item}” already", number=72, help="nothing was changed"
                )


def _term(text: str, status: str) -> object:
    """A term as it is written in the file: a string when nothing more is to be said."""
    import tomlkit  # noqa: PLC0415

    if not any(character.isalnum() for character in text):
        raise GlossaryError(f"the term {text!r} has no letter or digit", number=5, help="give a word")
    if not status:
        return text
    table = tomlkit.inline_table()
    table["term"] = text
    table["status"] = status
    return table
