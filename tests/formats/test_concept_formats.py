"""Glossaries in TBX, tables and OmegaT files: nothing of our own is lost, others' are read as they come."""

from __future__ import annotations

import contextlib
import csv
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from termbase.errors import InputError, TermbaseError
from termbase.formats import omegat, table, tbx
from termbase.glossary.load import parse
from termbase.glossary.render import render
from termbase.model import Concept, Language, Segment, Term, TermKind, TermStatus, Unit, Variant

TEXT = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(character.isalnum() for character in text))
)
WORD = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
TERMS = st.builds(
    Term, TEXT, st.sampled_from(["en", "ar", "fr", "ar-SY"]).map(Language), st.sampled_from(TermStatus), st.sampled_from(TermKind), st.booleans(),
    st.sampled_from(["", "noun", "proper noun"]), st.sampled_from(["", "feminine", "common"]), st.sampled_from(["", "plural"]),
    st.lists(WORD, max_size=2).map(tuple), st.sampled_from(["", "a note"]), st.sampled_from(["", "UN"]), st.sampled_from(["", "حلب"]),
)  # fmt: skip


@st.composite
def concepts(draw):
    terms = draw(st.lists(TERMS, min_size=1, max_size=5))
    order = {language: place for place, language in enumerate(dict.fromkeys(term.language for term in terms))}
    return Concept(
        draw(WORD), tuple(sorted(terms, key=lambda term: order[term.language])), draw(st.sampled_from(["", "body"])), draw(WORD),
        draw(st.sampled_from(["", "What it is."])), draw(st.sampled_from([(), ("one", "two")])), draw(st.booleans()),
        draw(st.sampled_from([{}, {"broader": ("a", "b")}])),
    )  # fmt: skip


def same(concept):
    return replace(concept, place=None)


def test_a_prefix_that_nobody_declared_is_an_error_not_a_crash(tmp_path):
    path = tmp_path / "g.tbx"
    path.write_text(
        '<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body><conceptEntry id="a">'
        '<min:subjectField>x</min:subjectField><langSec xml:lang="en"><termSec><term>a</term></termSec></langSec></conceptEntry>'
        "</body></text></tbx>",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="prefix"):
        list(tbx.read_concepts(path))
    with pytest.raises(InputError, match="prefix"):
        list(tbx.validate(path))


@pytest.mark.parametrize("flavour", sorted(tbx.FLAVOURS))
@given(concept=concepts())
def test_tbx_gives_back_what_it_was_given(tmp_path_factory, flavour, concept):
    """Every flavour, even Core, which has no data categories at all."""
    path = tmp_path_factory.mktemp("tbx") / "g.tbx"
    assert tbx.write_concepts(path, [concept], flavour=flavour) == 1
    (back,) = tbx.read_concepts(path)
    assert same(back) == concept
    assert not list(tbx.validate(path))


@pytest.mark.parametrize("flavour", sorted(tbx.FLAVOURS))
def test_the_project_glossary_survives(glossary, tmp_path, flavour):
    path = tmp_path / "g.tbx"
    tbx.write_concepts(path, glossary, flavour=flavour)
    assert [same(concept) for concept in tbx.read_concepts(path)] == [same(concept) for concept in glossary]


@pytest.mark.parametrize("flavour", ["dca", "dct", "min-dca", "min-dct", "core"])
def test_what_is_written_is_valid_by_the_official_schemas(glossary, shared, tmp_path, flavour):
    """Core structure by RELAX NG and the dialect's rules by Schematron, judged by the schemas of the standard's keepers."""
    folder = shared / "evaluation" / "formats" / "tbx-official"
    path = tmp_path / "g.tbx"
    tbx.write_concepts(path, glossary.concepts[:12], flavour=flavour)
    assert etree.RelaxNG(etree.parse(folder / "schemas" / "TBXcoreStructV03.rng")).validate(etree.parse(path))
    result = subprocess.run(
        [sys.executable, folder / "mini_schematron.py", path], capture_output=True, text=True, check=True
    )
    assert "rules ok" in result.stdout


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("cc0-v2-basic", 2),
        ("cc0-v2-ntig", 1),
        ("cc0-v3-dca", 1),
        ("cc0-v3-dct", 1),
        ("okapi-maryland", 1),
        ("heartsome-ImportTBXTest", 314),
    ],
)
def test_tbx_of_every_shape_is_read(shared, name, count):
    path = shared / "evaluation" / "formats" / "samples" / "tbx" / f"{name}.tbx"
    assert len(list(tbx.read_concepts(path))) == count


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("preferredTerm-admn-sts", "preferred"),
        ("Preferred", "preferred"),
        ("admitted term", "admitted"),
        ("supersededTerm-admn-sts", "deprecated"),
        ("doNotUse", "forbidden"),
    ],
)
def test_statuses_are_understood_as_tools_write_them(tmp_path, status, expected):
    path = tmp_path / "g.tbx"
    path.write_text(
        '<martif type="TBX"><text><body><termEntry id="c1"><langSet xml:lang="en"><ntig><termGrp><term>one</term>'
        f'<termNote type="usageStatus">{status}</termNote></termGrp></ntig></langSet></termEntry></body></text></martif>',
        encoding="utf-8",
    )
    ((term,),) = [concept.terms for concept in tbx.read_concepts(path)]
    assert term.status == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<tmx/>", "neither <tbx> nor <martif>"),
        ("<tbx><text>", "not well-formed"),
        (
            '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/hostname">]><martif><text>&x;</text></martif>',
            "not well-formed",
        ),
    ],
)
def test_bad_tbx_is_a_clear_error(tmp_path, text, message):
    path = tmp_path / "g.tbx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list(tbx.read_concepts(path))
    assert message in caught.value.message


def test_validation_names_lines(tmp_path):
    path = tmp_path / "g.tbx"
    path.write_text(
        '<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Min" style="dca" xml:lang="en"><text><body>\n<conceptEntry id="c1">\n'
        '<langSec xml:lang="en"><termSec><term>a</term><termNote type="partOfSpeech">gerund</termNote></termSec></langSec>\n'
        '<descrip type="definition">late</descrip></conceptEntry>\n<conceptEntry id="c1"><langSec><termSec><term/></termSec></langSec></conceptEntry>\n'
        "</body></text></tbx>",
        encoding="utf-8",
    )
    found = [(finding.line, finding.message) for finding in tbx.validate(path)]
    assert {line for line, _ in found} == {3, 4, 5}
    assert any("gerund" in message for _, message in found)
    assert any("belongs before" in message for _, message in found)
    assert any("stands twice" in message for _, message in found)


CELL = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=20)


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
@given(rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=6))
def test_tables_give_back_units(tmp_path_factory, suffix, rows):
    """Cells that look like formulas, quotes, separators and apostrophes included."""
    units = [
        Unit(
            tuple(
                Variant(Segment(text, Language(tag))) for tag, text in zip(("en", "ar", "fr"), row, strict=True) if text
            ),
            id=str(number),
        )
        for number, row in enumerate(rows)
    ]
    path = tmp_path_factory.mktemp("table") / f"units{suffix}"
    table.write(path, units, source="en")
    back = (
        list(table.read(path)) if len({variant.language for unit in units for variant in unit.variants}) > 1 else None
    )
    if back is not None:
        kept = [unit for unit in units if unit.variants]
        assert [
            [(variant.language, variant.text) for variant in sorted(unit.variants, key=lambda v: v.language)]
            for unit in back
        ] == [
            [(variant.language, variant.text) for variant in sorted(unit.variants, key=lambda v: v.language)]
            for unit in kept
        ]


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
def test_tables_give_back_the_glossary(glossary, tmp_path, suffix):
    """A table has one row a term; relations and notes to a whole concept have no column."""
    path = tmp_path / f"glossary{suffix}"
    assert table.write_concepts(path, glossary) == len(glossary)
    bare = [
        replace(
            concept,
            place=None,
            notes=(),
            related={},
            terms=tuple(replace(term, transliteration_of="") for term in concept.terms),
        )
        for concept in glossary
    ]
    assert [same(concept) for concept in table.read_concepts(path)] == bare


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".xlsx"])
@given(made=st.lists(concepts(), min_size=1, max_size=3, unique_by=lambda concept: concept.id))
def test_tables_give_back_concepts(tmp_path_factory, suffix, made):
    """All that has a column: formulas, quotes and separators in terms included."""
    bare = [
        replace(
            concept,
            notes=(),
            translate=True,
            related={},
            terms=tuple(replace(term, transliteration_of="") for term in concept.terms),
        )
        for concept in made
    ]
    path = tmp_path_factory.mktemp("table") / f"glossary{suffix}"
    assert table.write_concepts(path, made) == len(made)
    assert [same(concept) for concept in table.read_concepts(path)] == bare


def test_a_formula_does_not_run_in_a_spreadsheet(tmp_path):
    path = tmp_path / "units.csv"
    table.write(path, [Unit((Variant(Segment("=1+1", Language("en"))), Variant(Segment("@x", Language("fr")))), "1")])
    with path.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream))[1][1:3] == ["'=1+1", "'@x"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\nc,d\n", "names no two languages"),
        (b"en,fr\none,un,extra\n", "3 cells under 2 headings"),
        ("en,fr\nété".encode("latin-1"), "not UTF-8"),
        (b'en,fr\n"one,un\n', "not a well-formed table"),
        (b"", "names no two languages"),
    ],
)
def test_a_bad_table_is_a_clear_error(tmp_path, content, message):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(table.read(path))
    assert message in caught.value.message
    assert caught.value.help


def test_a_spreadsheet_with_semicolons_and_utf16_is_read(tmp_path):
    (tmp_path / "a.csv").write_bytes("\ufeffen;ar\nAleppo;حلب\n".encode())
    (tmp_path / "b.csv").write_bytes("en\tar\nAleppo\tحلب\n".encode("utf-16"))
    assert [
        [variant.text for unit in table.read(tmp_path / name) for variant in unit.variants]
        for name in ("a.csv", "b.csv")
    ] == [["Aleppo", "حلب"]] * 2


@pytest.mark.parametrize("suffix", [".utf8", ".txt"])
def test_omegat_reads_what_is_approved(glossary, tmp_path, suffix):
    path = tmp_path / f"g{suffix}"
    assert omegat.write_concepts(path, glossary, source="en", target="ar") == len(glossary)
    entries = {
        concept.terms[0].text: [term.text for term in concept.terms[1:]]
        for concept in omegat.read_concepts(path, target="ar")
    }
    assert entries["Aleppo"] == ["حلب"]
    assert entries["SOC"][0] == "الائتلاف الوطني السوري"
    assert not any("لجنة التفاوض السورية" in targets for targets in entries.values())  # forbidden: never offered
    assert path.read_bytes().startswith(b"\xef\xbb\xbf") == (suffix == ".txt")


@pytest.mark.parametrize("suffix", [".utf8", ".txt", ".tab"])
@given(made=st.lists(concepts(), max_size=3))
def test_omegat_glossaries_give_back_what_is_approved(tmp_path_factory, suffix, made):
    """Each approved source with the approved targets in order, terms that begin like a comment included."""
    made = [
        replace(concept, terms=tuple(replace(term, text=term.text.replace(";", "#")) for term in concept.terms))
        for concept in made
    ]
    approved = (TermStatus.PREFERRED, TermStatus.ADMITTED)
    expected = []
    for concept in made:
        sources, targets = (
            [term.text for term in concept.terms_in(language) if term.status in approved] for language in ("en", "ar")
        )
        expected += [[text, *targets] for text in sources if targets]
    path = tmp_path_factory.mktemp("omegat") / f"g{suffix}"
    omegat.write_concepts(path, made, source="en", target="ar")
    assert [[term.text for term in concept.terms] for concept in omegat.read_concepts(path, target="ar")] == expected


def test_omegat_glossaries_of_every_kind_are_read(shared):
    folder = shared / "evaluation" / "formats" / "samples" / "glossary"
    for path in sorted(folder.iterdir()):
        with contextlib.suppress(TermbaseError):
            assert all(len(concept.terms) >= 2 for concept in omegat.read_concepts(path))


@given(concept=concepts())
def test_toml_gives_back_what_it_was_given(concept):
    """What `convert` and `glossary export` write is what the loader reads."""
    (back,) = parse(render([concept], domain="d"), "d.toml")
    assert same(back) == concept


def test_the_project_glossary_survives_toml(glossary):
    text = render(glossary)
    assert [same(concept) for concept in parse(text, "x.toml")] == [same(concept) for concept in glossary]
