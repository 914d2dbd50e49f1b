"""Sentences: nothing is lost, spans are true, rules decide in order, and no text takes for ever."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from guard import no_hang
from termbase.errors import InputError
from termbase.text.segment import LanguageMap, LanguageRules, Rule, Rules, paragraphs, partition, segment, shipped_rules
from termbase.text.segment.endings import endings
from termbase.text.segment.expression import translate
from termbase.text.segment.rules import Segmenter

LANGUAGES = ("en", "fr", "ar", "de")
PIECES = (
    "Mr. Smith", "M. Dupont", "د. سامر", "وقال", "U.N.", "ق.م.", "J.-C.", "p. 5", "etc.", "No. 12", "He", "le", "a", "I", "1.", "2)", "•",
    ".", "!", "?", "؟", "…", "...",
    "»", "«", '"', "”", ")", "[1]", " ", "  ", "\n", "\r\n", "\u00a0", "\u202f", "\u200f", "\u202a", "\u2029",
    "\f", "\x00", "\x1f", "\ud800", "\udfff", "١٢٫٥", "5 p.m.", "\u0301",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(st.characters(codec=None), max_size=40)


@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_the_parts_joined_are_the_text(text, language):
    """Every later stage counts on it: offsets, exports, the way back to the file."""
    spans = partition(text, language)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(left[1] == right[0] for left, right in pairwise(spans))


@given(text=texts, language=st.sampled_from(LANGUAGES))
def test_sentences_hold_every_character_that_is_no_space(text, language):
    sentences = segment(text, language)
    assert "".join("".join(sentence.text.split()) for sentence in sentences) == "".join(text.split())
    assert all(
        text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != "" for sentence in sentences
    )
    numbers = [sentence.paragraph for sentence in sentences]
    assert sorted(set(numbers)) == list(range(len(set(numbers))))
    assert numbers == sorted(numbers)
    assert all(
        sentence.line == "".join(sentence.line.splitlines()) or "\n" not in sentence.line for sentence in sentences
    )


@given(text=texts)
def test_paragraphs_cover_the_text(text):
    assert "".join(text[start:end] for start, end in paragraphs(text)) == text


def naive_breaks(rules, text):
    """SRX 2.0 to the letter: at each position, the first rule that matches decides."""
    found = []
    compiled = [
        (
            rule.breaks,
            regex.compile(f"(?:{translate(rule.before)})\\Z", regex.VERSION1),
            regex.compile(translate(rule.after), regex.VERSION1),
        )
        for rule in rules
    ]
    for place in range(1, len(text)):
        for breaks, before, after in compiled:
            if before.search(text[:place]) and after.match(text, place):
                if breaks:
                    found.append(place)
                break
    return found


expressions = st.sampled_from(
    [
        "",
        r"\.",
        r"[.?!]+",
        r"[.?!]+[\"’]*",
        r"\s",
        r"\s+\p{Lu}",
        r"\p{Ll}",
        r"(Mr|Dr)\.",
        r"^\s*\d\.",
        r"(\p{L}\.){2,}",
        r"a|b\.",
        r"\b\w\.",
        r"(?i)mr\.",
        r"x?",
        r"[^\s]",
    ]
)
rule_lists = st.lists(st.builds(Rule, st.booleans(), expressions, expressions), max_size=6)
small_texts = st.lists(
    st.sampled_from(["Mr.", "Dr.", "a", "b", ".", "?", "!", " ", "U.S.", "1.", "X", '"', "’", "mr."]), max_size=12
).map("".join)


@given(rules=rule_lists, text=small_texts)
def test_the_engine_equals_the_naive_reading_of_the_standard(rules, text):
    assert Segmenter(rules).breaks(text) == naive_breaks(rules, text)


@given(text=texts.map(lambda text: text[:60]), language=st.sampled_from(LANGUAGES))
def test_the_shipped_rules_are_applied_to_the_letter(text, language):
    paragraph = text.replace("\n", " ").replace("\r", " ")
    assert shipped_rules().segmenter(language).breaks(paragraph) == naive_breaks(
        shipped_rules().for_language(language), paragraph
    )


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (r"\.", r"[\.]"),
        (r"Dr\.", r"[\.]"),
        (r"[.!]+[\"]*", r"[[.!][\"]]"),
        (r"(a|b)c?", "[abc]"),
        (r"x(?=\s)", "[x]"),
        (r"x?", None),
        ("", None),
        (".", None),
    ],
)
def test_endings(expression, expected):
    assert endings(translate(expression)) == expected


HOSTILE = {
    "letters": "a" * 1_000_000,
    "Arabic letters": "ب" * 1_000_000,
    "stops": "." * 1_000_000,
    "stops apart": ". " * 500_000,
    "initials": "A. " * 66_000,
    "acronym": "A." * 100_000,
    "Arabic acronym": "د." * 100_000,
    "quotation marks": '.”"' * 66_000,
    "guillemets": "! » " * 50_000,
    "spaces": " " * 200_000,
    "no-break spaces behind a stop": ".\u00a0\u00a0\u00a0" * 50_000,
    "marks of direction": "\u200f\u202a.\u202c" * 50_000,
    "numbers": "1) a " * 40_000,
    "bullets": "• " * 100_000,
    "notes": "[1]" * 66_000,
    "brackets": ".)" * 100_000,
    "capitals": "? Aa Aa Aa " * 18_000,
    "lone surrogates": "\ud800. " * 66_000,
    "controls": "\x00.\x1f " * 50_000,
    "mixed directions": "وقال Mr. Smith. ثم U.N. ؟ " * 40_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_long_text_ends_whatever_it_is(name):
    """A megabyte takes seconds, and a rule that backtracked without bound would take for ever."""
    text = HOSTILE[name]
    language = "ar" if "Arabic" in name or "direction" in name else "en"
    with no_hang(60):
        spans = partition(text, language)
    assert spans[-1][1] == len(text)


def test_a_foreign_rule_that_never_ends_is_an_error_and_not_a_hang():
    """(a+)+ takes time without end on letters that no stop follows; the user is told which file."""
    rules = Rules(
        (LanguageRules("D", (Rule(breaks=True, before=r"x(a+a+)+", after=r"\s"),)),),
        (LanguageMap(".*", "D"),),
        path="slow.srx",
    )
    with pytest.raises(InputError) as caught:
        rules.segmenter("en").breaks("y" + "a" * 60 + " b")
    assert caught.value.path == "slow.srx"
    assert "rule" in caught.value.help


def test_equal_rules_have_equal_digests_and_a_change_shows():
    rules = shipped_rules()
    other = Rules(rules.language_rules, rules.maps, cascade=not rules.cascade)
    assert rules.digest == Rules(rules.language_rules, rules.maps, cascade=rules.cascade).digest != other.digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Heading\nOne. Two.", [("Heading", 0), ("One.", 1), ("Two.", 1)]),
        ("One.\n\n \t\nTwo.", [("One.", 0), ("Two.", 1)]),
        ("One.\r\nTwo.\u2029Three.\fFour.", [("One.", 0), ("Two.", 1), ("Three.", 2), ("Four.", 3)]),
        ("It was a cold \nnight in the city.", [("It was a cold night in the city.", 0)]),
        ("features\ncontact manager\nevents", [("features", 0), ("contact manager", 1), ("events", 2)]),
        ("Title \nThe text.", [("Title", 0), ("The text.", 1)]),
        ("", []),
        (" \n\u00a0", []),
        ("?!", [("?!", 0)]),
        ("\u200f", [("\u200f", 0)]),
    ],
)
def test_paragraphs_are_lines(text, expected):
    """A release holds one paragraph a line; a space before the line break and a small letter behind it mean a wrapped line (RFC 3676)."""
    assert [(sentence.line, sentence.paragraph) for sentence in segment(text, "en")] == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "At 5 a.m. Mr. Ali left.| He was back at 6 p.m.| Ms. Roy stayed."),
        (
            "en",
            "Gen. Haddad cited resolution No. 2254 (2015), arts. 3 and 4, vol. II.| “Why now?” he asked.| “Because!”| Nobody replied.",
        ),
        ("en", "She moved to the U.S.| There she joined the U.N. Secretariat.| See plan B.| It has 12 pp. and a map."),
        ("en", "It ended in 1805. [6] |The rest is lost.[7][8]| Nobody knows."),
        ("fr", "Le gén. Petit a vu S.E. M. J. Le Goff à 17 h.| L’entretien, cf. art. 3, al. 2, a duré deux heures."),
        (
            "fr",
            "Le temple date du IIe siècle av. J.-C.| Il fut fouillé par J.-C. Martin.| « Pourquoi ? » demande-t-il.| À suivre.",
        ),
        ("fr", "La Cie. Delta et l’O.N.U. ont signé.| Le siège est bd. Saint-Michel."),
        ("ar", "التقى أ.د. سامر وم. خالد بالسيد ج. ر. سميث الساعة 5 م. في جنيف.| ثم غادر."),
        ("ar", "هذا حق له.| ولا بد منه.| «من سيدفع؟» سألت السيدة.| تردد... ثم وافق.| هل يكفي؟| نعم."),
        ("ar", "وقعت ش.م.م. العقد.| واستمر اللقاء حتى عام 1445 هـ. في مكة."),
        ("de", "Er kam an.| Niemand war da!| Wirklich?| Ja."),
    ],
)
def test_the_shipped_rules_know_their_languages(language, text):
    """One line per family of rules; the bench measures how well they do on texts of others."""
    wanted = [part.strip() for part in text.split("|")]
    assert [sentence.text for sentence in segment(text.replace("|", ""), language)] == wanted


def test_the_worked_example_of_the_how_to_page():
    """A translator adds an abbreviation to the list of titles."""
    text = "The Rapp. Ms. Diaz spoke first. She left at noon."
    assert [sentence.text for sentence in segment(text, "en")] == [
        "The Rapp.",
        "Ms. Diaz spoke first.",
        "She left at noon.",
    ]
    rules = shipped_rules()
    lists = tuple(
        LanguageRules(
            item.name,
            tuple(
                replace(rule, before=rule.before.replace(r"|Min\. Plen)", r"|Min\. Plen|Rapp)")) for rule in item.rules
            ),
        )
        for item in rules.language_rules
    )
    assert lists != rules.language_rules
    house = replace(rules, language_rules=lists)
    assert [sentence.text for sentence in segment(text, "en", rules=house)] == [
        "The Rapp. Ms. Diaz spoke first.",
        "She left at noon.",
    ]
