"""Aligning whole texts: what always holds, bad input, joint beads, and what people are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard import no_hang
from termbase.alignment import Lexicon, align
from termbase.errors import UsageError

ENGLISH = [
    "The President of the Coalition met the French envoy in Istanbul on 3 December 2024.",
    "They discussed the humanitarian situation in Aleppo.",
    "More than 40,000 displaced persons need shelter, food and medicine.",
    "The envoy said that France supports Resolution 2254.",
    "He promised aid for hospitals and schools.",
    "The meeting ended with a call for a ceasefire.",
    "A second round of talks will be held in Geneva in January.",
]
FRENCH = [
    "Le président de la Coalition a rencontré l'envoyé français à Istanbul le 3 décembre 2024.",
    "Ils ont discuté de la situation humanitaire à Alep.",
    "Plus de 40 000 personnes déplacées ont besoin d'abris, de nourriture et de médicaments.",
    "L'envoyé a déclaré que la France soutient la résolution 2254.",
    "Il a promis une aide aux hôpitaux et aux écoles.",
    "La réunion s'est terminée par un appel au cessez-le-feu.",
    "Un deuxième cycle de pourparlers aura lieu à Genève en janvier.",
]
ARABIC = [
    "التقى رئيس الائتلاف المبعوث الفرنسي في إسطنبول في ٣ كانون الأول ٢٠٢٤.",
    "وبحثوا الوضع الإنساني في حلب.",
    "ويحتاج أكثر من ٤٠٠٠٠ نازح إلى المأوى والغذاء والدواء.",
    "وقال المبعوث إن فرنسا تدعم القرار ٢٢٥٤.",
    "ووعد بتقديم مساعدات للمستشفيات والمدارس.",
    "وانتهى الاجتماع بالدعوة إلى وقف إطلاق النار.",
    "وستعقد جولة ثانية من المحادثات في جنيف في كانون الثاني.",
]


def sides(beads, *languages):
    return [tuple(bead.sides[language] for language in languages) for bead in beads]


def kinds(result):
    return {warning.kind for warning in result.warnings}


def assert_partition(sentences, result):
    """Every sentence of every language is in exactly one bead, in order, jointly and in every pair."""
    for language, rows in sentences.items():
        assert [i for bead in result.beads for i in bead.sides[language]] == list(range(len(rows)))
    for pair in combinations(sentences, 2):
        for language in pair:
            assert [i for bead in result.pairs[pair] for i in bead.sides[language]] == list(
                range(len(sentences[language]))
            )
    assert all(0.0 <= bead.confidence <= 1.0 for bead in result.beads)
    assert all(any(bead.sides.values()) for bead in result.beads)


ONE_TO_ONE = [((i,), (i,)) for i in range(7)]


@pytest.mark.parametrize(("other", "rows"), [("fr", FRENCH), ("ar", ARABIC)])
def test_sentences_that_translate_one_another_are_paired(other, rows):
    assert sides(align({"en": ENGLISH, other: rows}).beads, "en", other) == ONE_TO_ONE


def test_a_sentence_without_counterpart_stays_alone_and_its_neighbours_stay_paired():
    result = align({"en": ENGLISH, "fr": FRENCH[:3] + FRENCH[4:]})
    assert ((3,), ()) in sides(result.beads, "en", "fr")
    assert sides(result.beads, "en", "fr")[4:] == [((4,), (3,)), ((5,), (4,)), ((6,), (5,))]


def test_two_sentences_told_as_one_become_one_bead():
    merged = [*ARABIC[:1], ARABIC[1] + " " + ARABIC[2], *ARABIC[3:]]
    assert ((1, 2), (1,)) in sides(align({"en": ENGLISH, "ar": merged}).beads, "en", "ar")


def test_a_sentence_missing_in_the_first_language_still_joins_the_other_two():
    """Pairing through English alone would leave Arabic and French apart."""
    result = align({"en": ENGLISH[:2] + ENGLISH[3:], "ar": ARABIC, "fr": FRENCH})
    assert ((), (2,), (2,)) in sides(result.beads, "en", "ar", "fr")


def test_a_pair_keeps_its_finer_beads_where_a_third_language_merges():
    arabic = [*ARABIC[:4], ARABIC[4] + " " + ARABIC[5], ARABIC[6]]
    result = align({"en": ENGLISH, "ar": arabic, "fr": FRENCH})
    assert ((4, 5), (4,), (4, 5)) in sides(result.beads, "en", "ar", "fr")
    assert sides(result.pairs["en", "fr"], "en", "fr") == ONE_TO_ONE


@pytest.mark.parametrize("order", list(permutations(["en", "ar", "fr"])))
def test_the_order_of_languages_does_not_change_clear_beads(order):
    texts = {"en": ENGLISH, "ar": ARABIC, "fr": FRENCH}
    result = align({language: texts[language] for language in order})
    assert sides(result.beads, "en", "ar", "fr") == [((i,), (i,), (i,)) for i in range(7)]


def test_glossary_anchors_pair_sentences_that_share_nothing_else():
    """Without words, lengths alone would pair the first sentences; a concept found on both sides knows better."""
    left, right = ["Aaaa bbbb cccc.", "Dddd eeee ffff."], ["Gggg hhhh iiii."]
    anchors = {"en": [frozenset(), frozenset({"a", "b", "c"})], "xx": [frozenset({"a", "b", "c"})]}
    assert ((1,), (0,)) in sides(align({"en": left, "xx": right}, anchors=anchors, lexicon=Lexicon()).beads, "en", "xx")


def test_paragraphs_are_soft_evidence():
    """The same sentences, of which lengths say little: a paragraph boundary decides which of two merges is meant."""
    left, right = ["aaaa bbbb cccc"] * 3, ["dddd eeee ffff gggg hhhh iiii", "dddd eeee ffff"]
    told = {}
    for name, numbers in {"first": [0, 0, 1], "second": [0, 1, 1]}.items():
        found = align({"en": left, "xx": right}, paragraphs={"en": numbers, "xx": [0, 1]}, lexicon=Lexicon())
        told[name] = sides(found.beads, "en", "xx")
    assert ((0, 1), (0,)) in told["first"]
    assert ((0,), (0,)) in told["second"]


words = st.lists(
    st.sampled_from(
        ["alpha", "beta", "2254", "Geneva", "SOC", "نعم", "القرار", "جنيف", "؟", "«", "»", ".", "é", "\u202e", "\x00"]
    ),
    max_size=6,
)
texts = st.lists(words.map(" ".join), max_size=9)


@given(texts, texts)
def test_two_texts_are_always_partitioned(left, right):
    sentences = {"en": left, "ar": right}
    assert_partition(sentences, align(sentences))


@settings(max_examples=30)
@given(texts, texts, texts)
def test_three_texts_are_always_partitioned(one, two, three):
    sentences = {"en": one, "ar": two, "fr": three}
    assert_partition(sentences, align(sentences))


@given(texts, texts)
def test_alignment_is_deterministic(left, right):
    assert align({"en": left, "ar": right}) == align({"en": left, "ar": right})


def test_another_process_gives_the_same_to_the_last_bit():
    """Whatever order its sets have: sums of floating-point numbers depend on theirs."""
    code = (
        "import json, sys; from termbase.alignment import align; result = align(json.load(sys.stdin));"
        "print(*result.beads, *result.pairs.values(), sep='\\n')"
    )
    texts = json.dumps({"en": ENGLISH * 6, "ar": ARABIC[1:] * 6, "fr": FRENCH[:-1] * 6})
    found = {
        subprocess.run(
            [sys.executable, "-c", code], input=texts, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True, text=True, encoding="utf-8", check=True,
        ).stdout
        for seed in "123"
    }  # fmt: skip
    assert len(found) == 1
    assert "confidence" in found.pop()


@pytest.mark.parametrize(
    ("sentences", "kind"),
    [
        ({"en": ENGLISH, "ar": []}, "empty-side"),
        ({"en": ENGLISH, "ar": ["", " "]}, "empty-side"),
        ({"en": ARABIC, "ar": ENGLISH}, "swapped"),
        ({"en": ENGLISH, "ar": FRENCH}, "language"),
        ({"en": ENGLISH, "de": FRENCH}, "language"),
        ({"en": ENGLISH, "fr": ENGLISH}, "identical"),
        ({"en": ENGLISH, "en-GB": [row.replace("The", "This").replace("a", "o") for row in ENGLISH]}, "same-language"),
        ({"en": ENGLISH[:1], "fr": FRENCH * 3}, "lopsided"),
        ({"en": ["Yes, of course."] * 50, "fr": FRENCH}, "repetitive"),
        ({"en": ENGLISH, "fr": FRENCH[3:] + FRENCH[:3]}, "reordered"),
        ({"en": ENGLISH * 2, "ar": ["كتاب قديم على الرف.", "قطة."] * 7}, "unrelated"),
    ],
)
def test_odd_texts_are_aligned_and_reported(sentences, kind):
    result = align(sentences)
    assert kind in kinds(result)
    assert_partition(sentences, result)


def test_ordinary_texts_give_no_warning():
    assert align({"en": ENGLISH, "ar": ARABIC, "fr": FRENCH}).warnings == ()


def test_a_side_ten_times_as_long_keeps_what_can_be_paired():
    filler = [f"Autre phrase numéro {number} sur la pluie, la mer, les oiseaux et le vin." for number in range(70)]
    result = align({"en": ENGLISH, "fr": filler[:35] + FRENCH + filler[35:]})
    assert sum(bead in sides(result.beads, "en", "fr") for bead in [((i,), (i + 35,)) for i in range(7)]) >= 6


@pytest.mark.slow
def test_thousands_of_identical_sentences_end_in_bounded_time():
    """Nothing tells one from another; the sensible result is one to one, and it must come soon."""
    sentences = {"en": ["The same sentence again."] * 4000, "ar": ["الجملة نفسها مرة أخرى."] * 4000}
    with no_hang():
        result = align(sentences)
    assert_partition(sentences, result)
    assert sum(len(bead.sides["en"]) == len(bead.sides["ar"]) == 1 for bead in result.beads) > 3900


def test_sentences_of_thousands_of_different_words_do_not_fill_the_memory():
    """Three lists of them, each word in all: every word of one side meets every word of the other."""
    english = " ".join(f"w{''.join(chr(97 + int(digit)) for digit in str(number))}" for number in range(20_000))
    french = " ".join(word[::-1] for word in english.split())
    tracemalloc.start()
    result = align({"en": [english] * 3, "fr": [french] * 3})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert_partition({"en": [english] * 3, "fr": [french] * 3}, result)
    assert peak < 300e6


def test_one_language_is_not_enough():
    with pytest.raises(UsageError):
        align({"en": ENGLISH})


def test_the_signature_names_the_evidence_and_changes_with_the_lexicon():
    with_lexicon = align({"en": ENGLISH, "fr": FRENCH}).signature
    without = align({"en": ENGLISH, "fr": FRENCH}, lexicon=Lexicon()).signature
    assert with_lexicon != without
    assert "lexicon=none" in str(without)
    assert "\n" not in str(with_lexicon)
    assert with_lexicon.as_dict()["version"] == with_lexicon.version


RELEASE = Path(__file__).parents[3] / "shared" / "releases" / "2024-12-envoy-meeting"


@pytest.mark.skipif(not RELEASE.exists(), reason="the measured release is kept outside the project")
@pytest.mark.parametrize("other", ["ar", "fr"])
def test_the_real_release_aligns_as_people_did(other):
    texts = {
        language: [row for row in (RELEASE / f"{language}.sent.txt").read_text("utf-8").split("\n") if row]
        for language in ("en", other)
    }
    rows = (RELEASE / f"gold.en-{other}.tsv").read_text("utf-8").splitlines()
    gold = [tuple(tuple(int(i) for i in column.split(",") if i) for column in row.split("\t")) for row in rows]
    found = sides(align(texts).beads, "en", other)
    assert [bead for bead in gold if bead not in found] == []
