"""Segmentation rules: the model of an SRX file and the engine that applies it.

SRX 2.0 says: at each position of the text, the first rule in order whose `beforebreak` matches up to the position and whose `afterbreak`
matches from it decides. Read literally that is one test a rule a position. All rules of a language become one expression instead, with
the `beforebreak` behind a look-behind, so that the text is scanned once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import groupby
from typing import TYPE_CHECKING, Any

from termbase.errors import InputError
from termbase.text.segment.endings import beginnings, endings, next_characters
from termbase.text.segment.expression import ExpressionError, check, compile_pattern, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LETTERS = "aeA1عا "
_SECONDS = 2.0
_SECONDS_PER_CHARACTER = 20e-6


@dataclass(frozen=True, slots=True)
class Rule:
    """One break rule, or one exception to those that follow it."""

    breaks: bool
    """True for a break, False for an exception (`break="no"`)."""

    before: str = ""
    """Expression that must match up to the position; empty matches everywhere."""

    after: str = ""
    """Expression that must match from the position; empty matches everywhere."""

    line: int = field(default=0, compare=False)
    """1-based line in the file, 0 for unknown."""


@dataclass(frozen=True, slots=True)
class LanguageRules:
    """A named, ordered list of rules (SRX `languagerule`)."""

    name: str
    """The name by which a language map refers to it."""

    rules: tuple[Rule, ...]
    """In order; the first that matches decides."""


@dataclass(frozen=True, slots=True)
class LanguageMap:
    """Which languages a list of rules is for."""

    pattern: str
    """Expression that must match the whole language tag; letter case is ignored, as it is in BCP 47."""

    name: str
    """Name of the rules."""

    line: int = field(default=0, compare=False)
    """1-based line in the file, 0 for unknown."""


@dataclass(frozen=True)
class Rules:
    """An SRX file."""

    language_rules: tuple[LanguageRules, ...]
    """All lists of rules, in the order of the file."""

    maps: tuple[LanguageMap, ...]
    """In order: without cascade the first that matches counts."""

    cascade: bool = True
    """Whether the rules of every matching map apply, one list after the other."""

    segment_subflows: bool = True
    """Whether text inside inline codes (footnotes, attributes) is segmented too."""

    format_handle: Mapping[str, bool] = field(default_factory=lambda: {"start": False, "end": True, "isolated": False})
    """Whether an inline code at a break (start, end, isolated) stays with the segment before it."""

    path: str = field(default="", compare=False)
    """The file they were read from, for messages."""

    _segmenters: dict[str, Segmenter] = field(default_factory=dict, init=False, repr=False, compare=False)

    def for_language(self, language: str) -> tuple[Rule, ...]:
        """The rules of a language, in the order in which they are tried."""
        lists = {item.name: item.rules for item in self.language_rules}
        found = [lists[item.name] for item in self.maps if _covers(item.pattern, language)]
        return tuple(rule for rules in (found if self.cascade else found[:1]) for rule in rules)

    def segmenter(self, language: str) -> Segmenter:
        """The compiled rules of a language; compiled once."""
        key = language.lower()
        if key not in self._segmenters:
            self._segmenters[key] = Segmenter(self.for_language(language), path=self.path)
        return self._segmenters[key]

    @cached_property
    def digest(self) -> str:
        """Short hash of everything that decides where a text breaks; comments and layout of the file do not count."""
        parts = [str(self.cascade)]
        parts += [f"{item.pattern}\x1f{item.name}" for item in self.maps]
        for item in self.language_rules:
            parts += [item.name, *(f"{rule.breaks}\x1f{rule.before}\x1f{rule.after}" for rule in item.rules)]
        return sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def validate(self) -> None:
        """Raise `InputError`, with the line, for the first expression or name that cannot be used."""
        names = {item.name for item in self.language_rules}
        for item in self.maps:
            if item.name not in names:
                known = ", ".join(sorted(names)) or "none"
                message = f"the language map {item.pattern!r} names rules {item.name!r} that are not in the file"
                raise InputError(message, number=71, path=self.path, line=item.line, help=f"rules in the file: {known}")
            self._check(item.pattern, f"the language map {item.pattern!r}", item.line)
        for group in self.language_rules:
            for number, rule in enumerate(group.rules, start=1):
                for part, expression in (("beforebreak", rule.before), ("afterbreak", rule.after)):
                    self._check(expression, f"rule {number} of {group.name!r}, {part}", rule.line)

    def _check(self, expression: str, what: str, line: int) -> None:
        try:
            check(expression)
        except ExpressionError as error:
            raise InputError(
                f"{what}: {error}", number=72, path=self.path, line=line, excerpt=expression,
                help="correct the expression (ICU syntax), or remove the rule",
            ) from error  # fmt: skip


class Segmenter:
    """The rules of one language, compiled.

    Rules that end in punctuation become one expression that starts with that punctuation, and skips from one mark to the next. Rules that
    may break behind a letter become another, which looks first at what they want on the right.
    """

    def __init__(self, rules: Iterable[Rule], *, path: str = "") -> None:
        self._rules = tuple(rules)
        self._path = path
        behind_marks: list[Rule] = []
        anywhere: list[Rule] = []
        self._marks = ""
        for rule in self._rules:
            if rule.breaks:
                last = endings(translate(rule.before))
                if last is None or compile_pattern(last).search(_LETTERS):
                    anywhere.append(rule)
                else:
                    behind_marks.append(rule)
                    self._marks += last
        marks = f"[{self._marks}]{_may_begin(behind_marks)}(?:{'|'.join(map(_position, behind_marks))}){_decision(self._rules)}"
        self._behind_marks: Any = compile_pattern(marks) if behind_marks else None
        self._anywhere: Any = (
            compile_pattern("|".join(_position(rule, after_first=True) for rule in anywhere)) if anywhere else None
        )
        self._where_to_look: Any = compile_pattern(_where_to_look(anywhere)) if anywhere else None

    def breaks(self, text: str) -> list[int]:
        """Offsets at which the text breaks, in order, its two ends excluded.

        Raises `InputError` when the rules would take absurdly long: an expression of theirs backtracks without end.
        """
        seconds = _SECONDS + _SECONDS_PER_CHARACTER * len(text)
        found: list[int] = []
        try:
            if self._behind_marks:
                found = [match.end() for match in self._behind_marks.finditer(text, timeout=seconds)]
            others = self._others(text, seconds) if self._anywhere else []
        except TimeoutError as error:
            raise InputError(
                f"the segmentation rules did not finish on a text of {len(text)} characters",
                number=73,
                path=self._path,
                help="a rule repeats a repetition, such as (a+)+; rewrite it without the outer one",
            ) from error
        if others:
            found = sorted({*found, *others})
        return [place for place in found if 0 < place < len(text)]

    @cached_property
    def _decision(self) -> Any:  # noqa: ANN401 (the type is that of the lazily imported package)
        """Decides at a place; compiled when a rule that may break anywhere first asks for it, which in most texts none does."""
        return compile_pattern(_decision(self._rules))

    def _others(self, text: str, seconds: float) -> list[int]:
        """Places where a rule breaks that may break anywhere."""
        matches = self._anywhere.match
        places = [
            match.start()
            for match in self._where_to_look.finditer(text)
            if matches(text, match.start(), timeout=seconds)
        ]
        return [place for place in places if self._decision.match(text, place, timeout=seconds)]


def _may_begin(rules: Iterable[Rule]) -> str:
    """A look at the next character, which dismisses most places; empty when any character may follow."""
    first = [beginnings(translate(rule.after)) for rule in rules]
    known = [item for item in first if item is not None]
    return f"(?=[{''.join(dict.fromkeys(known))}])" if known and len(known) == len(first) else ""


def _where_to_look(rules: Iterable[Rule]) -> str:
    """An expression that starts wherever a rule can match, and at few places more: the two characters that follow must suit."""
    rules = tuple(rules)
    pairs = [(beginnings(translate(rule.after)), next_characters(translate(rule.after))) for rule in rules]
    firsts = {first for first, _ in pairs}
    following = {second for _, second in pairs}
    if None in firsts:
        return ""
    begin = f"[{''.join(sorted(map(str, firsts)))}]"
    return begin if None in following else f"{begin}(?=[{''.join(sorted(map(str, following)))}])"


def _decision(rules: Iterable[Rule]) -> str:
    """One expression that matches, without width, at those candidates where a break rule matches and no exception before it does.

    Runs of rules of one kind are nested, so that each rule is tried at most once: `(?!no1)(?:yes1|(?!no2)(?:yes2|...))`.
    """
    pattern = "(?!)"
    for breaks, run in reversed([(kind, list(group)) for kind, group in groupby(rules, key=lambda rule: rule.breaks)]):
        alternatives = "|".join(_position(rule) for rule in run)
        pattern = f"(?:{alternatives}|{pattern})" if breaks else f"(?!{alternatives}){pattern}"
    return pattern


def _position(rule: Rule, *, after_first: bool = False) -> str:
    before = f"(?<={translate(rule.before)})" if rule.before else ""
    after = f"(?={translate(rule.after)})" if rule.after else ""
    return f"(?:{after}{before})" if after_first else f"(?:{before}{after})"


def _covers(pattern: str, language: str) -> bool:
    return compile_pattern(f"(?i:{translate(pattern)})").fullmatch(language) is not None
