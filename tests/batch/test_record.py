from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.batch.record import NAME, Record, sources_of
from termbase.batch.task import Task
from termbase.errors import OutputError

ONE, TWO = PurePosixPath("a/one.tmx"), PurePosixPath("two.tmx")


def fill(folder, *outputs):
    record = Record(folder)
    for output in outputs:
        (folder / output).parent.mkdir(parents=True, exist_ok=True)
        (folder / output).write_bytes(b"memory")
        record.add(output, f"sources of {output}", b"memory")
    return record


def test_a_record_is_read_back(tmp_path):
    fill(tmp_path, ONE, TWO)
    again = Record(tmp_path)
    assert again.holds(ONE, f"sources of {ONE}")
    assert again.holds(TWO, f"sources of {TWO}")
    assert not again.holds(ONE, f"sources of {TWO}")


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"edited"), lambda path: path.unlink()])
def test_a_file_that_changed_or_went_is_not_up_to_date(tmp_path, change):
    fill(tmp_path, ONE)
    change(tmp_path / ONE)
    assert not Record(tmp_path).holds(ONE, f"sources of {ONE}")


@given(st.integers(min_value=0, max_value=1000))
def test_a_torn_record_loses_the_torn_line_alone(tmp_path_factory, length):
    """As a kill or a full disk leaves it; the next run writes it whole again."""
    folder = tmp_path_factory.mktemp("torn")
    fill(folder, ONE, TWO)
    whole = (folder / NAME).read_bytes()
    torn = whole[:length]
    (folder / NAME).write_bytes(torn)
    record = Record(folder)
    complete = [line for line in whole.splitlines() if line in torn.splitlines()]
    assert [record.holds(output, f"sources of {output}") for output in (ONE, TWO)] == [
        any(str(output).encode() in line for line in complete) for output in (ONE, TWO)
    ]
    record.add(TWO, "newer", b"memory")
    lines = (folder / NAME).read_bytes().splitlines()
    assert len(lines) == len({*(line for line in complete if b"one.tmx" in line)}) + 1


@given(st.binary(max_size=200))
def test_any_damage_is_passed_over(tmp_path_factory, damage):
    folder = tmp_path_factory.mktemp("damaged")
    fill(folder, ONE)
    (folder / NAME).write_bytes(
        damage + b"\n" + (folder / NAME).read_bytes() + b'\n[1]\n{"output": 3}\n' + b"[" * 100_000
    )
    assert Record(folder).holds(ONE, f"sources of {ONE}")


def test_a_record_that_cannot_be_read_is_said(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(OutputError, match="cannot read what was made before"):
        Record(tmp_path)


def test_sources_are_told_by_content_and_not_by_time(tmp_path):
    path = tmp_path / "en.txt"

    def task(**changes):
        return Task(**{"output": ONE, "texts": {"en": path}, "method": "align"} | changes)

    assert sources_of(task()) == ""
    path.write_text("one", encoding="utf-8")
    first = sources_of(task())
    path.write_text("two", encoding="utf-8")
    assert sources_of(task()) != first
    path.write_text("one", encoding="utf-8")
    assert sources_of(task()) == first
    assert len({first, sources_of(task(method="segment")), sources_of(task(texts={"fr": path}))}) == 3
