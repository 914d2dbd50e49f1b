"""Reading glossary files. The house form is TOML, one table a concept, one file a domain; other forms are read by `formats`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from termbase.config import locate, parse_toml
from termbase.errors import GlossaryError
from termbase.model import Concept, Language, Place, Term, TermKind, TermStatus
from termbase.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator

READERS = Registry(
    "glossary format",
    {
        ".tbx": "termbase.formats.tbx:read_concepts",
        ".csv": "termbase.formats.table:read_concepts",
        ".tsv": "termbase.formats.table:read_concepts",
        ".xlsx": "termbase.formats.table:read_concepts",
        ".txt": "termbase.formats.omegat:read_concepts",
        ".utf8": "termbase.formats.omegat:read_concepts",
        ".tab": "termbase.formats.omegat:read_concepts",
    },
)

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_RELATIONS = ("broader", "related", "replaced-by")
_CONCEPT_KEYS = ("kind", "domain", "definition", "notes", "translate", *_RELATIONS)
_TERM_KEYS = (
    "term", "status", "kind", "case", "part-of-speech", "gender", "number", "forms", "note", "source", "transliteration-of", "valid-from", "valid-until",
)  # fmt: skip


def load(path: Path | str) -> Iterator[Concept]:
    """The concepts of a folder of TOML files, in order of file name, or of one file.

    Raises `GlossaryError` for an entry that makes no sense and for an id that stands twice.
    """
    path = Path(path)
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files or not path.exists():
        raise GlossaryError(
            "there is no glossary here",
            number=1,
            path=str(path),
            help="name a folder with TOML files, or a TOML, TBX, CSV or XLSX file",
        )
    seen: dict[str, Concept] = {}
    for file in files:
        for concept in load_file(file):
            if concept.id in seen:
                first = seen[concept.id].place
                raise _error(
                    f"concept `{concept.id}` stands twice",
                    concept,
                    f"the first is at {first.path}:{first.line}" if first else "rename one of them",
                )
            seen[concept.id] = concept
            yield concept


def load_file(path: Path) -> Iterator[Concept]:
    """The concepts of one glossary file, in order."""
    if path.suffix != ".toml":
        yield from READERS.get(path.suffix.lower())(path)
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GlossaryError("the glossary is not UTF-8", number=2, path=str(path), help="save it as UTF-8") from error
    except OSError as error:
        raise GlossaryError(
            f"cannot read it: {error.strerror}", number=2, path=str(path), help="check the path"
        ) from error
    yield from parse(text, str(path))


def parse(text: str, path: str) -> Iterator[Concept]:
    """The concepts of a TOML glossary text; `path` names it in messages and gives the domain."""
    table = parse_toml(text, path, GlossaryError)
    lines = _header_lines(text)
    for identifier, entry in table.items():
        if not isinstance(entry, dict):
            raise _located(
                f"`{identifier}` is no table", text, path, (identifier,), f"write [{identifier}] and its terms below"
            )
        yield _Entry(text, path, identifier, entry, lines.get(identifier, 1)).concept()


def _header_lines(text: str) -> dict[str, int]:
    """Line of each table header, found in one pass."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"""\s*\[\s*["']?([^"'\]]+?)["']?\s*\]""", line):
            found.setdefault(header[1], number)
    return found


class _Entry:
    """One table of the file, being read."""

    def __init__(self, text: str, path: str, identifier: str, table: dict[str, Any], line: int) -> None:
        self.text = text
        self.path = path
        self.identifier = identifier
        self.table = table
        self.line = line

    def concept(self) -> Concept:
        terms: list[Term] = []
        for key, value in self.table.items():
            if key in _CONCEPT_KEYS:
                continue
            if not _LANGUAGE.fullmatch(key):
                near = get_close_matches(key, _CONCEPT_KEYS, n=1)
                raise self.error(
                    f"unknown key `{key}`",
                    key,
                    f"did you mean `{near[0]}`?" if near else f"a language tag, or one of {', '.join(_CONCEPT_KEYS)}",
                )
            terms.extend(self.terms(key, value))
        if not terms:
            raise self.error(
                f"concept `{self.identifier}` has no terms", self.identifier, 'add at least one: en = ["..."]'
            )
        notes = self.table.get("notes", [])
        return Concept(
            id=self.identifier,
            terms=tuple(terms),
            kind=self.string("kind"),
            domain=self.string("domain") or Path(self.path).stem,
            definition=self.string("definition"),
            notes=(notes,) if isinstance(notes, str) else tuple(notes),
            translate=self.table.get("translate", True),
            related={name: self.strings(name) for name in _RELATIONS if name in self.table},
            place=Place(self.path, self.line),
        )

    def terms(self, language: str, value: Any) -> Iterator[Term]:  # noqa: ANN401 (whatever the TOML holds)
        items = value if isinstance(value, list) else [value]
        preferred = False
        for item in items:
            table = {"term": item} if isinstance(item, str) else item
            if not isinstance(table, dict) or not isinstance(table.get("term"), str):
                raise self.error(
                    f"a term of `{language}` is neither a string nor a table with `term`",
                    language,
                    '"..." or { term = "...", status = "admitted" }',
                )
            for key in table:
                if key not in _TERM_KEYS:
                    near = get_close_matches(key, _TERM_KEYS, n=1)
                    raise self.error(
                        f"unknown term key `{key}`",
                        language,
                        f"did you mean `{near[0]}`?" if near else f"known: {', '.join(_TERM_KEYS)}",
                    )
            text = table["term"]
            if not any(character.isalnum() for character in text):
                raise self.error(f"the term {text!r} has no letter or digit", language, "write the term, or remove it")
            status = self.choice(
                table, "status", TermStatus, TermStatus.ADMITTED if preferred else TermStatus.PREFERRED, language
            )
            preferred = preferred or status is TermStatus.PREFERRED
            kind = self.choice(table, "kind", TermKind, TermKind.FULL_FORM, language)
            yield Term(
                text=text,
                language=Language(language),
                status=status,
                kind=kind,
                case=table.get("case", kind is TermKind.ACRONYM),
                part_of_speech=table.get("part-of-speech", ""),
                gender=table.get("gender", ""),
                number=table.get("number", ""),
                forms=tuple(table.get("forms", ())),
                note=table.get("note", ""),
                source=table.get("source", ""),
                transliteration_of=table.get("transliteration-of", ""),
                valid_from=str(table.get("valid-from", "")),
                valid_until=str(table.get("valid-until", "")),
            )

    def choice(self, table: dict[str, Any], key: str, kind: Any, default: Any, language: str) -> Any:  # noqa: ANN401
        value = table.get(key, default)
        try:
            return kind(value)
        except ValueError as error:
            raise self.error(f"`{value}` is no {key}", language, f"one of {', '.join(kind)}") from error

    def string(self, key: str) -> str:
        value = self.table.get(key, "")
        if not isinstance(value, str):
            raise self.error(f"`{key}` must be a string", key, f"found {value!r}")
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        return (value,) if isinstance(value, str) else tuple(value)

    def error(self, message: str, key: str, help_: str) -> GlossaryError:
        keys = (self.identifier,) if key == self.identifier else (self.identifier, key)
        return _located(message, self.text, self.path, keys, help_)


def _located(message: str, text: str, path: str, keys: tuple[str, ...], help_: str) -> GlossaryError:
    line, column, excerpt = locate(text, keys)
    return GlossaryError(
        message, number=3, path=path, line=line, column=column, excerpt=excerpt, width=len(keys[-1]), help=help_
    )


def _error(message: str, concept: Concept, help_: str) -> GlossaryError:
    place = concept.place
    return GlossaryError(
        message, number=4, path=place.path if place else "", line=place.line if place else 0, help=help_
    )
