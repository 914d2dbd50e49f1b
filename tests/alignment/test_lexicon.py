"""Lexicons: what is looked up, what people bring, what accepted units teach."""

from __future__ import annotations

import gzip
from itertools import product

import pytest

from termbase.alignment import Lexicon, align, packaged
from termbase.alignment.features import prepare
from termbase.alignment.lexicon import from_mapping, parse
from termbase.alignment.stems import stems_of_phrases
from termbase.alignment.user_lexicon import learn, parse_dictd, read_lexicon
from termbase.errors import InputError
from termbase.text.fold import fold


def lookup(lexicon, source, target, languages=("en", "fr")):
    left, right = prepare([source], languages[0]), prepare([target], languages[1])
    return {(one, two) for one, two in lexicon.lookup(left, right)}


def stems_of(phrase, language):
    """The stems of one phrase."""
    return stems_of_phrases([phrase], language)[0]


@pytest.mark.parametrize(
    ("entry", "source", "target"),
    [
        (("country", "pays"), "Countries agreed.", "Les pays sont d'accord."),
        (("talk", "pourparler"), "talks", "des pourparlers"),
        (("say", "dire"), "he said", "il disait"),
        (("to be", "être"), "to be", "être"),
        (("hospital", "hôpital"), "The hospitals closed", "Un hôpital a fermé"),
    ],
)
def test_inflected_words_meet_the_base_forms_of_entries(entry, source, target):
    assert (stems_of(entry[0], "en"), stems_of(fold(entry[1]), "fr")) in lookup(
        from_mapping({entry[0]: [entry[1]]}, "en", "fr"), source, target
    )


@pytest.mark.parametrize("text", ["الوزير", "والوزير", "وزير", "للوزير", "وزيرها"])
def test_arabic_clitics_do_not_hide_a_word(text):
    """Including the و that belongs to the word, which must be treated alike with and without an article."""
    found = lookup(from_mapping({"minister": ["وزير"]}, "en", "ar"), "the minister", text, ("en", "ar"))
    assert (stems_of("minister", "en"), stems_of("وزير", "ar")) in found


def test_a_particle_without_article_is_split_when_the_lexicon_knows_the_rest():
    lexicon = from_mapping({"syria": ["سوريا"]}, "en", "ar")
    text = prepare(["زار وفد بسوريا"], "ar", known_words=lexicon.words("ar"))
    assert stems_of("سوريا", "ar") in text.stems[0]


def test_lookups_work_in_both_directions():
    lexicon = from_mapping({"bread": ["pain"]}, "en", "fr")
    assert lookup(lexicon, "bread", "pain") == {("bread", "pain")}
    assert lookup(lexicon, "pain", "bread", ("fr", "en")) == {("pain", "bread")}


@pytest.mark.parametrize("headword", ["water", "so-called", "in the long run"])
def test_two_tables_from_one_language_serve_the_pair_between_them(headword):
    lexicon = from_mapping({headword: ["eau"]}, "en", "fr") + from_mapping({headword: ["ماء"]}, "en", "ar")
    assert (stems_of("ماء", "ar"), "eau") in lookup(lexicon, "ماء", "eau", ("ar", "fr"))


def test_between_them_are_all_renderings_of_one_headword():
    """Entry by entry: every rendering whose stems stand in the one text with every one in the other, the surest way first."""
    arabic = prepare(["اجتمعت اللجنة المزعومة في جنيف، وأقرّ المجلس الأعلى قراراً بشأن المياه."], "ar")
    french = prepare(
        ["La prétendue commission s’est réunie à Genève, et le haut conseil a adopté une résolution sur l’eau."], "fr"
    )
    have = {word for row in arabic.stems for word in row}, {word for row in french.stems for word in row}
    by_head = {}
    for table in packaged().tables:
        for entry in table.entries():
            for place, target in enumerate(entry.targets):
                phrase, weight = (
                    stems_of(target, table.target),
                    0.6 / (1 + 0.25 * place + 0.12 * (len(entry.targets) - 1)),
                )
                if set(phrase.split(" ")) <= have[table.target == "fr"]:
                    by_head.setdefault(entry.source, ([], []))[table.target == "fr"].append((phrase, weight))
    expected = {}
    for lefts, rights in by_head.values():
        for (left, one), (right, other) in product(lefts, rights):
            expected[left, right] = max(0.8 * min(one, other), expected.get((left, right), 0.0))
    assert packaged().lookup(arabic, french) == pytest.approx(expected)
    assert len(expected) > 8


def test_phrases_pair_only_where_their_words_stand_together():
    lexicon = from_mapping({"security council": ["conseil de sécurité"]}, "en", "fr")
    together = align({"en": ["Security Council.", "x y z"], "fr": ["Conseil de sécurité.", "u v w"]}, lexicon=lexicon)
    apart = align({"en": ["Security of a council.", "x y z"], "fr": ["Conseil de sécurité.", "u v w"]}, lexicon=lexicon)
    assert together.beads[0].confidence > apart.beads[0].confidence


def test_the_packaged_lexicon_reads_in_both_languages():
    for target in ("ar", "fr"):
        table = next(table for table in packaged().tables if table.target == target)
        assert len(list(table.entries())) > 2500
        assert all(entry.source and entry.targets for entry in table.entries())


def test_a_tsv_with_weights_reads_back_what_it_wrote(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("# mine\nwater\teau | flots\t0.900 | 0.100\nhouse\tmaison\n", "utf-8")
    lexicon = read_lexicon(path, "en", "fr")
    path.write_text(lexicon.to_tsv("en", "fr"), "utf-8")
    again = read_lexicon(path, "en", "fr")
    assert list(again.tables[0].entries()) == list(lexicon.tables[0].entries())
    assert again.to_tsv("en", "fr") == "water\teau | flots\t0.900 | 0.100\nhouse\tmaison\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"water eau\n", "TB-E342"),
        (b"\xff\xfe\x00", "TB-E341"),
        (b"water\teau\tmuch\n", "TB-E346"),
        (b"water\teau\t0.5 | 0.5\n", "TB-E346"),
        (b"water\teau\t7\n", "TB-E346"),
    ],
)
def test_a_bad_table_is_one_clear_error(tmp_path, content, code):
    path = tmp_path / "bad.tsv"
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_lexicon(path, "en", "fr")
    assert error.value.code == code


def test_renderings_are_counted_as_they_are_read(tmp_path):
    """A no-break space beside the bar is a space, and digits may be Arabic-Indic."""
    path = tmp_path / "own.tsv"
    path.write_text("water\teau\u00a0|\u00a0flots\t٠٫٩ | 0.1\n", "utf-8")
    assert read_lexicon(path, "en", "fr").to_tsv("en", "fr") == "water\teau | flots\t0.900 | 0.100\n"
    path.write_text("water\teau\u00a0|\u00a0flots\t0.9\n", "utf-8")
    with pytest.raises(InputError, match="third column"):
        read_lexicon(path, "en", "fr")


def test_a_missing_lexicon_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot read"):
        read_lexicon(tmp_path / "none.tsv", "en", "fr")


def dictd_number(value):
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    found = digits[value % 64]
    while value >= 64:
        value //= 64
        found = digits[value % 64] + found
    return found


def dictd(articles):
    data, index = b"", []
    for word, article in articles:
        body = article.encode()
        index.append(f"{word}\t{dictd_number(len(data))}\t{dictd_number(len(body))}")
        data += body
    return "\n".join(index) + "\n", data


ARTICLES = [
    ("00databaseinfo", "00databaseinfo\nA dictionary, made of words"),
    ("house", "house /haʊs/ <n>\n 1. maison, logis (vieilli)\n"),
    ("water", "water /ˈwɔːtə/\n eau; flots\n the liquid that falls from the sky as rain\n"),
    *((f"filler{number}", f"filler{number}\n remplissage") for number in range(90)),
]


@pytest.mark.parametrize("packed", [False, True])
def test_dictd_dictionaries_are_read_from_either_file(tmp_path, packed):
    index, data = dictd(ARTICLES)
    (tmp_path / "d.index").write_text(index, "utf-8")
    name = "d.dict.dz" if packed else "d.dict"
    (tmp_path / name).write_bytes(gzip.compress(data) if packed else data)
    for path in (tmp_path / "d.index", tmp_path / name):
        entries = {entry.source: entry.targets for entry in read_lexicon(path, "en", "fr").tables[0].entries()}
        assert entries["house"] == ("maison", "logis")
        assert entries["water"] == ("eau", "flots")
        assert "00databaseinfo" not in entries


def test_a_damaged_dictd_index_is_named_with_its_line():
    with pytest.raises(InputError) as error:
        parse_dictd("house\tA\n", b"", "en", "fr", path="d.index")
    assert error.value.where == "d.index:1"


UNITS = [
    ("The falcon sleeps.", "Le faucon dort."),
    ("A falcon eats.", "Un faucon mange."),
    ("The otter sleeps.", "La loutre dort."),
    ("An otter eats fish.", "Une loutre mange du poisson."),
    ("We saw a falcon.", "Nous avons vu un faucon."),
    ("We saw an otter.", "Nous avons vu une loutre."),
]


def test_accepted_units_teach_words():
    learned = {entry.source: entry for entry in learn(UNITS, "en", "fr").tables[0].entries()}
    assert learned["falcon"].targets[0] == "faucon"
    assert learned["otter"].targets[0] == "loutre"
    assert all(0 < weight <= 1 for entry in learned.values() for weight in entry.weights)


def test_what_units_taught_helps_the_next_text():
    texts = {"en": ["The falcon!", "The otter!"], "fr": ["La loutre!"]}
    taught = align(texts, lexicon=learn(UNITS, "en", "fr"))
    assert [(bead.sides["en"], bead.sides["fr"]) for bead in taught.beads] == [((0,), ()), ((1,), (0,))]


def test_nothing_is_learned_from_nothing():
    assert learn([], "en", "fr").to_tsv("en", "fr") == ""


def test_digests_tell_lexicons_apart():
    one, two = from_mapping({"a": ["b"]}, "en", "fr"), from_mapping({"a": ["c"]}, "en", "fr")
    assert len({Lexicon().digest, one.digest, two.digest, (one + two).digest}) == 4
    assert parse("A\tb", "en", "fr").lines == ["a\x01b"]
