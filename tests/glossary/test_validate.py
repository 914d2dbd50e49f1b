"""What is wrong with a glossary."""

from __future__ import annotations

import pytest

from guard import no_hang
from termbase.glossary.concepts import Glossary
from termbase.glossary.validate import validate
from termbase.model import Concept, Language, Term, TermKind, TermStatus


def en(text, **fields):
    return Term(text, Language("en"), **fields)


def ar(text, **fields):
    return Term(text, Language("ar"), **fields)


@pytest.mark.parametrize(
    ("concepts", "rules"),
    [
        ([Concept("a", (en("council"), ar("مجلس")))], []),
        ([Concept("a", (en("council"),))], ["TB801"]),
        ([Concept("a", (en("council"),), translate=False)], []),
        ([Concept("a", (en("council"), en("Council"), ar("مجلس")))], ["TB802"]),
        ([Concept("a", (en("right"), ar("حق"))), Concept("b", (en("right"), ar("يمين")))], ["TB802"]),
        ([Concept("a", (en("..."), ar("مجلس")))], ["TB803"]),
        ([Concept("a", (en("word " * 500), ar("مجلس")))], ["TB804"]),
        ([Concept("a", (en("city  council"), ar("مجلس")))], ["TB805"]),
        ([Concept("a", (en("council"), ar("مجلس سوری")))], ["TB806"]),
        ([Concept("a", (en("соuncil"), ar("مجلس")))], ["TB806"]),
        ([Concept("a", (en("council"), ar("مجلسx")))], ["TB807"]),
        (
            [
                Concept("a", (en("truce"), ar("هدنة"))),
                Concept("b", (en("ceasefire"), ar("وقف إطلاق النار"), ar("هدنة", status=TermStatus.FORBIDDEN))),
            ],
            ["TB808"],
        ),
        (
            [
                Concept("a", (en("SNC", kind=TermKind.ACRONYM, case=True), ar("هيئة"))),
                Concept("b", (en("SNC", kind=TermKind.ACRONYM, case=True), ar("مجلس"))),
            ],
            ["TB809"],
        ),
        ([Concept("a", (en("council"), ar("مجلس")), related={"broader": ("nothing",)})], ["TB810"]),
        (
            [
                Concept("a", (en("council"), ar("مجلس")), related={"broader": ("b",)}),
                Concept("b", (en("body"), ar("هيئة")), related={"broader": ("a",)}),
            ],
            ["TB811"],
        ),
    ],
)
def test_each_fault_has_its_rule(concepts, rules):
    """A contradiction in the glossary makes every check that rests on it wrong."""
    assert [finding.rule for finding in validate(Glossary(tuple(concepts)), ("en", "ar"))] == rules


def test_a_long_chain_is_no_circle_and_no_recursion():
    """Ten thousand concepts, each broader than the one before."""
    chain = [
        Concept(f"c{number}", (en(f"term {number}"), ar(f"كلمة {number}")), related={"broader": (f"c{number + 1}",)})
        for number in range(10_000)
    ]
    end = Concept("c10000", (en("end"), ar("نهاية")))
    assert list(validate(Glossary((*chain, end)), ("en", "ar"))) == []


def test_time_is_bounded_on_a_large_glossary():
    """50,000 entries here; the bench has 200,000."""
    concepts = tuple(Concept(f"c{number}", (en(f"term {number}"), ar(f"كلمة {number}"))) for number in range(50_000))
    with no_hang():
        assert list(validate(Glossary(concepts), ("en", "ar"))) == []
