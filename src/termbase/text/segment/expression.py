r"""Regular expressions of SRX files, translated to the flavour of the `regex` package.

SRX asks for ICU expressions; CAT tools run them on Java. Both agree with `regex` (version 1 behaviour) on properties, set operations and
scoped flags; what differs is rewritten here: `\x{...}`, `\Q...\E`, `\Z`, `\z`, a few flags, and unbounded repetition.

Unbounded repetition is bounded to `LIMIT`. Rules are tried at every position of a text, so `\s*` on a megabyte of spaces would cost
the square of its length; no abbreviation, number or run of punctuation that a rule speaks of is longer. CAT tools built on Java do the
same, because its look-behind must be bounded.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 100
"""Most repetitions of `*`, `+` and `{n,}`."""

_OKAPI_NO_AUTO = "[noauto]"  # Okapi's mark for "no inline codes here"; it never reaches the text
_SET_OPERATORS_OF_REGEX_ONLY = ("~~", "||")


class ExpressionError(ValueError):
    """An expression that cannot be used, and why."""


@cache
def translate(expression: str) -> str:
    """The expression in the flavour of `regex`, as one group-free piece that may be combined with others.

    Raises `ExpressionError` for what a rule of segmentation cannot mean, such as a reference to a group.
    """
    return "".join(_pieces(expression.removesuffix(_OKAPI_NO_AUTO)))


def compile_pattern(pattern: str) -> Any:  # noqa: ANN401 (the type is that of the lazily imported package)
    """Compile a translated expression."""
    import regex  # noqa: PLC0415 (a third of the start-up of the rules; only when text is segmented)

    return regex.compile(pattern, regex.VERSION1)


def check(expression: str) -> None:
    """Raise `ExpressionError` when an expression cannot be used."""
    import regex  # noqa: PLC0415

    try:
        compile_pattern(f"(?<={translate(expression)})")
    except (regex.error, OverflowError, RecursionError) as error:
        raise ExpressionError(str(error)) from error


def _pieces(expression: str) -> Iterator[str]:
    place = 0
    while place < len(expression):
        character = expression[place]
        if character == "\\":
            piece, place = _escape(expression, place)
        elif character == "[":
            piece, place = _set(expression, place)
        elif character == "(":
            piece, place = _group(expression, place)
        elif character in "*+":
            piece, place = f"{{{'1' if character == '+' else '0'},{LIMIT}}}", place + 1
        elif character == "{":
            piece, place = _count(expression, place)
        else:
            piece, place = character, place + 1
        yield piece
        if character in "*+?{" and piece != "\\{" and expression[place : place + 1] in {"+", "?"}:  # possessive or lazy
            yield expression[place]
            place += 1


def _escape(expression: str, place: int) -> tuple[str, int]:
    """Translate the escape at `place`; return it and the place after it."""
    if place + 1 == len(expression):
        raise ExpressionError("it ends in a backslash")
    character = expression[place + 1]
    if character == "Q":
        end = expression.find("\\E", place)
        quoted = expression[place + 2 : end if end >= 0 else len(expression)]
        return "".join(
            f"\\{c}" if not c.isalnum() and c.isascii() else c for c in quoted
        ), end + 2 if end >= 0 else len(expression)
    if character == "x" and expression[place + 2 : place + 3] == "{":
        end = expression.find("}", place)
        try:
            code = int(expression[place + 3 : end], 16)
            return f"\\U{code:08x}", end + 1
        except ValueError as error:
            raise ExpressionError(f"bad code point {expression[place : end + 1]}") from error
    if character in "123456789":
        raise ExpressionError(f"reference \\{character} to a group: not supported in segmentation rules")
    if character == "z":
        return "\\Z", place + 2
    if character == "Z":
        return "(?=\\n?\\Z)", place + 2
    if character in "pPN" and expression[place + 2 : place + 3] == "{":
        end = expression.find("}", place)
        return expression[place : end + 1], end + 1
    return expression[place : place + 2], place + 2


def _set(expression: str, place: int) -> tuple[str, int]:
    """Copy the set at `place`, nested sets included, escaping operators that only `regex` knows."""
    depth = 0
    pieces: list[str] = []
    start = place
    while place < len(expression):
        character = expression[place]
        if character == "\\":
            piece, place = _escape(expression, place)
            pieces.append(piece)
            continue
        if expression[place : place + 2] in _SET_OPERATORS_OF_REGEX_ONLY:
            pieces.append("".join(f"\\{c}" for c in expression[place : place + 2]))
            place += 2
            continue
        pieces.append(character)
        place += 1
        if character == "[":
            depth += 1
            if expression[place : place + 1] == "^":
                pieces.append("^")
                place += 1
            if expression[place : place + 1] == "]":  # first in a set it is a literal
                pieces.append("\\]")
                place += 1
        elif character == "]":
            depth -= 1
            if depth == 0:
                return "".join(pieces), place
    raise ExpressionError(f"the set {expression[start : start + 12]} is never closed")


_FLAGS_WITHOUT_MEANING_HERE = "Uudw"


def _group(expression: str, place: int) -> tuple[str, int]:
    """Open the group at `place`; groups that capture become groups that do not."""
    if expression[place + 1 : place + 2] != "?":
        return "(?:", place + 1
    end = place + 2
    while (
        end < len(expression)
        and (expression[end].isalpha() or expression[end] == "-")
        and expression[place + 2] not in "<P"
    ):
        end += 1
    if end > place + 2 and expression[end : end + 1] in {")", ":"}:
        flags = "".join(c for c in expression[place + 2 : end] if c not in _FLAGS_WITHOUT_MEANING_HERE).rstrip("-")
        if expression[end] == ":":
            return f"(?{flags}:", end + 1
        return (f"(?{flags})" if flags else ""), end + 1
    if expression[place + 2 : place + 3] == "<" and expression[place + 3 : place + 4] not in {"=", "!"}:
        close = expression.find(">", place)
        if close < 0:
            raise ExpressionError("the name of a group is never closed")
        return "(?:", close + 1
    return "(?", place + 2


def _count(expression: str, place: int) -> tuple[str, int]:
    """Bound the repetition `{n,}` at `place`; copy any other."""
    end = expression.find("}", place)
    least, comma, most = expression[place + 1 : end].partition(",")
    if end < 0 or not least.strip().isdigit():
        return "\\{", place + 1
    if comma and not most.strip():
        return f"{{{least.strip()},{max(LIMIT, int(least))}}}", end + 1
    return expression[place : end + 1], end + 1
