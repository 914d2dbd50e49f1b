"""What `validate` finds in a TMX file, where, and what it leaves in peace; and what flavours write."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.errors import UsageError
from termbase.formats import tmx
from termbase.formats.tmx import first_lines
from termbase.formats.tmx.validate import _is_date
from termbase.model import Annotation, Code, Language, Segment, Unit, Variant

HEADER = (
    '<header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" adminlang="en" srclang="en" '
    'datatype="plaintext"/>'
)
GOOD = '<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ar"><seg>ا</seg></tuv></tu>'


def check(tmp_path, body, *, header=HEADER, version="1.4"):
    """Rule, line and message of each finding; the units begin on line 3."""
    path = tmp_path / "m.tmx"
    path.write_text(f'<tmx version="{version}">\n{header}<body>\n{body}\n</body></tmx>', encoding="utf-8")
    return [(item.rule, item.line, item.message) for item in tmx.validate(path)]


def test_a_good_file_has_no_findings(tmp_path):
    assert check(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("body", "rule", "part"),
    [
        (GOOD.replace("</tu>", '<prop type="p">1</prop></tu>'), "TB851", "must stand before"),
        (GOOD.replace(' xml:lang="en"', ""), "TB851", "lacks the attribute xml:lang"),
        (GOOD.replace("<tu>", '<tu segtype="word">'), "TB851", "none of block"),
        (GOOD.replace("<tuv xml:lang", '<tuv colour="red" xml:lang', 1), "TB851", "no attribute colour"),
        (GOOD.replace("<seg>a</seg>", ""), "TB851", "<tuv> has no <seg>"),
        (GOOD.replace("<seg>a", "<seg>a<b>x</b>"), "TB851", "<b> does not belong in <seg>"),
        (GOOD.replace("<seg>a", '<seg>a<it x="1">x</it>'), "TB851", "lacks the attribute pos"),
        (GOOD.replace("<tu>", "<tu>text"), "TB851", "text in <tu>"),
        (GOOD.replace("<seg>a", '<seg><bpt i="1"/>a'), "TB852", "has no <ept>"),
        (GOOD.replace("<seg>a", '<seg><ept i="1"/>a<bpt i="1"/>'), "TB852", "has no <bpt> before it"),
        (GOOD.replace("<seg>a", '<seg>a<ph x="1"/>'), "TB852", 'ar lacks <ph x="1">'),
        (GOOD.replace("<tu>", '<tu creationdate="2024-01-01T00:00:00Z">'), "TB853", "YYYYMMDDThhmmssZ"),
        (GOOD.replace("<tu>", '<tu changedate="20241301T000000Z">'), "TB853", "YYYYMMDDThhmmssZ"),
        (GOOD.replace('"ar"', '"ar_SY"'), "TB854", "write ar-SY"),
        (GOOD.replace('"en"', '"fr"'), "TB854", "no variant in en"),
        (GOOD + "\n" + GOOD, "TB855", "the unit of line 3 again"),
        (GOOD.replace('"en"', '"ar"').replace("<tu>", '<tu srclang="*all*">'), "TB855", "second variant"),
        (GOOD.replace("<seg>a</seg>", "<seg/>"), "TB856", "no text in en"),
        (GOOD.replace("<seg>a", "<seg>\n  a"), "TB856", "line feeds"),
        (GOOD.replace("<seg>a", "<seg>a\x0b"), "TB850", "U+000B"),
    ],
)
def test_what_is_wrong_is_found_where_it_is(tmp_path, body, rule, part):
    found = check(tmp_path, body)
    assert any(name == rule and part in message for name, _, message in found), found
    assert all(line in (3, 4) for _, line, _ in found)


def test_the_header_is_held_to_its_attributes(tmp_path):
    found = check(tmp_path, GOOD, header=HEADER.replace('srclang="en" ', "").replace('"sentence"', '"word"'))
    assert sorted(message.split()[0] for _, _, message in found) == ["<header>", "segtype='word'"]


def test_a_target_may_order_its_tags_anew(tmp_path):
    """`x` pairs across variants; `i` only within one."""
    source = '<bpt i="1" x="1"/>a<ept i="1"/><bpt i="2" x="2"/>b<ept i="2"/>'
    target = '<bpt i="1" x="2"/>ب<ept i="1"/><bpt i="2" x="1"/>ا<ept i="2"/>'
    assert check(tmp_path, GOOD.replace(">a<", f">{source}<").replace(">ا<", f">{target}<")) == []


def test_every_fault_of_a_damaged_file_is_listed(tmp_path):
    found = check(tmp_path, f"{GOOD.replace('>a<', '>a&nbsp;<')}\n{GOOD.replace('>a<', '>a & b<')}")
    assert [line for rule, line, _ in found if rule == "TB850"] == [3, 4]


# Flavours


def unit(number, source, target, *, origin="r", codes=False):
    """A unit of the project's kind."""
    content = (source, Code("ph", {"x": "1"}, ("<br/>",))) if codes else ()
    return Unit(
        (
            Variant(Segment(source, Language("en"), content)),
            Variant(Segment(target, Language("ar"), (Code("ph", {"x": "1"}, ("<br/>",)), target) if codes else ())),
        ),
        f"u{number}",
        annotations=(
            Annotation("prop", origin, {"type": "x-origin"}),
            Annotation("prop", "auto", {"type": "x-status"}),
        ),
    )


UNITS = [unit(1, "One.", "واحد."), unit(2, "Two | 2.", "اثنان."), unit(3, "Three.", "ثلاثة.", origin="s")]


def exported(tmp_path, flavour, units=UNITS):
    """The units of an export."""
    path = tmp_path / f"{flavour}.tmx"
    tmx.export(path, units, source="en", target="ar", flavour=flavour)
    assert list(tmx.validate(path)) == []
    return list(tmx.read(path))


def test_context_comes_from_the_neighbours_of_the_same_document(tmp_path):
    """The first unit of a document has nothing before it, and then nothing is written: tools take empty context for another one."""
    trados = exported(tmp_path, "trados")
    assert [item.prop("x-ContextContent") for item in trados] == [None, "One. |  | واحد. | ", None]
    assert [item.prop("x-ConfirmationLevel") for item in trados] == ["Translated"] * 3
    memoq = exported(tmp_path, "memoq")
    assert [note.text for note in memoq[0].variants[0].annotations] == ["<seg>Two | 2.</seg>"]
    assert memoq[2].variants[0].annotations == ()
    wordfast = exported(tmp_path, "wordfast")
    assert (wordfast[1].prop("previousMd5Segment"), wordfast[1].prop("nextMd5Segment")) == ("One.", None)


def test_omegat_gets_one_default_a_source_and_others_by_context(tmp_path):
    units = [*UNITS, unit(4, "One.", "واحد."), unit(5, "One.", "أوحد.")]
    found = exported(tmp_path, "omegat", units)
    texts = [(item.variants[1].text, item.prop("prev")) for item in found]
    assert texts == [("واحد.", None), ("اثنان.", None), ("ثلاثة.", None), ("أوحد.", "One.")]
    assert all(not item.id for item in found)


def test_omegat_gets_its_own_tags(tmp_path):
    """With its default preferences only these match segments that have tags."""
    (found,) = exported(tmp_path, "omegat", [unit(1, "Line", "سطر", codes=True)])
    assert [item.text for item in found.variants] == ["Line<b0/>", "<b0/>سطر"]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=12)
PROPS = st.lists(st.tuples(st.sampled_from(["mine", "x-Context", "x-a:Integer", "note", "client"]), TEXT), max_size=3)


@st.composite
def paired(draw):
    """Units of a release: texts with a code around them or not, notes and properties, one source twice now and then."""
    made = []
    for number in range(draw(st.integers(1, 5))):
        coded = draw(st.booleans())
        variants = []
        for language in ("en", "ar"):
            text = draw(st.sampled_from(["One.", "Two|2."]) | TEXT)
            content = (Code("bpt", {"i": "1", "x": "1"}, ("<b>",)), text, Code("ept", {"i": "1"}, ("</b>",)))
            variants.append(Variant(Segment(text, Language(language), content if coded else ())))
        notes = [Annotation("prop", draw(st.sampled_from(["r", "s"])), {"type": "x-origin"})]
        for kind, text in draw(PROPS):
            notes.append(Annotation("note", text) if kind == "note" else Annotation("prop", text, {"type": kind}))
        made.append(Unit(tuple(variants), f"u{number}", {"creationid": draw(TEXT)}, tuple(notes)))
    return made


def written(path, units, flavour):
    """The units of an export, structure judged by our rules."""
    tmx.export(path, units, source="en", target="ar", flavour=flavour)
    assert [item.message for item in tmx.validate(path) if item.rule == "TB851"] == []
    return list(tmx.read(path))


@pytest.mark.parametrize("flavour", [name for name in tmx.FLAVOURS if name != "omegat"])
@given(paired())
def test_a_flavour_adds_and_loses_nothing(tmp_path_factory, flavour, units):
    """The law of every flavour: codes, texts, attributes, notes and properties in order; what the tool wants comes behind them."""
    back = written(tmp_path_factory.mktemp("law") / "m.tmx", units, flavour)
    assert len(back) == len(units)
    for found, unit in zip(back, units, strict=True):
        assert (found.id, dict(found.attributes)) == (unit.id, unit.attributes)
        assert [(item.language, item.text, item.segment.content) for item in found.variants] == [
            (item.language, item.text, item.segment.content) for item in unit.variants
        ]
        own = found.annotations[: len(unit.annotations)]
        assert [(note.kind, note.text) for note in own] == [(note.kind, note.text) for note in unit.annotations]
        if flavour != "trados":  # which names properties by their type of field
            assert [note.type for note in own] == [note.type for note in unit.annotations]
        if flavour == "generic":
            assert len(found.annotations) == len(unit.annotations)


@given(paired())
def test_every_translation_reaches_omegat(tmp_path_factory, units):
    """Each pair of texts is there, once as the default of its source or else with its place; none that nobody made."""
    back = written(tmp_path_factory.mktemp("law") / "m.tmx", units, "omegat")

    def texts(item):
        return tuple((f"<b0>{one.text}</b0>" if one.segment.content else one.text).strip() for one in item.variants)

    assert {texts(item) for item in back} == {texts(item) for item in units}
    plain = [
        texts(item)[0] for item in back if not any(note.type in ("prev", "next", "id") for note in item.annotations)
    ]
    assert len(plain) == len(set(plain))


@pytest.mark.parametrize("flavour", [name for name, value in tmx.FLAVOURS.items() if value.pair])
def test_a_flavour_of_pairs_asks_for_the_target(tmp_path, flavour):
    with pytest.raises(UsageError):
        tmx.export(tmp_path / "m.tmx", UNITS, source="en", flavour=flavour)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 99)), max_size=80), st.sampled_from([2, 4, 1_024]))
def test_first_lines_are_those_of_a_dictionary(keys, size):
    """Full tables, wrapped places and growth included."""
    with pytest.MonkeyPatch.context() as context:
        context.setattr(first_lines, "_FIRST_SIZE", size)
        found = first_lines.FirstLines()
    known = {}
    for key, line in keys:
        before = known.get(key, 0)
        assert found.met(("key", key), line) == before
        known.setdefault(key, line)


def test_first_lines_take_little_memory():
    """A validator must not hold the file that it reads: thirty-odd bytes a unit, at most twice that after growing."""
    found = first_lines.FirstLines()
    for number in range(100_000):
        found.met(f"id-{number}", number + 1)
    assert sum(table.itemsize * len(table) for table in (found._hashes, found._lines)) < 64 * 100_000


def read_by_the_library(value):
    """Whether the standard library reads a date of this form: the oracle."""
    try:
        datetime.strptime(value, "%Y%m%dT%H%M%S%z")
    except ValueError:
        return False
    return True


NEARLY = st.tuples(
    st.integers(0, 9999),
    st.integers(0, 13),
    st.integers(0, 32),
    st.integers(0, 24),
    st.integers(0, 61),
    st.integers(0, 62),
).map(lambda parts: "{:04}{:02}{:02}T{:02}{:02}{:02}Z".format(*parts))


@given(NEARLY)
def test_dates_are_those_of_the_calendar(value):
    """Thirty-first of February, twenty-fifth hour and the year 0 are none."""
    assert _is_date(value) == read_by_the_library(value)
