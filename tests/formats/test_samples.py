"""Other people's files: nothing is lost, broken ones give what the manifest says, hostile ones do no harm."""

from __future__ import annotations

import contextlib
import io
import json
import random
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import etree

from termbase.errors import InputError
from termbase.formats import tmx, xmlsafe
from termbase.formats.tmx.grammar import ELEMENTS, element

FORMATS = Path(__file__).resolve().parents[3] / "shared" / "evaluation" / "formats"
SAMPLES = sorted((FORMATS / "samples" / "tmx").glob("*.[tT][mM][xX]"))
pytestmark = pytest.mark.skipif(not SAMPLES, reason="the samples are not beside this checkout")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def records():
    """What the manifest says of a file, by its name."""
    path = FORMATS / "MANIFEST.authored.json"
    return {Path(item["path"]).name: item for item in json.loads(path.read_text())} if path.exists() else {}


RECORDS = records()


def of_class(*names):
    """The samples of some classes; those without a record were found in the wild."""
    return [path for path in SAMPLES if RECORDS.get(path.name, {"cls": "real"})["cls"] in names]


def canonical(data):
    """Everything in a TMX document that carries meaning, in order: the oracle, by another parser."""
    parser = etree.XMLParser(**xmlsafe.lxml_options(huge_tree=True, remove_comments=True, remove_pis=True))
    root = etree.fromstring(data, parser)
    return {
        "root": dict(root.attrib),
        "header": [tree(item) for item in root if local(item) == "header"],
        "units": [unit(item) for item in root.iter() if local(item) == "tu"],
    }


def local(element):
    """Name without namespace."""
    return etree.QName(element).localname


def tree(element):
    """An element with everything in it; white space between elements of the header is layout."""
    return (
        local(element),
        sorted(element.attrib.items()),
        (element.text or "").strip(),
        [tree(item) for item in element],
    )


def unit(element):
    """A unit; notes and properties may move before the variants, where the document type wants them."""
    return (
        sorted(element.attrib.items()),
        [inline(item) for item in element if local(item) != "tuv"],
        [variant(item) for item in element if local(item) == "tuv"],
    )


def variant(element):
    """A variant with its segment to the letter."""
    attributes = dict(element.attrib)
    language = attributes.pop(XML_LANG, None) or attributes.get("lang")
    if attributes.get("lang") == language:
        attributes.pop("lang", None)
    return (language, sorted(attributes.items()), [inline(item) for item in element])


def inline(element):
    """An element as it stands within text, without what follows it."""
    return (
        local(element),
        sorted(element.attrib.items()),
        element.text or "",
        [(inline(item), item.tail or "") for item in element],
    )


@pytest.mark.parametrize("path", of_class("valid", "odd", "real"), ids=lambda path: path.name)
def test_nothing_is_lost(path):
    """Read and written again, a file holds what it held: codes, attributes, properties, languages, header."""
    reader = tmx.Reader(path)
    stream = io.BytesIO()
    tmx.write_stream(stream, reader, reader.read_header())
    assert canonical(stream.getvalue()) == canonical(path.read_bytes())


@pytest.mark.parametrize("path", of_class("broken"), ids=lambda path: path.name)
def test_broken_files_give_the_units_that_can_be_saved_or_a_clear_error(path):
    record = RECORDS[path.name]
    problem, units = None, []
    try:
        units = list(tmx.read(path, problems=[]))
    except InputError as error:
        problem = error
    if "tus_recoverable" in record or problem is None:
        assert len(units) == record.get("tus_recoverable", len(units))
        assert list(tmx.validate(path))
    else:
        assert problem.message
        assert problem.help


@pytest.mark.parametrize("path", of_class("hostile"), ids=lambda path: path.name)
def test_hostile_files_do_no_harm(path):
    """Neither secrets nor minutes nor memory: a child process with limits reads them."""
    code = (
        "import sys; from termbase.formats import tmx; from termbase.errors import InputError\n"
        "try: print([item.text for unit in tmx.read(sys.argv[1]) for item in unit.variants])\n"
        "except InputError as error: print(error)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000)),
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")},
    )
    secret = Path("/etc/hostname")
    assert not secret.exists() or secret.read_text().strip() not in run.stdout.replace(str(path), "")
    assert len(run.stdout) < 10_000


def test_structure_is_judged_as_by_the_document_type():
    """Our rules and the DTD, by another validator, agree on every file that is XML."""
    verdicts = json.loads((FORMATS / "tmx_verdicts.json").read_text())
    wrong = []
    for verdict in verdicts:
        path = FORMATS / verdict["path"]
        if verdict.get("dtd") is None or not path.exists() or path in of_class("hostile"):
            continue
        if bool(structure_faults(path)) == verdict["dtd"]:
            wrong.append((path.name, verdict["dtd"], structure_faults(path)))
    assert not wrong


def structure_faults(path):
    """What our rules say of a file's structure; that it is no TMX at all counts."""
    try:
        return [item.message for item in tmx.validate(path) if item.rule == "TB851" and item.severity == "error"]
    except InputError as error:
        return [error.message]


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
def test_our_grammar_is_that_of_the_document_type(version):
    """Elements and attributes of each version, against the published DTD."""
    dtd = etree.DTD(str(FORMATS / "schemas" / f"tmx{version.replace('.', '')}.dtd"))
    for declared in dtd.elements():
        known = element(declared.name, version)
        assert known is not None, declared.name
        required = {attribute_name(item) for item in declared.attributes() if item.default == "required"}
        ours = set(known.required) - {"version"}
        assert ours == required - {"version"}, declared.name
    assert {item.name for item in dtd.elements()} <= set(ELEMENTS)


def attribute_name(item):
    """Name as written."""
    return f"{item.prefix}:{item.name}" if item.prefix else item.name


def test_our_own_memories_are_valid_by_the_document_type():
    dtd = etree.DTD(str(FORMATS / "schemas" / "tmx14.dtd"))
    memories = sorted((Path(__file__).resolve().parents[2] / "tmx").glob("*.tmx"))
    assert memories
    for path in memories:
        assert dtd.validate(etree.parse(path)), dtd.error_log
        assert not list(tmx.validate(path))


@pytest.mark.parametrize("flavour", list(tmx.FLAVOURS))
def test_every_flavour_is_valid_by_the_document_type(tmp_path, flavour):
    """Whatever was read: files of every tool, exported for every other."""
    dtd = etree.DTD(str(FORMATS / "schemas" / "tmx14.dtd"))
    for path in of_class("valid"):
        units = list(tmx.read(path))
        languages = [item.language for found in units for item in found.variants]
        if len(languages) < 2:
            continue
        output = tmp_path / path.name
        tmx.export(output, units, source=languages[0], target=languages[1], flavour=flavour)
        assert dtd.validate(etree.parse(output)), (path.name, dtd.error_log)


@pytest.mark.parametrize("seed", range(40))
def test_damage_anywhere_ends_in_units_or_an_error(tmp_path, seed):
    """Bytes changed, removed or doubled at random: never a traceback."""
    chance = random.Random(seed)  # noqa: S311 (damage, not secrets)
    data = bytearray(chance.choice(SAMPLES).read_bytes()[:20_000])
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(data) + 1)
        length = chance.choice([1, 2, 10, 200])
        data[place : place + length] = chance.choice(
            [b"", b"&", b"<", b'"', b"</tu>", b"<tu>", b"<!--", b"]]>", b"\x00", b"\xff", b"\r", bytes(data[:length])]
        )
    path = tmp_path / "damaged.tmx"
    path.write_bytes(data)
    for run in (lambda: list(tmx.read(path, problems=[])), lambda: list(tmx.validate(path))):
        with contextlib.suppress(InputError):
            run()
