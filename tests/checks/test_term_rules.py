"""The rules on terms, on the project's own releases: nothing to report as they stand, every planted fault reported."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.conftest import ROOT

from termbase.checks import runner
from termbase.checks.rule import Context
from termbase.config import CheckConfig
from termbase.formats import tmx
from termbase.glossary.concepts import Glossary
from termbase.model import Concept, Language, Segment, Term, TermKind, TermStatus, Unit, Variant
from termbase.workflows.align import align_files
from termbase.workflows.align import units as units_of

TERM_RULES = ("TB101", "TB102", "TB103", "TB104", "TB105", "TB106", "TB107", "TB108")


@cache
def own_glossary():
    return Glossary.load(ROOT / "glossary")


@cache
def own_units():
    return tuple(tuple(tmx.read(path)) for path in sorted((ROOT / "tmx").glob("*.tmx")))


def findings(units, glossary=None, rules=TERM_RULES):
    settings = CheckConfig()
    context = Context(glossary=glossary or own_glossary(), settings=settings)
    return list(runner.check(units, context, runner.select(settings, only=rules)))


def edited(unit, language, old, new):
    variants = tuple(
        replace(variant, segment=Segment(variant.text.replace(old, new), variant.language))
        if variant.language == language
        else variant
        for variant in unit.variants
    )
    return replace(unit, variants=variants)


def pair(source, target, language):
    return Unit((Variant(Segment(source, Language("en"))), Variant(Segment(target, Language(language)))), id="u")


def test_the_own_releases_are_clean():
    """No false alarm, in any language, on texts that people have read."""
    assert [finding for units in own_units() for finding in findings(units)] == []


def test_a_real_release_is_clean(shared):
    """The release as published, and its translations, follow the glossary."""
    folder = shared / "releases" / "2024-12-envoy-meeting"
    paths = {language: folder / f"{language}.txt" for language in ("en", "ar", "fr")}
    units = list(units_of(align_files(paths, name="2024-12-envoy-meeting", glossary=own_glossary())))
    assert len(units) > 20
    assert findings(units) == []


FAULTS = [
    # omitted, replaced or half a term
    ("fr", "Fonds de relèvement rapide", "Fonds d’urgence", "TB101", "early-recovery-fund"),
    ("ar", "صندوق التعافي المبكر", "صندوق الطوارئ", "TB101", "early-recovery-fund"),
    ("fr", "opérations militaires", "opérations", "TB101", "military-operation"),
    ("ar", "العمليات العسكرية", "العمليات", "TB101", "military-operation"),
    ("fr", "Kurdes syriens", "Kurdes", "TB101", "syrian-kurds"),
    ("ar", "الوفد الفرنسي", "الفريق الفرنسي", "TB101", "french-delegation"),
    ("fr", "l’Allemagne", "l’Autriche", "TB101", "germany"),
    ("ar", "وألمانيا", "والنمسا", "TB101", "germany"),
    ("fr", "frappes aériennes", "bombardements", "TB101", "airstrike"),
    ("ar", "جلسة طارئة", "جلسة عادية", "TB101", "emergency-session"),
    ("ar", "الخدمات الأساسية", "الخدمات", "TB101", "essential-services"),
    # left in English
    ("fr", "gestion de crise", "crisis management", "TB101", "crisis-management"),
    ("ar", "المساعدات الإنسانية", "humanitarian aid", "TB101", "humanitarian-aid"),
    # another number
    ("ar", "القرار 2254", "القرار 2245", "TB101", "resolution-2254"),
    ("fr", "résolution 2118", "résolution 2181", "TB101", "resolution-2118"),
    # forbidden
    ("ar", "هيئة التفاوض السورية", "لجنة التفاوض السورية", "TB102", "syrian-negotiations-commission"),
    (
        "fr",
        "Commission syrienne de négociation",
        "Comité syrien de négociation",
        "TB102",
        "syrian-negotiations-commission",
    ),
    ("ar", "بيان جنيف", "إعلان جنيف", "TB102", "geneva-communique"),
    ("fr", "le Communiqué de Genève", "la Déclaration de Genève", "TB102", "geneva-communique"),
    ("en", "Geneva Communiqué", "Geneva Declaration", "TB102", "geneva-communique"),
    # deprecated
    ("ar", "الائتلاف الوطني السوري", "ائتلاف المعارضة السورية", "TB103", "syrian-opposition-coalition"),
    ("ar", "سورية جان", "سوريا جان", "TB103", "syria"),
    ("ar", "المملكة المتحدة", "بريطانيا", "TB103", "united-kingdom"),
    ("fr", "le Royaume-Uni", "la Grande-Bretagne", "TB103", "united-kingdom"),
    ("fr", "l’envoyé spécial", "l’émissaire spécial", "TB101", "french-special-envoy"),
    ("fr", "Hadi al-Bahra", "Hadi el-Bahra", "TB103", "hadi-al-bahra"),
    # names spelled otherwise
    ("fr", "Hadi al-Bahra", "Hady Al Bahrah", "TB104", "hadi-al-bahra"),
    ("ar", "هادي البحرة", "هادي البهرة", "TB104", "hadi-al-bahra"),
    ("ar", "غير بيدرسون", "جير بيدرسن", "TB104", "geir-pedersen"),
    ("fr", "Geir Pedersen", "Gir Pederson", "TB104", "geir-pedersen"),
    ("ar", "عبد الأحد اسطيفو", "عبد الأحد ستيفو", "TB104", "abdulahad-asepho"),
    ("ar", "سلوى أكسوي", "سلوى اكصوي", "TB104", "salwa-aksoy"),
    ("fr", "Haytham Rahmeh", "Haitham Rahma", "TB104", "haytham-rahmeh"),
    ("fr", "Alep", "Aleb", "TB104", "aleppo"),
    ("ar", "وأنطوان دو سامب", "وانتوان دي سامب", "TB104", "antoine-de-samp"),
    # acronyms
    ("fr", "Coalition nationale syrienne (CNS)", "CNS", "TB105", "syrian-opposition-coalition"),
    ("en", "The Syrian Opposition Coalition (SOC)", "The SOC", "TB105", "syrian-opposition-coalition"),
    ("fr", "La CNS", "La SOC", "TB106", "syrian-opposition-coalition"),
    ("fr", "(UE)", "(EU)", "TB106", "european-union"),
    ("ar", "الاتحاد الأوروبي", "EU", "TB106", "european-union"),
    # consistency
    ("fr", "processus de négociation", "processus politique", "TB108", "negotiation-process"),
    ("ar", "الجيش الوطني السوري", "الائتلاف الوطني السوري", "TB108", "syrian-national-army"),
]


@pytest.mark.parametrize(("language", "old", "new", "rule", "concept"), FAULTS)
def test_a_planted_fault_is_caught(language, old, new, rule, concept):
    """One fault at a time, in the releases as they are published; inflected forms and clitics come with the text."""
    changed = [[edited(unit, language, old, new) for unit in units] for units in own_units()]
    assert any(old in variant.text for units in own_units() for unit in units for variant in unit.variants_in(language))
    assert (rule, concept) in {(finding.rule, finding.concept) for units in changed for finding in findings(units)}


INCONSISTENCIES = [
    ("ar", "العملية السياسية", "المسار السياسي", "political-process"),
    ("fr", "aide humanitaire", "assistance humanitaire", "humanitarian-aid"),
    (
        "fr",
        "Commission syrienne de négociation",
        "Commission syrienne des négociations",
        "syrian-negotiations-commission",
    ),
    ("ar", "القنصلية الفرنسية في إسطنبول", "القنصلية العامة الفرنسية في إسطنبول", "french-consulate-in-istanbul"),
    ("fr", "résolution 2118", "résolution 2118 du Conseil de sécurité", "resolution-2118"),
]


@pytest.mark.parametrize(("language", "old", "new", "concept"), INCONSISTENCIES)
def test_a_planted_second_rendering_is_caught(language, old, new, concept):
    """One place of a release gets another approved rendering than its other places; in all places alike it is no fault."""
    caught = set()
    for units in own_units():
        places = [
            place for place, unit in enumerate(units) if any(old in item.text for item in unit.variants_in(language))
        ]
        for place in places if len(places) > 1 else ():
            changed = [*units[:place], edited(units[place], language, old, new), *units[place + 1 :]]
            caught |= {(finding.rule, finding.concept) for finding in findings(changed, rules=("TB107",))}
        assert findings([edited(unit, language, old, new) for unit in units], rules=("TB107",)) == []
    assert caught == {("TB107", concept)}


@pytest.mark.parametrize(
    "rule",
    [rule for rule in runner.all_rules() if rule.id in TERM_RULES and rule.id not in ("TB105", "TB107")],
    ids=lambda rule: rule.id,
)
def test_the_example_of_a_rule_is_true(rule):
    """`termbase rule` shows it: the wrong text must be reported, the right one not."""
    example = rule.example
    wrong, right = (pair(example.source, text, example.language) for text in (example.wrong, example.right))
    assert rule.id in {finding.rule for finding in findings([wrong])}
    assert not findings([right])


def test_an_acronym_is_spelled_out_first():
    """The order of the document counts, not that of the glossary."""
    early = [
        Unit((Variant(Segment(text, Language("en"))),), id=text)
        for text in ("SOC met.", "The Syrian Opposition Coalition met.")
    ]
    assert [finding.rule for finding in findings(early)] == ["TB105"]
    assert findings(early[::-1]) == []
    assert findings(early[:1]) == []


def test_one_concept_in_two_ways():
    """The same source term rendered by two full forms in one document is reported at the second."""
    one = pair("The Syrian Negotiations Commission met.", "La Commission syrienne de négociation s’est réunie.", "fr")
    two = pair("The Syrian Negotiations Commission met.", "La Commission syrienne des négociations s’est réunie.", "fr")
    assert [finding.rule for finding in findings([one, replace(two, id="v")])] == ["TB107"]
    assert findings([one, replace(one, id="v")]) == []


def test_a_forbidden_term_may_be_another_concept_s_own():
    """trêve is wrong for ceasefire and right for truce."""
    concepts = (
        Concept(
            "ceasefire",
            (
                Term("ceasefire", Language("en")),
                Term("cessez-le-feu", Language("fr")),
                Term("trêve", Language("fr"), TermStatus.FORBIDDEN),
            ),
        ),
        Concept("truce", (Term("truce", Language("en")), Term("trêve", Language("fr")))),
    )
    glossary = Glossary(concepts)
    assert findings([pair("A truce and a ceasefire.", "Une trêve et un cessez-le-feu.", "fr")], glossary) == []
    assert findings([pair("A truce.", "Une trêve.", "fr")], glossary) == []
    assert {finding.rule for finding in findings([pair("A ceasefire.", "Des trêves.", "fr")], glossary)} == {"TB102"}


def test_homographs_of_the_source_ask_for_either_rendering():
    """Only the target can tell which `right` is meant."""
    glossary = Glossary(
        (
            Concept("a", (Term("right", Language("en")), Term("droit", Language("fr")))),
            Concept("b", (Term("right", Language("en")), Term("droite", Language("fr")))),
        )
    )
    assert findings([pair("The right won.", "La droite a gagné.", "fr")], glossary) == []
    assert [finding.rule for finding in findings([pair("The right won.", "Ils ont gagné.", "fr")], glossary)] == [
        "TB101"
    ]


def test_a_fix_keeps_proclitics():
    """Only the name is replaced; و stays."""
    unit = pair("and Hadi al-Bahra", "وهادي البهرة", "ar")
    (fix,) = [finding.fix for finding in findings([unit]) if finding.rule == "TB104"]
    assert "وهادي البهرة"[: fix.start] + fix.replacement == "وهادي البحرة"


def test_acronyms_keep_their_case():
    """A French text in capitals may say UN and mean one."""
    glossary = Glossary(
        (
            Concept(
                "un",
                (
                    Term("UN", Language("en"), kind=TermKind.ACRONYM, case=True),
                    Term("ONU", Language("fr"), kind=TermKind.ACRONYM, case=True),
                ),
            ),
        )
    )
    assert findings([pair("un autre", "rien", "fr")], glossary) == []
    assert [finding.rule for finding in findings([pair("the UN", "l’UN", "fr")], glossary)] == ["TB101", "TB106"]
