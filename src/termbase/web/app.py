"""The routes: a page, the command line's JSON, and a TM server that CAT tools know how to ask. All of them only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from termbase.errors import TermbaseError, UsageError
from termbase.model import Language
from termbase.web import page
from termbase.web.answers import Fault, failure, json_response, result, status_of
from termbase.web.guard import Guard
from termbase.web.questions import MOST, Question, bounded, concorded, looked_up, number, only, question
from termbase.workflows.lookup import concordance_as_dict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from termbase.web.pool import ProjectPool
    from termbase.workflows.lookup import Lookup

    Handler = Callable[[ProjectPool, Request], Awaitable[Response]]


class _Text(Convertor[str]):
    """The rest of a path, whatever is in it: a text may have slashes and line ends."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("text", _Text())


def make_app(pool: ProjectPool, *, any_host: bool, report: Callable[[BaseException], None]) -> Starlette:
    """The application: questions go to `pool`; any name in the Host header will do with `any_host`.

    `report` is told of faults of ours, of which the one who asks sees no more than that there was one.
    """

    def route(path: str, handler: Handler, fail: Callable[[TermbaseError, int], Response] = failure) -> Route:
        async def handle(request: Request) -> Response:
            try:
                return await handler(pool, request)
            except TermbaseError as error:
                return fail(error, status_of(error))
            except Exception as error:  # noqa: BLE001 (the boundary)
                report(error)
                return fail(Fault(), 500)

        return Route(path, handle)

    app = Starlette(
        routes=[
            route("/", _page, page.error),
            route("/api/lookup", _lookup),
            route("/api/concordance", _concordance),
            route("/tmserver/{source}/{target}/unit/{text:text}", _unit),
            Mount("/static", StaticFiles(packages=[("termbase.web", "static")])),
        ],
        middleware=[Middleware(Guard, any_host=any_host)],
        exception_handlers={HTTPException: _refused},
    )
    app.router.redirect_slashes = False  # where nothing is, nothing is near
    return app


async def _page(pool: ProjectPool, request: Request) -> Response:
    asked = question(request.query_params)
    concording = request.query_params.get("mode") == "concordance"
    return page.show(await pool.ask(lambda project: page.answer(project, asked, concording=concording)))


async def _lookup(pool: ProjectPool, request: Request) -> Response:
    only(request.query_params, ("text", "from", "to", "min", "limit"))
    asked = question(request.query_params)
    return result((await pool.ask(lambda project: looked_up(project, asked))).as_dict())


async def _concordance(pool: ProjectPool, request: Request) -> Response:
    only(request.query_params, ("text", "lang", "to", "limit"))
    asked = question(request.query_params, "lang")
    return result(concordance_as_dict(asked.text, await pool.ask(lambda project: concorded(project, asked))))


async def _unit(pool: ProjectPool, request: Request) -> Response:
    parameters, (source, target) = request.query_params, (request.path_params["source"], request.path_params["target"])
    text = bounded(request.path_params["text"] or parameters.get("source", ""))
    if not text.strip():
        raise UsageError("there is no text to look up", number=66, help="/tmserver/en/ar/unit/TEXT")
    if Language(source).canonical == Language(target).canonical:
        raise UsageError(f"{source!r} is both source and target", number=66, help="/tmserver/en/ar/unit/TEXT")
    least, most = number(parameters, "min_similarity", 0, 101), number(parameters, "max_candidates", 1, MOST)
    asked = Question(text, source, (target,), least, most)
    return json_response(units(await pool.ask(lambda project: looked_up(project, asked))))


def units(answer: Lookup) -> list[dict[str, str | int]]:
    """The matches as amaGama gives them, best first. Its clients put `target` in place of the text, so what only holds the text is left out."""
    return [
        {"source": match.source, "target": target, "quality": min(match.score, 100), "rank": match.score}
        for match in answer.matches
        if match.kind != "concordance"
        for target in match.targets.values()
    ]


async def _refused(request: Request, problem: Exception) -> Response:
    status, headers = (problem.status_code, problem.headers) if isinstance(problem, HTTPException) else (500, None)
    message = "only GET is answered here" if status == 405 else f"there is nothing at {request.url.path[:200]!r}"
    error = UsageError(message, number=67, help="/, /api/lookup, /api/concordance or /tmserver/en/ar/unit/TEXT")
    fail = page.error if "text/html" in request.headers.get("accept", "") else failure
    response = fail(error, status)
    response.headers.update(headers or {})
    return response
