"""What every XML format here needs: limits for hostile input, characters that XML forbids, escaping, a parser that fetches nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from termbase.errors import InputError

MAX_DEPTH = 256
"""Elements within one another; real files have about ten."""

MAX_ENTITY = 1_000
"""Characters that one entity reference may stand for, nested ones expanded; real ones stand for a name or a letter."""

MAX_ENTITIES = 500
"""Entities that a file may declare."""

MAX_ATTRIBUTES = 1_000
"""Attributes of one element; what looks each one up among all would take hours for a million."""

MAX_TOKEN = 4_000_000
"""Bytes of one tag, comment or instruction: with every block that is read, expat begins an unfinished one anew."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot carry, not even as a character reference."""

PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
"""The entities that XML knows without a declaration."""

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*(-[xX](-[A-Za-z0-9]{1,8})+)?"
    r"|[xX](-[A-Za-z0-9]{1,8})+"
)

# Such characters come from word processors, where they mean something: a line break, a page break, and two kinds of hyphen.
_MEANINGS = {"\x0b": "\n", "\x0c": "\n", "\x1e": "\u2011", "\x1f": "\u00ad"}

_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL_VALUE = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')


def portable(character: str) -> str:
    """What stands for a character that XML forbids: its meaning in the word processor it came from, else nothing."""
    return _MEANINGS.get(character, "")


def clean(text: str) -> str:
    """The text without characters that XML cannot carry."""
    return FORBIDDEN.sub(lambda found: portable(found[0]), text)


def text(value: str) -> str:
    """Character data. A bare carriage return is written as a reference, or it would come back as a line feed."""
    if not _SPECIAL.search(value):
        return value
    # One replacement a character is several times as fast as a table.
    escaped = clean(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\r", "&#13;") if "\r" in escaped else escaped


def attribute(value: str) -> str:
    """An attribute's value with its quotation marks; white space other than a space is written as a reference."""
    if _SPECIAL_VALUE.search(value):
        value = text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f'"{value}"'


def attributes(values: Mapping[str, str]) -> str:
    """Attributes in order, each with a space before it."""
    return "".join([f" {name}={attribute(value)}" for name, value in values.items()])


class Entities:
    """The entities that a document declares, taken from an expat parser; none from outside the file, none without bounds.

    `refuse` makes the error, with the place, that ends the reading.
    """

    def __init__(self, refuse: Callable[[str, str], InputError]) -> None:
        self.values: dict[str, str] = {}
        self._sizes: dict[str, int] = {}
        self._refuse = refuse

    def declare(
        self, name: str, parameter: int, value: str | None, base: str | None, system: str | None, public: str | None, notation: str | None
    ) -> None:  # fmt: skip
        """Take a declaration; the signature is expat's."""
        del base, public, notation
        if value is None:
            raise self._refuse(
                f"entity {name!r} is to be fetched from {system!r}",
                "nothing outside the file is read; replace the entity by its text",
            )
        if parameter:
            return
        size = len(value) + sum(self._sizes.get(inner, len(inner)) for inner in re.findall(r"&([^;#\s]+);", value))
        if size > MAX_ENTITY or len(self.values) >= MAX_ENTITIES:
            raise self._refuse(
                f"entity {name!r} stands for {size:,} characters; at most {MAX_ENTITY:,} are taken",
                "this is how files are made to exhaust a computer; replace the entity by its text",
            )
        self.values[name] = value
        self._sizes[name] = size


def declared_encoding(head: bytes) -> str:
    """The encoding that an XML declaration names; UTF-8 where it names none."""
    found = _DECLARED.match(head)
    return found[1].decode("ascii") if found else "utf-8"


def is_language_tag(tag: str) -> bool:
    """Whether a tag is well-formed (RFC 5646, section 2.1); whether it is registered is another question."""
    return bool(_LANGUAGE.fullmatch(tag))


def describe(character: str) -> str:
    """A character for a message: its code point, since it cannot be shown."""
    return f"U+{ord(character):04X}"


def lxml_options(**more: bool) -> dict[str, Any]:
    """Options of an lxml parser that reads a whole document: nothing from outside, and libxml2's own limits kept."""
    options: dict[str, Any] = {
        "resolve_entities": "internal", "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False,
    }  # fmt: skip
    return options | more


def expat_message(code: int) -> str:
    """Expat's own words for an error code, without a code."""
    return str(expat.errors.messages.get(code, f"error {code}"))
