from __future__ import annotations

import contextlib

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.errors import InputError, TermbaseError
from termbase.formats import po
from termbase.formats.po_plurals import parse_plural_rule
from termbase.model import Annotation, Language, Segment, Unit, Variant

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {}\\n"\n\n'
)
ARABIC = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
FRENCH = "nplurals=2; plural=(n > 1);"


def written(tmp_path, text, forms=ARABIC, name="x.po"):
    path = tmp_path / name
    path.write_text(HEADER.format(forms) + text, encoding="utf-8")
    return path


def texts(path):
    return [tuple(variant.text for variant in unit.variants) for unit in po.read(path)]


def test_contexts_comments_and_references_are_kept(tmp_path):
    path = written(tmp_path, '# by hand\n#. from code\n#: a.c:3 b.c:4\nmsgctxt "menu"\nmsgid "Open"\nmsgstr "افتح"\n')
    (unit,) = po.read(path)
    assert [variant.language for variant in unit.variants] == ["en", "ar"]
    assert unit.prop(po.CONTEXT) == "menu"
    assert [note.text for note in unit.props if note.type == "x-po-reference"] == ["a.c:3", "b.c:4"]
    assert unit.notes == ("by hand", "from code")
    assert unit.place.line == 7


def test_an_empty_context_is_not_none(tmp_path):
    path = written(tmp_path, 'msgctxt ""\nmsgid "a"\nmsgstr "ا"\n\nmsgid "a"\nmsgstr "ب"\n')
    assert [unit.prop(po.CONTEXT) for unit in po.read(path)] == ["", None]


def test_what_is_fuzzy_obsolete_or_empty_is_no_translation(tmp_path):
    path = written(
        tmp_path,
        '#, fuzzy\n#| msgid "old"\nmsgid "a"\nmsgstr "ا"\n\nmsgid "b"\nmsgstr ""\n\n#~ msgid "c"\n#~ msgstr "ج"\n\nmsgid "d"\nmsgstr "د"\n',
    )
    assert texts(path) == [("a",), ("b",), ("d", "د")]


def test_plurals_give_the_pairs_that_make_sense(tmp_path):
    """Arabic has six forms and English two: one thing, and several (three to ten), have counterparts."""
    forms = "".join(
        f'msgstr[{number}] "{form}"\n'
        for number, form in enumerate(["لا ملف", "ملف", "ملفان", "%d ملفات", "%d ملفا", "%d ملف"])
    )
    path = written(tmp_path, f'msgid "%d file"\nmsgid_plural "%d files"\n{forms}')
    assert texts(path) == [("%d file", "ملف"), ("%d files", "%d ملفات")]


@pytest.mark.parametrize(
    ("header", "one", "many", "zero"),
    [
        (ARABIC, 1, 3, 0),
        (FRENCH, 0, 1, 0),
        ("nplurals=1; plural=0;", 0, 0, 0),
        (
            "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
            0,
            2,
            2,
        ),
        ("", 0, 1, 1),
    ],
)
def test_plural_rules_are_read(header, one, many, zero):
    rule = parse_plural_rule(header)
    assert (rule.index(1), rule.index(5), rule.index(0), rule.understood) == (one, many, zero, True)


@pytest.mark.parametrize(
    "header",
    [
        "nplurals=2; plural=__import__('os').system('true');",
        "nplurals=2; plural=n/0;",
        "nplurals=2; plural=" + "(" * 100 + "n" + ")" * 100,
        "nplurals=2; plural=n ** 9999",
        "plural=n",
        "nplurals=2; plural=",
    ],
)
def test_a_hostile_plural_rule_is_never_run(header):
    rule = parse_plural_rule(header)
    assert not rule.understood
    assert 0 <= rule.index(1) <= rule.index(5) <= 1


@given(st.text("n0123456789=!<>&|?:%()+-*/ ", max_size=40))
def test_any_plural_expression_ends(text):
    rule = parse_plural_rule(f"nplurals=3; plural={text};")
    assert 0 <= rule.index(7) <= 2 or not rule.understood


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('msgid "a\nmsgstr "b"\n', "does not end on its line"),
        ('msgid "a"\nmsgstr "b\\"\n', "does not end on its line"),
        ('msgid "a"\nnonsense "b"\n', "not a well-formed PO file"),
    ],
)
def test_a_broken_file_names_the_line(tmp_path, text, message):
    with pytest.raises(InputError) as caught:
        list(po.read(written(tmp_path, text)))
    assert message in caught.value.message
    assert caught.value.line >= 7


def test_an_encoding_other_than_declared_is_said(tmp_path):
    path = tmp_path / "x.po"
    path.write_bytes((HEADER.format(ARABIC) + 'msgid "a"\nmsgstr "ملف"\n').encode("cp1256"))
    with pytest.raises(InputError, match="which its header declares"):
        list(po.read(path))
    path.write_bytes((HEADER.format(ARABIC).replace("UTF-8", "CP1256") + 'msgid "a"\nmsgstr "ملف"\n').encode("cp1256"))
    assert texts(path) == [("a", "ملف")]


def test_validation_finds_what_gettext_refuses(tmp_path):
    path = written(
        tmp_path,
        'msgid "a"\nmsgstr "ا"\n\nmsgid "a"\nmsgstr "ب"\n\nmsgid "b"\nmsgid_plural "bs"\nmsgstr[0] "x"\nmsgstr[1] "y"\n',
    )
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    messages = [finding.message for finding in po.validate(path)]
    assert [message.split()[0] for message in messages] == ["a", "the", "2"]
    clean = written(tmp_path, 'msgid "a"\nmsgstr "ا"\n', name="clean.po")
    assert not list(po.validate(clean))


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
def test_writing_then_reading_gives_the_units_back(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("po") / "ar.po"
    units = [Unit((Variant(Segment(one, Language("en"))), Variant(Segment(two, Language("ar"))))) for one, two in pairs]
    assert po.write(path, units, source="en", target="ar") == len(pairs)
    assert texts(path) == pairs
    assert polib.pofile(str(path)).percent_translated() == 100
    assert not list(po.validate(path))


LINE = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)


@given(
    st.lists(
        st.tuples(TEXT, TEXT, st.none() | LINE | st.just(""), st.lists(LINE, max_size=1)),
        max_size=6,
        unique_by=lambda row: (row[0], row[2]),
    )
)
def test_contexts_and_notes_come_back(tmp_path_factory, rows):
    """No context, an empty one and a word are three different things."""
    path = tmp_path_factory.mktemp("po") / "ar.po"
    units = [
        Unit(
            (Variant(Segment(one, Language("en"))), Variant(Segment(two, Language("ar")))),
            annotations=(
                *(() if context is None else (Annotation("prop", context, {"type": po.CONTEXT}),)),
                *(Annotation("note", note) for note in notes),
            ),
        )
        for one, two, context, notes in rows
    ]
    po.write(path, units, source="en", target="ar")
    back = [(*(item.text for item in unit.variants), unit.prop(po.CONTEXT), list(unit.notes)) for unit in po.read(path)]
    assert back == rows


def test_two_translations_of_one_source_are_told_apart(tmp_path):
    path = tmp_path / "fr.po"
    units = [
        Unit((Variant(Segment("Open", Language("en"))), Variant(Segment(text, Language("fr")))), identifier, {}, notes)
        for identifier, text, notes in [
            ("1", "Ouvrir", ()),
            ("2", "Ouvert", ()),
            ("3", "Ouverte", (Annotation("prop", "door", {"type": po.CONTEXT}),)),
        ]
    ]
    assert po.write(path, units, source="en", target="fr") == 3
    assert [entry.msgctxt for entry in polib.pofile(str(path))] == [None, "2", "door"]


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("cc0-all-features", None),
        ("cc0-ar-six-plurals", 2),
        ("cc0-fr-two-plurals", 2),
        ("cc0-no-header", None),
        ("cc0-cp1256", None),
    ],
)
def test_samples_of_every_shape_are_read(shared, name, pairs):
    found = [
        unit
        for unit in po.read(shared / "evaluation" / "formats" / "samples" / "po" / f"{name}.po")
        if len(unit.variants) == 2
    ]
    assert found
    assert pairs is None or len(found) >= pairs


def test_every_sample_is_read_or_is_a_clear_error(shared):
    for path in sorted((shared / "evaluation" / "formats" / "samples" / "po").iterdir()):
        for look in (po.read, po.validate):
            with contextlib.suppress(TermbaseError):
                list(look(path))


def test_the_broken_samples_are_reported(shared):
    folder = shared / "evaluation" / "formats" / "samples" / "po"
    for name in ("cc0-ar-wrong-count", "cc0-dup-msgid", "cc0-bom-crlf", "cc0-unterminated", "cc0-evil-plural-expr"):
        assert list(po.validate(folder / f"{name}.po")), name
