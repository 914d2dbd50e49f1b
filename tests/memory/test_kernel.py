"""The compiled loops beside the same in plain Python, and what they make of positions that lead nowhere."""

import struct
from array import array
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.compiled import kernel_of

kernel = kernel_of("memory")
pytestmark = pytest.mark.skipif(kernel is None, reason="there was no compiler when termbase was installed")

SEGMENTS = 700
LISTS = st.lists(st.sets(st.integers(0, SEGMENTS - 1), max_size=60), min_size=1, max_size=9)


def packed(lists):
    """Posting lists one behind the other, and where each begins and ends."""
    postings, ranges = array("I"), []
    for numbers in lists:
        ranges.append((len(postings), len(postings) + len(numbers)))
        postings.extend(sorted(numbers))
    return postings, ranges


TIMES = st.lists(st.integers(1, 3) | st.integers(1, 60), min_size=9, max_size=9)


@given(lists=LISTS, times=TIMES, data=st.data())
def test_sharing_is_counting(lists, times, data):
    postings, ranges = packed(lists)
    bounds = sorted(data.draw(st.lists(st.integers(0, SEGMENTS), min_size=2, max_size=6)))
    lengths = [(low, high, data.draw(st.integers(0, 8) | st.integers(0, 300))) for low, high in pairwise(bounds)]
    frequent = data.draw(st.integers(0, len(lists)))
    rows = [(kernel.row(postings, *ranges[i], SEGMENTS), times[i]) for i in range(frequent)]
    rest = [(*ranges[i], times[i]) for i in range(frequent, len(lists))]
    held = [sum(times[i] for i, numbers in enumerate(lists) if number in numbers) for number in range(SEGMENTS)]
    expected = [number for low, high, least in lengths for number in range(low, high) if held[number] >= least]
    assert kernel.sharing(postings, lengths, rows, rest) == expected


@given(numbers=st.sets(st.integers(0, SEGMENTS - 1), max_size=90))
def test_a_row_has_a_bit_for_each_segment(numbers):
    row = kernel.row(array("I", sorted(numbers)), 0, len(numbers), SEGMENTS)
    assert {number for number in range(8 * len(row)) if row[number // 8] >> number % 8 & 1} == numbers


@given(
    segments=st.lists(st.lists(st.integers(0, 3), max_size=6), min_size=1, max_size=80),
    phrase=st.lists(st.none() | st.sets(st.integers(0, 3), max_size=3), min_size=1, max_size=3),
    data=st.data(),
)
def test_following_is_looking_at_every_place(segments, phrase, data):
    offsets = array("I", [0])
    for segment in segments:
        offsets.append(offsets[-1] + len(segment))
    codes = array("H", [code for segment in segments for code in segment])
    restricted = data.draw(st.none() | st.sets(st.integers(0, len(segments) - 1)))
    postings = array("I", sorted(restricted or ()))
    ranges = None if restricted is None else array("I", [0, len(postings)])
    begin, end = sorted(data.draw(st.tuples(st.integers(0, len(segments)), st.integers(0, len(segments)))))
    most = data.draw(st.integers(1, 90))
    parts = [
        (ranges if place == 0 else None, None if wanted is None else array("H", wanted))
        for place, wanted in enumerate(phrase)
    ]
    expected = [
        number
        for number in range(begin, end)
        if (restricted is None or number in restricted)
        and any(
            all(
                wanted is None or code in wanted for wanted, code in zip(phrase, segments[number][start:], strict=False)
            )
            for start in range(len(segments[number]) - len(phrase) + 1)
        )
    ]
    assert kernel.following(postings, offsets, codes, parts, begin, end, most) == expected[:most]


@given(
    segments=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=80),
    held=st.sets(st.integers(0, 79)),
    wanted=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    data=st.data(),
)
def test_the_same_codes_are_found_by_comparing_all(segments, held, wanted, data):
    low, high = sorted(data.draw(st.tuples(st.integers(0, len(segments)), st.integers(0, len(segments)))))
    others = data.draw(st.integers(0, 5))  # codes of shorter segments, in front
    codes = array("H", [9] * others + [code for segment in segments[low:] for code in segment])
    postings = array("I", sorted(held))
    found = kernel.same(postings, 0, len(postings), low, high, codes, others, array("H", wanted))
    assert found == [number for number in range(low, high) if number in held and segments[number] == wanted]


@given(
    words=st.lists(st.text("abé", min_size=1, max_size=5), min_size=1, max_size=30),
    part=st.text("abé", min_size=1, max_size=3),
    most=st.integers(1, 9),
)
def test_containing_is_looking_into_every_word(words, part, most):
    encoded = [word.encode() + b"\n" for word in words]
    starts = array("I", [0])
    for word in encoded:
        starts.append(starts[-1] + len(word))
    expected = [number for number, word in enumerate(words) if part in word][:most]
    assert kernel.containing(b"".join(encoded), starts, part.encode(), most) == expected


@given(words=st.sets(st.text("abé", min_size=1, max_size=5), min_size=1, max_size=30), part=st.text("abé", min_size=1))
def test_words_that_begin_or_end_with_a_part_are_between(words, part):
    encoded = sorted(word.encode() for word in words)
    starts = array("I", [0])
    for word in encoded:
        starts.append(starts[-1] + len(word) + 1)
    vocabulary, wanted = b"".join(word + b"\n" for word in encoded), part.encode()
    low, high = kernel.between(vocabulary, starts, None, wanted)
    assert encoded[low:high] == [word for word in encoded if word.startswith(wanted)]
    endings = array("I", sorted(range(len(encoded)), key=lambda number: encoded[number][::-1]))
    low, high = kernel.between(vocabulary, starts, endings, wanted)
    assert {encoded[number] for number in endings[low:high]} == {word for word in encoded if word.endswith(wanted)}


NUMBERS = array("I", [3, 5, 900])


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("row", (NUMBERS, 0, 3, 100)),
        ("row", (NUMBERS, 0, 4, 1000)),
        ("row", (NUMBERS, 2, 1, 1000)),
        ("row", (NUMBERS, -1, 1, 1000)),
        ("sharing", (NUMBERS, [(0, 10, 1)], [], [(0, 9, 1)])),
        ("sharing", (NUMBERS, [(0, 10, 1)], [(b"short", 1)], [])),
        ("sharing", (NUMBERS, [(10, 20, 1), (0, 5, 1)], [], [])),
        ("sharing", (NUMBERS, [(0, 10, 1)], [], [(0, 1, 1 << 30)])),
        ("sharing", (NUMBERS, [(0, 10, 1)], [(bytes(32), 1 << 23)], [(0, 1, 1 << 23)])),
        ("sharing", (NUMBERS, [(0, 10, 1)], [], [(0, 1, -1)])),
        ("following", (NUMBERS, array("I", [0, 1]), b"ab", [], 0, 2, 9)),
        ("following", (NUMBERS, array("I", [0, 9]), b"ab", [(None, None)], 0, 1, 9)),
        ("following", (NUMBERS, array("I", [3, 0]), b"ab", [(None, None)], 0, 1, 9)),
        ("following", (NUMBERS, array("I", [0, 1]), b"ab", [(array("I", [0, 9]), None)], 0, 1, 9)),
        ("same", (NUMBERS, 0, 9, 0, 10, b"abcd", 0, b"ab")),
        ("same", (NUMBERS, 2, 1, 0, 10, b"abcd", 0, b"ab")),
        ("same", (NUMBERS, 0, 3, 0, 10, b"abcd", 0, b"ab")),
        ("same", (NUMBERS, 0, 3, 0, 1, b"abcd", -1, b"ab")),
        ("same", (NUMBERS, 0, 3, 9, 1, b"abcd", 0, b"ab")),
        ("same", (array("I", [3, 3, 0, 3, 3, 3, 3]), 0, 7, 2, 6, bytes(99), 0, b"ab")),
        ("between", (b"ab\nab\n", array("I", [9, 3, 6]), None, b"a")),
        ("between", (b"ab\nab\n", array("I", [0, 3, 9]), None, b"b")),
        ("between", (b"ab\nab\n", array("I", [0, 3, 6]), array("I", [7, 7]), b"b")),
        ("containing", (b"ab\nab\n", array("I", [9, 3, 6]), b"b", 9)),
        ("containing", (b"ab\nab\n", array("I", [0, 0, 0]), b"b", 9)),
        ("containing", (b"ab\nab\n", array("I"), b"b", 9)),
    ],
)
def test_a_position_that_leads_nowhere_is_a_fault_and_no_crash(call, arguments):
    with pytest.raises((ValueError, OverflowError)):
        getattr(kernel, call)(*arguments)


@given(noise=st.binary(max_size=64), begin=st.integers(0, 9), end=st.integers(0, 9), times=st.integers(0, 3))
def test_noise_for_postings_and_offsets_is_an_answer_or_a_fault(noise, begin, end, times):
    """What a damaged file may hold: nothing is read outside of it."""
    noise = noise[: len(noise) // 4 * 4]
    count = len(struct.unpack(f"{len(noise) // 4}I", noise))
    for call in (
        lambda: kernel.sharing(noise, [(0, 300, 1)], [], [(begin, end, times)]),
        lambda: kernel.following(noise, noise, noise, [(noise, noise)], 0, max(0, count - 1), 9),
        lambda: kernel.containing(noise, noise, b"\0", 9),
        lambda: kernel.same(noise, begin, end, 0, times, noise, begin, b"\0\0"),
        lambda: list(kernel.between(noise, noise, None, b"\0")),
        lambda: list(kernel.between(noise, noise, noise, b"\0")),
    ):
        with suppress(ValueError):
            assert isinstance(call(), list)
