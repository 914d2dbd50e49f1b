import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from termbase.errors import InputError
from termbase.formats import release

ARABIC = "أكد الائتلاف الوطني السوري دعمه للعملية السياسية.\n"
FRENCH = "Le communiqué a été publié à Genève, où l’envoyé s’est exprimé.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_unicode_is_read(tmp_path, encoding):
    path = tmp_path / "ar.txt"
    path.write_bytes(ARABIC.encode(encoding))
    assert release.read_text(path, "ar") == ARABIC


@pytest.mark.parametrize(
    ("data", "language", "message"),
    [
        (ARABIC.encode("utf-16-le"), "ar", "it looks like UTF-16-LE"),
        (ARABIC.encode("utf-16-be"), "ar", "it looks like UTF-16-BE"),
        (ARABIC.encode("windows-1256"), "ar", "it looks like Windows-1256"),
        (FRENCH.encode("windows-1252"), "fr", "it looks like Windows-1252"),
        (bytes(range(256)) * 4, "en", "binary"),
        (b"", "en", "empty"),
        (b"\xef\xbb\xbf \r\n", "en", "empty"),
        (b"one\ntwo\x02three", "en", "control character U+0002"),
        (b"\xff\xfea", "en", "not valid UTF-16"),
    ],
)
def test_bad_bytes_are_named(tmp_path, data, language, message):
    """The message says what the file seems to be and how to mend it; nothing is guessed in silence."""
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        release.read_text(path, language)
    assert message in caught.value.message
    assert caught.value.help


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="folder"):
        release.read_text(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        release.read_text(tmp_path / "none.txt")


def test_segments_know_their_places():
    text = "Title\r\nOne sentence. Another one.\n\nLast."
    found = release.segments(text, "en", "x.txt")
    assert [item.text for item in found] == ["Title", "One sentence.", "Another one.", "Last."]
    assert [(item.place.line, item.place.column) for item in found] == [(1, 1), (2, 1), (2, 15), (4, 1)]
    assert all(text[item.place.start : item.place.end] == item.text for item in found)


def test_pre_segmented_lines_keep_their_numbers(tmp_path):
    """Indices of beads count lines, so an empty line counts too."""
    path = tmp_path / "en.txt"
    path.write_text("one\n\nthree\n", encoding="utf-8")
    assert [item.text for item in release.read_lines(path, "en")] == ["one", "", "three"]


@given(st.binary(max_size=200), st.sampled_from(["en", "ar", "fr", "de"]))
def test_any_bytes_are_text_or_an_error(data, language):
    """Hostile input ends in one of our errors, never in a traceback."""
    with contextlib.suppress(InputError):
        assert release.decode(data, "x", language).strip()
