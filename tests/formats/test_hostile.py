"""Files made to do harm, in every XML format: no secret leaks, nothing hangs, memory stays bounded.

Child processes with limits read them; nothing is timed, a generous limit of processor time only ends a hang.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

SECRET = "the-secret-of-this-machine"  # noqa: S105 (what must not be seen in any output)
LARGE = 24_000_000
"""Characters of one token or text: more than the largest limit of any format."""

PEAK = 200_000_000
"""Bytes of memory that no file may take."""

SECONDS = 20
"""Of the processor, for all ways to read one attack. Each takes less than one; this is only what ends a hang."""

CLASSIC = (
    '{head}<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" target-language="ar" '
    'datatype="plaintext"><body><trans-unit id="1" {attribute}><source>{text}</source><target>b</target></trans-unit></body></file></xliff>'
)
MODERN = (
    '{head}<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ar"><file id="f"><unit id="u" {attribute}>'
    "<segment><source>{text}</source><target>b</target></segment></unit></file></xliff>"
)
TBX_3 = (
    '{head}<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>'
    '</fileDesc></tbxHeader><text><body><conceptEntry id="a" {attribute}><langSec xml:lang="en"><termSec><term>{text}</term></termSec></langSec>'
    "</conceptEntry></body></text></tbx>"
)
TBX_2 = (
    '{head}<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader><text><body>'
    '<termEntry id="a" {attribute}><langSet xml:lang="en"><tig><term>{text}</term></tig></langSet></termEntry></body></text></martif>'
)
SRX = (
    '{head}<srx xmlns="http://www.lisa.org/srx20" version="2.0"><header segmentsubflows="yes" cascade="no" {attribute}/><body><languagerules>'
    '<languagerule languagerulename="x"><rule break="yes"><beforebreak>{text}</beforebreak><afterbreak>a</afterbreak></rule></languagerule>'
    '</languagerules><maprules><languagemap languagepattern=".*" languagerulename="x"/></maprules></body></srx>'
)
TMX = (
    '{head}<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" '
    'datatype="plaintext"/><body><tu {attribute}><tuv xml:lang="en"><seg>{text}</seg></tuv></tu></body></tmx>'
)
DOCUMENTS = {
    "tmx": TMX, "xliff 1.2": CLASSIC, "xliff 2.1": MODERN, "tbx 3": TBX_3, "tbx 2": TBX_2, "srx": SRX,
}  # fmt: skip

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{number} '{f'&a{number - 1};' * 10}'>" for number in range(1, 10)
)


def attacks(document, folder):
    """Name and text of each attack on a format."""
    (folder / "secret").write_text(SECRET, encoding="utf-8")
    uri = (folder / "secret").as_uri()
    (folder / "evil.dtd").write_text(f"<!ENTITY e SYSTEM '{uri}'>", encoding="utf-8")

    def make(head="", text="a", attribute=""):
        return document.format(head=head, text=text, attribute=attribute)

    yield "laughs in text", make(f"{LAUGHS}]>", "&a9;")
    yield "laughs in an attribute", make(f"{LAUGHS}]>", attribute='q="&a9;"')
    yield "quadratic", make(f"<!DOCTYPE x [<!ENTITY a '{'x' * 100_000}'>]>", "&a;" * 20_000)
    yield "recursive", make("<!DOCTYPE x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", "&a;")
    yield "external entity", make(f"<!DOCTYPE x [<!ENTITY e SYSTEM '{uri}'>]>", "&e;")
    yield (
        "external parameter",
        make(f"<!DOCTYPE x [<!ENTITY % p SYSTEM '{(folder / 'evil.dtd').as_uri()}'> %p;]>", "&e;"),
    )
    yield "external document type", make(f"<!DOCTYPE x SYSTEM '{(folder / 'evil.dtd').as_uri()}'>", "&e;")
    yield "inclusion", make(text=f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{uri}" parse="text"/>')
    yield "deep", make(text="<a>" * 200_000 + "</a>" * 200_000)
    yield "deep and open", make(text="<a>" * 200_000)
    yield "large attribute", make(attribute=f'q="{"x" * LARGE}"')
    yield "many attributes", make(attribute=" ".join(f'q{number}=""' for number in range(100_000)))
    yield "large text", make(text="x" * LARGE)
    yield "large comment", make(text=f"<!--{'x' * LARGE}-->")
    yield "large instruction", make(text=f"<?x {'x' * LARGE}?>")
    yield "large CDATA", make(text=f"<![CDATA[{'x' * LARGE}]]>")
    yield "large name", make(text=f"<{'x' * LARGE}/>")
    yield "tag without end", make(text="<a " + " " * LARGE)
    yield "many entities", make("<!DOCTYPE x [" + "".join(f"<!ENTITY e{n} 'x'>" for n in range(100_000)) + "]>")
    yield "white space in front", " " * LARGE + make()


CHILD = r"""
import json, os, re, resource, sys
from pathlib import Path
from termbase.errors import TermbaseError
from termbase.formats import detect, srx, tbx, tmx, xliff
runs = {
    "tmx": [lambda path: list(tmx.read(path, problems=[])), lambda path: list(tmx.validate(path))],
    "xliff": [
        lambda path: list(xliff.read(path)), lambda path: list(xliff.validate(path)),
        lambda path: xliff.pretranslate(path, path.with_name("out"), lambda *_: [], lambda *_: [], language="ar"),
    ],
    "tbx": [lambda path: list(tbx.read_concepts(path)), lambda path: list(tbx.validate(path))],
    "srx": [srx.read, lambda path: list(srx.validate(path))],
}[sys.argv[1]]

def attack(name):
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
    for number, run in enumerate([detect.detect, *runs]):
        refused = False
        try:
            found = run(Path(name))
        except TermbaseError as error:
            found, refused = f"{error} {error.help}", True
        # Not `ru_maxrss`, which begins with what the parent had.
        peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) * 1024
        print(json.dumps([Path(name).name, number, refused, repr(found)[:100_000], peak]), flush=True)

for name in sys.argv[3:]:
    # A fork each: what one attack left to the collector would count for the next, and a new interpreter costs more than most attacks.
    process = os.fork()
    if not process:
        try:
            attack(name)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    if status := os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]):
        sys.exit(f"{name} ended with {status}")
"""


class Outcome(NamedTuple):
    """What one way of reading made of one attack."""

    attack: str
    run: int
    refused: bool
    found: str
    peak: int


def outcomes(format_, paths):
    """What reading each file gave, in processes with limits."""
    run = subprocess.run(
        [sys.executable, "-c", CHILD, format_, str(SECONDS), *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000)),
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
    )
    assert run.returncode == 0, (run.stdout[-300:], run.stderr[-3_000:])
    return [Outcome(*json.loads(line)) for line in run.stdout.splitlines()]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_attacks_neither_leak_nor_hang_nor_exhaust(tmp_path, name):
    """Every attack, by every way that reads a file; what is larger than any limit is refused."""
    paths = []
    for attack, text in attacks(DOCUMENTS[name], tmp_path):
        paths.append(tmp_path / attack.replace(" ", "-"))
        paths[-1].write_text(text, encoding="utf-8")
    found = outcomes(name.partition(" ")[0], paths)
    assert len({item.attack for item in found}) == len(paths)
    assert not [item[:2] for item in found if SECRET in item.found]
    assert not [item[:2] for item in found if item.run and item.attack.startswith("large") and not item.refused]
    assert not [(*item[:2], item.peak) for item in found if item.peak > PEAK]


@pytest.mark.parametrize("name", ["tmx", "xliff 2.1", "tbx 3", "srx"])
def test_a_packed_bomb_is_not_unpacked(tmp_path, name):
    """A few hundred kilobytes that would be more than the memory allowed."""
    path = tmp_path / "bomb.gz"
    head, _, tail = DOCUMENTS[name].format(head="", text="\ufffd", attribute="").partition("\ufffd")
    with gzip.open(path, "wb") as stream:
        stream.write(head.encode())
        for _ in range(PEAK // 1_000_000 + 10):
            stream.write(b" " * 1_000_000)
        stream.write(tail.encode())
    found = outcomes(name.partition(" ")[0], [path])
    assert not [(*item[:2], item.peak) for item in found if item.peak > PEAK]
