"""Servers for tests: within the process, and as a process of its own that is ended as a person ends it; and a memory to ask them for."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from guard import no_hang
from termbase.web.app import make_app

TERMBASE = Path(sys.executable).parent / "termbase"

TWO_RENDERINGS = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
  <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/>
  <body>
    <tu tuid="1" changedate="20150101T000000Z" changeid="Rana"><tuv xml:lang="en"><seg>The meeting is over.</seg></tuv><tuv xml:lang="fr"><seg>La réunion est finie.</seg></tuv></tu>
    <tu tuid="2" changedate="20190101T000000Z"><tuv xml:lang="en"><seg>The meeting is over.</seg></tuv><tuv xml:lang="fr"><seg>La séance est levée.</seg></tuv></tu>
    <tu tuid="3" changeid="&lt;script&gt;a()&lt;/script&gt;"><tuv xml:lang="en"><seg>Hostile &lt;script&gt;alert(1)&lt;/script&gt; "text" here.</seg></tuv><tuv xml:lang="fr"><seg>&lt;img src=x onerror="a()"&gt;</seg></tuv></tu>
    <tu tuid="4"><tuv xml:lang="en"><seg>Either/or? 100 % sure.</seg></tuv><tuv xml:lang="ar"><seg>هذا أو ذاك؟</seg></tuv></tu>
  </body>
</tmx>
"""  # noqa: E501 (a file as it is)


def client_of(pool, *, any_host=False, report=None, base_url="http://127.0.0.1:8765"):
    return TestClient(make_app(pool, any_host=any_host, report=report or fail), base_url=base_url)


def fail(error):
    raise AssertionError from error


@contextmanager
def serving(folder, *options):
    """The address of a server that works in `folder`; at the end it must go with exit code 0 and say no more than where it listened."""
    with no_hang():
        server = subprocess.Popen(
            [TERMBASE, "serve", "--port", "0", *options], cwd=folder, stderr=subprocess.PIPE, text=True
        )
        try:
            said = server.stderr.readline()
            found = re.search(r"http://\S+/", said)
            assert found, said + server.stderr.read()
            yield found[0]
            server.send_signal(signal.SIGINT)
            rest = server.stderr.read()
            assert (server.wait(), rest) == (0, "")
        finally:
            server.kill()
            server.wait()
            server.stderr.close()
