"""Decisions over an alignment: what a person settled stands, whatever the aligner and the text around it do."""

from __future__ import annotations

import re
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from termbase.alignment import Parameters, align
from termbase.alignment.keys import key_of, parse_key, sentence_ids
from termbase.alignment.outcome import outcome
from termbase.alignment.replay import replay
from termbase.model import Action, Bead, BeadStatus, Decision

LANGUAGES = ("en", "ar", "fr")


def decide(action, bead, **more):
    return Decision(bead, Action(action), "R. Reviewer", "2024-12-03T09:30:00Z", **more)


def ids_of(counts):
    """Names of so many sentences of each language, all different."""
    return {language: sentence_ids([f"{language} {n}" for n in range(count)]) for language, count in counts.items()}


def lone_beads(hole):
    """A realignment that pairs nothing."""
    return [Bead({language: (index,)}) for language, run in hole.items() for index in range(len(run))]


def one_to_one(hole):
    """A realignment that pairs by place."""
    longest = max(len(run) for run in hole.values())
    return [
        Bead({language: (index,) if index < len(run) else () for language, run in hole.items()})
        for index in range(longest)
    ]


def sides(beads):
    return [dict(bead.sides) for bead in beads]


def statuses(beads):
    return [bead.status.value for bead in beads]


@st.composite
def alignments(draw, languages=LANGUAGES):
    """Beads that partition some texts, and the names of the sentences."""
    shape = draw(
        st.lists(
            st.lists(st.integers(0, 3), min_size=len(languages), max_size=len(languages)).filter(any),
            min_size=1,
            max_size=8,
        )
    )
    reached = dict.fromkeys(languages, 0)
    beads = []
    for sizes in shape:
        bead = {}
        for language, size in zip(languages, sizes, strict=True):
            bead[language] = tuple(range(reached[language], reached[language] + size))
            reached[language] += size
        beads.append(Bead(bead, draw(st.floats(0, 1))))
    return beads, ids_of(reached)


def assert_sound(result, ids):
    """Every sentence is in one bead, in the order of its text."""
    for language, names in ids.items():
        assert [index for bead in result.beads for index in bead.sides[language]] == list(range(len(names)))
    assert all(any(bead.sides.values()) for bead in result.beads)


@given(alignments())
def test_no_decision_changes_nothing(case):
    beads, ids = case
    result = replay(beads, ids, [], lone_beads)
    assert list(result.beads) == beads
    assert not result.stale


@given(alignments(), st.randoms(use_true_random=False), st.integers(0, 8))
def test_accepting_any_beads_in_any_order_leaves_the_alignment_as_it_is(case, random, count):
    beads, ids = case
    some = random.sample(beads, min(count, len(beads)))
    result = replay(beads, ids, [decide("accept", key_of(bead.sides, ids)) for bead in some], lone_beads)
    assert sides(result.beads) == sides(beads)
    assert not result.stale
    assert [bead.status is BeadStatus.ACCEPTED for bead in result.beads] == [bead in some for bead in beads]


@st.composite
def reviewed(draw):
    """An alignment, and a session of a reviewer: each decision is about beads as the ones before left them."""
    beads, ids = draw(alignments())
    shown = [dict(bead.sides) for bead in beads]
    made = []
    for _ in range(draw(st.integers(0, 8))):
        place = draw(st.integers(0, len(shown) - 1))
        bead = shown[place]
        after = shown[place + 1] if place + 1 < len(shown) else None
        action = draw(st.sampled_from(Action))
        more = {}
        if action in (Action.MERGE, Action.SHIFT):
            if after is None:
                continue
            more["next"] = key_of(after, ids)
        if action is Action.SPLIT:
            more["at"] = {language: draw(st.integers(0, len(side))) for language, side in bead.items() if side}
        if action is Action.SHIFT:
            more |= {"language": draw(st.sampled_from(LANGUAGES)), "to": draw(st.sampled_from(["next", "bead"]))}
        decision = decide(action, key_of(bead, ids), **more)
        try:
            parts = [part for part, _ in outcome(decision)]
        except ValueError:
            continue
        made.append(decision)
        index = {language: {name: n for n, name in enumerate(names)} for language, names in ids.items()}
        shown[place : place + (2 if "next" in more else 1)] = [
            {language: tuple(index[language][name] for name in side) for language, side in part.items()}
            for part in parts
        ]
    return beads, ids, made, shown


@given(reviewed())
def test_a_session_is_replayed_as_the_reviewer_left_it(case):
    """The beads, and the status of each. Where the texts leave the order open, as that of two lone sentences, it may be another."""
    beads, ids, made, shown = case
    result = replay(beads, ids, made, lone_beads)
    assert_sound(result, ids)
    assert not result.stale
    expected = {key_of(bead.sides, ids): "auto" for bead in beads}
    for decision in made:
        for part, status in outcome(decision):
            expected[" ".join(f"{tag}:{'+'.join(part[tag]) or '-'}" for tag in LANGUAGES)] = status.value
    keys = [key_of(bead, ids) for bead in shown]
    assert {key_of(bead.sides, ids): bead.status.value for bead in result.beads} == {key: expected[key] for key in keys}


@given(reviewed(), alignments())
def test_replaying_is_deterministic_and_sound_over_any_other_alignment(case, other):
    """The same decisions over an alignment that has nothing to do with the one they were made on, of the same texts."""
    _, ids, made, _ = case
    beads = rebuilt(other[0], ids)
    result = replay(beads, ids, made, one_to_one)
    assert_sound(result, ids)
    assert not result.stale
    assert result == replay(list(beads), dict(ids), list(made), one_to_one)


def rebuilt(beads, ids):
    """Beads of another text cut or stretched to these sentences."""
    found = []
    reached = dict.fromkeys(ids, 0)
    for bead in beads:
        cut = {}
        for language, names in ids.items():
            end = min(reached[language] + len(bead.sides[language]), len(names))
            cut[language] = tuple(range(reached[language], end))
            reached[language] = end
        if any(cut.values()):
            found.append(Bead(cut, bead.confidence))
    for language, names in ids.items():
        found += [
            Bead({tag: (index,) if tag == language else () for tag in ids})
            for index in range(reached[language], len(names))
        ]
    return found


@given(reviewed(), alignments())
def test_what_was_settled_stands_over_any_other_alignment(case, other):
    beads, ids, made, _ = case
    before = replay(beads, ids, made, lone_beads).beads
    after = replay(rebuilt(other[0], ids), ids, made, one_to_one).beads
    for bead in before:
        if bead.status in (BeadStatus.ACCEPTED, BeadStatus.REJECTED):
            assert bead in after


@given(reviewed(), st.sampled_from(LANGUAGES), st.integers(0, 30))
def test_accepted_beads_survive_a_sentence_put_in_elsewhere(case, language, place):
    beads, ids, made, _shown = case
    place = min(place, len(ids[language]))
    accepted = [bead.sides for bead in replay(beads, ids, made, lone_beads).beads if bead.status is BeadStatus.ACCEPTED]
    assume(all(place - 1 not in side[language] or place not in side[language] for side in accepted))
    grown = ids | {language: [*ids[language][:place], *sentence_ids(["a new one"]), *ids[language][place:]]}
    result = replay(rebuilt([], grown), grown, made, lone_beads)
    assert_sound(result, grown)
    keys = {key_of(bead.sides, grown) for bead in result.beads if bead.status is BeadStatus.ACCEPTED}
    assert {key_of(side, ids) for side in accepted} <= keys


def test_accepted_beads_survive_realignment_with_other_parameters():
    english = [
        "The envoy arrived in Aleppo.",
        "He met the president.",
        "They spoke of aid.",
        "The talks go on in Geneva.",
    ]
    french = [
        "L’envoyé est arrivé à Alep et a rencontré le président.",
        "Ils ont parlé d’aide.",
        "Les pourparlers continuent à Genève.",
    ]
    ids = {"en": sentence_ids(english), "fr": sentence_ids(french)}
    accepted = key_of({"en": (0, 1), "fr": (0,)}, ids)
    for parameters in (Parameters(), Parameters(lexical=0.0), Parameters(open_skip=-1.0, extend_skip=-0.1)):
        beads = align({"en": english, "fr": french}, parameters=parameters).beads
        result = replay(beads, ids, [decide("accept", accepted)], lone_beads)
        assert_sound(result, ids)
        assert [key_of(bead.sides, ids) for bead in result.beads if bead.status is BeadStatus.ACCEPTED] == [accepted]


@given(alignments(), st.integers(0, 8))
def test_merge_and_split_undo_each_other(case, place):
    beads, ids = case
    assume(place + 1 < len(beads))
    one, two = beads[place].sides, beads[place + 1].sides
    merged = {language: one[language] + two[language] for language in ids}
    merge = decide("merge", key_of(one, ids), next=key_of(two, ids))
    split = decide(
        "split", key_of(merged, ids), at={language: len(one[language]) for language in ids if merged[language]}
    )
    assert merged in sides(replay(beads, ids, [merge], lone_beads).beads)
    assert sides(replay(beads, ids, [merge, split], lone_beads).beads) == sides(beads)


@given(alignments(), st.integers(0, 8), st.sampled_from(LANGUAGES))
def test_shifting_a_sentence_there_and_back_leaves_the_beads_as_they_were(case, place, language):
    beads, ids = case
    assume(place + 1 < len(beads))
    one, two = beads[place].sides, beads[place + 1].sides
    assume(one[language] and sum(map(len, one.values())) > 1)
    down = decide("shift", key_of(one, ids), next=key_of(two, ids), language=language, to="next")
    less = {**one, language: one[language][:-1]}
    more = {**two, language: one[language][-1:] + two[language]}
    up = decide("shift", key_of(less, ids), next=key_of(more, ids), language=language, to="bead")
    moved = sides(replay(beads, ids, [down], lone_beads).beads)
    assert (less in moved, more in moved) == (True, True)
    assert sides(replay(beads, ids, [down, up], lone_beads).beads) == sides(beads)


def test_accepting_a_part_of_a_cut_bead_does_not_change_the_order():
    """Nothing in the texts says which of the two comes first."""
    ids = ids_of({"en": 1, "fr": 1})
    split = decide("split", key_of({"en": (0,), "fr": (0,)}, ids), at={"en": 0, "fr": 1})
    parts = [{"en": (), "fr": (0,)}, {"en": (0,), "fr": ()}]
    for part in parts:
        made = [split, decide("accept", key_of(part, ids))]
        assert sides(replay([Bead({"en": (0,), "fr": (0,)})], ids, made, lone_beads).beads) == parts


def test_a_bead_that_was_changed_is_open_again_until_someone_accepts_it():
    beads = [Bead({"en": (0,), "fr": (0,)}, 0.9), Bead({"en": (1,), "fr": (1,)}, 0.4)]
    ids = ids_of({"en": 2, "fr": 2})
    keys = [key_of(bead.sides, ids) for bead in beads]
    both = key_of({"en": (0, 1), "fr": (0, 1)}, ids)
    session = [decide("accept", keys[0]), decide("merge", keys[0], next=keys[1]), decide("accept", both)]
    (merged,) = replay(beads, ids, session[:2], lone_beads).beads
    assert (merged.status, merged.confidence) == (BeadStatus.REVIEW, 0.4)
    (accepted,) = replay(beads, ids, session, lone_beads).beads
    assert (accepted.status, accepted.confidence) == (BeadStatus.ACCEPTED, 1.0)


def test_what_stands_between_fixed_beads_is_aligned_anew_and_marked_for_review():
    """The aligner once paired 0-0 and 1-1; someone accepted 0-1. What is left of both languages does not meet any more."""
    beads = [Bead({"en": (n,), "fr": (n,)}) for n in range(4)]
    ids = ids_of({"en": 4, "fr": 4})
    calls = []

    def realign(hole):
        calls.append(hole)
        return one_to_one(hole)

    result = replay(beads, ids, [decide("accept", key_of({"en": (1,), "fr": (1, 2)}, ids))], realign)
    assert sides(result.beads) == [
        {"en": (0,), "fr": (0,)},
        {"en": (1,), "fr": (1, 2)},
        {"en": (2,), "fr": ()},
        {"en": (3,), "fr": (3,)},
    ]
    assert statuses(result.beads) == ["auto", "accepted", "review", "auto"]
    assert not calls
    beads = [Bead({"en": (0, 1), "fr": (0, 1, 2)}), Bead({"en": (2, 3), "fr": (3,)})]
    result = replay(beads, ids, [decide("accept", key_of({"en": (2,), "fr": (2,)}, ids))], realign)
    assert sides(result.beads) == [{"en": (n,), "fr": (n,)} for n in range(4)]
    assert statuses(result.beads) == ["review", "review", "accepted", "review"]
    assert calls == [{"en": range(2), "fr": range(2)}, {"en": range(3, 4), "fr": range(3, 4)}]


def test_stale_decisions_are_told_and_nothing_else_is_changed():
    beads = [Bead({"en": (n,), "fr": (n,)}) for n in range(3)]
    ids = ids_of({"en": 3, "fr": 3})
    elsewhere = ids_of({"en": 4, "fr": 4})
    lost = decide("accept", key_of({"en": (3,), "fr": (2,)}, elsewhere))
    apart = decide("accept", key_of({"en": (0, 2), "fr": (0,)}, ids))
    other = decide("accept", key_of({"en": (0,), "ar": (0,)}, ids_of({"en": 1, "ar": 1})))
    crossing = decide("accept", key_of({"en": (0,), "fr": (1,)}, ids))
    later = decide("accept", key_of({"en": (1,), "fr": (0,)}, ids))
    result = replay(beads, ids, [lost, apart, other, crossing, later], one_to_one)
    assert [(stale.number, stale.reason) for stale in result.stale] == [
        (0, "the en text has changed there"),
        (1, "its en sentences no longer follow one another"),
        (2, "it was made for en, ar, and the release has en, fr"),
        (3, "it crosses a later decision"),
    ]
    assert_sound(result, ids)
    assert {"en": (1,), "fr": (0,)} in sides(result.beads)
    assert sides(replay(beads, ids, [lost, apart, other], one_to_one).beads) == sides(beads)


def test_a_stale_decision_is_told_until_someone_settles_the_place_again():
    """The French was corrected after the bead had been accepted, and a third language came later."""
    old = ids_of({"en": 2, "fr": 2})
    accepted = decide("accept", key_of({"en": (0,), "fr": (0,)}, old))
    now = old | {"fr": [*sentence_ids(["corrected"]), *old["fr"][1:]]}
    beads = [Bead({"en": (n,), "fr": (n,)}) for n in range(2)]
    again = decide("accept", key_of({"en": (0,), "fr": (0,)}, now))
    elsewhere = decide("accept", key_of({"en": (1,), "fr": (1,)}, now))
    for later, told in (([], True), ([elsewhere], True), ([again], False)):
        assert bool(replay(beads, now, [accepted, *later], lone_beads).stale) is told
    assert replay(beads, now, [again, accepted], lone_beads).stale
    wider = now | ids_of({"ar": 2})
    beads = [Bead(dict.fromkeys(wider, (n,))) for n in range(2)]
    third = decide("accept", key_of(dict.fromkeys(wider, (0,)), wider))
    assert [stale.number for stale in replay(beads, wider, [again, elsewhere, third], lone_beads).stale] == [1]


def test_three_decisions_that_no_order_has_room_for():
    """Each two of them agree; all three do not: a before b in English, b before c in Arabic, c before a in French."""
    ids = ids_of(dict.fromkeys(LANGUAGES, 2))
    pins = [{"en": (0,), "ar": (), "fr": (1,)}, {"en": (1,), "ar": (0,), "fr": ()}, {"en": (), "ar": (1,), "fr": (0,)}]
    beads = [Bead(dict.fromkeys(LANGUAGES, (n,))) for n in range(2)]
    for order in permutations(range(3)):
        made = [decide("accept", key_of(pins[number], ids)) for number in order]
        result = replay(beads, ids, made, lone_beads)
        assert [stale.number for stale in result.stale] == [0]
        assert_sound(result, ids)
        assert all(pins[number] in sides(result.beads) for number in order[1:])


def test_decisions_that_all_cross_leave_the_newest():
    """Two texts of which someone accepted every sentence with the one at the other end, which no order has room for."""
    count = 300
    ids = ids_of({"en": count, "fr": count})
    beads = [Bead({"en": (n,), "fr": (n,)}) for n in range(count)]
    made = [decide("accept", key_of({"en": (n,), "fr": (count - 1 - n,)}, ids)) for n in range(count)]
    result = replay(beads, ids, made, one_to_one)
    assert_sound(result, ids)
    assert [stale.number for stale in result.stale] == list(range(count - 1))
    assert {"en": (count - 1,), "fr": (0,)} in sides(result.beads)


def test_the_same_sentence_twice_has_two_names():
    names = sentence_ids(["Yes.", "No.", "yes.", "Yes !"])
    assert names[2] == f"{names[0]}-2"
    assert len(set(names)) == 4
    ids = {"en": names, "fr": sentence_ids(["Oui.", "Non.", "Oui.", "Si."])}
    beads = [Bead({"en": (n,), "fr": (n,)}) for n in range(4)]
    result = replay(beads, ids, [decide("reject", key_of({"en": (2,), "fr": (2,)}, ids))], lone_beads)
    assert statuses(result.beads) == ["auto", "auto", "rejected", "auto"]


def test_mending_spaces_leaves_a_sentence_its_name():
    """What `check --fix` does: a doubled space, a missing no-break space, straight quotes."""
    assert sentence_ids(['Il a dit:  "Oui!"']) == sentence_ids(["Il a dit\u00a0: «\u202fOui\u202f!\u00a0»"])


@given(alignments())
def test_a_key_is_read_as_it_was_written(case):
    beads, ids = case
    for bead in beads:
        read = parse_key(key_of(bead.sides, ids))
        assert read == {tag: tuple(ids[tag][index] for index in side) for tag, side in bead.sides.items()}


@pytest.mark.parametrize(
    "key",
    [
        "", " ", "en", "en:", "en:-", "en:- fr:-", "en:0123456789  fr:0123456789", "en:0123456789 en:0123456789", "en:012345678",
        "en:0123456789+", "en:0123456789-0", "en:0123456789+-", "EN_GB_:0123456789", "en:0123456789\n", "en:٠123456789", "en:0123456789,fr:-",
    ],
)  # fmt: skip
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match="no key of a bead"):
        parse_key(key)


KEY = "en:0000000001+0000000002 fr:000000000a"
AFTER = "en:0000000003 fr:-"


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (decide("split", KEY, at={"en": 1}), "`at` must say where each side is cut: en, fr"),
        (decide("split", KEY, at={"en": 3, "fr": 0}), "`at` cannot be 3 for en: the bead has 2 there"),
        (decide("split", KEY, at={"en": -1, "fr": 0}), "`at` cannot be -1 for en: the bead has 2 there"),
        (decide("split", KEY, at={"en": 0, "fr": 0}), "a bead would be left without any sentence"),
        (decide("split", KEY, at={"en": 2, "fr": 1}), "a bead would be left without any sentence"),
        (decide("merge", KEY, next="en:0000000003"), "`bead` and `next` name different languages"),
        (decide("merge", KEY, next=KEY), "`bead` and `next` share a sentence"),
        (decide("shift", KEY, next=AFTER, language="fr", to="bead"), "there is no sentence of 'fr' to move to `bead`"),
        (decide("shift", KEY, next=AFTER, language="de", to="next"), "there is no sentence of 'de' to move to `next`"),
        (decide("shift", KEY, next=AFTER, language="en", to="bead"), "a bead would be left without any sentence"),
    ],
)
def test_decisions_that_make_no_sense_are_refused(decision, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        outcome(decision)
