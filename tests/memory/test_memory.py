import re

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import termbase
from termbase.errors import UsageError
from termbase.memory import concordance, maintenance, sidecar
from termbase.memory.sqlite import SqliteMemory
from termbase.memory.synchronise import synchronise
from termbase.model import Annotation, Code, Language, Segment, Unit, Variant
from termbase.text.fold import fold


@pytest.fixture
def memory(tmp_path):
    opened = termbase.Memory.open(f"sqlite:///{tmp_path}/memory.sqlite")
    yield opened
    opened.close()


def texts(matches, language="fr"):
    return [match.targets[language] for match in matches]


def lines(*pairs):
    return [oracle.unit(("en", left), ("fr", right), id=str(number)) for number, (left, right) in enumerate(pairs)]


STORY = lines(("Start.", "Début."), ("Yes.", "Oui."), ("Middle.", "Milieu."), ("Yes.", "Si."), ("End.", "Fin."))


@pytest.mark.parametrize(
    ("context", "first", "score"),
    [
        ({"previous": "Start.", "next": "Middle."}, "Oui.", 101),
        ({"previous": "Middle.", "next": "End."}, "Si.", 101),
        ({"next": "End."}, "Si.", 101),
        ({"id": "1"}, "Oui.", 101),
        ({"previous": "", "next": "Yes."}, None, 100),  # no such place: nothing is demoted
        ({"previous": "Unknown."}, None, 100),
        ({}, None, 100),
    ],
)
@pytest.mark.parametrize("compacted", [False, True])
def test_the_same_text_in_the_same_context_is_101(memory, context, first, score, compacted):
    memory.replace("story", STORY)
    if compacted:
        memory.compact()
    found = memory.lookup("Yes.", source="en", targets=["fr"], **context)
    assert found[0].score == score
    assert found[0].kind == ("context" if score == 101 else "exact")
    assert first in (None, found[0].targets["fr"])
    assert {match.score for match in found[1:]} == {100}
    assert len(found) == 2  # every differing target of a full match is shown


def test_the_ends_of_a_document_are_a_context(memory):
    memory.replace("story", STORY)
    assert memory.lookup("Start.", source="en", targets=["fr"], previous="", next="Yes.")[0].score == 101
    assert memory.lookup("End.", source="en", targets=["fr"], previous="Yes.", next="")[0].score == 101


def test_repeated_units_are_kept_once_with_every_context(memory):
    """A footer that follows every article is one unit, and still a match in context behind each."""
    units = [
        oracle.unit(("en", "One."), ("fr", "Un.")),
        oracle.unit(("en", "Share."), ("fr", "Partager."), changedate="20200101T000000Z", changeid="a", usagecount="2"),
        oracle.unit(("en", "Two."), ("fr", "Deux.")),
        oracle.unit(("en", "Share."), ("fr", "Partager."), changedate="20240101T000000Z", changeid="b", usagecount="3"),
        oracle.unit(("en", "Three."), ("fr", "Trois.")),
    ]
    assert memory.replace("site", units) == 5
    assert memory.count() == 4
    for previous, following in (("One.", "Two."), ("Two.", "Three.")):
        (match,) = memory.lookup("Share.", source="en", targets=["fr"], previous=previous, next=following)
        assert (match.score, match.author, match.changed) == (101, "b", "20240101T000000Z")
    assert memory.lookup("Two.", source="en", targets=["fr"], previous="Share.", next="Share.")[0].score == 101
    assert memory.lookup("Three.", source="en", targets=["fr"], previous="Share.", next="")[0].score == 101
    assert memory.database.execute("SELECT max(uses) FROM unit").fetchone() == (5,)


def test_equal_scores_are_ordered_newest_most_used_nearest_region(memory):
    memory.replace("all", [
        oracle.unit(("en-US", "Word"), ("fr", "américain")),
        oracle.unit(("en", "Word"), ("fr", "nu")),
        oracle.unit(("en-GB", "Word"), ("fr", "britannique")),
        oracle.unit(("en", "Word"), ("fr", "usité"), usagecount="9"),
        oracle.unit(("en", "Word"), ("fr", "neuf"), changedate="20250101T000000Z"),
        oracle.unit(("en", "Word"), ("fr", "vieux"), changedate="19990101T000000Z"),
    ])  # fmt: skip
    found = memory.lookup("Word", source="en-GB", targets=["fr"], limit=9)
    assert texts(found) == ["neuf", "vieux", "usité", "britannique", "nu", "américain"]
    assert [match.score for match in found] == [100, 100, 100, 100, 100, 99]


def test_languages_serve_their_regions_and_never_another_language(memory):
    memory.replace("all", [oracle.unit(("en", "Word"), ("fr-CA", "mot"), ("FR_fr", "terme"), ("ar", "كلمة"))])
    assert memory.lookup("Word", source="en", targets=["fr-FR", "fr-CA", "de"])[0].targets == {
        "fr-FR": "terme",
        "fr-CA": "mot",
    }
    assert memory.lookup("كَلِمة", source="ar", targets=["en"])[0].targets == {"en": "Word"}
    assert memory.lookup("Word", source="fr", targets=["en"]) == []
    assert memory.lookup("Word", source="en", targets=["de"]) == []


def test_penalties_of_origins_and_codes(memory):
    coded = Variant(Segment("Bold word", Language("en"), (Code("hi", {}, ("Bold",)), " word")))
    memory.replace("imported", [oracle.unit(("en", "Some word"), ("fr", "mot"))])
    memory.replace("coded", [Unit((coded, Variant(Segment("mot gras", Language("fr")))))])
    memory.penalties = {"imported": 3}
    assert memory.lookup("Some word", source="en", targets=["fr"])[0].score == 97
    assert memory.lookup("Some word", source="en", targets=["fr"], minimum=98) == []
    assert memory.lookup("Bold word", source="en", targets=["fr"])[0].score == 99


def test_units_come_back_as_they_went_in(memory):
    unit = Unit(
        (
            Variant(Segment("a b", Language("en-GB"), ("a ", Code("ph", {"x": "1"}, ("<b>",)), "b")), {"changeid": "me"},
                    (Annotation("note", "careful"),)),
            Variant(Segment("c", Language("ar"))),
        ),
        "id 1", {"usagecount": "4"}, (Annotation("prop", "v", {"type": "x"}), Annotation("prop", "v", {"type": "x"})),
    )  # fmt: skip
    memory.replace("origin", [unit])
    assert list(memory.units("origin")) == [unit]
    assert list(memory.units("other")) == []


def test_importing_an_origin_again_replaces_it_and_nothing_else(memory):
    memory.replace("a", lines(("One", "Un"), ("Two", "Deux")))
    memory.replace("b", lines(("One", "Une")))
    memory.compact()
    memory.replace("a", lines(("Three", "Trois")))
    assert texts(memory.lookup("One", source="en", targets=["fr"])) == ["Une"]
    assert memory.delete("b") == 1
    assert memory.lookup("One", source="en", targets=["fr"]) == []
    assert texts(memory.lookup("Three", source="en", targets=["fr"])) == ["Trois"]


WORDS = [
    "coalition",
    "Coalition",
    "la",
    "the",
    "of",
    "2254",
    "25",
    "B25",
    "الائتلاف",
    "ائتلاف",
    "الوطنيّ",
    "وَطني",
    ",",
    "l’",
    "été",
    "é",
]
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=60)
@given(
    stored=st.lists(PHRASES, max_size=12, unique=True),
    phrase=PHRASES,
    cut=st.integers(0, 3),
    compacted=st.booleans(),
    fast=st.booleans(),
)
def test_concordance_equals_looking_into_every_text(tmp_path_factory, stored, phrase, cut, compacted, fast):
    memory = SqliteMemory(str(tmp_path_factory.mktemp("memory") / "memory.sqlite"))
    memory.replace("all", [oracle.unit(("en", text), ("fr", str(number))) for number, text in enumerate(stored)])
    if compacted:
        memory.compact()
    part = phrase[cut:]
    wanted = " ".join(fold(part).split())
    expected = {text for text in stored if wanted and wanted in " ".join(fold(text).split())}
    with pytest.MonkeyPatch.context() as patch:
        if not fast:
            patch.setattr(concordance, "kernel", None)
            patch.setattr(sidecar, "kernel", None)
        patch.setattr(concordance, "_FIRST_BLOCK", 1)  # so that even these few segments take several rounds
        found = memory.concordance(part, language="en", targets=["fr"])
        again = memory.concordance(part, language="en", targets=["fr"])
    memory.close()
    assert found == again
    assert {match.source for match in found} == expected
    for match in found:
        assert match.spans
        for start, end in match.spans:
            assert " ".join(fold(match.source[start:end]).split()) == wanted


@pytest.mark.parametrize("compiled", [True, False])
def test_concordance_by_reading_all_segments_finds_the_same(memory, monkeypatch, compiled):
    if not compiled:
        monkeypatch.setattr(concordance, "kernel", None)
        monkeypatch.setattr(sidecar, "kernel", None)
    memory.replace("all", lines(*((f"word{number} stands here", "x") for number in range(40))))
    memory.compact()
    expected = [match.source for match in memory.concordance("rd1", language="en", targets=["fr"])]
    for name, value in (("_MOST_WORDS", 3), ("_FIRST", 1), ("_FIRST_BLOCK", 1)):
        monkeypatch.setattr(concordance, name, value)
        memory._sidecar.sections["en"].parts.clear()
        for phrase in ("rd1", "d1 stands", "1 stands here"):
            assert sorted(
                match.source for match in memory.concordance(phrase, language="en", targets=["fr"])
            ) == sorted(unit.variants[0].text for unit in memory.units() if phrase in unit.variants[0].text)
    assert len(expected) == 11


def test_arabic_is_found_with_and_without_vowels_and_marked_in_the_original(memory):
    memory.replace("all", [oracle.unit(("ar", "قال الائْتِلافُ إنّه"), ("fr", "la Coalition a dit"))])
    (match,) = memory.concordance("ائتلاف", language="ar", targets=["fr"])
    ((start, end),) = match.spans
    assert match.source[start:end].startswith("ائْتِلاف")


def test_search_and_replace_is_found_under_its_new_words(memory):
    memory.replace("hand", lines(("The Council met in Geneva.", "Le Conseil."), ("Nothing else here.", "Rien.")))
    memory.compact()
    changes = maintenance.replace_matching(memory, re.compile("Geneva"), "Vienna", "en")
    assert [change.after for change in changes] == ["The Council met in Vienna."]
    assert memory.lookup("The Council met in Vienna.", source="en", targets=["fr"])[0].score == 100
    assert memory.lookup("The Council met in Geneva.", source="en", targets=["fr"], minimum=100) == []
    memory.compact()
    assert memory.lookup("The Council met in Vienna.", source="en", targets=["fr"])[0].score == 100


def test_dedupe_keeps_the_newest_and_never_touches_files(memory):
    memory.replace("file", lines(("One", "Un")), stamp="from a file")
    memory.replace(
        "hand", [*lines(("One", "Un"), ("Two", "Deux")), oracle.unit(("en", "Two"), ("fr", "Deux"), changedate="2025")]
    )
    assert [change.before for change in maintenance.deduplicate(memory, write=False)] == ["One", "Two"]
    assert memory.count() == 4
    maintenance.deduplicate(memory)
    assert [(unit.variants[0].text, unit.attributes.get("changedate")) for unit in memory.units()] == [
        ("One", None),
        ("Two", "2025"),
    ]
    assert maintenance.delete_matching(memory, re.compile("One"), "en") == []


def test_synchronising_reads_a_file_only_when_its_content_has_changed(memory, tmp_path):
    folder = tmp_path / "tmx"
    folder.mkdir()
    file = folder / "a.tmx"
    file.write_text("One", encoding="utf-8")

    def read(path):
        return lines((path.read_text(encoding="utf-8"), "x"))

    memory.replace("imported.tmx", lines(("By hand", "x")))
    assert list(synchronise(memory, folder, read)) == ["a.tmx"]
    assert list(synchronise(memory, folder, read)) == []
    file.write_text("One", encoding="utf-8")  # a new time, the same content
    assert list(synchronise(memory, folder, read)) == []
    file.write_text("Two", encoding="utf-8")
    assert list(synchronise(memory, folder, read)) == ["a.tmx"]
    assert memory.lookup("Two", source="en", targets=["fr"])
    file.unlink()
    assert list(synchronise(memory, folder, read)) == ["a.tmx"]
    assert list(memory.origins()) == ["imported.tmx"]


def test_another_kind_of_address_is_an_error():
    with pytest.raises(UsageError, match="cannot open"):
        termbase.Memory.open("mysql://here")
