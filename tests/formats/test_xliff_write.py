"""XLIFF 2.1 as it is written: nothing of the text, the codes, the notes and the properties is lost, and the schema accepts it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from termbase.errors import OutputError, UsageError
from termbase.formats import xliff
from termbase.formats.xliff.codes import plain
from termbase.model import Annotation, Code, Language, Segment, Unit, Variant

# Any character of Python's, those that XML forbids among them.
CHARACTERS = st.characters()
TEXT = st.text(CHARACTERS, min_size=1, max_size=8)
NATIVE = st.one_of(st.just(()), st.tuples(TEXT))
TYPE = st.one_of(
    st.just({}), st.fixed_dictionaries({"type": st.sampled_from(["bold", "fmt", "xlf:b", "a b:c%", "نص", "other"])})
)
PIECES = st.lists(
    st.one_of(
        TEXT,
        st.tuples(st.just("ph"), NATIVE, NATIVE, TYPE),
        st.tuples(st.just("pair"), NATIVE, NATIVE, TYPE),
        st.tuples(st.just("end"), st.integers(0, 3)),
        st.tuples(st.just("begin"), NATIVE, NATIVE, TYPE),
        st.tuples(st.just("hi"), TEXT),
    ),
    max_size=8,
)


def content(pieces, first):
    """Content of a segment, its codes numbered from `first`: pairs nested and crossing, placeholders, single ends, highlights."""
    made, waiting, pairs = [], [], 0
    external = first
    for piece in pieces:
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


def segment(pieces, language, first=1):
    made = content(pieces, first)
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
