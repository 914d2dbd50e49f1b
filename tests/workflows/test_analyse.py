"""Volumes by match band, counted again by hand."""

import pytest

from termbase.model import Language, Segment, Unit, Variant
from termbase.workflows.analyse import BANDS, analyse, total
from termbase.workflows.project import open_project

KNOWN = [
    ("The council met in Geneva on Monday morning.", "Le conseil s’est réuni à Genève lundi matin."),
    ("It spoke about detainees.", "Il a parlé des détenus."),
]


@pytest.fixture
def known(project):
    opened = open_project()
    opened.memory.replace(
        "archive",
        [Unit((Variant(Segment(en, Language("en"))), Variant(Segment(fr, Language("fr"))))) for en, fr in KNOWN],
    )
    return opened


def volumes(analysis):
    return {band: (item.segments, item.words) for band, item in analysis.bands.items() if item.segments}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council met in Geneva on Monday morning.\nIt spoke about detainees.\n", {"context": (2, 12)}),
        ("It spoke about detainees.\n", {"100": (1, 4)}),
        ("The council met in Geneva on Monday morning!\n", {"95-99": (1, 8)}),
        ("Nobody expects such words here — ever.\n" * 3, {"none": (1, 6), "repetition": (2, 12)}),
        ("NOBODY expects it.\nnobody expects it.\n", {"none": (1, 3), "repetition": (1, 3)}),
    ],
)
def test_a_text_by_band(known, project, text, expected):
    (project / "new.txt").write_text(text, encoding="utf-8")
    (analysis,) = analyse(known, ["new.txt"])
    assert volumes(analysis) == expected


def test_what_one_document_repeats_of_another_is_a_repetition_and_the_total_is_the_sum(known, project):
    for name in ("a.txt", "b.txt"):
        (project / name).write_text("Something that is quite new to everybody.\n", encoding="utf-8")
    found = list(analyse(known, ["a.txt", "b.txt"]))
    assert [volumes(item) for item in found] == [{"none": (1, 7)}, {"repetition": (1, 7)}]
    sums = total(found)
    assert (sums["none"].words, sums["repetition"].words, sums["none"].characters) == (7, 7, 35)
    assert tuple(sums) == BANDS


def test_a_match_counts_only_with_the_language_that_was_asked_for(known, project):
    (project / "new.txt").write_text("It spoke about detainees.\n", encoding="utf-8")
    assert [volumes(item) for item in analyse(known, ["new.txt"], targets=["ar"])] == [{"none": (1, 4)}]
