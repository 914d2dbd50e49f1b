"""Opening other people's files: one way for all formats that are read whole."""

import gzip

import pytest

from termbase.errors import InputError
from termbase.formats import omegat, po, source, srx, table

PO = 'msgid ""\nmsgstr "Language: ar\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "peace"\nmsgstr "سلام"\n'
CSV = "id,en,ar\n1,peace,سلام\n"
GLOSSARY = "peace\tسلام\n"


def first_target(reader, path, **options):
    """The text of the second language of the first thing in a file."""
    (item,) = reader(path, **options)
    return (item.variants if hasattr(item, "variants") else item.terms)[1].text


READERS = [(po.read, PO, "a.po"), (table.read, CSV, "a.csv"), (omegat.read_concepts, GLOSSARY, "a.utf8")]


@pytest.mark.parametrize(("reader", "text", "name"), READERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("packed", [False, True])
def test_marks_and_compression_are_seen_through(tmp_path, reader, text, name, encoding, packed):
    data = text.encode(encoding)
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(data) if packed else data)
    assert first_target(reader, path) == "سلام"


@pytest.mark.parametrize(
    "reader", [lambda path: list(po.read(path)), lambda path: list(table.read(path)), lambda path: list(omegat.read_concepts(path)), srx.read]
)  # fmt: skip
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no such file"),
        ("folder", "this is a folder"),
        (gzip.compress(b"x" * 9999)[:30], "damaged gzip"),
        (b"\x1f\x8b", "damaged gzip"),
    ],
)
def test_what_cannot_be_opened_is_told_alike(tmp_path, reader, content, message):
    path = tmp_path / "a"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message) as error:
        reader(path)
    assert error.value.help


@pytest.mark.parametrize(("reader", "text", "name"), READERS)
def test_the_line_of_a_byte_that_does_not_fit_is_told(tmp_path, reader, text, name):
    path = tmp_path / name
    path.write_bytes(text.encode() + b"\n# \xe9t\xe9\n")
    with pytest.raises(InputError, match="not UTF-8") as error:
        list(reader(path))
    assert error.value.line == text.count("\n") + 2


def test_a_file_too_large_to_hold_is_not_held(tmp_path):
    """Compressed or not: what counts is what would have to be held."""
    path = tmp_path / "a"
    for data in (b"x" * 2_000, gzip.compress(b"x" * 2_000)):
        path.write_bytes(data)
        assert len(source.read_bytes(path, largest=2_000)) == 2_000
        with pytest.raises(InputError, match="larger than 1,999 bytes"):
            source.read_bytes(path, largest=1_999)


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MAX_SLACK", 1_000_000)
    path = tmp_path / "a.po"
    path.write_bytes(gzip.compress(b"#" * 50_000_000))
    with pytest.raises(InputError, match="grows more than 200 times"):
        list(po.read(path))
