"""Facts about formats and tools that implementers get wrong and no other test here holds, each as a test."""

from __future__ import annotations

import unicodedata

import pytest
from lxml import etree

from termbase import Memory
from termbase.formats import detect, omegat, po, srx, tbx, tmx, xliff
from termbase.model import Annotation, Code, Concept, Language, Segment, Term, Unit, Variant

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" '
    'datatype="plaintext"/>'
)
PAIR = '<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ar"><seg>ا</seg></tuv></tu>'


@pytest.fixture
def memory(tmp_path):
    """A function that writes a memory and gives its path."""

    def write(body, header=HEADER, version="1.4"):
        path = tmp_path / "m.tmx"
        path.write_text(f'<tmx version="{version}">{header}<body>{body}</body></tmx>', encoding="utf-8")
        return path

    return write


def unit(source, target, number=1, *, props=()):
    """A unit of English and Arabic, of one document."""
    notes = (
        Annotation("prop", "r", {"type": "x-origin"}),
        *(Annotation("prop", text, {"type": kind}) for kind, text in props),
    )
    return Unit(
        (Variant(Segment(source, Language("en"))), Variant(Segment(target, Language("ar")))), f"u{number}", annotations=notes
    )  # fmt: skip


def exported(tmp_path, flavour, units):
    """The root of an export, by another parser."""
    path = tmp_path / "out.tmx"
    tmx.export(path, units, source="en", target="ar", flavour=flavour)
    return etree.parse(path, etree.XMLParser(no_network=True, load_dtd=False)).getroot()


# TMX


def test_a_file_without_header_gains_what_is_required(memory, tmp_path):
    """OmegaT 6 rejects the whole file, OmegaT 3.6 matches nothing."""
    units = list(tmx.read(memory(PAIR, header="<header/>")))
    header = exported(tmp_path, "generic", units).find("header")
    assert set(header.keys()) >= {
        "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype",
    }  # fmt: skip


def test_the_header_holds_its_children_in_any_order(memory):
    inside = '<ude name="u"><map unicode="#xF8FF"/></ude><prop type="p">1</prop><note>n</note><ude name="v"><map unicode="#xF8FF"/></ude>'
    assert list(tmx.validate(memory(PAIR, HEADER.replace("/>", f">{inside}</header>")))) == []


@pytest.mark.parametrize(
    ("version", "attribute", "sound"),
    [("1.1", "lang", True), ("1.1", "xml:lang", False), ("1.2", "lang", True), ("1.3", "lang", False), ("1.4", "xml:lang", True)],
)  # fmt: skip
def test_each_version_has_its_attribute_of_the_language(memory, version, attribute, sound):
    """`xml:lang` came with 1.3."""
    found = list(tmx.validate(memory(PAIR.replace("xml:lang", attribute), version=version)))
    assert [item.message for item in found if "lacks" in item.message] == (
        [] if sound else [f"<tuv> lacks the attribute {'lang' if version == '1.1' else 'xml:lang'}"] * 2
    )


@pytest.mark.parametrize(
    ("codes", "fault"),
    [
        ('<bpt i="1" x="1">b</bpt><ept i="1">b</ept>', ""),
        ('<bpt i="1" x="1">b</bpt><ept i="1" x="1">b</ept>', "<ept> has no attribute x"),
        ('<bpt x="1">b</bpt><ept i="1">b</ept>', "<bpt> lacks the attribute i"),
        ('<it pos="begin" x="1">b</it>', ""),
        ('<it pos="open" x="1">b</it>', "pos='open' in <it> is none of begin, end"),
        ('<ph x="1" assoc="p">b<sub>c</sub></ph>', ""),
        ("<sub>c</sub>", "<sub> does not belong in <seg>"),
        ('<hi type="t">b<sub>c</sub></hi>', "<sub> does not belong in <hi>"),
        ('<ph x="1">b<hi>c</hi></ph>', "<hi> does not belong in <ph>"),
    ],
)
def test_inline_codes_have_each_their_attributes_and_place(memory, codes, fault):
    """`x` stands on the start alone, positions are begin and end (in XLIFF open and close), and text flows in native code only."""
    found = list(tmx.validate(memory(PAIR.replace(">a<", f">{codes}a<").replace(">ا<", f">{codes}ا<"))))
    assert {item.message for item in found if item.rule == "TB851"} == ({fault} if fault else set())


@pytest.mark.parametrize("name", ["datatype", "o-tmf"])
def test_some_attributes_are_free_text(memory, name):
    """The specification lists values, the document type does not restrict them."""
    header = HEADER.replace('datatype="plaintext"', 'datatype="any thing"').replace('o-tmf="t"', 'o-tmf="any thing"')
    assert f'{name}="any thing"' in header
    assert list(tmx.validate(memory(PAIR, header))) == []


@pytest.mark.parametrize("name", ["segtype", "srclang"])
def test_a_unit_may_say_what_a_variant_may_not(memory, name):
    value = {"segtype": "phrase", "srclang": "ar"}[name]
    assert list(tmx.validate(memory(PAIR.replace("<tu>", f'<tu {name}="{value}">')))) == []
    (found,) = tmx.validate(memory(PAIR.replace("<tuv", f'<tuv {name}="{value}"', 1)))
    assert found.message == f"<tuv> has no attribute {name}"


def test_the_version_is_1_4_and_not_1_4b(memory, tmp_path):
    (found,) = tmx.validate(memory(PAIR, version="1.4b"))
    assert "'1.4b' is none of" in found.message
    assert exported(tmp_path, "generic", [unit("a", "ا")]).get("version") == "1.4"


def test_the_source_language_is_compared_without_case(memory):
    assert list(tmx.validate(memory(PAIR, HEADER.replace('srclang="en"', 'srclang="EN"')))) == []


def test_a_unit_s_source_language_goes_before_the_header_s(memory):
    other = PAIR.replace('"en"', '"fr"')
    assert [found.rule for found in tmx.validate(memory(other))] == ["TB854"]
    assert list(tmx.validate(memory(other.replace("<tu>", '<tu srclang="fr">')))) == []
    assert list(tmx.validate(memory(other.replace("<tu>", '<tu srclang="*all*">')))) == []


def test_a_memory_serves_the_other_direction(memory, tmp_path):
    """Whatever language a file calls its source: several tools ignore it, too."""
    units = list(tmx.read(memory(PAIR)))
    path = tmp_path / "back.tmx"
    tmx.export(path, units, source="ar", target="en", flavour="omegat")
    (found,) = tmx.read(path)
    assert [str(item.language) for item in found.variants] == ["ar", "en"]


@pytest.mark.parametrize(
    "date", ["2024-01-02T03:04:05Z", "20240102T030405UTC", "19000101T000000Z", "20240102T030405", "yesterday"]
)
def test_dates_that_others_write_are_read_and_kept(memory, tmp_path, date):
    path = memory(PAIR.replace("<tu>", f'<tu changedate="{date}">'))
    (found,) = tmx.read(path)
    assert exported(tmp_path, "generic", [found]).find("body/tu").get("changedate") == date
    sound = date == "19000101T000000Z"
    assert [finding.rule for finding in tmx.validate(path)] == ([] if sound else ["TB853"])


def test_an_identifier_twice_is_told_and_both_units_are_kept(memory):
    body = PAIR.replace("<tu>", '<tu tuid="1" creationid="Jo Doe" usagecount="3" lastusagedate="20240101T000000Z">')
    path = memory(body + body.replace(">a<", ">b<"))
    assert [found.message for found in tmx.validate(path)] == ["tuid '1' is that of line 1, too"]
    assert [(item.id, item.attributes["creationid"], item.attributes["usagecount"]) for item in tmx.read(path)] == [
        ("1", "Jo Doe", "3")
    ] * 2


def test_codes_may_be_counted_from_nought(memory):
    """As OmegaT does."""
    coded = PAIR.replace(">a<", '><bpt i="0" x="0">x</bpt>a<ept i="0">x</ept><').replace(
        ">ا<", '><bpt i="0" x="0">x</bpt>ا<ept i="0">x</ept><'
    )
    assert list(tmx.validate(memory(coded))) == []


def test_nothing_is_indented_within_a_segment(tmp_path):
    """Pretty-printing broke the matching of OmegaT."""
    content = ("a ", Code("hi", {}, ("b", Code("ph", {"x": "1"}))), " c ")
    path = tmp_path / "out.tmx"
    tmx.export(path, [Unit((Variant(Segment("a b c ", Language("en"), content)),))], source="en")
    assert b'<seg>a <hi>b<ph x="1"></ph></hi> c </seg>' in path.read_bytes()


def test_what_is_not_normalised_stays_so(tmp_path):
    """Arabic in the wild has the shadda before the vowel sign, which normalisation turns round."""
    text = "بث\u0651\u064e"
    assert unicodedata.normalize("NFC", text) != text
    for flavour in tmx.FLAVOURS:
        root = exported(tmp_path, flavour, [unit("a", text)])
        assert root.findtext("body/tu/tuv[2]/seg") == text


def test_what_is_not_normalised_is_found_all_the_same(tmp_path):
    """An eighth of a public memory in Arabic is not normalised; matching must not care, and gives the text back as it was."""
    text = "بث\u0651\u064e"
    found = Memory.open(f"sqlite:///{tmp_path / 'm.sqlite'}")
    found.replace("here", [unit("a", text)])
    (match,) = found.lookup(unicodedata.normalize("NFC", text), source="ar", targets=["en"], minimum=100)
    found.close()
    assert (match.source, match.score) == (text, 100)


# Conventions of CAT tools


def test_studio_doubles_the_bar_in_context(tmp_path):
    root = exported(tmp_path, "trados", [unit("a|b", "ا"), unit("c", "ب", 2)])
    contexts = [prop.text for prop in root.iter("prop") if prop.get("type") == "x-ContextContent"]
    assert contexts == ["a||b |  | ا | "]


def test_studio_reads_properties_as_typed_fields(tmp_path):
    """What is typed already and what is Studio's own stays."""
    props = [("x-Domain:Integer", "1"), ("x-Context", "1, 2"), ("x-Context", "3, 4"), ("mine", "x")]
    root = exported(tmp_path, "trados", [unit("a", "ا", props=props)])
    assert [prop.get("type") for prop in root.find("body/tu").iterfind("prop")] == [
        "x-origin:SingleString", "x-Domain:Integer", "x-Context", "x-Context", "x-mine:SingleString",
    ]  # fmt: skip
    assert (root.find("header").get("o-tmf"), root.find("header").get("datatype")) == ("SDL TM8 Format", "xml")


def test_memoq_gets_context_as_escaped_segments_of_the_source(tmp_path):
    root = exported(tmp_path, "memoq", [unit("a & b", "ا"), unit("c", "ب", 2)])
    source, target = root.findall("body/tu")[1].findall("tuv")
    assert [(prop.get("type"), prop.text) for prop in source.iterfind("prop")] == [
        ("x-context-pre", "<seg>a &amp; b</seg>")
    ]
    assert target.find("prop") is None
    assert {prop.get("type") for prop in root.find("header").iterfind("prop")} >= {
        "defclient",
        "defproject",
        "defdomain",
        "defsubject",
    }


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("context_prev", "tuv"), ("context_next", "tuv"), ("x-context-pre", "tuv"), ("filename", "tu"), ("x-previous-source-text", "tu"),
        ("previousMd5Segment", "tu"), ("nextMd5Checksum", "tu"), ("context", "tu"), ("client", "tu"), ("x-ice", "tu"),
    ],
)  # fmt: skip
def test_context_of_every_tool_stays_where_it_stands(memory, tmp_path, kind, where):
    """Phrase, memoQ, XTM, GlobalLink, Transifex, Weblate and OmegaT name it each in its own way."""
    prop = f'<prop type="{kind}">x</prop>'
    body = PAIR.replace("<tu>", f"<tu>{prop}") if where == "tu" else PAIR.replace("<seg>a", f"{prop}<seg>a")
    root = exported(tmp_path, "generic", tmx.read(memory(body)))
    assert [(item.getparent().tag, item.text) for item in root.find("body").iter("prop")] == [(where, "x")]


def test_the_regions_of_wordfast_do_not_hide_its_languages(memory):
    """Wordfast Classic writes AR-01; the tag is kept and serves the bare language."""
    (found,) = tmx.read(memory(PAIR.replace('"ar"', '"AR-01"')))
    assert str(found.variant("ar").language) == "AR-01"


# TBX


@pytest.mark.parametrize("flavour", sorted(tbx.FLAVOURS))
def test_identifiers_in_tbx_are_names_and_unique(tmp_path, flavour):
    """XML takes no leading digit and no space."""
    names = ["1 st", "1-st", "a", "عين", "c-1-st"]
    path = tmp_path / "g.tbx"
    tbx.write_concepts(path, [Concept(name, (Term("x", Language("en")),)) for name in names], flavour=flavour)
    assert list(tbx.validate(path)) == []
    assert [concept.id for concept in tbx.read_concepts(path)] == names


# Glossaries of OmegaT


def test_omegat_passes_over_comments_and_single_columns(tmp_path):
    path = tmp_path / "g.utf8"
    path.write_text("# en to fr\none\tun\tnumber\nalone\n\n two\tdeux\n", encoding="utf-8")
    found = [[term.text for term in concept.terms] for concept in omegat.read_concepts(path, target="fr")]
    assert found == [["one", "un"], ["two", "deux"]]


def test_a_term_that_begins_like_a_comment_is_written_for_omegat(tmp_path):
    """It would be passed over."""
    path = tmp_path / "g.utf8"
    omegat.write_concepts(
        path, [Concept("c", (Term("#tag", Language("en")), Term("وسم", Language("ar"))))], source="en"
    )
    (found,) = omegat.read_concepts(path, target="ar")
    assert [term.text for term in found.terms] == ["#tag", "وسم"]


def test_a_line_separator_within_a_cell_ends_no_line_for_omegat(tmp_path):
    """Word processors put it there."""
    path = tmp_path / "g.utf8"
    path.write_bytes("one\tun\u2028deux\tnote\r\ntwo\tdeux\r\n".encode())
    found = [[term.text for term in concept.terms] for concept in omegat.read_concepts(path, target="fr")]
    assert found == [["one", "un\u2028deux"], ["two", "deux"]]


def test_omegat_takes_the_first_row_of_a_comma_separated_glossary_for_an_entry(tmp_path):
    """It knows no headings."""
    path = tmp_path / "g.csv"
    path.write_text('en,fr\n"a ""b"", c",d,note\n', encoding="utf-8")
    found = [[term.text for term in concept.terms] for concept in omegat.read_concepts(path, target="fr")]
    assert found == [["en", "fr"], ['a "b", c', "d"]]


@pytest.mark.parametrize(
    ("name", "encoding"), [("g.utf8", "utf-8"), ("g.txt", "utf-8-sig"), ("g.txt", "utf-16"), ("g.tab", "utf-8-sig")]
)
def test_a_mark_tells_the_encoding_of_a_glossary(tmp_path, name, encoding):
    path = tmp_path / name
    path.write_bytes("Aleppo\tحلب\n".encode(encoding))
    (found,) = omegat.read_concepts(path, target="ar")
    assert [term.text for term in found.terms] == ["Aleppo", "حلب"]


def test_a_glossary_for_omegat_comes_in_the_tbx_that_it_reads(glossary, tmp_path):
    """Version 2 alone; a file of version 3 raises an error in it."""
    path = tmp_path / "g.tbx"
    tbx.write_concepts(path, glossary, flavour="v2")
    assert etree.parse(path, etree.XMLParser(load_dtd=False, no_network=True)).getroot().tag == "martif"


# SRX

RULES = """<srx version="{version}" xmlns="http://www.lisa.org/srx{number}"><header segmentsubflows="yes"{cascade}/><body><languagerules>
<languagerule languagerulename="A">{rules}</languagerule></languagerules>
<maprules>{before}<languagemap languagepattern="{pattern}" languagerulename="A"/>{after}</maprules></body></srx>"""
BREAK = '<rule break="yes"><beforebreak>\\.</beforebreak><afterbreak>\\s</afterbreak></rule>'
EXCEPTION = '<rule break="no"><beforebreak>Mr\\.</beforebreak><afterbreak>\\s</afterbreak></rule>'


def breaks(text, language="en", *, rules=BREAK, pattern=".*", old=False):
    """Where the rules break a text."""
    document = RULES.format(
        version="1.0" if old else "2.0", number="10" if old else "20", cascade="" if old else ' cascade="yes"', rules=rules, pattern=pattern,
        before='<maprule maprulename="Default">' if old else "", after="</maprule>" if old else "",
    )  # fmt: skip
    return list(srx.parse(document.encode()).segmenter(language).breaks(text))


def test_the_first_rule_that_fits_decides():
    """An exception behind its rule is none."""
    assert breaks("Mr. X. Y", rules=EXCEPTION + BREAK) == [6]
    assert breaks("Mr. X. Y", rules=BREAK + EXCEPTION) == [3, 6]


def test_rules_of_the_first_version_are_read():
    """It has no `cascade` and wraps its maps."""
    assert breaks("Mr. X. Y", rules=EXCEPTION + BREAK, old=True) == [6]


@pytest.mark.parametrize(("pattern", "language", "covers"), [
    ("EN.*", "en-GB", True), ("en", "en-GB", False), ("ja*", "ja", True), ("ja*", "ja-JP", False), (".*_two", "en_two", True), (".*_two", "en", False),
])  # fmt: skip
def test_a_pattern_covers_the_whole_code_whatever_its_case(pattern, language, covers):
    assert bool(breaks("A. B", language, pattern=pattern)) == covers


# XLIFF


@pytest.mark.parametrize("quality", ["85.5", "100%", "high"])
def test_the_quality_of_an_alternative_is_any_text(tmp_path, quality):
    path = tmp_path / "a.xlf"
    path.write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" target-language="ar" '
        'datatype="plaintext"><body><trans-unit id="1"><source>a</source>'
        f'<alt-trans match-quality="{quality}"><target>ب</target></alt-trans></trans-unit></body></file></xliff>',
        encoding="utf-8",
    )
    assert list(xliff.validate(path)) == []
    (found,) = xliff.read(path)
    assert [item.text for item in found.variants] == ["a"]


def xliff_faults(tmp_path, document):
    """What is wrong with an XLIFF document."""
    path = tmp_path / "a.xlf"
    path.write_text(document, encoding="utf-8")
    return [item.message for item in xliff.validate(path)]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<source><it id="1" pos="open">b</it></source>', ""),
        ('<source><it id="1" pos="begin">b</it></source>', "pos of <it> cannot be 'begin'"),
        ('<source>a</source><target state="needs-review-l10n" state-qualifier="leveraged-tm">b</target>', ""),
        ('<source>a</source><alt-trans alttranstype="rejected"><target>c</target></alt-trans>', ""),
        ('<source>a</source><alt-trans alttranstype="old"><target>c</target></alt-trans>', "alttranstype of <alt-trans> cannot be 'old'"),
    ],
)  # fmt: skip
def test_xliff_1_has_words_of_its_own(tmp_path, body, fault):
    """Positions are open and close, in TMX begin and end; what an alternative is has five names."""
    document = (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" target-language="ar" '
        f'datatype="plaintext"><body><trans-unit id="1">{body}</trans-unit></body></file></xliff>'
    )
    found = xliff_faults(tmp_path, document)
    assert any(message.startswith(fault) for message in found) if fault else found == []


@pytest.mark.parametrize(
    ("match", "segment", "target", "fault"),
    [
        ('ref="#s" similarity="100.0" matchQuality="0" matchSuitability="99.9" type="icm"', ' state="final"', "", ""),
        ('ref="#s"', "", ' state="final"', "<target> has no attribute state"),
        ('similarity="1"', "", "", "<match> has no ref"),
        ('ref="#s" matchQuality="100.1"', "", "", "matchQuality cannot be '100.1'"),
        ('ref="#s" matchSuitability="-1"', "", "", "matchSuitability cannot be '-1'"),
        ('ref="#s" type="fuzzy"', "", "", "type of <match> cannot be 'fuzzy'"),
    ],
)
def test_xliff_2_says_where_states_and_scores_stand(tmp_path, match, segment, target, fault):
    """The state is the segment's, never the target's; scores run from 0 to 100; a match points to what it is for."""
    modules = f'<m:matches xmlns:m="urn:oasis:names:tc:xliff:matches:2.0"><m:match {match}><source>a</source><target>b</target></m:match></m:matches>'
    part = f'<segment id="s"{segment}><source>a</source><target{target}>b</target></segment>'
    document = (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ar"><file id="f">'
        '<unit id="u">{}{}</unit></file></xliff>'
    )
    found = xliff_faults(tmp_path, document.format(modules, part))
    assert any(message.startswith(fault) for message in found) if fault else found == []
    behind = xliff_faults(tmp_path, document.format(part, modules))
    assert any("<unit> holds segment, other" in message for message in behind)


# PO

CATALOGUE = (
    '# head\nmsgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    '#| msgid "old"\n#, fuzzy\nmsgid "a"\nmsgstr "ا"\n\nmsgid "b"\nmsgstr "ب"\n\n#~ msgid "c"\n#~ msgstr "ج"\n'
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_reading_a_catalogue_leaves_it_alone(tmp_path, line_end):
    """The usual library changes 30 of 38 files when it loads and saves them. The header is no unit; both line ends are read."""
    path = tmp_path / "ar.po"
    path.write_bytes(CATALOGUE.replace("\n", line_end).encode())
    before = path.read_bytes()
    assert detect.detect(path) == "po"
    assert [[item.text for item in found.variants] for found in po.read(path)] == [["a"], ["b", "ب"]]
    list(po.validate(path))
    assert path.read_bytes() == before


def test_the_swapped_forms_of_an_old_tool_are_told_by_their_expression(tmp_path):
    """Older catalogues have Arabic's fifth and sixth form the other way round: the expression decides, never the number."""
    rule = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? {} : n%100>=11 ? {} : {};"
    for few, many, other in ((3, 4, 5), (4, 3, 5)):
        path = tmp_path / "ar.po"
        forms = {0: "لا", 1: "واحد", 2: "اثنان", few: "قليل", many: "كثير", other: "آخر"}
        path.write_text(
            'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            f'"Plural-Forms: {rule.format(few, many, other)}\\n"\n\nmsgid "one"\nmsgid_plural "several"\n'
            + "".join(f'msgstr[{number}] "{forms[number]}"\n' for number in range(6)),
            encoding="utf-8",
        )
        assert [found.variants[1].text for found in po.read(path)] == ["واحد", "قليل"]
