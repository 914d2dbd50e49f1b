"""Configuration: `termbase.toml`, nearest upwards, else `[tool.termbase]` in `pyproject.toml`.

Every setting is a field below, with its default and its one-line description; the reference page and the JSON schema are generated from
them. An unknown key is an error with file, line and caret: a misspelt setting that is silently ignored is worse than none.
There is no user-level file: what CI says must not depend on the machine.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping  # noqa: TC003 (the loader reads the annotations of the fields)
from dataclasses import dataclass, field, fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from termbase.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


def _setting(doc: str, default: Any) -> Any:  # noqa: ANN401 (stands for a field of any type)
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata={"doc": doc})
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True, slots=True)
class CheckConfig:
    """Settings of `termbase check`, table `[check]`."""

    profile: Literal["strict", "default", "lenient"] = _setting(
        "How much is reported: `lenient` (errors only), `default`, or `strict` (also matters of taste).", "default"
    )
    select: tuple[str, ...] = _setting("Rules to run, by id, id prefix or name; empty for those of the profile.", ())
    ignore: tuple[str, ...] = _setting("Rules not to run, by id, id prefix or name.", ())
    baseline: str = _setting("Baseline file of known findings; empty for none.", "")
    french_space: Literal["nbsp", "nnbsp", "any"] = _setting(
        "Space before French high punctuation: `nbsp` (U+00A0), `nnbsp` (U+202F before ; ! ?, U+00A0 before :), or `any` no-break one.",
        "any",
    )
    severity: Mapping[str, str] = _setting("Severity by rule id: `error`, `warning` or `info`.", {})
    path_ignore: Mapping[str, tuple[str, ...]] = _setting(
        'Rules not to run by path pattern: `"tmx/old/*" = ["TB203"]`.', {}
    )
    length_ratio: float = _setting("How many times longer or shorter than usual a translation may be.", 3.0)


@dataclass(frozen=True, slots=True)
class AlignConfig:
    """Settings of the aligner, table `[align]`."""

    lexicon: str = _setting("A lexicon of your own: TSV or dictd file; empty for none.", "")
    seed_memory: bool = _setting("Whether accepted units of the memory teach the aligner.", default=True)
    review_below: float = _setting("Beads with a confidence below this are marked for review, in [0, 1].", 0.9)


@dataclass(frozen=True, slots=True)
class MemoryConfig:
    """Settings of the memory, table `[memory]`."""

    url: str = _setting(
        "Where the index is: `sqlite:///PATH`, or `postgresql://USER@HOST/DATABASE` for one that several people share.",
        "sqlite:///.termbase/memory.sqlite",
    )
    minimum: int = _setting("Least score of a match, 50 to 100.", 70)
    limit: int = _setting("Most matches shown for a query.", 5)
    penalties: Mapping[str, int] = _setting('Points taken off matches by origin: `"imported" = 3`.', {})


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a project; top level of `termbase.toml`."""

    languages: tuple[str, ...] = _setting(
        "BCP 47 tags of the releases; the first is the source language.", ("en", "ar", "fr")
    )
    releases: str = _setting("Folder of the releases and their TMX files.", "tmx")
    glossary: str = _setting("Folder of the glossary.", "glossary")
    memory: MemoryConfig = field(default_factory=MemoryConfig, metadata={"doc": "The memory."})
    align: AlignConfig = field(default_factory=AlignConfig, metadata={"doc": "The aligner."})
    check: CheckConfig = field(default_factory=CheckConfig, metadata={"doc": "The checks."})
    root: str = field(default=".", metadata={"internal": True})
    """Folder that relative paths start from: the one that holds the file."""

    @property
    def source(self) -> str:
        """The source language."""
        return self.languages[0]

    @property
    def targets(self) -> tuple[str, ...]:
        """The target languages."""
        return self.languages[1:]

    def path(self, relative: str) -> Path:
        """A path of the configuration, resolved from the folder of its file."""
        return Path(self.root) / relative


def key_of(name: str) -> str:
    """The TOML key of a field."""
    return name.replace("_", "-")


def settings(kind: type[Any] = Config) -> Iterator[tuple[str, Any, Any, str]]:
    """Key, type, default and description of every setting of a table, in order; a nested table has its dataclass as type."""
    hints = get_type_hints(kind)
    instance = kind()
    for item in fields(kind):
        if not item.metadata.get("internal"):
            yield key_of(item.name), hints[item.name], getattr(instance, item.name), item.metadata["doc"]


def find(start: Path) -> Path | None:
    """The configuration file that governs a folder: the nearest upwards, `termbase.toml` before `pyproject.toml` with our table."""
    for folder in (start, *start.parents):
        own = folder / "termbase.toml"
        if own.is_file():
            return own
        shared = folder / "pyproject.toml"
        if shared.is_file() and "[tool.termbase" in shared.read_text(encoding="utf-8", errors="replace"):
            return shared
    return None


def load(path: Path | None = None, *, start: Path | None = None) -> Config:
    """The configuration of a file, or of the file that governs `start` (the current folder), or the defaults.

    Raises `ConfigError` with file, line and caret.
    """
    chosen = path or find((start or Path.cwd()).resolve())
    if chosen is None:
        return Config(root=os.path.relpath(start or Path.cwd()))
    try:
        text = chosen.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"cannot read the configuration: {error.strerror}",
            number=1,
            path=str(chosen),
            help="check the path given to --config",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            "the configuration is not UTF-8", number=1, path=str(chosen), help="save it as UTF-8"
        ) from error
    tables = parse_toml(text, str(chosen), ConfigError)
    prefix: tuple[str, ...] = ()
    if chosen.name == "pyproject.toml":
        tables = tables.get("tool", {}).get("termbase", {})
        prefix = ("tool", "termbase")
    config: Config = _build(Config, tables, _Reader(text, str(chosen)), prefix)
    if not config.languages:
        raise ConfigError(
            "`languages` is empty",
            number=3,
            path=str(chosen),
            help='give at least two, source first: languages = ["en", "ar", "fr"]',
        )
    return replace(config, root=os.path.relpath(chosen.parent))


def parse_toml(text: str, path: str, kind: type[ConfigError | Any]) -> dict[str, Any]:
    """Parse TOML; a mistake becomes an error of `kind` with line, column and excerpt."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        lines = text.splitlines() or [""]
        line, column = (int(where[1]), int(where[2])) if where else (len(lines), len(lines[-1]) + 1)
        message = re.sub(r"\s*\(at .*\)$", "", str(error))
        excerpt = lines[line - 1] if line <= len(lines) else ""
        raise kind(
            f"not valid TOML: {message[:1].lower()}{message[1:]}",
            number=2, path=path, line=line, column=column, excerpt=excerpt, help="correct the line shown",
        ) from error  # fmt: skip


def locate(text: str, keys: tuple[str, ...]) -> tuple[int, int, str]:
    """Line, column and text of the line where a key of a TOML document stands; line 1 when it cannot be told.

    A search, not a parse: it is for messages about documents that have already been parsed.
    """
    lines = text.splitlines() or [""]
    table, key = keys[:-1], keys[-1]
    header = re.compile(
        r"\s*\[\[?\s*" + r"\s*\.\s*".join(rf"""["']?{re.escape(part)}["']?""" for part in table) + r"\s*\]"
    )
    whole = re.compile(
        r"\s*\[\[?\s*" + r"\s*\.\s*".join(rf"""["']?{re.escape(part)}["']?""" for part in keys) + r"\s*[\].]"
    )
    assigned = re.compile(rf"""\s*["']?({re.escape(key)})["']?\s*[=.]""")
    inside = not table
    for number, line in enumerate(lines, 1):
        if whole.match(line):
            return number, line.index(key) + 1, line
        if line.lstrip().startswith("["):
            inside = bool(table) and bool(header.match(line))
        elif inside and (found := assigned.match(line)):
            return number, found.start(1) + 1, line
    return 1, 1, lines[0]


class _Reader:
    """What error messages need to know of the file."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path

    def error(self, message: str, keys: tuple[str, ...], help_: str) -> ConfigError:
        line, column, excerpt = locate(self.text, keys)
        return ConfigError(
            message,
            number=3,
            path=self.path,
            line=line,
            column=column,
            excerpt=excerpt,
            width=len(keys[-1]),
            help=help_,
        )


def _build(kind: type[Any], table: Mapping[str, Any], reader: _Reader, prefix: tuple[str, ...]) -> Any:  # noqa: ANN401
    known = {key: (key.replace("-", "_"), type_) for key, type_, _, _ in settings(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean `{near[0]}`? " if near else ""
            raise reader.error(f"unknown setting `{key}`", (*prefix, key), f"{hint}known here: {', '.join(known)}")
        name, type_ = known[key]
        values[name] = _value(value, type_, reader, (*prefix, key))
    return kind(**values)


def _value(value: Any, type_: Any, reader: _Reader, keys: tuple[str, ...]) -> Any:  # noqa: ANN401, PLR0911 (one return a kind of setting)
    origin, arguments = get_origin(type_), get_args(type_)
    if is_dataclass(type_) and isinstance(value, dict):
        return _build(type_, value, reader, keys)  # type: ignore[arg-type]
    if origin is Literal and value in arguments:
        return value
    if origin is tuple and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if origin in (Union, UnionType):
        return _value(value, arguments[0], reader, keys)
    if origin not in (None, Literal, tuple) and isinstance(value, dict):
        return {key: _value(item, arguments[1], reader, (*keys, key)) for key, item in value.items()}
    if type_ in (int, str, bool) and type(value) is type_:
        return value
    if type_ is float and type(value) in (int, float):
        return float(value)
    raise reader.error(f"`{keys[-1]}` must be {describe(type_)}", keys, f"found {value!r}")


def describe(type_: Any) -> str:  # noqa: ANN401
    """A type in the words of a TOML author."""
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Literal:
        return "one of " + ", ".join(f'"{choice}"' for choice in arguments)
    if origin is tuple:
        return "a list of strings"
    if is_dataclass(type_):
        return "a table"
    if origin is not None:
        return f"a table of {describe(arguments[1])} values" if arguments else "a table"
    return {int: "a whole number", float: "a number", bool: "true or false", str: "a string"}[type_]
