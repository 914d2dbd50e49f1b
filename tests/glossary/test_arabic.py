"""Arabic renderings: what a reader takes for the approved term, and what only looks like it."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from termbase.glossary.concepts import Glossary
from termbase.glossary.morphology import Role
from termbase.glossary.morphology.arabic import FUNCTION, forms, readings
from termbase.glossary.morphology.broken_plurals import singulars
from termbase.model import Concept, Language, Term
from termbase.text.fold import fold


def holds(term: str, text: str, english: str = "a term", **fields: str) -> bool:
    concept = Concept("c", (Term(english, Language("en")), Term(term, Language("ar"), **fields)))
    return bool(Glossary((concept,)).renderings(text, "ar", ["c"]))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("الائتلاف الوطني السوري", "وللائتلاف الوطني السوري موقف"),  # و + ل + ال
        ("الائتلاف الوطني السوري", "بالائتلاف الوطني السوريّ"),
        ("الائتلاف الوطني السوري", "الإئتلاف الوطنى السوري"),  # hamza and alef maqsura as people type them
        ("الائتلاف الوطني السوري", "الائتـــلاف الوطني السوري"),
        ("قرار مجلس الأمن 2254", "قرار مجلس الأمن الدولي رقم ٢٢٥٤"),
        ("قرار مجلس الأمن 2254", "قراري مجلس الأمن الدولي 2118 و2254"),
        ("قرار مجلس الأمن", "قرارات مجلس الأمن"),
        ("قرار مجلس الأمن", "بقراري مجلس الأمن"),
        ("المبعوث الخاص", "المبعوث الفرنسي الخاص"),
        ("المبعوث الخاص", "مبعوثين خاصين"),
        ("مسؤول الشؤون السياسية", "مسؤولة الشؤون السياسية"),
        ("مسؤول الشؤون السياسية", "مسؤولو الشؤون السياسية"),
        ("معتقل", "معتقلينا"),
        ("المعتقلون", "المعتقلين"),
        ("المعتقلون", "كل معتقلة"),
        ("منطقة", "المناطق"),
        ("منطقة آمنة", "المناطق الآمنة"),
        ("جريمة حرب", "جرائم الحرب"),
        ("مسؤول", "المسئولين"),
        ("دولة ديمقراطية", "دولتين ديمقراطيتين"),
        ("لقاح", "لقاحًا"),
        ("لقاح", "للقاح"),
        ("لقاح", "لقاحاتها"),
        ("لجنة", "للجنة"),
        ("لجنة", "ولجانها"),
        ("حالة مؤكدة", "الحالات المؤكدة"),
        ("تجربة سريرية", "التجارب السريرية"),
        ("مضاد حيوي", "بالمضادات الحيوية"),
        ("جهاز التنفس الصناعي", "أجهزة التنفس الصناعي"),
        ("مرض مزمن", "الأمراض المزمنة"),
        ("عامل الخطر", "عوامل الخطر"),
        ("جسم مضاد", "الأجسام المضادة"),
        ("إجراء احترازي", "والإجراءات الوقائية والاحترازية"),
        ("غسل اليدين", "غسل يديك"),
        ("غسل اليدين", "غسل الأيدي"),
        ("وفاة", "الوفيات"),
        ("أعراض", "عرض واحد"),
        ("رئة", "الرئتين"),
        ("معدٍ", "الأمراض المُعدية"),
        ("تفشٍ مستمر", "التفشي المستمر"),
        ("يلمس", "لا تلمسه"),
        ("يلمس", "وسيلمسون"),
        ("ينتشر", "انتشرت"),
        ("الأمين العام", "الأمينة العامة"),
        ("النازحون", "نازحي الشمال"),
        ("ميليشيا", "الميليشيات"),
        ("البراميل المتفجرة", "برميل متفجر"),
        ("نظام الأسد", "نظام بشار الأسد"),
        ("المساعدات الإنسانية", "مساعدات إغاثية وإنسانية"),
        ("يصيب", "وأصابت"),
        ("يعاني", "كانوا يعانون"),
        ("مستشفى", "مستشفياتها"),
        ("عدوى", "عدواه"),
        ("وباء", "الأوبئة"),
        ("إصابة", "إصابتهم"),
        ("استعداد", "استعداداتها"),
        ("التهاب رئوي", "بالالتهاب الرئوي"),
        ("المتلازمة التنفسية", "متلازمة الشرق الأوسط التنفسية"),
        ("وقف إطلاق النار", "وقف شامل لإطلاق النار"),
        ("عودة طوعية وكريمة", "العودة الطوعية والكريمة"),
        ("ضحايا مدنيون", "ضحايا مدنيين"),
        ("تحدٍّ", "التحديات"),
        ("كوفيد-19", "كوفيد 19"),
        ("قناع n95", "لقناع N95"),
    ],
)
def test_inflected_renderings_are_recognised(term, text):
    """Clitics, definiteness, number, gender, case, construct, pronouns, spelling and modifiers do not make another term."""
    assert holds(term, text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("منطقة آمنة", "منطقة أمنية"),
        ("منطقة آمنة", "منطق آمن"),
        ("سوري", "سوريا"),
        ("تنفسي", "التنفس"),  # another part of speech
        ("فيروس", "الالتهاب الفيروسي"),
        ("وباء", "وضع وبائي"),
        ("انتشار", "منتشر"),
        ("مستجدات", "فيروس كورونا المستجد"),
        ("اللجنة الدستورية", "اللجنة القانونية"),
        ("اللجنة الدستورية", "اللجنة. الدستورية"),
        ("أزمة صحية", "أزمة، صحية"),
        ("قرار مجلس الأمن 2254", "قرار مجلس الأمن 2245"),
        ("الهيئة العليا للمفاوضات", "الهيئة العليا"),
        ("وقف إطلاق النار", "إطلاق النار"),
        ("لقاح", "لقاءات"),
        ("حمى", "حماية"),
        ("عملية", "عملي"),
        ("كمامة", "قناع"),
        ("علاج", "عاجل"),
        ("بيان", "بينما"),
    ],
)
def test_other_words_are_refused(term, text):
    """Another lexeme, another part of speech, a missing word or another number is no rendering."""
    assert not holds(term, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("هادي البحرة", True),
        ("وهادي البحرة", True),
        ("لهادي البحرة", True),
        ("هادي البحره", True),
        ("هادي البحرا", False),
        ("هادي البهرة", False),
        ("هادي البحري", False),
        ("حادي البحرة", False),
        ("هادي بحرة", False),
        ("هادي", False),
    ],
)
def test_names_take_clitics_only(text, found):
    """A name is not inflected: any other spelling is another spelling."""
    assert holds("هادي البحرة", text, "Hadi al-Bahra") is found


def test_a_name_is_known_by_its_english_spelling():
    """No part of speech is needed to see that إيبولا transliterates Ebola; it may take the article."""
    assert holds("إيبولا", "فيروس الإيبولا", "Ebola")
    assert not holds("إدلب", "أدليب", "Idlib")


@pytest.mark.parametrize(
    ("word", "reading"),
    [
        ("وللايتلاف", "الايتلاف"),
        ("للجنه", "لجنه"),
        ("للجنه", "اللجنه"),
        ("فبالقرار", "القرار"),
        ("و2254", "2254"),
        ("سيلمس", "يلمس"),
    ],
)
def test_proclitics_are_taken_off(word, reading):
    """Every reading that a reader may have is offered; the generated forms decide."""
    assert reading in readings(word)


PLURALS = [
    line.split("\t")
    for line in (files("termbase.glossary.morphology") / "broken_plurals.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("role", [Role.HEAD, Role.CONSTRUCT])
def test_every_plural_of_the_table_is_recognised_and_leads_back(role):
    """With the article and without; back to the noun, unless the plural is taken for a singular."""
    known = singulars()
    for noun, plurals in PLURALS:
        every = forms(noun, role)
        for plural in plurals.split():
            assert {fold(plural), "ال" + fold(plural).removeprefix("ال")} <= every, (noun, plural)
            leads_back = fold(noun) in known.get(fold(plural), ()) and fold(noun) not in FUNCTION
            if leads_back and not plural.startswith(("ال", "إ")):
                assert fold(noun) in forms(plural, role), (noun, plural)


def test_the_table_of_plurals_is_well_formed():
    """Arabic letters only, in order, a spelling once."""
    nouns = [noun for noun, _ in PLURALS]
    assert nouns == sorted(set(nouns), key=lambda noun: (fold(noun), noun))
    assert [row for row in PLURALS if not re.fullmatch("[ء-ي]+\t[ء-ي]+( [ء-ي]+)*", "\t".join(row))] == []
