"""Facts about TMX that implementers get wrong, each as a test."""

from __future__ import annotations

import gzip
import io
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from termbase.errors import InputError, UsageError
from termbase.formats import tmx
from termbase.formats.tmx import plain
from termbase.formats.tmx.parser import plain_text
from termbase.model import Annotation, Code, Language, Segment, Unit, Variant

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" '
    'datatype="plaintext"/>'
)


def document(body, *, version="1.4", header=HEADER, head=""):
    """A TMX document around units."""
    return f'<?xml version="1.0"?>\n{head}<tmx version="{version}">{header}<body>{body}</body></tmx>'


def unit(source="Peace.", target="سلام.", *, inside="", attributes=""):
    """A unit of two variants."""
    return (
        f'<tu{attributes}>{inside}<tuv xml:lang="en"><seg>{source}</seg></tuv>'
        f'<tuv xml:lang="ar"><seg>{target}</seg></tuv></tu>'
    )


@pytest.fixture
def file(tmp_path):
    """A function that writes a file and gives its path."""

    def write(content, name="m.tmx"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def load(path):
    """The units of a file and what was wrong with it."""
    problems = []
    return list(tmx.read(path, problems=problems)), problems


def rewritten(path):
    """What reading and writing make of a file."""
    reader = tmx.Reader(path)
    units = list(reader)
    stream = io.BytesIO()
    tmx.write_stream(stream, units, reader.header)
    return stream.getvalue().decode()


# Reading


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256"])
def test_every_encoding_that_tools_write_is_read(file, encoding):
    """UTF-16 is what memoQ exports, code pages what older tools write; the declaration may lie about UTF-16 without a mark."""
    declared = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "cp1256": "windows-1256"}.get(encoding, encoding)
    text = document(unit()).replace('version="1.0"', f'version="1.0" encoding="{declared}"', 1)
    units, _ = load(file(text.encode(encoding)))
    assert [item.text for item in units[0].variants] == ["Peace.", "سلام."]


def test_compressed_files_are_read(file):
    units, problems = load(file(gzip.compress(document(unit()).encode()), "m.tmx.gz"))
    assert (len(units), problems) == (1, [])


def test_language_tags_stay_as_they_are_written(file):
    """en_GB, EN-us and eng are other people's; only matching takes them alike."""
    text = document(unit().replace('"en"', '"en_GB"').replace('"ar"', '"AR-01"'))
    (found,), _ = load(file(text))
    assert [str(item.language) for item in found.variants] == ["en_GB", "AR-01"]
    assert found.variant("ar").text == "سلام."


def test_the_old_language_attribute_is_read_and_kept(file):
    """TMX 1.1 has `lang`; where both stand, `xml:lang` wins."""
    old = file(document(unit().replace("xml:lang", "lang"), version="1.1"))
    assert 'tuv lang="en"' in rewritten(old)
    assert "xml:lang" not in rewritten(old)
    both = file(document(unit().replace('xml:lang="en"', 'lang="de" xml:lang="en"')))
    (found,), _ = load(both)
    assert found.variants[0].language == "en"
    assert 'xml:lang="en" lang="de"' in rewritten(both)


def test_native_code_is_no_text_and_text_under_hi_is(file):
    source = 'A <bpt i="1">&lt;b&gt;</bpt>bold<ept i="1">&lt;/b&gt;</ept> <hi type="term">word<ph>%s</ph></hi>.'
    (found,), _ = load(file(document(unit(source))))
    assert found.variants[0].text == "A bold word."
    assert source in rewritten(file(document(unit(source))))


def test_text_within_native_code_survives(file):
    source = 'See<ph x="1">{\\footnote <sub type="f">First <hi>sub</hi> flow.</sub>}</ph> below.'
    assert source in rewritten(file(document(unit(source))))


def test_properties_keep_order_and_repetition(file):
    """Studio repeats x-Context up to 180 times; a dictionary would keep one."""
    props = "".join(f'<prop type="x-Context">{number}, 0</prop>' for number in range(180))
    (found,), _ = load(file(document(unit(inside=f"<note>n</note>{props}<note>m</note>"))))
    assert [note.text for note in found.props] == [f"{number}, 0" for number in range(180)]
    assert found.notes == ("n", "m")


def test_the_header_keeps_notes_properties_and_encodings(file):
    inside = '<note>n</note><prop type="p">1</prop><ude name="u"><map unicode="#xF8FF" code="#xF0"></map></ude>'
    header = HEADER.replace("/>", f">{inside}</header>")
    path = file(document(unit(), header=header))
    assert [note.kind for note in tmx.read_header(path).annotations] == ["note", "prop", "ude"]
    assert '<map unicode="#xF8FF" code="#xF0">' in rewritten(path)


def test_elements_that_tmx_does_not_know_are_kept(file):
    foreign = '<x:extra xmlns:x="urn:x" a="&lt;">b<x:c>d</x:c></x:extra>'
    inline = 'a <g id="1">b</g> <x id="2"></x>'
    text = rewritten(file(document(unit(inline, inside=foreign))))
    assert foreign in text
    assert inline in text


def test_comments_and_instructions_are_passed_over(file):
    body = f"<!-- <tu> </tu> -->{unit('keep<!-- x --> this<?pi y?>.')}<?app z?><!-- {unit()} -->{unit()}"
    units, problems = load(file(document(body)))
    assert [item.variants[0].text for item in units] == ["keep this.", "Peace."]
    assert not problems


def test_white_space_in_a_segment_is_text(file):
    source = "  two \n\tlines "
    (found,), _ = load(file(document(unit(source))))
    assert found.variants[0].text == source


def test_namespaces_and_prefixes_do_not_hinder(file):
    plain_space = document(unit()).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ')
    prefixed = plain_space.replace("xmlns=", "xmlns:t=")
    for name in ("tmx", "body", "tuv", "tu", "seg"):
        for end in (" ", ">"):
            prefixed = prefixed.replace(f"<{name}{end}", f"<t:{name}{end}").replace(
                f"</{name}{end}", f"</t:{name}{end}"
            )
    prefixed = prefixed.replace("<header", "<t:header")
    assert len(load(file(plain_space))[0]) == len(load(file(prefixed))[0]) == 1


def test_places_are_those_of_the_file(file):
    """In Windows line ends, behind Arabic, and whether the unit was plain or not."""
    body = f"\r\n{unit()}\r\n  {unit('<ph/>a')} {unit()}"
    first, second, third = load(file(document(body)))[0]
    assert (first.place.line, first.place.column) == (3, 1)
    assert (second.place.line, second.place.column) == (4, 3)
    assert second.variants[0].segment.place.column == 3 + len('<tu><tuv xml:lang="en">')
    assert third.place.column == 3 + len(unit("<ph/>a")) + 1


# Damage


@pytest.mark.parametrize(
    ("source", "text", "message"),
    [
        ("a\x0bb", "a\nb", "U+000B"),
        ("a&#x1F;b", "a\u00adb", "&#x1F;"),
        ("a&nbsp;b", "a\u00a0b", "&nbsp;"),
        ("R&D unit", "R&D unit", "ampersand"),
        ("5 < 6", "5 < 6", "angle bracket"),
        ("a\ufffeb", "ab", "U+FFFE"),
    ],
)  # fmt: skip
def test_what_can_be_mended_is_mended_and_told(file, source, text, message):
    """One pasted character makes OmegaT drop the whole memory."""
    path = file(document(unit() + "\n" + unit(source) + unit()))
    units, (problem,) = load(path)
    assert [item.variants[0].text for item in units] == ["Peace.", text, "Peace."]
    assert message in problem.message
    assert problem.line == 3
    with pytest.raises(InputError) as error:
        list(tmx.read(path))
    assert (error.value.line, bool(error.value.help)) == (3, True)


@pytest.mark.parametrize(
    "bad",
    [
        "<tu><tuv xml:lang='en'><seg>a</tuv></tu>",
        "<tu><tuv",
        '<tu a="1" a="2"></tu>',
        "<tu><tuv xml:lang='en'><seg>a</seg></tuv>",
        "<tu><tuv xml:lang='en'><seg>a ",
    ],
)
def test_a_unit_that_cannot_be_mended_is_left_out_and_the_rest_is_kept(file, bad):
    units, problems = load(file(document(unit("One.") + bad + unit("Two."))))
    assert [item.variants[0].text for item in units] == ["One.", "Two."]
    assert problems


def test_a_file_cut_off_keeps_its_whole_units(file):
    text = document(unit("One.") + unit("Two.") + unit("Three."))
    units, problems = load(file(text[: text.index("Three")]))
    assert len(units) == 2
    assert "does not end well" in problems[0].message


def test_a_tag_that_does_not_end_before_the_first_unit_is_told(file):
    """The parser waits for its end while the unit behind it looks whole."""
    with pytest.raises(InputError, match="not well-formed"):
        load(file(document('<ph x="1>' + unit("One.") + unit("Two."))))


def test_a_variant_without_language_takes_its_unit_with_it(file):
    units, problems = load(file(document(unit().replace(' xml:lang="en"', "") + unit())))
    assert len(units) == 1
    assert "without language" in problems[0].message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "TB-E303"),
        (b"<html></html>", "TB-E310"),
        (document(unit("caf\xe9")).encode("latin-1", "replace"), "TB-E302"),
        (gzip.compress(document(unit() * 99).encode())[:60], "TB-E365"),
        (b'<?xml version="1.0" encoding="klingon"?><tmx/>', "TB-E314"),
        (b"<tmx version='1.4'><body>", "TB-E311"),
    ],
)
def test_what_is_no_memory_is_one_clear_error(file, content, code):
    with pytest.raises(InputError) as error:
        load(file(content))
    assert error.value.code == code
    assert error.value.help


def test_a_folder_and_a_missing_file_are_errors(tmp_path):
    for path in (tmp_path, tmp_path / "absent.tmx"):
        with pytest.raises(InputError):
            list(tmx.read(path))


def test_a_file_that_changes_while_it_is_read_is_told(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(document(unit() * 9_000), encoding="utf-8")
    units = tmx.read(path)
    next(units)
    with path.open("a", encoding="utf-8") as stream:
        stream.write("<!-- -->")
    with pytest.raises(InputError, match="changed while"):
        list(units)


# Attacks


@pytest.mark.parametrize(
    ("head", "source"),
    [
        ('<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
        ('<!DOCTYPE tmx [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', "a"),
        (
            '<!DOCTYPE tmx [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
            '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>',
            "&e;",
        ),
        (f'<!DOCTYPE tmx [<!ENTITY a "{"x" * 20_000}">]>', "&a;" * 20_000),
        ("", "<hi>" * 3_000 + "</hi>" * 3_000),
    ],
)
def test_attacks_end_with_an_error_at_their_place(file, head, source):
    path = file(document(unit(source), head=head))
    for run in (lambda: load(path), lambda: list(tmx.validate(path))):
        with pytest.raises(InputError) as error:
            run()
        assert error.value.line == 2


def test_a_document_type_that_is_elsewhere_is_not_fetched(file):
    head = '<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">'
    units, problems = load(file(document(unit("a&eacute;"), head=head)))
    assert units[0].variants[0].text == "aé"
    assert "&eacute;" in problems[0].message


def test_short_entities_of_the_file_itself_are_expanded(file):
    path = file(document(unit("&org; spoke."), head='<!DOCTYPE tmx [<!ENTITY org "UN">]>'))
    assert load(path)[0][0].variants[0].text == "UN spoke."


# Laws

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
CLEAN = TEXT.map(lambda text: "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff")))
NAMES = st.sampled_from(["x", "type", "creationid", "x-é"])
CODES = st.recursive(
    st.builds(
        Code,
        st.sampled_from(["ph", "hi", "bpt", "ept", "g"]),
        st.dictionaries(NAMES, CLEAN, max_size=2),
        st.just(()) | st.tuples(CLEAN.filter(bool)),
    ),
    lambda inner: st.builds(
        Code,
        st.sampled_from(["ph", "hi", "sub", "x:y"]),
        st.dictionaries(NAMES, CLEAN, max_size=1),
        st.tuples(CLEAN.filter(bool), inner),
    ),
    max_leaves=3,
)


def segment(language, pieces):
    """A segment of text and codes as reading gives it: neighbouring texts are one."""
    content = []
    for piece in pieces:
        if isinstance(piece, str) and content and isinstance(content[-1], str):
            content[-1] += piece
        elif piece:
            content.append(piece)
    coded = any(isinstance(piece, Code) for piece in content)
    return Segment(plain_text(tuple(content)), Language(language), tuple(content) if coded else ())


SEGMENTS = st.builds(segment, st.sampled_from(["en", "ar-SY", "fr_FR", "*all*"]), st.lists(CLEAN | CODES, max_size=4))
NOTES = st.builds(
    Annotation, st.sampled_from(["note", "prop"]), CLEAN, st.dictionaries(st.sampled_from(["type", "xml:lang"]), CLEAN)
)
VARIANTS = st.builds(
    Variant, SEGMENTS, st.dictionaries(NAMES, CLEAN, max_size=2), st.lists(NOTES, max_size=2).map(tuple)
)
UNITS = st.builds(
    Unit,
    st.lists(VARIANTS, min_size=1, max_size=3).map(tuple),
    CLEAN,
    st.dictionaries(NAMES, CLEAN, max_size=2),
    st.lists(NOTES, max_size=2).map(tuple),
)


def stripped(units):
    """Units without places."""
    return [
        Unit(
            tuple(
                Variant(
                    Segment(item.text, item.language, item.segment.content), dict(item.attributes), item.annotations
                )
                for item in found.variants
            ),
            found.id,
            dict(found.attributes),
            found.annotations,
        )
        for found in units
    ]


@given(st.lists(UNITS, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory, units):
    path = tmp_path_factory.mktemp("law") / "m.tmx"
    tmx.write(path, units, tmx.default_header("en"))
    assert stripped(tmx.read(path)) == stripped(units)


@given(TEXT)
def test_any_text_can_be_written(tmp_path_factory, text):
    """What XML forbids is left out or replaced by what it meant, and the file loads."""
    path = tmp_path_factory.mktemp("law") / "m.tmx"
    tmx.write(path, [Unit((Variant(Segment(text, Language("en"))),), id=text)], tmx.default_header("en"))
    (found,) = tmx.read(path)
    assert (
        found.variants[0]
        .text.replace("\u00ad", "")
        .replace("\u2011", "")
        .startswith(text[:1] if text[:1] > " " else "")
    )


PIECES = st.sampled_from(
    [
        "<tu>", "<tu >", '<tu tuid="1">', "<tu tuid='1'>", '<tu a="1" a="2">', '<tu a="&amp;">', "</tu>", "</tu >", '<tuv xml:lang="en">',
        '<tuv lang="en">', "<tuv>", "</tuv>", "<seg>", "</seg>", "<seg/>", "text", "é\n", "&amp;", "&#65;", "&#1;", "&nbsp;", "&", "<",
        "]]>", "<!-- </tu> -->", "<![CDATA[<tu>]]>", '<prop type="a">b</prop>', "<prop>b</note>", "<note/>", " ", "\n", "\x0b", "\ufffe",
        '<ph x="1"/>', "<hi>", "</hi>",
        '<tu><tuv xml:lang="en"><seg>a<ph x="1"/>&lt;<hi t="2">c</hi></seg></tuv></tu>', '<tu><tuv xml:lang="en"><seg>', "</seg></tuv></tu>",
        '<tu a="1>', '<ph x="1>', '<tuv xml:lang="en>', '<prop type="a>b</prop>', '<bpt i="1">&lt;b></bpt>',
        '<ept i="1" />', "<tuv>x</tuv>", "<?pi x?>", "<hi >", "<x:y z='1'/>",
        '<tu><tuv xml:lang="en"><seg>one</seg></tuv></tu>', '<tu>\n<tuv xml:lang="ar"><seg>&lt;two&gt;</seg></tuv>\n</tu>\n',
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14))
def test_the_fast_path_decides_as_the_parser_does(tmp_path_factory, pieces):
    """Units, places and problems are the same when every unit goes through the XML parser."""
    path = tmp_path_factory.mktemp("law") / "m.tmx"
    path.write_text(document("".join(pieces)), encoding="utf-8")
    assert outcome(path) == outcome_of_the_parser(path)


# Markup of segments: what tools write, each several times so that it is met again, and what must be left to the parser.
MARKUP = [
    '<bpt i="1" x="1">&lt;b&gt;</bpt>', '<ept i="1">&lt;/b&gt;</ept>', '<ph x="1"/>', '<ph x="1" />', "<ph/>", "<ph></ph>", "<it pos='end'/>",
    '<ph x="2" type="a/b">{\\f <sub type="fn">flow <ph/> on</sub>}</ph>', "<hi>", '<hi type="x">', "</hi>", "<sub>", "</sub>", '<bpt i="2">',
    "</bpt>", "</ept>", '<ph type="&amp;&#10;&quot;">&#65;</ph>', '<ph type="R&D"/>', '<ph type="a>b"/>', '<ph type="a\nb"/>', '<ph a="1"a="2"/>',
    '<ph a="1" a="2"/>', "<ph a=1/>", "<ph/ >", '<ph a="/">x</ph>', "<ph /x>", "<ut>a</bpt>", "<x:y/>", "<x:tu/>", "<x:tu>", "</x:tu>", "<tu/>",
    "<tuv>", "<seg/>", "</ hi>", "</hi >", "</ph", "</hi", "<ph/", "<ph", "<é/>", "<1/>", "<>", "</>", "<!-- <ph/> -->", "<![CDATA[<ph/>]]>", "<![CDATA[",
    "]]>", "<?pi <ph/> ?>",
    "a", " ", "\n", "سلام", "&amp;", "&lt;", "&amp;lt;", "&#x41;", "&#1;", "&nbsp;", "&x", "&", "<", ">", '"', "\x0b", "\uffff", "</seg>",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(MARKUP), max_size=7), min_size=1, max_size=6))
@example([["<ph>", "a", "</ph"]])  # a tag that the end of the segment cuts off
@example([["<ph/"]])
@example([["<hi>", "a", "</hi"]])
@example([["<hi>", "a"]])
@example([["<ph>", "a", "<sub>", "b", "</ph>", "</sub>"]])
@example([["<hi>"] * 120 + ["</hi>"] * 120])  # deeper than the fast path goes
def test_inline_codes_are_those_of_the_parser(tmp_path_factory, segments):
    """Nested, empty and repeated codes, references, comments and faults: content, places and problems are the parser's."""
    path = tmp_path_factory.mktemp("law") / "m.tmx"
    path.write_text(document("\n".join(unit("".join(pieces)) for pieces in segments)), encoding="utf-8")
    assert outcome(path) == outcome_of_the_parser(path)


def wrapped(name, number, inside):
    """The pieces of a code with others inside; no two are alike."""
    return [f'<{name} x="{number}">', *(piece for pieces in inside for piece in pieces), f"</{name}>"]


NESTED = st.lists(
    st.recursive(
        st.sampled_from(["a", " ", "&lt;", "<ph/>", '<it pos="end"/>']).map(lambda piece: [piece])
        | st.integers().map(lambda number: [f'<bpt i="{number}">&lt;a{number}></bpt>']),
        lambda inner: st.builds(
            wrapped, st.sampled_from(["hi", "ph", "sub", "g"]), st.integers(), st.lists(inner, max_size=3)
        ),
        max_leaves=8,
    ),
    min_size=1,
    max_size=3,
).map(lambda codes: [piece for pieces in codes for piece in pieces])


@given(NESTED, st.none() | st.tuples(st.integers(0, 30), st.sampled_from(["left out", "twice", "cut"])))
def test_nested_codes_that_are_never_alike_are_those_of_the_parser(tmp_path_factory, pieces, fault):
    """Well-formed, or with one fault: a tag that is not there, there twice, or not closed."""
    path = tmp_path_factory.mktemp("law") / "m.tmx"
    if fault:
        at = fault[0] % len(pieces)
        changed = {"left out": [], "twice": pieces[at : at + 1] * 2, "cut": [pieces[at][:-1]]}[fault[1]]
        pieces = [*pieces[:at], *changed, *pieces[at + 1 :]]
    path.write_text(document(unit("".join(pieces)) + unit()), encoding="utf-8")
    assert outcome(path) == outcome_of_the_parser(path)


@given(st.lists(CODES | CLEAN, max_size=6), st.lists(CODES, max_size=4))
def test_written_codes_are_read_alike_by_both(tmp_path_factory, first, second):
    path = tmp_path_factory.mktemp("law") / "m.tmx"
    units = [
        Unit((Variant(segment("en", pieces)), Variant(segment("ar", pieces)))) for pieces in (first, second, first)
    ]
    tmx.write(path, units, tmx.default_header("en"))
    assert outcome(path) == outcome_of_the_parser(path)


def test_units_full_of_codes_never_reach_the_parser(file, monkeypatch):
    """What the fast path is for: were it to leave such units to the parser, nothing would be wrong but the speed."""
    codes = (
        '<bpt i="1" x="1">&lt;a href="x/y"&gt;</bpt>a<ept i="1">&lt;/a&gt;</ept> <hi type="term">b<ph x="2"/></hi> '
        '<ph x="3" type="&amp;">{\\footnote <sub>c<hi><it pos="begin">d</it></hi></sub>}</ph> <x:y/>'
    )
    path = file(document(unit(codes, codes) * 3))
    monkeypatch.setattr(tmx.Reader, "_slice", lambda *_: pytest.fail("a unit was left to the parser"))
    assert [variant.text for found in tmx.read(path) for variant in found.variants] == ["a b  "] * 6


def test_what_the_fast_path_remembers_is_bounded():
    """A memory with a million different codes must not be kept in them."""
    known = {}
    for number in range(3 * plain._MAX_KNOWN):
        plain._keep(known, str(number), number)
    assert len(known) <= plain._MAX_KNOWN
    plain._keep(known, "x" * 1_000_000, 0)
    assert "x" * 1_000_000 not in known


def outcome_of_the_parser(path):
    """Units and problems when the fast path takes nothing."""
    with pytest.MonkeyPatch.context() as context:
        context.setattr(plain.PlainReader, "read", reads_nothing)
        return outcome(path)


def reads_nothing(self, _text, position, _lines):
    """A fast path that leaves everything to the parser."""
    self.position = position
    return iter(())


def outcome(path):
    """Units and problems, or the error."""
    problems = []
    try:
        return list(tmx.read(path, problems=problems)), problems
    except InputError as error:
        return str(error), error.line


# Export


def test_a_flavour_that_is_not_known_lists_those_that_are(tmp_path):
    with pytest.raises(UsageError, match="klingon") as error:
        tmx.export(tmp_path / "m.tmx", [], source="en", flavour="klingon")
    assert "memoq" in error.value.help


def test_an_edited_target_keeps_its_header_and_the_codes_of_others(file):
    """Setting a target through other libraries loses 60 of 100 inline codes of the file."""
    path = file(document(unit("a<ph x='1'/>b", "ج<ph x='1'/>د") + unit()))
    reader = tmx.Reader(path)
    first, second = reader
    target = second.variants[1]
    edited = replace(
        second, variants=(second.variants[0], replace(target, segment=replace(target.segment, text="وداعا")))
    )
    stream = io.BytesIO()
    tmx.write_stream(stream, [first, edited], reader.header)
    assert stream.getvalue().decode().count('<ph x="1">') == 2
    assert "وداعا" in stream.getvalue().decode()
