"""What every request and every answer goes through: the check of the Host header, and the headers that keep a page to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from termbase.errors import UsageError
from termbase.web.answers import failure

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")
"""Names that this machine has for itself."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through what was asked under a name of this machine, unless any name will do, and adds the headers.

    A page of any site may make the name of that site point to 127.0.0.1 and then read what is served there (DNS rebinding); the Host header
    gives it away.
    """

    def __init__(self, app: ASGIApp, *, any_host: bool) -> None:
        self._app = app
        self._any_host = any_host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        host = Headers(scope=scope).get("host", "")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        if self._any_host or name_of(host) in LOCAL:
            await self._app(scope, receive, send_with_headers)
            return
        error = UsageError(
            f"this server does not answer to the name {host[:100]!r}",
            number=62,
            help="ask 127.0.0.1 or localhost; to be reached under other names, start it with --host",
        )
        await failure(error, 403)(scope, receive, send_with_headers)


def name_of(host: str) -> str:
    """The name in a Host header, in lower case and without its port; an IPv6 address keeps its brackets."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()
