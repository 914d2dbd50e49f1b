"""What `validate` finds in XLIFF files, and that it leaves sound ones alone."""

import json

import pytest

from termbase.formats import xliff
from termbase.formats.xliff.document import Document

CLASSIC = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="ar" datatype="plaintext"><body>\n{}</body></file></xliff>'
)
MODERN = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" '
    'xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" xmlns:my="urn:my" '
    'xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" xmlns:fs="urn:oasis:names:tc:xliff:fs:2.0" '
    'xmlns:ctr="urn:oasis:names:tc:xliff:changetracking:2.0" xmlns:res="urn:oasis:names:tc:xliff:resourcedata:2.0" '
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
    unit('<ph id="1" slr:sizeInfo="2"/>', before='<slr:profiles generalProfile="xliff:codepoints"/>'),
    unit('<ph id="1" slr:sizeInfo="wide"/>'),
    unit('<ph id="1" slr:sizeInfo="2.5"/>', before='<slr:profiles generalProfile="my:width"/>'),
    unit('<ph id="1" slr:sizeInfoRef="x"/>', before='<slr:data profile="p"><my:x id="x"/></slr:data>'),
    CLASSIC.format(
        '<trans-unit id="1"><source><bx id="1" rid="a"/>One.</source></trans-unit><trans-unit id="2"><source>Two.<ex id="2" rid="a"/></source></trans-unit>'
    ),
    CLASSIC.format(
        '<trans-unit id="1" approved="no"><source>a<mrk mtype="x-own">b</mrk></source><target state-qualifier="x-own">b</target><note>c</note></trans-unit>'
    ),
    CLASSIC.format('<trans-unit id="1"><source>a</source><target state="done">b</target></trans-unit>').replace("1.2", "1.0", 1),
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
        (
            unit("a", before="<gls:glossary><gls:glossEntry>x<gls:term>a</gls:term><gls:translation>b</gls:translation></gls:glossEntry></gls:glossary>"),
            "<glossEntry> cannot hold text",
        ),
        (
            unit("a", before='<ctr:changeTrack><ctr:revisions><ctr:revision><ctr:item property="x"/></ctr:revision></ctr:revisions></ctr:changeTrack>'),
            "<revisions> has no appliesTo",
        ),
        (
            unit(
                "a",
                before='<ctr:changeTrack><ctr:revisions appliesTo="note"><ctr:revision><ctr:item property="x">1</ctr:item>'
                '<ctr:item property="x">2</ctr:item></ctr:revision></ctr:revisions></ctr:changeTrack>',
            ),
            "property 'x' is stated twice",
        ),
        (
            unit("a", before='<res:resourceData><res:resourceItem><res:source xml:lang="fr"/></res:resourceItem></res:resourceData>'),
            "xml:lang of <source> is 'fr'",
        ),
        (unit("a", before="<res:resourceData><res:resourceItemRef/></res:resourceData>"), "<resourceItemRef> has no ref"),
        (unit("a").replace("<unit", '<unit fs:fs="paragraph"'), "fs:fs cannot be 'paragraph'"),
        (unit("a").replace("<unit", '<unit fs:subFs="a"'), "subFs needs fs"),
        (unit('<ph id="1" slr:sizeInfo="1.5"/>'), "sizeInfo cannot be '1.5'"),
        (unit('<ph id="1" slr:equivStorage="x"/>', before='<slr:profiles storageProfile="xliff:utf8"/>'), "equivStorage cannot be 'x'"),
        (unit('<ph id="1" slr:sizeInfoRef="x"/>', before='<slr:data profile="p"><my:x id="y"/></slr:data>'), "sizeInfoRef 'x' is in no <data>"),
        (unit('<ph id="1" slr:sizeInfo="1" slr:sizeInfoRef="x"/>', before='<slr:data profile="p"><my:x id="x"/></slr:data>'), "exclude each other"),
        (unit("a", before="<no:x/>"), "prefix 'no' is not declared"),
        (CLASSIC.format("<trans-unit><source>a</source></trans-unit>"), "<trans-unit> has no id"),
        (CLASSIC.format('<trans-unit id="1"><target>a</target></trans-unit>'), "has no <source>"),
        (CLASSIC.format('<trans-unit id="1"><target>a</target><source>a</source></trans-unit>'), "in order they are"),
        (CLASSIC.format('<trans-unit id="1"><source>a</source></trans-unit>' * 2), "unit id '1' was used before, in line 2"),
        (CLASSIC.format('<trans-unit id="1"><source><bpt id="1">b</bpt></source></trans-unit>'), "<bpt> '1' has no <ept>"),
        (CLASSIC.format('<trans-unit id="1"><source>a<it id="1">b</it></source></trans-unit>'), "<it> has no pos"),
        (CLASSIC.format('<trans-unit id="1"><source>a</source><target state="done">b</target></trans-unit>'), "state of <target> cannot be 'done'"),
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
        (CLASSIC.format("").replace('original="a"', ""), "<file> has no original"),
        (CLASSIC.format("").replace('source-language="en"', ""), "<file> has no source-language"),
        (CLASSIC.format("").replace('datatype="plaintext"', ""), "<file> has no datatype"),
        (CLASSIC.format("").replace("plaintext", "txt"), "datatype of <file> cannot be 'txt'; one of one's own begins with x-"),
        (CLASSIC.format("").replace("<body>\n</body>", ""), "<file> has no <body>"),
        (CLASSIC.format('<group id="g"/><group id="g"/>'), "group id 'g' was used before"),
        (CLASSIC.format('<bin-unit id="1" mime-type="a/b"/><trans-unit id="1"><source>a</source></trans-unit>'), "unit id '1' was used before"),
        (CLASSIC.format('<trans-unit id="1"><source>a</source><target>b</target><target>c</target></trans-unit>'), "each once"),
        (CLASSIC.format('<trans-unit id="1"><note>x</note><source>a</source></trans-unit>'), "<trans-unit> holds note, source"),
        (CLASSIC.format('<trans-unit id="1" approved="true"><source>a</source></trans-unit>'), "approved of <trans-unit> cannot be 'true'"),
        (CLASSIC.format('<trans-unit id="1" translate="0"><source>a</source></trans-unit>'), "translate of <trans-unit> cannot be '0'"),
        (
            CLASSIC.format('<trans-unit id="1"><source>a</source><target state-qualifier="good">b</target></trans-unit>'),
            "state-qualifier of <target> cannot be 'good'",
        ),
        (
            CLASSIC.format('<trans-unit id="1"><source>a</source><alt-trans alttranstype="old"><target>b</target></alt-trans></trans-unit>'),
            "alttranstype of <alt-trans> cannot be 'old'",
        ),
        (CLASSIC.format('<trans-unit id="1"><source><mrk>a</mrk></source></trans-unit>'), "<mrk> has no mtype"),
        (CLASSIC.format('<trans-unit id="1"><source><mrk mtype="word">a</mrk></source></trans-unit>'), "mtype of <mrk> cannot be 'word'"),
        (CLASSIC.format('<trans-unit id="1"><source><x/></source></trans-unit>'), "<x> has no id"),
        (CLASSIC.format('<trans-unit id="1"><source><it id="1" pos="begin"/></source></trans-unit>'), "pos of <it> cannot be 'begin'"),
        (CLASSIC.format('<trans-unit id="1"><source><bx id="1" rid="1"/>a<ex id="2" rid="2"/></source></trans-unit>'), "<bx> '1' has no <ex>"),
        (CLASSIC.format('<trans-unit id="1"><source>a<ex id="2"/></source></trans-unit>'), "<ex> '2' has no <bx>"),
        (
            CLASSIC.format('<trans-unit id="1"><source><bpt id="1" rid="1"/><bpt id="2" rid="1"/>a<ept id="3" rid="1"/></source></trans-unit>'),
            "<bpt> rid '1' was used before",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_once_where_it_stands(findings, document, message):
    """By the rules of the standard that no schema can say, among others."""
    (found,) = [finding for finding in findings(document) if message in finding.message]
    at_the_root = any(word in message for word in ("<xliff", "srcLang", "<file>", "version"))
    assert (found.rule, found.line) == ("TB871", 1 if at_the_root else 2)


def test_the_suite_of_oasis_is_told_apart(shared):
    """Every file that its authors call valid is clean, every invalid one is found out, of the core and of the modules."""
    samples = shared / "evaluation/formats/samples/xliff"
    ill_formed = "oasis22-modules_valid-Good-pgs_plural.xlf"  # its authors forgot an end tag
    wrong = []
    for path in sorted(samples.glob("oasis2*")):
        if path.name == ill_formed:
            continue
        if bool(list(xliff.validate(path))) != ("_invalid-" in path.name):
            wrong.append(path.name)
    assert wrong == []


def test_what_the_schema_accepts_is_clean(shared):
    """The rules of version 1 in the tables are no stricter than the standard's on the files of real tools."""
    folder = shared / "evaluation/formats"
    verdicts = dict(json.loads((folder / "xliff_verdicts.json").read_text(encoding="utf-8")))
    sound = [folder / name for name, verdict in verdicts.items() if verdict is True and "oasis" not in name]
    classic = [path for path in sound if 'version="1.2"' in path.read_text(encoding="utf-8-sig")]
    assert len(classic) > 10
    assert [path.name for path in classic if list(xliff.validate(path))] == []


def many(number, *, modern):
    """A document of so many units, in groups, each a part of what is around it."""
    classic = '<group><trans-unit id="{0}"><source>a<g id="1">b</g></source><target>a<g id="1">b</g></target></trans-unit></group>'
    later = '<group id="g{0}"><unit id="{0}"><segment><source>a<pc id="1">b</pc></source></segment></unit></group>'
    return (MODERN if modern else CLASSIC).format(
        "".join((later if modern else classic).format(i) for i in range(number))
    )


@pytest.mark.parametrize(
    ("modern", "sizes"),
    [
        (False, {"xliff": 1, "file": 2, "group": 1, "trans-unit": 5}),
        (True, {"xliff": 1, "file": 1, "group": 1, "unit": 4}),
    ],
)
def test_of_what_has_ended_the_name_is_kept(tmp_path, modern, sizes):
    """However many units a file has, memory holds one after another: here are the nodes that each part still holds at its end."""
    path = tmp_path / "a.xlf"
    path.write_text(many(50, modern=modern), encoding="utf-8")
    held = [
        (part.name, sum(node.line > 0 for node in part.walk())) for begins, part in Document(path).parts() if not begins
    ]
    assert {name: max(size for other, size in held if other == name) for name, _ in held} == sizes


def test_findings_come_in_order_of_the_document(findings):
    """What is wrong with a group shows when it ends, and is told before what stands in it; what repeats names the first, not the last."""
    document = CLASSIC.format(
        '<group id="g"><trans-unit id="1"><source>a</source><target state="x">b</target></trans-unit>\n<bad/>'
        '<group id="g"/></group>\n<trans-unit id="1"><source>a<bx id="1"/></source></trans-unit>'
    )
    assert [(item.line, item.unit, item.message) for item in findings(document)] == [
        (2, "", "<group> holds trans-unit, bad, group, which is not what it may, or not in this order"),
        (2, "1", "state of <target> cannot be 'x'; one of one's own begins with x-"),
        (3, "", "group id 'g' was used before, in line 2"),
        (4, "1", "unit id '1' was used before, in line 2"),
        (4, "1", "<bx> '1' has no <ex>"),
    ]
