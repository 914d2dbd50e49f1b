"""Fixes in files that other tools write: only the characters of the fault change, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import ROOT

from termbase.cli.app import main
from termbase.workflows.check import Request
from termbase.workflows.fix import fix
from termbase.workflows.project import open_project

XML_FORMS = {
    "&": ["&amp;", "&#38;", "&#x26;"],
    "<": ["&lt;"],
    ">": [">", "&gt;"],
    '"': ['"', "&quot;"],
    "é": ["é", "&#233;"],
}
XML_BREAKS = ['<x id="1"/>', '<ph id="2">{0} &amp; :</ph>', "<!-- : -->", '<g id="3" ctype="x-a&gt;b">', "</g>"]
XLIFF_1 = """<?xml version="1.0" encoding="UTF-8"?>\r
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a>b" source-language="en" target-language="fr" datatype="plaintext"><body>
  <trans-unit id='0'><source>Untouched : one</source></trans-unit>
  <trans-unit   id="1"><source>Source</source><target state="x>y">{}</target></trans-unit>
</body></file></xliff>
"""
XLIFF_2 = """\ufeff<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="fr"><file id="f">
<unit id="1"><segment><source>Source</source><target>{}</target></segment></unit></file></xliff>"""
TMX = """<?xml version='1.0'?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="text"/>
<body><tu><tuv xml:lang="en"><seg>Source</seg></tuv><tuv xml:lang="fr"><seg>{}</seg></tuv></tu></body></tmx>"""
PO = """\ufeff# A comment : kept
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: fr\\n"

#, c-format
msgctxt "menu : x"
msgid   "Source"
msgstr  "{}"

#~ msgid "old"
#~ msgstr "vieux : x"
"""


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A folder for files, and this repository as the project."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        yield tmp_path_factory.mktemp("files"), open_project()


def mended(here, name, text):
    folder, project = here
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    outcome = fix(project, Request((str(path),), select=("TB203",)))
    assert not outcome.errors
    return path.read_bytes().decode("utf-8"), outcome


TEXT = st.text(alphabet="abé&<>\"'\\\tب ", max_size=12)


def xml(draw, text, breaks):
    """A text as XML writes it, one way of several, with inline codes in between."""
    return "".join(
        draw(st.sampled_from(XML_FORMS.get(character, [character]))) + draw(st.sampled_from(["", "", "", *breaks]))
        for character in text
    )


def po(draw, text, line_end):
    """A text as PO writes it, wrapped anywhere."""
    forms = {'"': '\\"', "\\": "\\\\", "\t": "\\t"}
    return "".join(
        forms.get(character, character) + draw(st.sampled_from(["", "", f'"{line_end}  "'])) for character in text
    )


@pytest.mark.parametrize("name", ["a.xlf", "b.xlf", "c.tmx"])
@given(data=st.data())
def test_xml_changes_at_the_fault_alone(here, name, data):
    """Entities, inline codes, comments and the rest of the file stay byte for byte."""
    template = {"a.xlf": XLIFF_1, "b.xlf": XLIFF_2, "c.tmx": TMX}[name]
    breaks = XML_BREAKS[:3] if name == "a.xlf" else XML_BREAKS[2:3]
    before, after = (xml(data.draw, data.draw(TEXT), breaks) for _ in range(2))
    wrong, right = (template.format(f"a{before}a{space}: {after}a") for space in (" ", "\u00a0"))
    text, outcome = mended(here, name, wrong)
    assert text == right
    assert outcome.left == 0
    assert mended(here, name, right) == (right, outcome.__class__(()))


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@given(data=st.data())
def test_po_changes_at_the_fault_alone(here, line_end, data):
    """Wrapped strings, escapes, comments and obsolete messages stay byte for byte."""
    before, after = (po(data.draw, data.draw(TEXT), line_end) for _ in range(2))
    wrong, right = (PO.replace("\n", line_end).format(f"a{before}a{space}: {after}a") for space in (" ", "\u00a0"))
    text, outcome = mended(here, "a.po", wrong)
    assert text == right
    assert outcome.left == 0
    assert mended(here, "a.po", right) == (right, outcome.__class__(()))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.xlf", XLIFF_1.format('Source<x id="1"/>: SANA')),  # before the code, or behind it?
        ("a.xlf", XLIFF_1.format("<![CDATA[Source : SANA]]>")),
        ("b.xlf", XLIFF_2.format('Source<cp hex="0020"/>: SANA')),
        ("a.po", PO.format('Source"\n": SANA')),
        ("a.csv", "en,fr\nSource,Source : SANA\n"),
    ],
)
def test_what_is_not_certain_is_left_and_said(here, name, text):
    after, outcome = mended(here, name, text)
    assert after == text
    assert outcome.files == ()
    assert outcome.left == 1


def test_a_translation_that_two_forms_could_be_meant_by_is_left(here):
    """The forms for one and for many read alike; which of the two strings the finding is about is not known."""
    text = (
        'msgid ""\nmsgstr "Language: fr\\nPlural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "Source : x"\nmsgstr[1] "Source : x"\n'
    )
    after, outcome = mended(here, "p.po", text)
    assert after == text
    assert outcome.left == 2
    other = text.replace('msgstr[1] "Source : x"', 'msgstr[1] "Sources : x"')
    assert mended(here, "p.po", other)[0] == other.replace(" : x", "\u00a0: x")


def test_the_source_of_a_translation_is_never_changed(here):
    """A msgid is what the program looks for, and the source of XLIFF is the document."""
    folder, project = here
    for name, text in (
        ("s.po", PO.replace('"Source"', '"The  source"').format("x")),
        ("s.xlf", XLIFF_2.replace("Source", "The  source").format("x")),
    ):
        path = folder / name
        path.write_text(text, encoding="utf-8")
        outcome = fix(project, Request((str(path),), select=("TB501",)))
        assert outcome.left == 1
        assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("l.po", PO.removeprefix("\ufeff").replace("UTF-8", "ISO-8859-1").format("Source : x").encode("latin-1")),
        ("l.xlf", XLIFF_1.replace("UTF-8", "ISO-8859-1").format("Source : x").encode("latin-1")),
        ("l.tmx", TMX.replace("?>", " encoding='ISO-8859-1'?>").format("Source : é").encode("latin-1")),
    ],
)
def test_other_encodings_are_an_error_after_the_other_files_were_mended(here, name, data):
    """A no-break space written as UTF-8 into a file of another encoding would be two other characters."""
    folder, project = here
    (folder / name).write_bytes(data)
    good = folder / "z.po"
    good.write_text(PO.format("Source : x"), encoding="utf-8")
    outcome = fix(project, Request((str(folder / name), str(good)), select=("TB203",)))
    assert [error.code for error in outcome.errors] == ["TB-E350"]
    assert (folder / name).read_bytes() == data
    assert [file.path for file in outcome.files] == [good]


def test_the_command_says_what_it_left(project, capsys):
    (project / "a.csv").write_text("en,fr\nSource,Source : SANA\n", encoding="utf-8")
    assert main(["check", "a.csv", "--fix"]) == 1
    assert "1 fixes were left" in capsys.readouterr().err
    (project / "bad.tmx").write_text("<tmx><body>", encoding="utf-8")
    assert main(["check", "bad.tmx", "--diff"]) == 2
