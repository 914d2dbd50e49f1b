"""Pre-translation: candidates and terms where CAT tools look for them, and every other byte as it was."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from termbase.errors import InputError, OutputError
from termbase.formats import xliff
from termbase.model import Concept, Language, Match, Term, TermHit, TermStatus

CORE = "urn:oasis:names:tc:xliff:document:2.0"
NAMES = {"x": CORE, "mtc": xliff.document.MATCHES, "gls": xliff.document.GLOSSARY}
CONCEPT = Concept(
    "aleppo",
    (
        Term("Aleppo", Language("en")), Term("حلب", Language("ar")), Term("الشهباء", Language("ar"), TermStatus.ADMITTED),
        Term("هلب", Language("ar"), TermStatus.FORBIDDEN),
    ),
    definition="a <city>",
)  # fmt: skip


def matches(text, source, target):
    assert source == "en"
    return [
        Match(101, "context", text, {target: f"1 & {text}"}, "m.tmx"),
        Match(85, "fuzzy", f"{text}!", {"fr": "no", target: "2\x0b"}),
        Match(80, "fuzzy", text, {"fr": "no"}),
    ]


def terms(text, language):
    assert language == "en"
    start = text.find("Aleppo")
    return [TermHit(CONCEPT, CONCEPT.terms[0], start, start + 6, "Aleppo")] * 2 if start >= 0 else []


@pytest.fixture
def run(tmp_path):
    def pretranslate(data, **options):
        (tmp_path / "in.xlf").write_bytes(data if isinstance(data, bytes) else data.encode())
        done = xliff.pretranslate(tmp_path / "in.xlf", tmp_path / "out.xlf", matches, terms, **options)
        return (tmp_path / "out.xlf").read_bytes(), done

    return pretranslate


CLASSIC = """<?xml version="1.0"?>
<!-- kept --><xliff version='1.2'   xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en"
 target-language="ar" datatype="plaintext"><body>
  <trans-unit id="1">
    <source>in Aleppo</source>
    <target/>
    <note>&#65;&amp;<![CDATA[<]]></note>
  </trans-unit>
  <trans-unit id="2" approved="yes"><source>a</source><target>b</target></trans-unit>
  <trans-unit id="3" translate="no"><source>a</source></trans-unit>
  <trans-unit id="4"><source>a</source><target state="signed-off">b</target></trans-unit>
</body></file></xliff>
"""
MODERN = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ar">
 <file id="f"><unit id="u">
  <notes><note id="n">x</note></notes>
  <segment><source>in <pc id="s1">Aleppo</pc></source></segment>
  <segment id="own"><source>b</source></segment>
 </unit></file></xliff>
"""


def test_version_1_takes_alternatives_after_the_target(run):
    """In the order of the schema, indented like their neighbours, nothing else touched."""
    output, done = run(CLASSIC)
    added = (
        '\n    <alt-trans match-quality="101" alttranstype="proposal" origin="m.tmx"><source xml:lang="en">in Aleppo</source>'
        '<target xml:lang="ar" state-qualifier="exact-match">1 &amp; in Aleppo</target></alt-trans>'
        '\n    <alt-trans match-quality="85" alttranstype="proposal"><source xml:lang="en">in Aleppo!</source>'
        '<target xml:lang="ar" state-qualifier="fuzzy-match">2\n</target></alt-trans>'
    )
    assert output.decode() == CLASSIC.replace("<target/>", f"<target/>{added}")
    assert (done.segments, done.matched, done.matches, done.terms) == (1, 1, 2, 0)


def test_segments_of_version_1_are_named_in_the_alternatives(run):
    """`mid` says which segment an alternative is for."""
    output, done = run(
        '<xliff version="1.2"><file source-language="en" target-language="ar"><body><trans-unit id="1"><source>A. B.</source>'
        '<seg-source><mrk mtype="seg" mid="7">A.</mrk> <mrk mtype="seg" mid="8">B.</mrk></seg-source></trans-unit></body></file></xliff>'
    )
    found = etree.fromstring(output).iter("alt-trans")
    assert [(item.get("mid"), item.findtext("source")) for item in found] == [
        ("7", "A."),
        ("7", "A.!"),
        ("8", "B."),
        ("8", "B.!"),
    ]
    assert done.segments == 2


def test_version_2_takes_modules_at_the_start_of_the_unit(run):
    """Matches and terms point to the segment, which gets a name when it has none, and one that is free."""
    output, done = run(MODERN)
    unit = etree.fromstring(output).find(".//x:unit", NAMES)
    assert [etree.QName(item).localname for item in unit] == ["matches", "glossary", "notes", "segment", "segment"]
    assert [item.get("id") for item in unit.findall("x:segment", NAMES)] == ["s2", "own"]
    found = [
        (
            item.get("ref"),
            item.get("type"),
            item.get("similarity"),
            item.get("origin"),
            item.findtext("x:source", namespaces=NAMES),
        )
        for item in unit.iterfind("mtc:matches/mtc:match", NAMES)
    ]
    assert found == [
        ("#s2", "icm", "100", "m.tmx", "in Aleppo"), ("#s2", "tm", "85", None, "in Aleppo!"),
        ("#own", "icm", "100", "m.tmx", "b"), ("#own", "tm", "85", None, "b!"),
    ]  # fmt: skip
    assert unit.find("mtc:matches/mtc:match[2]/x:target/x:cp", NAMES).get("hex") == "000B"
    (entry,) = unit.iterfind("gls:glossary/gls:glossEntry", NAMES)
    assert [(etree.QName(item).localname, item.text) for item in entry] == [
        ("term", "Aleppo"), ("translation", "حلب"), ("translation", "الشهباء"), ("definition", "a <city>"),
    ]  # fmt: skip
    assert (done.segments, done.matched, done.matches, done.terms) == (2, 2, 4, 1)


def test_running_it_again_adds_nothing(run):
    """A file goes through the pipeline more than once."""
    for document in (CLASSIC, MODERN):
        once, _ = run(document)
        twice, done = run(once)
        assert twice == once
        assert (done.matched, done.matches, done.terms) == (0, 0, 0)


def test_entries_join_the_modules_that_are_there(run):
    """A unit has one of each; the prefixes are whatever the file calls them."""
    matched = (
        '<m:matches xmlns:m="urn:oasis:names:tc:xliff:matches:2.0"><m:match ref="#own"><source>q</source><target>r</target></m:match></m:matches>'
        '<glossary xmlns="urn:oasis:names:tc:xliff:glossary:2.0"><glossEntry><term>q</term><translation>r</translation></glossEntry></glossary>'
    )
    output, _ = run(MODERN.replace('<unit id="u">', f'<unit id="u">{matched}'))
    tree = etree.fromstring(output)
    assert len(tree.findall(".//mtc:matches", NAMES)) == len(tree.findall(".//gls:glossary", NAMES)) == 1
    assert len(tree.findall(".//mtc:match[x:source]", NAMES)) == 5
    assert len(tree.findall(".//gls:glossEntry", NAMES)) == 2


@pytest.mark.parametrize("document", [CLASSIC, MODERN])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "iso-8859-1", "us-ascii"])
def test_encoding_mark_and_line_ends_stay(tmp_path, document, encoding):
    """A byte that changes is a conflict in somebody's version control; what an encoding lacks is written as a reference."""
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-be")}"?>'
    text = (declared + document[document.index("?>") + 2 :] if "?>" in document else declared + document).replace(
        "\n", "\r\n"
    )
    if encoding == "utf-16-be":
        text = "\ufeff" + text
    original = text.encode(encoding)
    (tmp_path / "in.xlf").write_bytes(original)
    xliff.pretranslate(tmp_path / "in.xlf", tmp_path / "out.xlf", matches, terms)
    output = (tmp_path / "out.xlf").read_bytes()
    rest = iter(output)
    assert all(byte in rest for byte in original)
    assert etree.fromstring(output) is not None
    assert output != original
    xliff.pretranslate(tmp_path / "in.xlf", tmp_path / "none.xlf", lambda *_: [], lambda *_: [])
    assert (tmp_path / "none.xlf").read_bytes() == original


SPACE = st.text(" \n\t", max_size=3)
ODD = st.sampled_from(["<!--<unit>-->", "<?p >?>", ""])
ATTRIBUTE = st.sampled_from(["", ' name="a>b"', " name='\"/'"])


@given(st.lists(st.tuples(SPACE, ODD, ATTRIBUTE, st.booleans()), min_size=1, max_size=5), st.booleans())
def test_splices_land_between_elements_whatever_the_layout(tmp_path_factory, rows, prefixed):
    """Taking the additions out gives the file that was put in: comments, quotes and `>` in values deceive no offset."""
    folder = tmp_path_factory.mktemp("splice")
    prefix = "k:" if prefixed else ""
    units = "".join(
        f"{space}{odd}<{prefix}unit{name}\n id='u{number}'>{space}{odd}<{prefix}segment{space or ' '}id='s{number}'>"
        f"<{prefix}source>{'in Aleppo' if term else 'é'}</{prefix}source></{prefix}segment>{odd}</{prefix}unit>"
        for number, (space, odd, name, term) in enumerate(rows)
    )
    original = (
        f'<{prefix}xliff xmlns{":k" if prefixed else ""}="{NAMES["x"]}" version="2.0" srcLang="en" trgLang="ar">'
        f"<{prefix}file id='f'>{units}</{prefix}file></{prefix}xliff>"
    ).encode()
    (folder / "in.xlf").write_bytes(original)
    done = xliff.pretranslate(folder / "in.xlf", folder / "out.xlf", matches, terms)
    assert (done.matched, done.terms) == (len(rows), sum(term for *_, term in rows))
    tree = etree.parse(folder / "out.xlf")
    assert len(tree.findall(".//x:unit/mtc:matches/mtc:match/x:target", NAMES)) == 2 * len(rows)
    for added in (*tree.iterfind(".//mtc:matches", NAMES), *tree.iterfind(".//gls:glossary", NAMES)):
        parent, before = added.getparent(), added.getprevious()
        if before is None:  # the margin before an addition is a copy of what follows it
            parent.text = added.tail
        else:
            before.tail = added.tail
        added.tail = None
        parent.remove(added)
    assert etree.tostring(tree, method="c14n") == etree.tostring(etree.fromstring(original), method="c14n")


@pytest.mark.parametrize(
    ("document", "added"),
    [
        (MODERN.replace(' trgLang="ar"', ""), ' trgLang="fr"'),
        (CLASSIC.replace('target-language="ar"', ""), 'xml:lang="fr"'),
    ],
)
def test_a_file_that_names_no_target_language_is_given_one(run, document, added):
    """Freshly extracted files have none; guessing is not ours."""
    with pytest.raises(InputError, match="no target language"):
        run(document)
    output, _ = run(document, language="fr")
    assert added in output.decode()


def test_the_input_is_never_written_over(tmp_path):
    """Not through another name for it either, and not when something fails half-way."""
    path = tmp_path / "a.xlf"
    path.write_text(CLASSIC, encoding="utf-8")
    (tmp_path / "b.xlf").symlink_to(path)
    for output in (path, tmp_path / "b.xlf"):
        with pytest.raises(OutputError, match="the input itself"):
            xliff.pretranslate(path, output, matches)
    path.write_text(CLASSIC[:-20], encoding="utf-8")
    with pytest.raises(InputError, match="not well-formed"):
        xliff.pretranslate(path, tmp_path / "c.xlf", matches)
    assert not (tmp_path / "c.xlf").exists()


def test_elements_from_entities_are_refused(run):
    """They stand at no place of the file, so nothing can be put beside them."""
    with pytest.raises(InputError, match="entities that stand for elements"):
        run(
            "<!DOCTYPE xliff [<!ENTITY e \"<trans-unit id='1'><source>a</source></trans-unit>\">]>"
            + CLASSIC[21:].replace("<body>", "<body>&e;")
        )


def test_every_sample_stays_as_it_was_but_for_the_additions(shared, tmp_path):
    """Files of nine tools: their bytes in order, their units as they read before, valid ones valid by our own rules."""
    samples = sorted((shared / "evaluation/formats/samples/xliff").iterdir())
    done = 0
    for path in samples:
        try:
            before = list(xliff.read(path, problems=[]))
        except InputError:
            continue
        output = tmp_path / path.name
        xliff.pretranslate(
            path,
            output,
            lambda text, _, target: [Match(90, "fuzzy", text, {target: text[::-1] + " &<"}, "m")],
            language="ar",
        )
        rest = iter(output.read_bytes())
        assert all(byte in rest for byte in path.read_bytes()), path.name
        after = [
            [variant.segment.content or variant.text for variant in unit.variants]
            for unit in xliff.read(output, problems=[])
        ]
        assert after == [[variant.segment.content or variant.text for variant in unit.variants] for unit in before], (
            path.name
        )
        assert bool(list(xliff.validate(output))) <= bool(list(xliff.validate(path))), path.name
        done += 1
    assert done > 100


@pytest.mark.parametrize("document", [CLASSIC, MODERN])
def test_compressed_files_are_read_and_written(tmp_path, document):
    """The text is the one that an unpacked file gives; whether the output is packed is for its name to say."""
    (tmp_path / "in.xlf").write_text(document, encoding="utf-8")
    (tmp_path / "in.xlf.gz").write_bytes(gzip.compress(document.encode()))
    outputs = []
    for name, output in (
        ("in.xlf", "a.xlf"),
        ("in.xlf.gz", "b.xlf"),
        ("in.xlf.gz", "c.xlf.gz"),
        ("in.xlf", "d.xlf.gz"),
    ):
        xliff.pretranslate(tmp_path / name, tmp_path / output, matches, terms)
        data = (tmp_path / output).read_bytes()
        outputs.append(gzip.decompress(data) if output.endswith(".gz") else data)
    assert len(set(outputs)) == 1
    assert (tmp_path / "c.xlf.gz").read_bytes() == (tmp_path / "d.xlf.gz").read_bytes()
    assert [unit.variants[0].text for unit in xliff.read(tmp_path / "in.xlf.gz")] == [
        unit.variants[0].text for unit in xliff.read(tmp_path / "in.xlf")
    ]
    assert list(xliff.validate(tmp_path / "in.xlf.gz")) == list(xliff.validate(tmp_path / "in.xlf"))
