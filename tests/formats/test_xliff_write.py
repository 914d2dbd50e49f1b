"""XLIFF as it is written: nothing of the text, the codes, the notes and the properties is lost, and the schema accepts it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from termbase.errors import OutputError, UsageError
from termbase.formats import xliff
from termbase.formats.xliff.codes import plain
from termbase.formats.xmlsafe import FORBIDDEN, clean
from termbase.model import Annotation, Code, Language, Segment, Unit, Variant

# Any character of Python's, those that XML forbids among them; and those that XML can carry.
ANY = st.text(st.characters(), min_size=1, max_size=8)
CLEAN = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).filter(
    lambda text: not FORBIDDEN.search(text)
)
TYPE = st.one_of(
    st.just({}), st.fixed_dictionaries({"type": st.sampled_from(["bold", "fmt", "xlf:b", "a b:c%", "نص", "other"])})
)


def pieces(text, native):
    """What segments are made of, with these texts and this native code."""
    return st.lists(
        st.one_of(
            text,
            st.tuples(st.just("ph"), native, native, TYPE),
            st.tuples(st.just("pair"), native, native, TYPE),
            st.tuples(st.just("end"), st.integers(0, 3)),
            st.tuples(st.just("begin"), native, native, TYPE),
            st.tuples(st.just("hi"), text),
        ),
        max_size=8,
    )


def native(text):
    """Native code, or none."""
    return st.one_of(st.just(()), st.tuples(text))


PIECES = pieces(ANY, native(ANY))


def content(parts, first):
    """Content of a segment, its codes numbered from `first`: pairs nested and crossing, placeholders, single ends, highlights."""
    made, waiting, pairs = [], [], 0
    external = first
    for piece in parts:
        if isinstance(piece, str):
            if made and isinstance(made[-1], str):
                made[-1] += piece
            else:
                made.append(piece)
        elif piece[0] == "hi":
            made.append(Code("hi", {"type": "term"}, (piece[1],)))
        elif piece[0] == "end":
            if waiting:
                made.append(waiting.pop(piece[1] % len(waiting)))
        elif piece[0] == "pair":
            pairs += 1
            made.append(Code("bpt", {"i": str(pairs), "x": str(external)} | piece[3], piece[1]))
            waiting.append(Code("ept", {"i": str(pairs)}, piece[2]))
            external += 1
        else:
            position = {"pos": "begin"} if piece[0] == "begin" else {}
            made.append(Code("it" if position else "ph", position | {"x": str(external)} | piece[3], piece[1]))
            external += 1
    return (*made, *reversed(waiting))


def segment(parts, language, first=1):
    made = content(parts, first)
    text = plain(made)
    return Segment(text, Language(language), made if any(isinstance(item, Code) for item in made) else ())


NOTE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=9)
UNITS = st.lists(
    st.builds(
        lambda source, target, notes, props: (source, target, notes, props),
        PIECES.filter(bool), PIECES.filter(bool), st.lists(NOTE, max_size=2), st.lists(st.tuples(NOTE, NOTE), max_size=2),
    ),
    min_size=1, max_size=4,
)  # fmt: skip


def build(rows):
    units = []
    for number, (source, target, notes, props) in enumerate(rows, 1):
        one = segment(source, "en")
        other = segment(
            target, "ar", 1 + sum(isinstance(item, Code) and "x" in item.attributes for item in one.content)
        )
        if not one.text and not one.content:
            continue
        annotations = (
            Annotation("prop", "final", {"type": "x-xliff-state"}),
            *(Annotation("prop", text, {"type": type_}) for type_, text in props),
            *(Annotation("note", text) for text in notes),
        )
        second = (Variant(other),) if other.text or other.content else ()
        units.append(Unit((Variant(one), *second), f"u{number}", {}, annotations))
    return units


def whole(unit):
    return (
        unit.id,
        [(item.language, item.text, item.segment.content) for item in unit.variants],
        [(note.kind, note.text, note.type) for note in unit.annotations],
    )


@given(UNITS)
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    """The law of the format: text with any character, codes of any nesting, notes and properties come back as they were."""
    units = build(rows)
    path = tmp_path_factory.mktemp("xliff") / "a.xlf"
    if not units:
        return
    assert xliff.write(path, units, source="en", target="ar") == len(units)
    etree.parse(path)  # an oracle of another house: it is XML
    assert [whole(unit) for unit in xliff.read(path)] == [whole(unit) for unit in units]
    assert list(xliff.validate(path)) == []


@given(UNITS)
def test_what_is_written_satisfies_the_schema(tmp_path_factory, shared, rows):
    """The schema of OASIS is the judge."""
    schema = etree.XMLSchema(etree.parse(shared / "evaluation/formats/schemas/xliff21/xliff_core_2.0.xsd"))
    units = build(rows)
    path = tmp_path_factory.mktemp("xliff") / "a.xlf"
    if units:
        xliff.write(path, units, source="en", target="ar")
        schema.assertValid(etree.parse(path))


def unit(*texts, id_="u1", props=()):
    variants = tuple(Variant(Segment(text, Language(tag))) for tag, text in texts)
    return Unit(variants, id_, {}, tuple(Annotation("prop", text, {"type": name}) for name, text in props))


# XLIFF 1.2

FLOW = st.builds(
    lambda before, flow, kind: (before, Code("sub", kind, flow)), CLEAN, st.tuples(CLEAN) | st.just(()), TYPE
)
CLASSIC_PIECES = pieces(CLEAN, native(CLEAN) | FLOW)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "file": CLEAN,
        "resname": CLEAN,
        "approved": st.sampled_from(["yes", "no"]),
        "state": st.sampled_from(["new", "needs-translation", "final", "signed-off", "x-our-own"]),
        "state-qualifier": st.sampled_from(["exact-match", "leveraged-tm", "x-our-own"]),
        "translate": st.just("no"),
    },
)
ORDER = ["file", "resname", "approved", "state", "state-qualifier", "translate"]
"""That in which the reader gives them."""
CLASSIC_UNITS = st.lists(
    st.tuples(
        CLEAN,
        CLASSIC_PIECES.filter(bool),
        CLASSIC_PIECES,
        SAID,
        st.lists(st.tuples(CLEAN, CLEAN), max_size=2),
        st.lists(st.tuples(st.just("") | CLEAN, st.sampled_from(["", "en", "ar-SY"])), max_size=3),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row[0],
)


def build_classic(rows):
    units = []
    for name, source, target, own, props, notes in rows:
        one = segment(source, "en")
        numbered = sum(isinstance(item, Code) and "x" in item.attributes for item in one.content)
        other = segment(target, "ar", 1 + numbered)
        if not one.text and not one.content:
            continue
        second = (Variant(other),) if other.text or other.content else ()
        kept = {key: own[key] for key in ORDER if key in own and (second or not key.startswith("state"))}
        annotations = (
            *(Annotation("prop", text, {"type": f"x-xliff-{key}"}) for key, text in kept.items()),
            *(Annotation("prop", text, {"type": type_}) for type_, text in props),
            *(Annotation("note", text, {"xml:lang": tag} if tag else {}) for text, tag in notes),
        )
        units.append(Unit((Variant(one), *second), name, {}, annotations))
    return units


def whole_classic(unit):
    """With the languages of notes, which XLIFF 1 keeps."""
    return (*whole(unit), [dict(note.attributes) for note in unit.annotations])


@given(CLASSIC_UNITS)
def test_what_is_written_as_xliff_1_is_read_again(tmp_path_factory, rows):
    """The law of the older format: codes of any nesting with the text that flows in them, states, notes, names and properties."""
    units = build_classic(rows)
    path = tmp_path_factory.mktemp("xliff") / "a.xlf"
    if not units:
        return
    assert xliff.write(path, units, source="en", target="ar", flavour="1.2") == len(units)
    etree.parse(path)  # an oracle of another house: it is XML
    assert [whole_classic(unit) for unit in xliff.read(path)] == [whole_classic(unit) for unit in units]
    assert list(xliff.validate(path)) == []


@given(CLASSIC_UNITS)
def test_what_is_written_as_xliff_1_satisfies_the_schema(tmp_path_factory, shared, rows):
    """The transitional schema of OASIS is the judge."""
    schema = etree.XMLSchema(etree.parse(shared / "evaluation/formats/schemas/_local12t.xsd"))
    units = build_classic(rows)
    path = tmp_path_factory.mktemp("xliff") / "a.xlf"
    if units:
        xliff.write(path, units, source="en", target="ar", flavour="1.2")
        schema.assertValid(etree.parse(path))


@given(st.text())
def test_any_text_can_be_written_as_xliff_1(tmp_path_factory, text):
    """What XML forbids has no place in XLIFF 1: it is replaced by what it meant, or left out."""
    path = tmp_path_factory.mktemp("xliff") / "a.xlf"
    xliff.write(path, [unit(("en", f"a{text}"), ("ar", "أ"), id_=text)], flavour="1.2")
    assert [item.variants[0].text for item in xliff.read(path)] == [clean(f"a{text}")]
    assert list(xliff.validate(path)) == []


def test_an_xliff_1_file_is_this(tmp_path):
    """To the byte, so that a change of what tools get is seen."""
    coded = (
        Code("bpt", {"i": "1", "x": "1", "type": "bold"}, ("<b>",)),
        "A",
        Code("ept", {"i": "1"}, ("</b>",)),
        Code("bpt", {"i": "2", "x": "2"}),
        Code("hi", {"type": "term"}, ("B",)),
        Code("ph", {"x": "3", "type": "lb"}),
        Code("ept", {"i": "2"}),
    )
    said = [("x-xliff-file", "a.html"), ("x-xliff-state", "reviewed"), ("domain", "law")]
    annotations = (*(Annotation("prop", text, {"type": name}) for name, text in said), Annotation("note", "Mind this."))
    first = Unit(
        (Variant(Segment("AB", Language("en_GB"), coded)), Variant(Segment("أب", Language("ar"), coded))),
        "7",
        {},
        annotations,
    )
    path = tmp_path / "a.xlf"
    xliff.write(path, [first, unit(("en_GB", "C"), id_="7", props=[("x-xliff-file", "a.html")])], flavour="1.2")
    codes = (
        '<bpt id="1" rid="1" ctype="bold">&lt;b&gt;</bpt>A<ept id="1" rid="1">&lt;/b&gt;</ept>'
        '<g id="2"><mrk mtype="x-termbase-hi" comment="term">{}</mrk><x id="3" ctype="lb"/></g>'
    )
    assert path.read_text(encoding="utf-8") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">\n'
        ' <file original="a.html" source-language="en-GB" target-language="ar" datatype="plaintext" xml:space="preserve">\n  <body>\n'
        f'   <trans-unit id="7">\n    <source>{codes.format("B")}</source>\n    <target state="signed-off">{codes.format("B")}</target>\n'
        "    <note>Mind this.</note>\n"
        '   <mda:metadata xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"><mda:metaGroup><mda:meta type="domain">law</mda:meta>'
        "</mda:metaGroup></mda:metadata>\n   </trans-unit>\n"
        '   <trans-unit id="u2" resname="7">\n    <source>C</source>\n   </trans-unit>\n  </body>\n </file>\n</xliff>\n'
    )


def test_a_version_that_is_not_written_is_told(tmp_path):
    with pytest.raises(UsageError, match="'3'") as error:
        xliff.write(tmp_path / "a.xlf", [unit(("en", "A"))], flavour="3")
    assert error.value.help == "one of 2.1, 1.2"


# Both

FLAVOURS = pytest.mark.parametrize("flavour", sorted(xliff.FLAVOURS))


@FLAVOURS
def test_states_have_their_names_in_each_version(tmp_path, flavour):
    """XLIFF 2 is poorer; what a translator still has to do must not be called translated."""
    names = {"2.1": ["initial", "reviewed", "final"], "1.2": ["needs-translation", "signed-off", "final"]}
    path = tmp_path / "a.xlf"
    for said in names.values():
        units = [
            unit(("en", "A"), ("ar", "أ"), id_=f"u{number}", props=[("x-xliff-state", state)])
            for number, state in enumerate(said)
        ]
        xliff.write(path, units, flavour=flavour)
        assert [item.prop("x-xliff-state") for item in xliff.read(path)] == names[flavour]


@FLAVOURS
def test_text_within_elements_of_others_stays_text(tmp_path, flavour):
    """MateCat puts XLIFF's `g` into memories: what readers saw must not become native code."""
    content = ("Press ", Code("g", {"id": "1"}, ("here", Code("x", {"id": "2"}))), ".")
    path = tmp_path / "a.xlf"
    xliff.write(path, [Unit((Variant(Segment("Press here.", Language("en"), content)),), "u")], flavour=flavour)
    (found,) = xliff.read(path)
    assert found.variants[0].text == "Press here."
    assert [item.name for item in found.variants[0].segment.content if isinstance(item, Code)] == ["bpt", "ph", "ept"]
    assert list(xliff.validate(path)) == []


@FLAVOURS
def test_units_that_wait_may_come_first(tmp_path, flavour):
    """The head names both languages although the first unit has one."""
    path = tmp_path / "a.xlf"
    xliff.write(path, [unit(("en", "A")), unit(("en", "B"), ("ar", "ب"), id_="u2")], flavour=flavour)
    assert [item.variants[-1].language for item in xliff.read(path)] == ["en", "ar"]
    assert list(xliff.validate(path)) == []


def test_codes_of_the_target_are_those_of_the_source(tmp_path):
    """A tool that checks tags compares identifiers."""
    pair = [
        Variant(
            Segment("ab", Language(tag), (Code("ph", {"x": one}, ("%1",)), "a", Code("ph", {"x": two}, ("%2",)), "b"))
        )
        for tag, one, two in (("en", "7", "9"), ("ar", "9", "7"))
    ]
    xliff.write(tmp_path / "a.xlf", [Unit(tuple(pair), "u")])
    found = re.findall(r'<ph id="(\d)"', (tmp_path / "a.xlf").read_text(encoding="utf-8"))
    assert found == ["1", "2", "2", "1"]


def test_one_pair_of_languages_is_chosen(tmp_path):
    """Regions serve the bare language; what is translated, but not into the target, is nobody's work here."""
    path = tmp_path / "a.xlf"
    units = [
        unit(("en-GB", "A"), ("ar_SY", "أ")),
        unit(("en", "B"), ("fr", "Bé")),
        unit(("en", "C"), id_="not a token"),
        unit(("fr", "D")),
    ]
    assert xliff.write(path, units, source="en", target="ar_SY") == 2
    text = path.read_text(encoding="utf-8")
    assert 'srcLang="en" trgLang="ar-SY"' in text
    assert 'name="not a token"' in text
    assert [len(item.variants) for item in xliff.read(path)] == [2, 1]


def test_identifiers_are_unique_in_each_file(tmp_path):
    """Units that came from several files go back into several."""
    path = tmp_path / "a.xlf"
    units = [
        unit(("en", "A"), id_=name, props=[("x-xliff-file", file)])
        for name, file in [("u1", "a"), ("u1", "a"), ("u1", "b")]
    ]
    xliff.write(path, units, source="en", target="ar")
    found = [(item.prop("x-xliff-file"), item.id) for item in xliff.read(path)]
    assert found == [("a", "u1"), ("a", "u2"), ("b", "u1")]
    assert list(xliff.validate(path)) == []


def test_nothing_to_write_is_an_error_and_leaves_no_file(tmp_path):
    """A document of no units is no XLIFF."""
    with pytest.raises(OutputError, match="no unit has text in fr"):
        xliff.write(tmp_path / "a.xlf", [unit(("en", "A"))], source="fr", target="ar")
    with pytest.raises(UsageError, match="no language tag"):
        xliff.write(tmp_path / "a.xlf", [unit(("e", "A"))])
    assert list(tmp_path.iterdir()) == []
