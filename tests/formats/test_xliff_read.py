"""XLIFF 1.2 and 2.x read as units; FACTS: what is a translation in a file and what only looks like one."""

import pytest

from termbase.errors import InputError
from termbase.formats import xliff
from termbase.model import Code

CLASSIC = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.txt" source-language="en" target-language="ar" datatype="plaintext"><body>
{}
</body></file></xliff>"""
MODERN = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ar">
<file id="f1">
{}
</file></xliff>"""


@pytest.fixture
def units(tmp_path):
    """Reads a document."""

    def read(text, **options):
        path = tmp_path / "a.xlf"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return list(xliff.read(path, **options))

    return read


def texts(unit):
    return [(str(variant.language), variant.text) for variant in unit.variants]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<source>A</source><target>B</target>", [("en", "A"), ("ar", "B")]),
        ("<source>A</source><target/>", [("en", "A")]),
        ("<source>A</source><target></target>", [("en", "A")]),
        ("<source>A</source>", [("en", "A")]),
        # a candidate is no translation, wherever it stands
        (
            "<source>A</source><alt-trans match-quality='100%'><source>A</source><target>C</target></alt-trans>",
            [("en", "A")],
        ),
        (
            "<source>A</source><alt-trans><target>C</target></alt-trans><target>B</target>",
            [("en", "A"), ("ar", "B")],
        ),
        # annotations are transparent
        ("<source>A <mrk mtype='term'>b</mrk> c</source>", [("en", "A b c")]),
    ],
)
def test_a_translation_is_what_stands_in_the_target(units, body, expected):
    """Peers load alternatives or empty targets as translations."""
    (unit,) = units(CLASSIC.format(f'<trans-unit id="1">{body}</trans-unit>'))
    assert texts(unit) == expected


def test_segments_of_a_segmented_unit_are_units_of_their_own(units):
    """Memories hold segments; pairing is by mid, not by place."""
    found = units(
        CLASSIC.format(
            '<trans-unit id="1"><source>A. B.</source>'
            '<seg-source><mrk mtype="seg" mid="1">A.</mrk> <g id="9"><mrk mtype="seg" mid="2">B.</mrk></g></seg-source>'
            '<target><mrk mtype="seg" mid="2">ب.</mrk> <mrk mtype="seg" mid="1">أ.</mrk></target></trans-unit>'
        )
    )
    assert [(unit.id, *texts(unit)) for unit in found] == [
        ("1.1", ("en", "A."), ("ar", "أ.")),
        ("1.2", ("en", "B."), ("ar", "ب.")),
    ]


@pytest.mark.parametrize(
    "target",
    [
        "<target>أ. و ب.</target>",
        '<target>و <mrk mtype="seg" mid="1">أ.</mrk> <mrk mtype="seg" mid="2">ب.</mrk></target>',
    ],
)
def test_text_between_segments_is_not_lost(units, target):
    """A target that is not segmented, or has words between its segments, belongs to the whole source."""
    (unit,) = units(
        CLASSIC.format(
            '<trans-unit id="1"><source>A. B.</source><seg-source><mrk mtype="seg" mid="1">A.</mrk> '
            f'<mrk mtype="seg" mid="2">B.</mrk></seg-source>{target}</trans-unit>'
        )
    )
    assert unit.variants[0].text == "A. B."
    assert unit.variants[1].text in ("أ. و ب.", "و أ. ب.")


def test_what_xliff_says_of_a_unit_is_kept(units):
    """State, approval and notes decide whether a person trusts a match."""
    approved, fixed = units(
        CLASSIC.format(
            '<trans-unit id="1" resname="k" approved="yes"><source>A</source>'
            '<target state="final" state-qualifier="leveraged-tm">B</target><note from="pm">n</note></trans-unit>'
            '<group translate="no"><trans-unit id="2"><source>SNC</source></trans-unit></group>'
        )
    )
    kept = {note.type.removeprefix("x-xliff-"): note.text for note in approved.props}
    assert kept == {
        "file": "a.txt", "resname": "k", "approved": "yes", "state": "final", "state-qualifier": "leveraged-tm",
    }  # fmt: skip
    assert approved.notes == ("n",)
    assert fixed.prop("x-xliff-translate") == "no"


def test_places_are_those_of_the_file(units):
    """A finding must lead to the line that a person wrote, whatever the line ends."""
    unit = units(MODERN.format('<unit id="u"><segment>\n  <source>A</source></segment></unit>').replace("\n", "\r\n"))[
        0
    ]
    assert (unit.place.line, unit.place.column) == (4, 1)
    assert (unit.variants[0].segment.place.line, unit.variants[0].segment.place.column) == (5, 3)


def test_segments_of_version_2_are_paired_whatever_the_order_of_targets(units):
    """`order` moves the target's text; what it translates stays the same."""
    found = units(
        MODERN.format(
            '<unit id="1"><segment id="s1" state="reviewed" subState="my:x"><source>A.</source><target order="3">أ.</target></segment>'
            '<ignorable><source> </source></ignorable><segment><source>B.</source><target order="1">ب.</target></segment></unit>'
        )
    )
    assert [(unit.id, *texts(unit)) for unit in found] == [
        ("1.s1", ("en", "A."), ("ar", "أ.")),
        ("1.2", ("en", "B."), ("ar", "ب.")),
    ]
    assert (found[0].prop("x-xliff-state"), found[0].prop("x-xliff-subState")) == ("reviewed", "my:x")


@pytest.mark.parametrize(
    ("inline", "expected"),
    [
        ('<g id="a" ctype="bold">b</g>', [("bpt", {"i": "1", "x": "1", "type": "bold"}, ()), "b", ("ept", {"i": "1"}, ())]),
        ('<x id="7"/>', [("ph", {"x": "1"}, ())]),
        ('<ph id="7">%s</ph>', [("ph", {"x": "1"}, ("%s",))]),
        ('<bpt id="3">&lt;i></bpt>c<ept id="3">&lt;/i></ept>', [("bpt", {"i": "1", "x": "1"}, ("<i>",)), "c", ("ept", {"i": "1"}, ("</i>",))]),
        ('<bx id="6" rid="1"/>c<ex id="7" rid="1"/>', [("bpt", {"i": "1", "x": "1"}, ()), "c", ("ept", {"i": "1"}, ())]),
        ('<bx id="6" rid="1"/>c', [("it", {"pos": "begin", "x": "1"}, ()), "c"]),
        ('<it id="5" pos="close">&lt;/u></it>', [("it", {"pos": "end", "x": "1"}, ("</u>",))]),
        # an identifier and a rid are different things: these two codes are no pair of each other
        ('<g id="1"/><bx id="6" rid="1"/>', [("bpt", {"i": "1", "x": "1"}, ()), ("ept", {"i": "1"}, ()), ("it", {"pos": "begin", "x": "2"}, ())]),
    ],
)  # fmt: skip
def test_codes_of_version_1_become_those_of_tmx(units, inline, expected):
    """Codes survive the way from one format to the other."""
    (unit,) = units(CLASSIC.format(f'<trans-unit id="1"><source>{inline}</source></trans-unit>'))
    assert unit.variants[0].segment.content == tuple(
        item if isinstance(item, str) else Code(*item) for item in expected
    )


def test_codes_of_version_2_hold_the_original_data(units):
    """Native code stands elsewhere in the unit; `cp` is the character that XML cannot carry."""
    (unit,) = units(
        MODERN.format(
            '<unit id="1"><originalData><data id="d1">&lt;b&gt;</data><data id="d2">&lt;/b&gt;</data><data id="d3">%<cp hex="0001"/></data>'
            '</originalData><segment><source>A <pc id="1" dataRefStart="d1" dataRefEnd="d2">b</pc><ph id="2" dataRef="d3" type="fmt" subType="xlf:b"/>'
            '<sc id="3" dataRef="d1"/>c<ec startRef="3" dataRef="d2"/><ec id="4" isolated="yes"/><cp hex="000b"/></source></segment></unit>'
        )
    )
    assert unit.variants[0].text == "A bc\x0b"
    assert unit.variants[0].segment.content == (
        "A ", Code("bpt", {"i": "1", "x": "1"}, ("<b>",)), "b", Code("ept", {"i": "1"}, ("</b>",)),
        Code("ph", {"x": "2", "type": "xlf:b"}, ("%\x01",)), Code("bpt", {"i": "2", "x": "3"}, ("<b>",)), "c",
        Code("ept", {"i": "2"}, ("</b>",)), Code("it", {"pos": "end", "x": "4"}), "\x0b",
    )  # fmt: skip


def test_codes_that_correspond_have_the_same_number(units):
    """In another order too: that is what the number is for."""
    (unit,) = units(
        CLASSIC.format(
            '<trans-unit id="1"><source><x id="a"/>A<x id="b"/></source><target><x id="b"/>ب<x id="a"/></target></trans-unit>'
        )
    )
    source, target = (
        [code.attributes["x"] for code in item.segment.content if isinstance(code, Code)] for item in unit.variants
    )
    assert (source, target) == (["1", "2"], ["2", "1"])


def test_a_prefix_that_is_not_declared_does_not_stop_the_reading(units):
    """Real tools write such files, and they hold translations all the same."""
    (unit,) = units(CLASSIC.format('<trans-unit id="1" mc:x="1"><source>A</source><mc:y/></trans-unit>'))
    assert unit.variants[0].text == "A"


def test_a_unit_without_a_source_is_told_and_left_out(units):
    """One bad unit does not cost the others."""
    document = CLASSIC.format(
        '<trans-unit id="1"><target>x</target></trans-unit>\n<trans-unit id="2"><source>A</source></trans-unit>'
    )
    problems = []
    assert [unit.id for unit in units(document, problems=problems)] == ["2"]
    assert [(finding.rule, finding.line, finding.unit) for finding in problems] == [("TB871", 4, "1")]
    with pytest.raises(InputError, match="has no source"):
        units(document)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<source>\n    A\n    b. \n  </source>", "A b."),
        ('<source xml:space="preserve">\n    A\n  </source>', "\n    A\n  "),
        ("<source> A  b\nc </source>", " A  b\nc "),
        ('<source>\n  <x id="1"/> A <x id="2"/>\n  </source>', " A "),
    ],
)
def test_layout_is_not_text(units, source, text):
    """Files are indented by machines; a memory with the indentation in its segments matches nothing."""
    (unit,) = units(CLASSIC.format(f'<trans-unit id="1">{source}</trans-unit>'))
    assert unit.variants[0].text == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1256"])
def test_any_encoding_is_read(units, encoding):
    """Of the declaration, or of the mark."""
    text = CLASSIC.format('<trans-unit id="1"><source>A</source><target>حلب</target></trans-unit>')
    (unit,) = units(text.replace("UTF-8", encoding.removesuffix("-sig")).encode(encoding))
    assert unit.variants[1].text == "حلب"


@pytest.mark.parametrize(
    ("document", "message", "line"),
    [
        (CLASSIC.format("<trans-unit>"), "mismatched tag", 5),
        ("<tmx/>", "root element is <tmx>", 1),
        ("no markup", "not well-formed", 1),
        ("", "empty", 0),
        (
            CLASSIC.format('<trans-unit id="1"><source>A</source></trans-unit>').replace("source-language", "x"),
            "no source language",
            4,
        ),
        (MODERN.format("").replace('srcLang="en"', ""), "no source language", 2),
        ('<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<xliff>&a;</xliff>', "is to be fetched", 1),
        (
            "<!DOCTYPE xliff [<!ENTITY a '" + "x" * 900 + "'><!ENTITY b '&a;&a;&a;&a;'>]><xliff>&b;</xliff>",
            "stands for 3,6.. characters",
            1,
        ),
        ("<xliff>" + "<g>" * 300, "more than 256 elements", 1),
        ("<xliff>&nothing;</xliff>", "undefined entity", 1),
    ],
)
def test_hostile_and_broken_files_are_one_clear_error(units, document, message, line):
    """Never a traceback, never a fetch, never an endless loop."""
    with pytest.raises(InputError, match=message) as error:
        units(document)
    assert error.value.line == line


def test_a_unit_without_end_is_refused_before_memory_is(units, monkeypatch):
    """Text of any length outside units passes, since nothing of it is kept."""
    monkeypatch.setattr(xliff.document, "MAX_UNIT", 500_000)
    monkeypatch.setattr(xliff.document.xmlsafe, "MAX_TOKEN", 500_000)
    skeleton = CLASSIC.replace(
        "<body>", f"<header><skl><internal-file>{'x' * 2_000_000}</internal-file></skl></header><body>"
    )
    assert len(units(skeleton.format('<trans-unit id="1"><source>A</source></trans-unit>'))) == 1
    with pytest.raises(InputError, match="a unit longer than"):
        units(CLASSIC.format(f'<trans-unit id="1"><source>{"x" * 2_000_000}</source></trans-unit>'))
    with pytest.raises(InputError, match="a tag or comment longer than"):
        units(CLASSIC.format(f'<trans-unit id="{"x" * 2_000_000}"/>'))


def test_long_runs_of_white_space_take_linear_time(units):
    """A million spaces are nothing to a reader that looks at each once, and hours to one that does not."""
    body = f'<trans-unit id="1"><source>a{" " * 1_000_000}b{chr(10) * 500_000}c</source></trans-unit>'
    assert len(units(CLASSIC.format(body))) == 1
