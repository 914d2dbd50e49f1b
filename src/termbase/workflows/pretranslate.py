"""Putting what the memory and the glossary know into a translator's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.formats import detect
from termbase.memory.adapt import adapt
from termbase.text.language import checked

if TYPE_CHECKING:
    from pathlib import Path

    from termbase.formats.xliff import Pretranslated
    from termbase.model import Language, Match, TermHit
    from termbase.workflows.project import Project


def pretranslate(
    project: Project, path: Path, output: Path, *, target: str = "", minimum: int = 70, limit: int = 3
) -> Pretranslated:
    """Write an XLIFF file anew with the memory's matches and the glossary's terms for each segment that wants a translation.

    Languages are those that the file states; `target` is used where it states none. Matches are adapted as in a lookup.
    Raises `InputError` for a file of another format, or one that cannot be read.
    """
    name = detect.detect(path)
    if name != "xliff":
        raise InputError(
            f"a {name} file cannot be pre-translated, only XLIFF", number=68, path=str(path),
            help="convert it first: termbase convert IN OUT.xlf, or load what termbase export writes into your tool",
        )  # fmt: skip

    def matches(text: str, source: Language, wanted: Language) -> list[Match]:
        found = project.memory.lookup(text, source=source, targets=[wanted], minimum=minimum, limit=limit)
        return [adapt(match, text, source, project.glossary.find) for match in found]

    def terms(text: str, source: Language) -> list[TermHit]:
        return project.glossary.find(text, source)

    language = checked(target, project.config.languages) if target else ""
    done: Pretranslated = detect.FORMATS.get(name).pretranslate(path, output, matches, terms, language=language)
    return done
