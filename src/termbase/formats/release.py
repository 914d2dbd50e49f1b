"""Release texts: one paragraph a line, one file a language. Also the place where bytes become text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.errors import InputError
from termbase.model import Language, Place, Segment
from termbase.text.segment import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from termbase.text.segment import Rules

LARGEST = 64 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = {"ar": ("windows-1256", "iso-8859-6"), "fr": ("windows-1252",), "en": ("windows-1252",)}
_LETTERS = {"ar": re.compile("[ء-ي]"), "fr": re.compile("[A-Za-zÀ-ÿŒœ’«»…–—]"), "en": re.compile("[A-Za-z’“”–—]")}


def read_text(path: Path | str, language: str = "", *, controls: bool = False) -> str:
    """The text of a file: UTF-8, with or without byte order mark, or UTF-16 and UTF-32 with one.

    Raises `InputError` for a missing, empty, binary or wrongly encoded file; where the bytes look like UTF-16 without mark or a Windows
    code page of the language, the message names it and the command that converts it. Control characters are an error too, since no release
    has them, unless `controls` lets them pass.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(
                "this is a folder, not a text file", number=1, path=str(path), help="name the file inside it"
            )
        if path.stat().st_size > LARGEST:
            raise InputError(
                f"the file is larger than {LARGEST // 1024**2} MiB",
                number=2,
                path=str(path),
                help="split the release into documents",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = (
            "there is no such file" if isinstance(error, FileNotFoundError) else f"cannot read it: {error.strerror}"
        )
        raise InputError(reason, number=1, path=str(path), help="check the path") from error
    return decode(data, str(path), language, controls=controls)


def decode(data: bytes, path: str, language: str = "", *, controls: bool = False) -> str:
    """The text of the bytes of a file; `path` is for messages. Errors as in `read_text`."""
    if not data.strip():
        raise _empty(path)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return _checked(data.decode(encoding), path, controls=controls)
            except UnicodeDecodeError as error:
                raise InputError(
                    f"not valid {encoding.upper()} although it starts with its byte order mark",
                    number=4,
                    path=path,
                    help="save it as UTF-8",
                ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong_encoding(data, path, language, error) from error
    if "\x00" in text and not controls:
        raise _wrong_encoding(data, path, language, None)
    return _checked(text, path, controls=controls)


def _checked(text: str, path: str, *, controls: bool) -> str:
    """Refuse control characters that no text has: they mean another kind of file, or damage."""
    if not text.strip():
        raise _empty(path)
    bad = None if controls else re.search("[\x00-\x08\x0e-\x1f]", text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        column = bad.start() - text.rfind("\n", 0, bad.start())
        raise InputError(
            f"control character U+{ord(bad[0]):04X}",
            number=5,
            path=path,
            line=line,
            column=column,
            help="remove it; if the file is no plain text, export it as UTF-8 text first",
        )
    return text


def _empty(path: str) -> InputError:
    return InputError(
        "the file is empty", number=3, path=path, help="write the text into it, or leave the language out"
    )


def _wrong_encoding(data: bytes, path: str, language: str, error: UnicodeDecodeError | None) -> InputError:
    sample = data[:20000]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, errors="replace")
        if b"\x00" in sample and sum(character.isalnum() or character.isspace() for character in text) > 0.8 * len(
            text
        ):
            return _encoding_error(path, encoding.upper(), data, error)
    if b"\x00" in sample:
        return InputError(
            "this is a binary file, not text", number=6, path=path, help="export the release as plain text in UTF-8"
        )
    primary = Language(language).primary
    best, best_share = "", 0.0
    for encoding in _LEGACY.get(primary, ()) or ("windows-1256", "windows-1252"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        outside = [character for character in text if not character.isascii()]
        letters = _LETTERS.get(primary) or _LETTERS["ar" if encoding.endswith("1256") else "fr"]
        share = sum(bool(letters.match(character)) for character in outside) / max(1, len(outside))
        if share > best_share:
            best, best_share = encoding, share
    if best_share >= 0.7:
        return _encoding_error(path, best.title(), data, error)
    return InputError(
        "not UTF-8, and its encoding cannot be told",
        number=4,
        path=path,
        line=_line(data, error),
        help="save it as UTF-8",
    )


def _encoding_error(path: str, encoding: str, data: bytes, error: UnicodeDecodeError | None) -> InputError:
    return InputError(
        f"not UTF-8; it looks like {encoding}",
        number=4,
        path=path,
        line=_line(data, error),
        help=f"convert it: iconv -f {encoding} -t UTF-8 {path} > NEW",
    )


def _line(data: bytes, error: UnicodeDecodeError | None) -> int:
    return data.count(b"\n", 0, error.start) + 1 if error else 0


def read_segments(path: Path | str, language: str, *, rules: Rules | None = None) -> list[Segment]:
    """The sentences of a release text, each with its place in the file."""
    return segments(read_text(path, language), language, str(path), rules=rules)


def segments(text: str, language: str, path: str, *, rules: Rules | None = None) -> list[Segment]:
    """The sentences of a text, each with its place; `path` is for messages."""
    tag = Language(language)
    starts = _line_starts(text)
    found = []
    line = 0
    for sentence in segment(text, language, rules=rules):
        while line + 1 < len(starts) and starts[line + 1] <= sentence.start:
            line += 1
        place = Place(
            path, line + 1, sentence.start - starts[line] + 1, sentence.paragraph, sentence.start, sentence.end
        )
        found.append(Segment(sentence.text, tag, place=place))
    return found


def read_lines(path: Path | str, language: str) -> list[Segment]:
    """The lines of a text that is segmented already, one sentence a line; an empty line is a segment too, so that indices stay lines."""
    text = read_text(path, language)
    lines = text.removesuffix("\n").split("\n")
    tag = Language(language)
    found = []
    start = 0
    for number, line in enumerate(lines):
        found.append(
            Segment(line.strip(), tag, place=Place(str(path), number + 1, 1, number, start, start + len(line)))
        )
        start += len(line) + 1
    return found


def _line_starts(text: str) -> Sequence[int]:
    return [0, *(found.end() for found in re.finditer("\n", text))]
