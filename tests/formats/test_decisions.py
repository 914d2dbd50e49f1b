"""The log of reviewers' decisions: what is written is read, and what is not a decision is an error with its place."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.errors import InputError, TermbaseError
from termbase.formats import decisions
from termbase.model import Action, Decision

KEY = "en:0000000001+0000000002 ar:000000000a fr:-"
NEXT = "en:0000000003 ar:000000000b fr:000000000c"
ACCEPT = {"bead": KEY, "action": "accept", "who": "R. Reviewer", "when": "2024-12-03T09:30:00Z"}
SPLIT = ACCEPT | {"action": "split", "at": {"en": 1, "ar": 0}}
SHIFT = ACCEPT | {"action": "shift", "next": NEXT, "language": "fr", "to": "bead"}


def read(tmp_path, text):
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return decisions.read(path)


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20
).filter(str.strip)
several = st.lists(
    st.one_of(
        st.builds(Decision, st.sampled_from([KEY, NEXT]), st.sampled_from([Action.ACCEPT, Action.REJECT]), names, st.just(ACCEPT["when"]), text=names),
        st.builds(Decision, st.just(KEY), st.just(Action.MERGE), names, st.just(ACCEPT["when"]), next=st.just(NEXT)),
        st.builds(
            Decision, st.just(KEY), st.just(Action.SPLIT), names, st.just(ACCEPT["when"]),
            at=st.fixed_dictionaries({"en": st.just(1), "ar": st.integers(0, 1)}),
        ),
        st.builds(
            Decision, st.just(KEY), st.just(Action.SHIFT), names, st.just(ACCEPT["when"]), next=st.just(NEXT),
            language=st.sampled_from(["en", "ar"]), to=st.sampled_from(["next", "bead"]),
        ),
    ),
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return tmp_path_factory.mktemp("log") / "decisions.jsonl"


@given(several, several)
def test_what_is_appended_is_read_after_what_was_there(log, first, second):
    log.unlink(missing_ok=True)
    decisions.append(log, first)
    before = log.read_bytes()
    decisions.append(log, second)
    assert log.read_bytes().startswith(before)
    assert [entry.decision for entry in decisions.read(log)] == first + second


def test_lines_keep_their_text_whatever_their_ends(tmp_path):
    """A log that an editor on Windows left without a last line end."""
    one = json.dumps(ACCEPT)
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(f"{one}\r\n\r\n{json.dumps(SPLIT)}".encode())
    decisions.append(path, [Decision(KEY, Action.REJECT, "R", ACCEPT["when"])])
    assert path.read_bytes().startswith(f"{one}\r\n\r\n{json.dumps(SPLIT)}\n".encode())
    assert [(entry.line.number, entry.decision.action) for entry in decisions.read(path)] == [
        (1, "accept"), (3, "split"), (4, "reject"),
    ]  # fmt: skip


def test_the_same_decision_twice_is_one(tmp_path):
    lines = [ACCEPT, ACCEPT | {"text": "Told otherwise"}, SPLIT, SPLIT | {"at": {"ar": 0, "en": 1}}, SHIFT]
    entries = read(tmp_path, "\n".join(map(json.dumps, lines)))
    assert [entry.line.number for entry in decisions.unknown(entries, [])] == [1, 3, 5]
    assert [entry.line.number for entry in decisions.unknown(entries, entries[2:3])] == [1, 5]


@pytest.mark.skipif(os.name != "posix", reason="folders are not locked on this system")
def test_nothing_is_lost_when_several_append_at_one_moment(tmp_path):
    log = tmp_path / "decisions.jsonl"

    def one_after_another(who):
        for number in range(15):
            decisions.append(log, [Decision(KEY, Action.ACCEPT, f"{who} {number}", ACCEPT["when"])])

    with ThreadPoolExecutor(3) as reviewers:  # each opens the folder for itself, as a process does
        list(reviewers.map(one_after_another, "ABC"))
    assert sorted(entry.decision.who for entry in decisions.read(log)) == sorted(
        f"{who} {number}" for who in "ABC" for number in range(15)
    )


def test_an_empty_log_has_no_decision(tmp_path):
    assert read(tmp_path, "") == read(tmp_path, "\n\n \n") == []


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ("{", 2, "not valid JSON: Expecting property name"),
        ("<<<<<<< HEAD", 1, "not valid JSON: Expecting value"),
        ('{"bead": "\x1b"}', 11, "not valid JSON: Invalid control character"),
        ("[]", 1, "not an object"),
        ("null", 1, "not an object"),
        ("[" * 100_000, 1, "not valid JSON"),
        ('{"bead": ' + "9" * 5000 + "}", 1, "not valid JSON"),
        ("{}", 1, "no `action`"),
        ('{"bead": "x", "bead": "y"}', 2, "`bead` is given twice"),
        (ACCEPT | {"action": "acept"}, 57, "there is no action acept"),
        (ACCEPT | {"action": ["accept"]}, 57, "there is no action ['accept']"),
        (ACCEPT | {"action": "edit"}, 57, "a decision changes no text"),
        (ACCEPT | {"next": NEXT}, 0, "`next` does not belong to accept"),
        (ACCEPT | {"whom": "me"}, 0, "`whom` does not belong to accept"),
        ({key: ACCEPT[key] for key in ("bead", "action", "when")}, 1, "no `who`"),
        (ACCEPT | {"bead": "en:1"}, 2, "`bead` must be the key of a bead"),
        (ACCEPT | {"bead": 7}, 2, "`bead` must be the key of a bead"),
        (ACCEPT | {"who": ""}, 0, "`who` must say who it was"),
        (ACCEPT | {"who": None}, 0, "`who` must be one line of text"),
        (ACCEPT | {"who": "\ud800"}, 0, "`who` must be one line of text"),
        (ACCEPT | {"text": "\x1b[31m"}, 0, "`text` must be one line of text"),
        (ACCEPT | {"text": "x" * 1001}, 0, "`text` must be one line of text"),
        (ACCEPT | {"when": "yesterday"}, 0, "`when` must be a time in UTC"),
        (ACCEPT | {"when": "2024-13-03T09:30:00Z"}, 0, "`when` must be a time in UTC"),
        (ACCEPT | {"when": "2024-12-03T09:30:00+03:00"}, 0, "`when` must be a time in UTC"),
        (ACCEPT | {"when": "٢٠٢٤-12-03T09:30:00Z"}, 0, "`when` must be a time in UTC"),
        (SPLIT | {"at": {"en": True, "ar": 0}}, 0, "`at` must be a number"),
        (SPLIT | {"at": [1]}, 0, "`at` must be a number"),
        (SPLIT | {"at": {"en": 9, "ar": 0}}, 0, "`at` cannot be 9 for en"),
        (SHIFT | {"to": "back"}, 0, "`to` must be next or bead"),
        (SHIFT | {"to": "next"}, 0, "there is no sentence of 'fr' to move"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, str) else None,
)  # fmt: skip
def test_what_is_no_decision_is_an_error_with_its_place(tmp_path, line, column, message):
    text = line if isinstance(line, str) else json.dumps(line, ensure_ascii=True)
    with pytest.raises(InputError) as caught:
        read(tmp_path, f"{json.dumps(ACCEPT)}\n{text}\n")
    error = caught.value
    assert error.message.startswith(message)
    assert error.line == 2
    assert error.column == (column or error.column)
    assert error.excerpt == "" or len(error.excerpt) <= 160
    assert "\x1b" not in error.message + error.excerpt + error.help
    if not isinstance(line, str) and error.excerpt and error.column > 1:
        assert error.excerpt[error.column - 1 :].startswith('"')


def test_bytes_that_are_no_text_are_an_error_with_their_line(tmp_path):
    with pytest.raises(InputError, match=":2: not UTF-8"):
        read(tmp_path, json.dumps(ACCEPT).encode() + b"\n\xff\xfe\xfa")


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([KEY, NEXT, "accept", "split", "shift"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from([*SHIFT, "at", "text", "more"]), values),
    st.sampled_from([ACCEPT, SPLIT, SHIFT]),
    st.booleans(),
)
def test_any_object_is_a_decision_or_an_error_with_its_place(log, changes, start, whole):
    log.write_text(json.dumps(start | changes if whole else changes), encoding="utf-8")
    try:
        (entry,) = decisions.read(log)
    except InputError as error:
        assert (error.line, error.path) == (1, str(log))  # noqa: PT017 (either is right)
    else:
        assert decisions.read(log)[0].decision == entry.decision


@given(st.binary(max_size=200))
def test_any_bytes_are_decisions_or_an_error(log, data):
    log.write_bytes(data)
    try:
        decisions.read(log)
    except TermbaseError as error:
        assert error.help  # noqa: PT017 (either is right)
