"""Plural rules of gettext: a C expression in `n`, parsed and computed here, never evaluated as code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MAX_LENGTH = 1_000
_MAX_DEPTH = 40
_TOKEN = re.compile(r"\s*(\d{1,9}|\|\||&&|[<>=!]=|[-+*/%<>!?:()n])")
_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]+);?\s*")

FORMS: Mapping[str, str] = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
}
"""The `Plural-Forms` header by primary language."""

# Loosest first. Division and remainder by zero are 0, since a rule must give some form for every number.
_LEVELS: tuple[Mapping[str, Callable[[int, int], int]], ...] = (
    {"||": lambda a, b: int(bool(a or b))},
    {"&&": lambda a, b: int(bool(a and b))},
    {"==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b)},
    {"<": lambda a, b: int(a < b), ">": lambda a, b: int(a > b), "<=": lambda a, b: int(a <= b), ">=": lambda a, b: int(a >= b)},
    {"+": lambda a, b: a + b, "-": lambda a, b: a - b},
    {"*": lambda a, b: a * b, "/": lambda a, b: a // b if b else 0, "%": lambda a, b: a % b if b else 0},
)  # fmt: skip


class PluralError(ValueError):
    """A plural rule that is none."""


@dataclass(frozen=True, slots=True)
class PluralRule:
    """How many forms a language has, and which one a number takes."""

    count: int
    """Number of forms."""

    tokens: tuple[str, ...]
    """The expression."""

    @classmethod
    def parse(cls, header: str) -> PluralRule:
        """The rule of a `Plural-Forms` header. Raises `PluralError`."""
        found = _HEADER.fullmatch(header)
        if not found or len(header) > _MAX_LENGTH:
            raise PluralError("it is not of the form nplurals=N; plural=EXPRESSION;")
        tokens: list[str] = []
        position, expression = 0, found[2].strip()
        while position < len(expression):
            token = _TOKEN.match(expression, position)
            if not token:
                raise PluralError(
                    f"{expression[position : position + 10]!r} is nothing that a plural expression may hold"
                )
            tokens.append(token[1])
            position = token.end()
        rule = cls(int(found[1]), tuple(tokens))
        rule.form(1)
        return rule

    def form(self, number: int) -> int:
        """The 0-based form that a number takes. Raises `PluralError` for a malformed expression or a form that is not there."""
        value = _Expression(self.tokens, number).value()
        if not 0 <= value < self.count:
            raise PluralError(f"it gives form {value} for {number}, of {self.count}")
        return value


class _Expression:
    """A parser by descent that computes as it reads. Both sides of a choice are computed: they have no effects."""

    def __init__(self, tokens: tuple[str, ...], number: int) -> None:
        self._tokens = tokens
        self._number = number
        self._at = 0
        self._depth = 0

    def value(self) -> int:
        found = self._choice()
        if self._at != len(self._tokens):
            raise PluralError(f"{self._tokens[self._at]!r} is unexpected")
        return found

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _choice(self) -> int:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise PluralError("it is nested too deeply")
        found = self._binary(0)
        if self._peek() == "?":
            self._next()
            yes = self._choice()
            if self._next() != ":":
                raise PluralError("a choice lacks its second side")
            no = self._choice()
            found = yes if found else no
        self._depth -= 1
        return found

    def _binary(self, level: int) -> int:
        if level == len(_LEVELS):
            return self._unary()
        found = self._binary(level + 1)
        while operation := _LEVELS[level].get(self._peek()):
            self._next()
            found = operation(found, self._binary(level + 1))
        return found

    def _unary(self) -> int:
        negations = 0
        while self._peek() == "!":
            self._next()
            negations += 1
        word = self._next()
        if word == "(":
            found = self._choice()
            if self._next() != ")":
                raise PluralError("a parenthesis is not closed")
        elif word == "n":
            found = self._number
        elif word.isdigit():
            found = int(word)
        else:
            raise PluralError(f"{word or 'its end'!r} is unexpected")
        for _ in range(negations):
            found = int(not found)
        return found
