"""What each rule must report and what it must leave alone, both languages that could confuse it included."""

from __future__ import annotations

import pytest

from termbase.checks import runner
from termbase.checks.rule import Context
from termbase.config import CheckConfig
from termbase.model import Annotation, Code, Language, Segment, Severity, Unit, Variant

EN, FR, AR = "en", "fr", "ar"


def unit(source, target, language=FR, identifier="u1", **extra):
    variants = (Variant(Segment(source, Language(EN))), Variant(Segment(target, Language(language), **extra)))
    return Unit(variants, id=identifier)


def findings(rule, *units, glossary=None, **settings):
    config = CheckConfig(profile="strict", **settings)
    context = Context(settings=config) if glossary is None else Context(settings=config, glossary=glossary)
    return list(runner.check(units, context, runner.select(config, only=(rule,))))


def mended(text, found):
    for finding in sorted(found, key=lambda finding: -finding.fix.start):
        text = text[: finding.fix.start] + finding.fix.replacement + text[finding.fix.end :]
    return text


# rule, language, source, target
FIRES = [
    ("TB201", FR, "Who came?", "Qui est venu."),
    ("TB201", AR, "Who came?", "من حضر."),
    ("TB201", FR, "It ended.", "C’est fini"),
    ("TB202", FR, "The SOC (2012) met.", "La CNS (2012 s’est réunie."),
    ("TB202", FR, "He said “yes”.", "Il a dit «\u00a0oui."),
    ("TB202", FR, 'He said "yes".', "Il a dit «\u00a0oui."),
    ("TB203", FR, "Source: SANA", "Source : SANA"),
    ("TB203", FR, "Source: SANA", "Source: SANA"),
    ("TB203", FR, "“Yes”", "« Oui »"),
    ("TB203", FR, "Really?", "Vraiment?"),
    ("TB204", FR, "an “opportunity”", "une “occasion”"),
    ("TB205", AR, "Barakat, Rahmeh", "بركات, رحمة"),
    ("TB205", AR, "Why?", "لماذا?"),
    ("TB301", FR, "The 26 families", "Les 62 familles"),
    ("TB301", AR, "in 2012", "في عام ٢٠١٣"),
    ("TB301", FR, "in the 1980s", "dans les années 1970"),
    ("TB302", FR, "on 18 December 2015", "le 8 décembre 2015"),
    ("TB302", AR, "on 18 December 2015", "في 18 تشرين الثاني 2015"),
    ("TB303", AR, "56% of them", "٦٥ في المئة منهم"),
    ("TB301", FR, "20 members", "trente membres"),
    ("TB301", AR, "The 26 families", "الأسر الاثنتان والستون"),
    ("TB301", FR, "375,000 dollars", "357 mille dollars"),
    ("TB301", FR, "from 1950-53", "de 1950 à 1954"),
    ("TB301", FR, "a pig of 650 pounds", "un porc de 350 kg"),
    ("TB301", FR, "at 1 p.m. with 40 people", "à 13 h avec 50 personnes"),
    ("TB303", FR, "3.5 per cent", "3,6\u00a0%"),
    ("TB305", FR, "3 km away", "à 5 km"),
    ("TB305", AR, "5 km away", "على بعد 6 كم"),
    ("TB305", AR, "5 km away", "على بعد 5 أميال"),
    ("TB305", AR, "$3 million", "3 آلاف دولار"),
    ("TB305", FR, "12 tonnes of flour", "12 kg de farine"),
    ("TB305", FR, "$500 a month", "500\u00a0€ par mois"),
    ("TB306", FR, "at 1 p.m.", "à 14 h"),
    ("TB306", AR, "at 10:30", "في الساعة 11:30"),
    ("TB302", FR, "on March 4 and 5", "les 4 et 6 mars"),
    ("TB202", FR, "He said: 'It began.'", "Il a dit\u00a0: «\u00a0Cela a commencé."),
    ("TB304", FR, "Resolution 2254", "la résolution 2245"),
    ("TB304", AR, "Resolutions 2118 and 2254", "القراران 2118 و2245"),
    ("TB304", AR, "Security Council resolution 2254", "قرار مجلس الأمن الدولي رقم ٢٢٥٥"),
    ("TB403", FR, "The meeting took place in Geneva.", "The meeting took place in Geneva."),
    ("TB403", AR, "The meeting took place in Geneva.", "The meeting in Geneva."),
    ("TB404", FR, "Aleppo", " "),
    ("TB501", FR, "The meeting", "La  réunion"),
    ("TB502", FR, "Aleppo", " Alep"),
    ("TB502", FR, "Aleppo ", "Alep"),
    ("TB503", FR, "the meeting", "la la réunion"),
    ("TB503", AR, "in Aleppo", "في في حلب"),
    ("TB503", FR, "The meeting", "La la réunion"),
    ("TB602", FR, "Hello {name}", "Bonjour {nom}"),
    ("TB602", FR, "%s of %d", "%s sur %s"),
    ("TB603", FR, "See https://example.org/en/", "Voir le site"),
    ("TB603", FR, "Write to press@example.org", "Écrivez à presse@example.org"),
    ("TB701", AR, "the Secretary-General", "الأمین العام"),
    ("TB701", AR, "book", "کتاب"),
    ("TB702", FR, "Aleppo", "Al\u0435p"),
    ("TB703", AR, "UNHCR", "منظمةUNHCR"),
    ("TB704", AR, "Syria", "ســورية"),
    ("TB705", AR, "Aleppo", "ﺣﻠﺐ"),
    ("TB706", AR, "Aleppo", "\u202bحلب"),
    ("TB706", AR, "Aleppo", "حلب\u2069"),
    ("TB706", AR, "Aleppo", "\u200f\u200fحلب"),
    ("TB708", FR, "The meeting took place.", "la réunion a eu lieu."),
]

SILENT = [
    ("TB201", AR, "Who came?", "من حضر؟"),
    ("TB201", FR, "“It ended.”", "«\u00a0C’est fini.\u00a0»"),
    ("TB201", FR, "It ended;", "C’est fini."),  # translators join sentences
    ("TB202", FR, "a) first", "a) premier"),
    ("TB202", FR, "He said: “It began.", "Il a dit\u00a0: «\u00a0Cela a commencé."),  # goes on in the next sentence
    ("TB203", FR, "Source: SANA", "Source\u00a0: SANA"),
    ("TB203", FR, "Yes!", "Oui\u202f!"),
    ("TB203", FR, "at 10:30", "à 10:30"),
    ("TB203", FR, "https://example.org", "https://example.org"),
    ("TB203", FR, "What?!", "Quoi\u00a0?!"),
    ("TB203", FR, "ratio 1:2", "rapport 1:2"),
    ("TB203", AR, "Source: SANA", "المصدر: سانا"),  # French policy, Arabic text
    ("TB202", FR, 'She said: "It began.', "Elle a dit\u00a0: «\u00a0Cela a commencé."),  # the same, straight marks
    ("TB204", FR, "x", "«\u00a0un “mot” dans la citation\u00a0»"),
    ("TB205", AR, "1,000", "1,000 أسرة"),
    ("TB205", AR, "UNHCR, WHO", "منظمات (UNHCR, WHO)"),
    ("TB301", AR, "in 2012", "في عام ٢٠١٢"),
    ("TB301", FR, "10,000 families", "10\u202f000 familles"),
    ("TB301", FR, "three of 5", "trois sur cinq"),
    ("TB301", FR, "20 people", "vingt personnes"),
    ("TB301", FR, "in the 1980s", "dans les années 80"),
    ("TB301", FR, "in the 1980s", "dans les années 1980"),
    ("TB301", AR, "in the 1960s", "في ستينيات القرن العشرين"),
    ("TB301", FR, "The 26 families", "Les vingt-six familles"),
    ("TB301", AR, "The 26 families", "الأسر الست والعشرون"),
    ("TB301", FR, "Fourteen people", "14 personnes"),
    ("TB301", AR, "a boy of 13", "فتى في الثالثة عشرة"),
    ("TB301", FR, "the 19th century", "le XIXe siècle"),
    ("TB301", FR, "a dozen of them", "12 d’entre eux"),
    ("TB301", AR, "375,000 dollars", "375 ألف دولار"),
    ("TB301", AR, "more than 5,000 actions", "أكثر من 5 آلاف إجراء"),
    ("TB301", AR, "77,938,904 learners", "و77,938,904 طالبًا"),
    ("TB301", FR, "the war of 1950-53", "la guerre (1950-1953)"),
    ("TB301", FR, "the 24-hour news", "les informations 24 h/24"),
    ("TB301", FR, "at 8:00 a.m.", "à 08 h 00"),
    ("TB301", FR, "by 1 p.m.", "à 13 h"),
    ("TB301", FR, "a pig of 650 pounds", "un porc de 295 kg"),
    ("TB302", AR, "on March 4 and 5", "يومي 4 و5 مارس"),
    ("TB302", FR, "on March 4 and 5", "le 4 mars et le 5 mars"),
    ("TB302", FR, "4-6 March 2020", "du 4 au 6 mars 2020"),
    ("TB305", AR, "5 km away", "على بعد ٥ كم"),
    ("TB305", AR, "5 km away", "على بعد 5 كيلومترات"),
    ("TB305", FR, "180 miles", "290 km"),
    ("TB305", FR, "$3 million", "3 millions de dollars"),
    ("TB305", FR, "3 million euros", "3\u00a0000\u00a0000\u00a0€"),
    ("TB305", FR, "a 10 km road", "une route de 10"),
    ("TB305", FR, "40 km²", "40 kilomètres carrés"),
    ("TB306", FR, "at 1 p.m.", "à 13 h"),
    ("TB306", AR, "at 10:30 a.m.", "في الساعة 10:30"),
    ("TB306", FR, "for 3 hours", "pendant 3 h"),
    ("TB202", FR, "He said: 'It began.", "Il a dit\u00a0: «\u00a0Cela a commencé."),
    ("TB202", FR, "It ended,' he said.", "C’est fini\u00a0», a-t-il dit."),
    ("TB503", AR, "KTUU", "قناة كيه تي يو يو"),
    ("TB302", AR, "on 18 December 2015", "في 18 كانون الأول/ديسمبر 2015"),
    ("TB302", FR, "on 18 December", "le 18 décembre 2015"),
    ("TB303", AR, "56% of them", "٥٦ بالمئة منهم"),
    ("TB303", FR, "5% of 200 people", "5\u00a0% de 200 personnes"),
    ("TB304", FR, "UNSC Resolutions 2118 and 2254", "les résolutions 2118 et 2254 du Conseil de sécurité"),
    ("TB304", AR, "Resolutions 2118 and 2254", "قراري مجلس الأمن الدولي 2118 و2254"),
    ("TB304", FR, "resolutions adopted in the year", "les résolutions adoptées"),
    ("TB403", FR, "Jean-François Guillaume", "Jean-François Guillaume"),
    ("TB403", FR, "UNHCR WHO UNICEF", "UNHCR WHO UNICEF"),
    ("TB404", FR, "", ""),
    ("TB501", FR, "A  table", "Un  tableau"),  # layout in both
    ("TB502", FR, " Aleppo", " Alep"),
    ("TB503", FR, "we ourselves", "nous nous réunissons"),
    ("TB503", AR, "the BBC", "هيئة بي بي سي"),
    ("TB503", FR, "the hotel", "l’hôtel Roa Roa"),
    ("TB503", AR, "little by little", "شيئاً شيئاً"),
    ("TB602", FR, "100% of {name}", "100\u00a0% de {name}"),
    ("TB603", FR, "See https://example.org/en/", "Voir https://example.org/fr/"),
    ("TB701", AR, "in Persian", "بالفارسية (ی)"),  # a letter on its own is spoken of
    ("TB702", FR, "Μετά", "Μετά"),  # a Greek word
    ("TB703", AR, "the UNHCR", "الـUNHCR"),
    ("TB703", AR, "by WHO", "بـWHO"),
    ("TB704", AR, "in 1440 AH", "في 1440 هـ"),
    ("TB704", AR, "by “yes”", "بـ«نعم»"),
    ("TB705", AR, "peace be upon him", "ﷺ"),
    ("TB706", AR, "SOC (2012)", "الائتلاف (SOC)\u200f في حلب"),
    ("TB708", FR, "Al-Bahra thanked France.", "al-Bahra a remercié la France."),
    ("TB708", FR, "Aleppo", "alep"),
]


@pytest.mark.parametrize(("rule", "language", "source", "target"), FIRES)
def test_a_fault_is_reported(rule, language, source, target):
    assert [finding.rule for finding in findings(rule, unit(source, target, language))]


@pytest.mark.parametrize(("rule", "language", "source", "target"), SILENT)
def test_right_text_is_left_alone(rule, language, source, target):
    """Precision is what makes people keep a check switched on."""
    assert not findings(rule, unit(source, target, language))


@pytest.mark.parametrize(
    ("rule", "language", "target", "right"),
    [
        ("TB203", FR, "Source : SANA; et « oui »", "Source\u00a0: SANA\u00a0; et «\u00a0oui\u00a0»"),
        ("TB205", AR, "بركات, ورحمة; لماذا?", "بركات، ورحمة؛ لماذا؟"),
        ("TB501", FR, "La  réunion \u00a0: fin", "La réunion\u00a0: fin"),
        ("TB502", FR, "  Alep ", "Alep"),
        ("TB701", AR, "الأمین العام فی کتاب", "الأمين العام في كتاب"),
        ("TB702", FR, "Al\u0435p", "Alep"),
        ("TB704", AR, "ســورية", "سورية"),
        ("TB705", AR, "ﺣﻠﺐ", "حلب"),
        ("TB706", AR, "\u2067\u2069حلب", "حلب"),
    ],
)
def test_a_fix_mends_and_is_idempotent(rule, language, target, right):
    found = findings(rule, unit("Source", target, language))
    assert mended(target, found) == right
    assert not findings(rule, unit("Source", right, language))


def test_the_french_space_follows_the_policy():
    text = "Source\u00a0: «\u00a0oui\u00a0»\u00a0;"
    assert not findings("TB203", unit("x", text), french_space="any")
    assert not findings("TB203", unit("x", text), french_space="nbsp")
    found = findings("TB203", unit("x", text), french_space="nnbsp")
    assert mended(text, found) == "Source\u00a0: «\u202foui\u202f»\u202f;"


def test_the_same_source_is_translated_alike():
    units = [
        unit("Thank you all.", "Merci à tous.", identifier="1"),
        unit("Thank you  all.", "Je vous remercie.", identifier="2"),
    ]
    (finding,) = findings("TB401", *units)
    assert finding.unit == "2"
    assert "Merci à tous." in finding.message
    assert not findings("TB401", units[0], unit("Thank you all.", "MERCI à tous.", identifier="3"))


def test_one_translation_for_two_sources_is_reported():
    units = [
        unit("The meeting is open.", "La réunion est close.", identifier="1"),
        unit("The meeting is closed.", "La réunion est close.", identifier="2"),
    ]
    assert [finding.unit for finding in findings("TB402", *units)] == ["2"]


def test_a_missing_language_is_reported_but_not_on_finer_units():
    """The runner's languages are en, ar, fr; a pair's own units are finer on purpose."""
    lone = unit("Aleppo", "Alep")
    assert [finding.rule for finding in findings("TB405", lone)] == ["TB405"]
    finer = Unit(lone.variants, "u", annotations=(Annotation("prop", "en-fr", {"type": "x-granularity"}),))
    assert not findings("TB405", finer)


def test_a_length_out_of_proportion_is_reported():
    usual = [
        unit(
            "The delegation met the president of the body today. " * 2,
            "La délégation a rencontré le président. " * 2,
            identifier=str(n),
        )
        for n in range(12)
    ]
    odd = unit("The delegation met the president of the body today. " * 3, "La délégation.", identifier="odd")
    assert [finding.unit for finding in findings("TB406", *usual, odd)] == ["odd"]


def test_inline_codes_are_compared_by_kind_and_type():
    bold = Code("bpt", {"i": "1", "type": "bold"}, ("<b>",))
    end = Code("ept", {"i": "1"}, ("</b>",))
    source = Variant(Segment("Aleppo now", Language(EN), (bold, "Aleppo", end, " now")))
    good = Variant(
        Segment("Alep", Language(FR), ("Alep ", Code("bpt", {"i": "7", "type": "bold"}), "x", Code("ept", {"i": "7"})))
    )
    bad = Variant(Segment("Alep", Language(FR), ("Alep", end)))
    plain = Variant(Segment("Alep", Language(FR)))
    assert not findings("TB601", Unit((source, good), "1"))
    assert not findings("TB601", Unit((source, plain), "2"))  # a plain memory of formatted text
    (finding,) = findings("TB601", Unit((source, bad), "3"))
    assert "missing bpt (bold)" in finding.message


def test_the_form_for_one_thing_may_leave_the_number_out():
    """%d file is ملف واحد in the plural forms of a PO file."""
    one = Unit(
        unit("%d file", "ملف واحد", AR).variants, "u", annotations=(Annotation("prop", "one", {"type": "x-po-number"}),)
    )
    assert not findings("TB602", one)
    assert findings("TB602", unit("%d file", "ملف واحد", AR))


def test_a_word_is_vowelled_alike():
    texts = ["شدد البحرة", "شدد الوفد", "شدد غيوم", "شدّد بركات"]
    found = findings("TB707", *(unit("x", text, AR, str(number)) for number, text in enumerate(texts)))
    assert [finding.unit for finding in found] == ["3"]
    assert not findings("TB707", unit("x", "اجتماعاً اجتماعٌ اجتماع اجتماع", AR))  # case endings follow grammar


@pytest.mark.parametrize("rule", runner.all_rules(), ids=lambda rule: rule.id)
def test_every_rule_explains_itself(rule):
    assert rule.summary.endswith(".")
    assert len(rule.explanation) > 60
    assert "strict" in rule.profiles
    assert ("lenient" in rule.profiles) <= (rule.severity is Severity.ERROR)
    assert 0 < rule.confidence <= 1
    assert rule.example.wrong != rule.example.right


@pytest.mark.parametrize(
    "rule",
    [rule for rule in runner.all_rules() if rule.id[:3] in ("TB2", "TB3", "TB5", "TB7") and rule.id != "TB707"],
    ids=lambda rule: rule.id,
)
def test_the_example_of_a_rule_is_true(rule):
    """`termbase rule` shows it: the wrong text must be reported, the right one not."""
    example = rule.example
    source = example.source or ("Source text" if example.language != EN else "")
    if example.language == EN:
        wrong, right = (Unit((Variant(Segment(text, Language(EN))),), "u") for text in (example.wrong, example.right))
    else:
        wrong, right = (unit(source, text, example.language) for text in (example.wrong, example.right))
    assert findings(rule.id, wrong)
    assert not findings(rule.id, right)
