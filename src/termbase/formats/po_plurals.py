"""The plural rules of PO headers: a small C expression in `n`, parsed here and never handed to `eval`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*(.{1,400}?)\s*;?\s*", re.DOTALL)
_TOKEN = re.compile(r"\s*(\d{1,9}|n|\|\||&&|[=!<>]=|[<>?:%()!+*/-])")
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class PluralRule:
    """Which plural form a number takes."""

    count: int
    """Number of forms; 0 when the header does not say."""

    expression: Callable[[int], int]
    """Index of the form for a number, as the header has it."""

    understood: bool = True
    """Whether the header was a rule; where not, the first form stands for one and the last for many."""

    def index(self, number: int) -> int:
        """Index of the form for a number, never outside the forms there are."""
        found = int(self.expression(number))
        return max(0, min(found, self.count - 1)) if self.count else found


def parse_plural_rule(header: str) -> PluralRule:
    """The rule of a `Plural-Forms` header; for an empty or senseless one, the usual rule of two forms."""
    found = _HEADER.fullmatch(header)
    if not found:
        return PluralRule(0 if not header else 2, lambda n: int(n != 1), understood=not header)
    count = int(found[1])
    try:
        parser = _Parser(found[2])
        expression = parser.conditional()
        parser.end()
        for number in (0, 1, 2, 3, 5, 11, 100, 101):
            expression(number)
    except (ValueError, ZeroDivisionError):
        return PluralRule(count, lambda n: 0 if n == 1 else count - 1, understood=False)
    return PluralRule(count, expression)


class _Parser:
    """A recursive-descent parser for the C expressions that gettext allows."""

    _LEVELS: tuple[dict[str, Callable[[int, int], int]], ...] = (
        {"||": lambda a, b: int(bool(a or b))},
        {"&&": lambda a, b: int(bool(a and b))},
        {"==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b)},
        {
            "<": lambda a, b: int(a < b),
            ">": lambda a, b: int(a > b),
            "<=": lambda a, b: int(a <= b),
            ">=": lambda a, b: int(a >= b),
        },
        {"+": lambda a, b: a + b, "-": lambda a, b: a - b},
        {"*": lambda a, b: a * b, "/": lambda a, b: a // b, "%": lambda a, b: a % b},
    )

    def __init__(self, text: str) -> None:
        self.signs: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if not found:
                raise ValueError(text[place:])
            self.signs.append(found[1])
            place = found.end()
        self.depth = 0

    def peek(self) -> str:
        return self.signs[0] if self.signs else ""

    def take(self, token: str) -> None:
        if self.peek() != token:
            raise ValueError(token)
        self.signs.pop(0)

    def end(self) -> None:
        if self.signs:
            raise ValueError(self.signs[0])

    def conditional(self) -> Callable[[int], int]:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError("too deep")
        test = self.binary(0)
        if self.peek() == "?":
            self.take("?")
            yes = self.conditional()
            self.take(":")
            no = self.conditional()
            self.depth -= 1
            return lambda n: yes(n) if test(n) else no(n)
        self.depth -= 1
        return test

    def binary(self, level: int) -> Callable[[int], int]:
        if level == len(self._LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.peek() in self._LEVELS[level]:
            operation = self._LEVELS[level][self.signs.pop(0)]
            left = _combined(operation, left, self.binary(level + 1))
        return left

    def unary(self) -> Callable[[int], int]:
        sign = self.peek()
        if sign == "!":
            self.take("!")
            inner = self.unary()
            return lambda n: int(not inner(n))
        if sign == "(":
            self.take("(")
            inner = self.conditional()
            self.take(")")
            return inner
        if sign == "n":
            self.take("n")
            return lambda n: n
        if sign.isdigit():
            self.signs.pop(0)
            value = int(sign)
            return lambda _: value
        raise ValueError(sign)


def _combined(
    operation: Callable[[int, int], int], left: Callable[[int], int], right: Callable[[int], int]
) -> Callable[[int], int]:
    return lambda n: operation(left(n), right(n))
