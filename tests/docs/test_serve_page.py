"""The page on serving: its server is run, its questions are asked, its answers are those it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.request import urlopen

from serving import serving

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "how-to" / "serve.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8765/"


def test_the_server_of_the_page_answers_as_it_says(project):
    blocks = re.findall(r"^```(sh|json)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    commands = [block.strip() for kind, block in blocks if kind == "sh"]
    assert commands[:2] == ["pip install 'termbase[web]'", "termbase serve"]
    questions = [re.fullmatch(rf"curl '{ADDRESS}(.*)'", command)[1] for command in commands[2:]]
    with serving(project) as address:
        answers = []
        for question in questions:
            with urlopen(address + question) as answer:
                answers.append(json.load(answer))
        with urlopen(address + re.search(rf"`{ADDRESS}(\?text=.*?)`", PAGE)[1].replace("%s", "SOC")) as page:
            assert "الائتلاف" in page.read().decode()
    units, found = answers
    assert units == json.loads(next(block for kind, block in blocks if kind == "json"))
    assert found["terms"][0]["concept"] == "syrian-opposition-coalition"
    assert set(found["terms"][0]["renderings"]) == {"ar", "fr"}


def test_the_default_address_of_the_page_is_the_default():
    import inspect

    from termbase.cli.serve import serve
    from termbase.web.server import LOCAL_ADDRESS

    assert f"http://{LOCAL_ADDRESS}:{inspect.signature(serve).parameters['port'].default}/" == ADDRESS
