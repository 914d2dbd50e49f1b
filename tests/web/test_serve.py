"""The command: a server of its own process, and what it says when it cannot be one."""

from __future__ import annotations

import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest

from serving import serving
from termbase.cli.app import main
from termbase.web.answers import LONGEST_TEXT


def fetch(address):
    with urlopen(address) as answer:
        return json.load(answer)


def refused(address):
    with pytest.raises(HTTPError) as caught:
        urlopen(address)
    with caught.value as answer:
        return answer.status, json.load(answer)["error"]["code"]


def test_a_server_answers_until_it_is_interrupted(project):
    """Two at once, a text of the greatest length, one beyond it, a name that is not ours; then SIGINT and exit code 0."""
    with serving(project) as address:
        with ThreadPoolExecutor(2) as askers:
            both = list(askers.map(fetch, [f"{address}api/lookup?text=SOC&to=fr"] * 2))
        assert both[0] == both[1]
        assert both[0]["terms"][0]["concept"] == "syrian-opposition-coalition"
        longest = quote("\U0001f600") * LONGEST_TEXT
        assert fetch(f"{address}tmserver/en/fr/unit/{longest}") == []
        assert refused(f"{address}tmserver/en/fr/unit/{longest}a") == (413, "TB-E163")
        assert refused(Request(address, headers={"Host": "evil.example"})) == (403, "TB-E162")
        assert fetch(f"{address}tmserver/en/fr/unit/a%00%FFb%2F..%2F") == []


def test_a_long_question_may_come_in_pieces(project):
    """As it does over a network; the pause only makes it likely that the pieces are read one by one."""
    question = f"GET /tmserver/en/fr/unit/{quote(chr(0x1F600)) * LONGEST_TEXT} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with serving(project) as address, socket.create_connection(("127.0.0.1", urlsplit(address).port)) as connection:
        for start in range(0, len(question), 30_000):
            connection.sendall(question[start : start + 30_000].encode())
            sleep(0.1)
        with connection.makefile("rb") as answer:
            assert answer.readline().startswith(b"HTTP/1.1 200")


def test_a_server_for_others_answers_to_any_name(project):
    with (
        serving(project, "--host", "127.0.0.1") as address,
        urlopen(Request(address, headers={"Host": "memory.example"})) as page,
    ):
        assert page.status == 200


def test_a_port_that_is_taken_is_an_error_that_says_how_to_choose_another(project, capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error[TB-E161]: cannot listen on 127.0.0.1, port ")
    assert "--port" in said


def test_an_address_that_is_not_ours_is_an_error(project, capsys):
    assert main(["serve", "--host", "no such host", "--port", "0"]) == 2
    assert "error[TB-E161]: cannot listen on no such host" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "jinja2"])
def test_without_the_extra_it_is_said_how_to_have_it(monkeypatch, capsys, package):
    for name in [name for name in sys.modules if name.startswith("termbase.web") or name.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    assert main(["serve"]) == 2
    said = capsys.readouterr().err
    assert "error[TB-E160]" in said
    assert "pip install 'termbase[web]'" in said


def test_a_folder_without_a_project_is_told_before_anything_is_served(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "--port", "0"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error[TB-E105]")
    assert "http://" not in said
    assert list(tmp_path.iterdir()) == []
