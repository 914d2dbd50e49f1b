import random
from functools import cache

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.memory import search, sqlite
from termbase.memory.score import Query, best_possible, compare, edits_allowed
from termbase.memory.sqlite import SqliteMemory

WORDS = [
    "the",
    "council",
    "of",
    "syria",
    "met",
    "in",
    "geneva",
    "Geneva",
    "and",
    "adopted",
    "a",
    "résolution",
    "resolution",
    "2254",
    "12",
    ",",
    ".",
    ":",
    "الائتلاف",
    "الوطنيّ",
    "الوطني",
    "السوري",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=0, max_size=14).map(" ".join)


def memory_of(folder, texts, *, sidecar, delta=0):
    """A memory whose first texts are in a sidecar and whose last ones wait for it."""
    memory = SqliteMemory(str(folder / "memory.sqlite"))
    units = [
        oracle.unit(("en", text), ("fr", f"traduction {number}"), id=str(number)) for number, text in enumerate(texts)
    ]
    cut = len(units) - delta if sidecar else 0
    memory.replace("old", units[:cut])
    if sidecar:
        memory.compact()
    for unit in units[cut:]:
        memory.add("new", unit)
    return memory, [unit for unit in units if unit.variants[0].text.strip() or unit.variants[1].text.strip()]


def shown(matches):
    return [(match.score, match.source, match.targets["fr"]) for match in matches]


@settings(max_examples=40)
@given(texts=st.lists(TEXTS, max_size=15), query=TEXTS, minimum=st.integers(50, 100), sidecar=st.booleans())
def test_search_equals_a_linear_scan(tmp_path_factory, texts, query, minimum, sidecar):
    """Exact by construction: whatever reaches the score is found, in a sidecar, waiting for one, or half and half."""
    memory, units = memory_of(tmp_path_factory.mktemp("memory"), texts, sidecar=sidecar, delta=len(texts) // 3)
    expected = oracle.linear_scan(units, query, "en", "fr", minimum)
    found = memory.lookup(query, source="en", targets=["fr"], minimum=minimum, limit=100)
    memory.close()
    assert sorted(shown(found)) == sorted((points[0], text, target) for points, text, target in expected)
    assert [match.score for match in found] == [points[0] for points, _, _ in expected]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A memory of variations on a few sentences, most of it in a sidecar."""
    chance = random.Random(7)  # noqa: S311 (chance, not secrecy)
    texts = []
    for _ in range(400):
        words = chance.choices(WORDS, k=chance.choice([1, 2, 3, 4, 5, 8, 13, 21]))
        texts.append(" ".join(words))
        changed = list(words)
        changed[chance.randrange(len(changed))] = chance.choice(WORDS) + chance.choice(["", "s", "es"])
        texts.append(" ".join(changed))
    return memory_of(tmp_path_factory.mktemp("large"), texts, sidecar=True, delta=60)


@pytest.fixture(scope="module")
def expected(large):
    """What the linear scan finds for some queries at a minimum; slow, so once for all ways of counting."""

    @cache
    def scanned(minimum):
        chance = random.Random(minimum)  # noqa: S311 (chance, not secrecy)
        queries = [" ".join(chance.choices(WORDS, k=chance.choice([1, 2, 4, 9, 15]))) for _ in range(4)]
        return [(query, oracle.linear_scan(large[1], query, "en", "fr", minimum)) for query in queries]

    return scanned


@pytest.mark.parametrize("way", ["plain", "lists", "rows of some", "rows of all"])
@pytest.mark.parametrize("minimum", [50, 60, 70, 75, 85, 95, 100])
def test_every_way_of_counting_equals_a_linear_scan(large, expected, monkeypatch, way, minimum):
    if way == "plain":
        monkeypatch.setattr(search, "kernel", None)
    elif search.kernel is None:
        pytest.skip("there was no compiler when termbase was installed")
    monkeypatch.setattr(search, "FREQUENT", {"rows of some": 6, "rows of all": 10_000}.get(way, 1))
    for query, scores in expected(minimum):
        found = large[0].lookup(query, source="en", targets=["fr"], minimum=minimum, limit=10_000)
        assert sorted(shown(found)) == sorted((points[0], text, target) for points, text, target in scores)


@given(query=TEXTS, text=TEXTS, edits=st.integers(0, 3))
def test_measure_equals_its_plain_form_and_its_bounds_hold(query, text, edits):
    prepared, expected = Query.of(query), oracle.score(query, text)
    found = compare(prepared, text)
    if expected is None:
        assert found is None or query == text or not prepared.tokens or found.score == 0
        return
    assert (found.score, found.characters) == (expected[0], pytest.approx(expected[1]))
    longest = max(len(oracle.words(query)), len(oracle.words(text)))
    actual = oracle.distance(oracle.words(query), oracle.words(text))
    assert found.score <= best_possible(actual, longest)
    for minimum in range(50, found.score + 1):
        assert actual <= edits_allowed(longest, minimum)
    bounded = compare(prepared, text, least=found.score, edits=min(edits, actual), longest=longest)
    assert bounded == found


@given(length=st.integers(1, 400), minimum=st.integers(50, 100))
def test_a_longer_segment_never_may_share_fewer_words(length, minimum):
    """What the cutting of posting lists by length relies on."""
    assert length - edits_allowed(length, minimum) <= length + 1 - edits_allowed(length + 1, minimum)
    assert edits_allowed(length, minimum) < length or length < 1


@pytest.mark.parametrize(
    ("query", "stored", "points"),
    [
        ("Geneva II talks", "Geneva II talks", 100),
        ("geneva ii talks", "Geneva II talks", 99),
        ("Geneva  II talks", "Geneva II talks", 99),
        ("Geneve II talks", "Genève II talks", 99),
        ("genève  ii talks", "Geneve II talks", 97),
        ("Article 5 of 2015", "Article 7 of 2015", 99),
        ("Article 5 of 2015", "Article 7 of 2016", 98),
        ("الوطني السوري", "الوطنيّ السوري", 99),
        ("l’accord de Genève", "l'accord de Genève", 99),
        ("one two three four", "one two three five", 83),
        ("alpha beta", "gamma delta", 0),
    ],
)
def test_the_stated_penalties(query, stored, points):
    assert compare(Query.of(query), stored).score == points


def test_what_waits_for_the_sidecar_is_given_one_if_it_is_much(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "DELTA_MOST", 10)
    memory = SqliteMemory(str(tmp_path / "memory.sqlite"))
    for start in range(0, 40, 8):
        memory.replace(
            f"origin {start}", [oracle.unit(("en", f"sentence number {word}"), ("fr", "x")) for word in "abcdefgh"]
        )
    assert memory.database.meta("generation")
    assert len(memory.lookup("sentence number a", source="en", targets=["fr"], minimum=100, limit=99)) == 1


def test_many_short_lookups_hold_nothing_that_grows(large):
    memory, _ = large
    for number in range(200):
        memory.lookup(f"the council {number}", source="en", targets=["fr"])
    assert sum(len(section.held) for section in memory._sidecar.sections.values()) <= 1 << 16
