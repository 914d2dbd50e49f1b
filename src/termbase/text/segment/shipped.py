"""The rules that come with termbase: `text/rules.srx`, read with the standard library.

Foreign SRX files are read by `formats.srx`, which forgives and explains. This file is ours, so the small strict reader of the standard
library does, and the pure core needs no XML package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.parsers import expat

from termbase.text.segment.rules import LanguageMap, LanguageRules, Rule, Rules


def source() -> bytes:
    """The file itself, comments and all: what `termbase export --to srx` hands to CAT tools."""
    return Path(__file__).parent.with_name("rules.srx").read_bytes()


@cache
def shipped_rules() -> Rules:
    """The rules for English, French, Arabic and any other language."""
    return _Reader().read(source())


class _Reader:
    """Collects the rules while expat walks over the file."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._lists: list[LanguageRules] = []
        self._maps: list[LanguageMap] = []
        self._format_handle: dict[str, bool] = {}
        self._header: dict[str, str] = {}
        self._current: dict[str, str] = {}
        self._text: list[str] = []
        self._line = 0

    def read(self, data: bytes) -> Rules:
        parser = self._parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.Parse(data, True)  # noqa: FBT003 (expat takes no keyword)
        return Rules(
            language_rules=tuple(self._lists),
            maps=tuple(self._maps),
            cascade=self._header["cascade"] == "yes",
            segment_subflows=self._header["segmentsubflows"] == "yes",
            format_handle=self._format_handle,
            path="rules.srx",
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        if name == "header":
            self._header = attributes
        elif name == "formathandle":
            self._format_handle[attributes["type"]] = attributes["include"] == "yes"
        elif name == "languagerule":
            self._current = attributes
            self._rules = []
        elif name == "rule":
            self._current = self._current | {"break": attributes["break"], "beforebreak": "", "afterbreak": ""}
            self._line = self._parser.CurrentLineNumber
        elif name == "languagemap":
            line = self._parser.CurrentLineNumber
            self._maps.append(LanguageMap(attributes["languagepattern"], attributes["languagerulename"], line))

    def _end(self, name: str) -> None:
        if name in {"beforebreak", "afterbreak"}:
            self._current[name] = "".join(self._text)
        elif name == "rule":
            current = self._current
            self._rules.append(
                Rule(current["break"] == "yes", current["beforebreak"], current["afterbreak"], self._line)
            )
        elif name == "languagerule":
            self._lists.append(LanguageRules(self._current["languagerulename"], tuple(self._rules)))
