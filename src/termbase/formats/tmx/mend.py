"""Mending what is not XML: one fault at a time, exactly where the parser met it.

A memory of a hundred thousand units is worth more than its one stray character. What can be mended without guessing at the text is
mended and reported: characters that XML forbids, ampersands and angle brackets that were not escaped, entities of HTML.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from termbase.formats import xmlsafe

_CODES = expat.errors.codes
_INVALID_TOKEN = _CODES[expat.errors.XML_ERROR_INVALID_TOKEN]
_UNDEFINED_ENTITY = _CODES[expat.errors.XML_ERROR_UNDEFINED_ENTITY]
_BAD_CHARACTER = _CODES[expat.errors.XML_ERROR_BAD_CHAR_REF]
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_REFERENCE = re.compile(rb"&(#[0-9]{1,10}|#[xX][0-9a-fA-F]{1,10}|[\w.:-]{1,60});")
_LOOK_BACK = 64


def mend(data: bytes, at: int, code: int) -> tuple[bytes, str] | None:
    """The data without the fault that the parser met at an offset, and what the fault was; None when it takes more than a character.

    `code` is the parser's error code.
    """
    if code == _INVALID_TOKEN:
        return _invalid_token(data, at)
    if code in (_UNDEFINED_ENTITY, _BAD_CHARACTER):
        start = data.rfind(b"&", 0, at + 1)
        found = _REFERENCE.match(data, start) if start >= 0 else None
        if found:
            return data[:start] + _resolved(found[1]) + data[found.end() :], _describe(found[1])
    return None


def _invalid_token(data: bytes, at: int) -> tuple[bytes, str] | None:
    byte = data[at : at + 1]
    if byte and byte < b" " and byte not in b"\t\n\r":
        character = byte.decode("ascii")
        return (
            data[:at] + xmlsafe.portable(character).encode() + data[at + 1 :],
            f"character {xmlsafe.describe(character)}, which XML forbids",
        )
    for start in range(max(at - 2, 0), at + 1):
        if data[start : start + 3] in _NONCHARACTERS:
            character = data[start : start + 3].decode("utf-8")
            return data[:start] + data[start + 3 :], f"character {xmlsafe.describe(character)}, which XML forbids"
    before = data[max(at - _LOOK_BACK, 0) : at]
    ampersand = before.rfind(b"&")
    bracket = before.rfind(b"<")
    if ampersand > bracket and b";" not in before[ampersand:]:
        return _insert(data, at - len(before) + ampersand, b"&amp;"), "an ampersand that is not escaped"
    # A tag never begins with a space, digit or sign; "5 < 6" was meant.
    if bracket == len(before) - 1 >= 0 and not byte.isalpha() and byte not in (b"/", b"!", b"?", b"_", b":"):
        return _insert(data, at - 1, b"&lt;"), "an angle bracket that is not escaped"
    return None


def _insert(data: bytes, at: int, replacement: bytes) -> bytes:
    return data[:at] + replacement + data[at + 1 :]


def _resolved(name: bytes) -> bytes:
    """What a reference that XML does not know was meant to be, as XML writes it."""
    if name.startswith(b"#"):
        number = int(b"0" + name[1:], 16) if name[1:2] in b"xX" else int(name[1:])
        return xmlsafe.portable(chr(number)).encode() if number < 0x20 else b""
    from html.entities import html5  # noqa: PLC0415 (large, and rarely needed)

    known = html5.get(f"{name.decode('utf-8', 'replace')};")
    return xmlsafe.text(known).encode() if known else b"&amp;" + name + b";"


def _describe(name: bytes) -> str:
    shown = name.decode("utf-8", "replace")
    return (
        f"reference &{shown}; to a character that XML forbids"
        if shown.startswith("#")
        else f"entity &{shown}; is not declared"
    )
