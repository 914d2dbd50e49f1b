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
