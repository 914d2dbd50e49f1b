"""What `validate` finds in XLIFF files, and that it leaves sound ones alone."""

import pytest

from termbase.formats import xliff

CLASSIC = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="ar" datatype="plaintext"><body>\n{}</body></file></xliff>'
)
MODERN = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" '
    'xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" xmlns:my="urn:my" '
    'xmlns:val="urn:oasis:names:tc:xliff:validation:2.0" version="2.1" srcLang="en" trgLang="ar"><file id="f">\n{}</file></xliff>'
)
DATA = '<originalData><data id="d1">x</data></originalData>'


@pytest.fixture
def findings(tmp_path):
    def validate(text):
        path = tmp_path / "a.xlf"
        path.write_text(text, encoding="utf-8")
        return list(xliff.validate(path))

    return validate


def unit(source, rest="", before=""):
    return MODERN.format(f'<unit id="u">{before}<segment id="s"><source>{source}</source>{rest}</segment></unit>')


SOUND = [
    unit("a", "<target>b</target>"),
    unit('<ph id="1" dataRef="d1"/><pc id="2" dataRefStart="d1">a</pc>', before=DATA),
    unit('<sc id="1"/>a<ec startRef="1"/><sc id="2" isolated="yes"/><ec id="3" isolated="yes"/>'),
    unit('<ph id="1" canDelete="no"/>a', '<target>b<ph id="1" canDelete="no"/></target>'),
    unit('<mrk id="1" type="comment" ref="#n=n1">a</mrk>', before='<notes><note id="n1">x</note></notes>'),
    unit('<sm id="1" type="my:x"/>a<em startRef="1"/><cp hex="0001"/>'),
    unit("a", before='<mtc:matches><mtc:match ref="#s" type="tm" similarity="85.5"><source>a</source><target>b</target></mtc:match></mtc:matches>'),
    CLASSIC.format('<trans-unit id="1"><source>a<bpt id="1">b</bpt><ept id="1">b</ept></source><target state="x-mine">b</target></trans-unit>'),
]  # fmt: skip


@pytest.mark.parametrize("document", SOUND)
def test_sound_files_have_no_findings(findings, document):
    """A validator that cries wolf is switched off."""
    assert findings(document) == []


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (MODERN.format('<unit id="u"/>'), "<unit> holds nothing"),
        (MODERN.format(""), "<file> holds nothing"),
        (MODERN.format('<group><unit id="u"><segment><source>a</source></segment></unit></group>'), "<group> has no id"),
        (unit("a").replace('id="u"', 'id="a/b"'), "id of <unit> cannot be 'a/b'"),
        (unit("a").replace("<unit", '<unit id="u"><segment><source>a</source></segment></unit><unit'), "unit id 'u' was used before"),
        (unit('<ph id="s"/>'), "segment or code id 's' was used before"),
        (unit("a", "<target>b</target>").replace('trgLang="ar"', ""), "has no trgLang"),
        (unit("a", '<target xml:lang="de">b</target>'), "xml:lang of <target> is 'de'"),
        (unit("a").replace('srcLang="en"', 'srcLang="e n"'), "srcLang of <xliff> cannot be 'e n'"),
        (unit("a").replace('id="s"', 'id="s" state="done"'), "state of <segment> cannot be 'done'"),
        (unit("a").replace('id="s"', 'subState="my:x"'), "subState needs state"),
        (unit("a").replace('id="s"', 'state="final" subState="x"'), "subState of <segment> cannot be 'x'"),
        (unit("a").replace('id="s"', 'my:x="1"'), "cannot have x of another namespace"),
        (unit("a", "<my:x/>"), "<segment> holds source, other"),
        (unit('<ph id="1" dataRef="d2"/>', before=DATA), "dataRef 'd2' is not in <originalData>"),
        (unit('<pc id="1" dataRefEnd="d2">a</pc>'), "dataRefEnd 'd2' is not in <originalData>"),
        (unit('<sc id="1"/>a'), "<sc> '1' has no end"),
        (unit('<ec startRef="1"/><sc id="1"/>'), "<ec> has no start before it"),
        (unit('<ec id="1"/>'), "<ec> has no start before it"),
        (unit('<sc id="1" isolated="yes"/><ec startRef="1"/>'), "is called isolated"),
        (unit('<sc id="1"/><ec startRef="1" isolated="yes"/>'), "isolated <ec> has an id and no startRef"),
        (unit('<sc id="1" canCopy="no"/><ec startRef="1"/>'), "canCopy differs"),
        (unit('<sm id="1" type="my:x"/>a'), "<sm> '1' has no end"),
        (unit('<ph id="1" canReorder="firstNo"/>'), 'needs canCopy="no"'),
        (unit('<ph id="1" canReorder="no" canCopy="no" canDelete="no"/>'), 'no code with canReorder="firstNo" before it'),
        (unit('<ph id="1"/><ph id="2" copyOf="3"/>'), "copyOf '3' is no code"),
        (unit('<ph id="1" canCopy="no"/><ph id="2" copyOf="1"/>'), "code '1' cannot be copied"),
        (unit('<ph id="1" canDelete="no"/>', "<target>b</target>"), "code '1' cannot be deleted"),
        (unit('<ph id="1" type="bold"/>'), "type of <ph> cannot be 'bold'"),
        (unit('<ph id="1" subType="my:x"/>'), "subType needs type"),
        (unit('<ph id="1" type="ui" subType="xlf:b"/>'), "does not belong to type 'ui'"),
        (unit('<cp hex="0041"/>'), "hex of <cp> cannot be '0041'"),
        (unit('<mrk id="1" type="comment">a</mrk>'), "either value or ref"),
        (unit('<mrk id="1" type="comment" ref="#n=n2">a</mrk>'), "is no note of this unit"),
        (unit('<mrk id="1" type="term" ref="#/u=u/f=f">a</mrk>'), "is no fragment identifier"),
        (
            MODERN.format(
                '<unit id="u"><segment><source>a</source><target order="2">x</target></segment>'
                "<segment><source>b</source><target>y</target></segment></unit>"
            ),
            "order 2 is taken",
        ),
        (unit("a", before='<mtc:matches><mtc:match ref="#no"><source>a</source><target>b</target></mtc:match></mtc:matches>'), "points to nothing"),
        (unit("a", before='<mtc:matches><mtc:match ref="#s" similarity="101"/></mtc:matches>'), "similarity cannot be"),
        (unit("a", before="<gls:glossary><gls:glossEntry><gls:term>a</gls:term></gls:glossEntry></gls:glossary>"), "<glossEntry> needs"),
        (unit("a", before='<my:x id="1"/><my:x xml:id="1"/>'), "extension id '1' was used before"),
        (unit("a", before='<val:validation><val:rule isPresent="a" occurs="0"/></val:validation>'), "occurs is a positive number"),
        (unit("a", before='<val:validation><val:rule isPresent="a" endsWith="b"/></val:validation>'), "<rule> needs one of"),
        (unit("a", before="<no:x/>"), "prefix 'no' is not declared"),
        (CLASSIC.format("<trans-unit><source>a</source></trans-unit>"), "<trans-unit> has no id"),
        (CLASSIC.format('<trans-unit id="1"><target>a</target></trans-unit>'), "has no <source>"),
        (CLASSIC.format('<trans-unit id="1"><target>a</target><source>a</source></trans-unit>'), "in order they are"),
        (CLASSIC.format('<trans-unit id="1"><source>a</source></trans-unit>' * 2), "unit id '1' was used before, in line 2"),
        (CLASSIC.format('<trans-unit id="1"><source><bpt id="1">b</bpt></source></trans-unit>'), "<bpt> '1' has no <ept>"),
        (CLASSIC.format('<trans-unit id="1"><source>a<it id="1">b</it></source></trans-unit>'), '<it> needs pos="open"'),
        (CLASSIC.format('<trans-unit id="1"><source>a</source><target state="done">b</target></trans-unit>'), "'done' is no state"),
        (CLASSIC.format('<trans-unit id="1"><source>a</source><target xml:lang="a_b">b</target></trans-unit>'), "is no language tag"),
        (
            CLASSIC.format(
                '<trans-unit id="1"><source>a</source><seg-source><mrk mtype="seg" mid="1">a</mrk></seg-source>'
                '<target><mrk mtype="seg" mid="2">b</mrk></target></trans-unit>'
            ),
            "segment '2' is not in <seg-source>",
        ),
        (CLASSIC.format('<trans-unit id="1"><source>a</source><alt-trans><source>a</source></alt-trans></trans-unit>'), "has no <target>"),
        (CLASSIC.format("").replace("1.2", "1.9", 1), "version '1.9' is none of"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_once_where_it_stands(findings, document, message):
    """By the rules of the standard that no schema can say, among others."""
    (found,) = [finding for finding in findings(document) if message in finding.message]
    at_the_root = any(word in message for word in ("<xliff", "srcLang", "<file>", "version"))
    assert (found.rule, found.line) == ("TB871", 1 if at_the_root else 2)


def test_the_suite_of_oasis_is_told_apart(shared):
    """Every file that its authors call valid is clean, every invalid one of the core is found out."""
    samples = shared / "evaluation/formats/samples/xliff"
    wrong = []
    for path in sorted(samples.glob("oasis21-core_*")):
        expected = "_invalid-" in path.name
        if bool(list(xliff.validate(path))) != expected:
            wrong.append(path.name)
    assert wrong == []
