"""The page for translators: a form that works without JavaScript, and the answer under it, each language on a line of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from termbase.model import Language
from termbase.text.display import printable
from termbase.web.answers import LONGEST_TEXT
from termbase.web.questions import MOST, concorded, looked_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from termbase.errors import TermbaseError
    from termbase.model import Match
    from termbase.web.questions import Question
    from termbase.workflows.lookup import Lookup
    from termbase.workflows.project import Project

_TEMPLATES = Environment(
    loader=PackageLoader("termbase.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _direction(tag: str) -> str:
    return Language(tag).direction


def _pieces(match: Match) -> Iterator[tuple[str, bool]]:
    """The source text in pieces, each with whether it is what was searched for."""
    done = 0
    for start, end in match.spans:
        yield match.source[done:start], False
        yield match.source[start:end], True
        done = end
    yield match.source[done:], False


_TEMPLATES.filters.update(printable=printable, direction=_direction, pieces=_pieces)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page shows."""

    asked: Question
    """The question, with languages, score and number filled in."""

    known: tuple[str, ...]
    """Languages to choose from."""

    concording: bool
    """Whether the units that hold the text are shown, instead of terms and matches."""

    found: Lookup | None
    """Terms and matches."""

    matches: Sequence[Match]
    """Matches, of either kind of question."""

    def address(self, mode: str) -> str:
        """Where the same question is asked in another mode."""
        asked = self.asked
        fields = [("mode", mode), ("text", asked.text), ("from", asked.source), *(("to", tag) for tag in asked.targets)]
        return f"/?{urlencode(fields)}"


def answer(project: Project, asked: Question, *, concording: bool) -> Answer:
    """The answer to a question; nothing is looked up for an empty text."""
    config = project.config
    source = asked.source or config.source
    targets = tuple(tag for tag in asked.targets if tag != source) or tuple(
        tag for tag in config.languages if tag != source
    )
    full = replace(asked.completed(config.memory, concording=concording), source=source, targets=targets)
    known = tuple(dict.fromkeys((*config.languages, source, *targets)))
    if not asked.text.strip():
        return Answer(full, known, concording, None, ())
    if concording:
        return Answer(full, known, concording, None, concorded(project, full))
    found = looked_up(project, full)
    return Answer(full, known, concording, found, found.matches)


def show(shown: Answer) -> HTMLResponse:
    """The page with its answer."""
    return _rendered("page.html", 200, answer=shown, asked=shown.asked, longest=LONGEST_TEXT, most=MOST)


def error(problem: TermbaseError, status: int) -> HTMLResponse:
    """A page that says what went wrong and what to do next."""
    return _rendered("error.html", status, problem=problem)


def _rendered(template: str, status: int, **values: object) -> HTMLResponse:
    text = _TEMPLATES.get_template(template).render(values)
    # Half of a character, which a query or a memory may hold, is no UTF-8.
    return HTMLResponse(text.encode("utf-8", "replace"), status)
