"""The server: it takes its port, says where it listens, and answers until it is interrupted."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import uvicorn

from termbase.errors import UsageError
from termbase.web.app import make_app
from termbase.web.pool import ProjectPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from termbase.workflows.project import Project

LOCAL_ADDRESS = "127.0.0.1"
"""Where is listened unless something else is asked for: nobody but this machine can ask."""

_LONGEST_REQUEST = 256 * 1024
"""Bytes of a request's head: room for the longest text in percent signs, so that a longer one is told so."""

_PATIENCE = 5
"""Seconds that an interrupted server gives to answers under way."""


def serve(
    open_project: Callable[[], Project],
    *,
    host: str | None,
    port: int,
    announce: Callable[[str], None],
    report: Callable[[BaseException], None],
) -> None:
    """Serve until an interruption. Without a host only this machine may ask, and only under its own names.

    `announce` is given the address, `report` the faults of ours. Raises `UsageError` for an address that cannot be had, and whatever keeps
    the project from being opened.
    """
    with _listening(host or LOCAL_ADDRESS, port) as listener, ProjectPool(open_project) as pool:
        pool.submit(lambda _project: None).result()  # what keeps it from answering is said now
        app = make_app(pool, any_host=host is not None, report=report)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                h11_max_incomplete_event_size=_LONGEST_REQUEST,
                timeout_graceful_shutdown=_PATIENCE,
            )
        )
        name, number = listener.getsockname()[:2]
        announce(f"http://{f'[{name}]' if ':' in name else name}:{number}/")
        with suppress(KeyboardInterrupt):  # the way to end it
            server.run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        # Python's text repeats the address; a name that is not known has a number below zero, and a text of its own.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise UsageError(
            f"cannot listen on {host}, port {port}: {reason}",
            number=61,
            help="choose another port with --port (0 takes any that is free), or another address with --host",
        ) from error
