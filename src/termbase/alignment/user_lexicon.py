"""Lexicons that people bring: TSV tables and dictd dictionaries; and lexicons that accepted units teach."""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.alignment.features import kind, prepare
from termbase.alignment.induce import translation_probabilities
from termbase.alignment.lexicon import Lexicon, parse
from termbase.alignment.path import Step
from termbase.alignment.stems import stems
from termbase.errors import InputError
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS = {
    letter: value for value, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}
_LONGEST_PHRASE = 5
"""Words of a dictionary's rendering beyond which it is an explanation."""

_MOST_BYTES = 200_000_000
"""Dictionaries that unpack to more are refused."""

_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\}|/[^/]*/")
_NUMBERING = re.compile(r"^\s*(?:\d+[.)]\s*)?")


def read_lexicon(path: str | Path, source: str, target: str) -> Lexicon:
    """Load a dictionary from `source` to `target` (primary subtags): a TSV file, or either file of a dictd dictionary."""
    path = Path(path)
    try:
        if path.suffix in {".index", ".dict"} or path.name.endswith(".dict.dz"):
            return _read_dictd(path, source, target)
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read the lexicon: {error.strerror}", number=40, path=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("the lexicon is not UTF-8 text", number=41, path=str(path), help="save it as UTF-8") from error
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#") and "\t" not in line:
            raise InputError(
                "a lexicon line needs a source, a tab and its renderings", number=42, path=str(path), line=number, excerpt=line[:200],
                help="separate several renderings with ' | '; begin comments with #",
            )  # fmt: skip
        columns = line.split("\t")
        if len(columns) > 2 and columns[2].strip() and not _weights_fit(columns):
            raise InputError(
                "the third column needs one probability, above 0 and at most 1, a rendering", number=46, path=str(path), line=number,
                excerpt=line[:200], help="leave it out when nobody counted",
            )  # fmt: skip
    return Lexicon((parse(text, source, target),))


def _weights_fit(columns: list[str]) -> bool:
    """Whether a line's weights are probabilities, as many as its renderings."""
    try:
        weights = [float(weight) for weight in fold(columns[2]).split(" | ")]
    except ValueError:
        return False
    return len(weights) == len(fold(columns[1]).split(" | ")) and all(0 < weight <= 1 for weight in weights)


def _number(digits: str) -> int:
    """A number of a dictd index: base 64, most significant digit first."""
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS[digit]
    return value


def _read_dictd(path: Path, source: str, target: str) -> Lexicon:
    base = re.sub(r"\.(index|dict(\.dz)?)$", "", str(path))
    index = Path(base + ".index").read_text("utf-8")
    packed = Path(base + ".dict.dz")
    if packed.exists():
        try:
            with gzip.open(packed) as stream:
                data = stream.read(_MOST_BYTES + 1)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise InputError("the dictionary's data is not a gzip file", number=43, path=str(packed)) from error
        if len(data) > _MOST_BYTES:
            raise InputError("the dictionary unpacks to more than 200 MB", number=44, path=str(packed))
    else:
        data = Path(base + ".dict").read_bytes()
    return parse_dictd(index, data, source, target, path=base + ".index")


def parse_dictd(index: str, data: bytes, source: str, target: str, *, path: str = "") -> Lexicon:
    """A lexicon from a dictd index and its uncompressed data."""
    entries: dict[str, dict[str, None]] = {}
    for number, line in enumerate(index.splitlines(), 1):
        try:
            word, offset, size = line.split("\t")[:3]
            start, length = _number(offset), _number(size)
        except (ValueError, KeyError) as error:
            raise InputError(
                "an index line needs a word, an offset and a size",
                number=45,
                path=path,
                line=number,
                excerpt=line[:200],
            ) from error
        if word.startswith(("00database", "00-database")):
            continue
        article = data[start : start + length].decode("utf-8", "replace")
        entries.setdefault(word, {}).update(dict.fromkeys(_renderings(article)))
    lines = (f"{word}\t{' | '.join(list(found)[:8])}" for word, found in entries.items() if found)
    return Lexicon((parse("\n".join(lines), source, target),))


def _renderings(article: str) -> Iterator[str]:
    """Short renderings in an article: everything after the headword's line, without asides, split at commas and semicolons."""
    _, _, body = article.partition("\n")
    for line in (body or article).splitlines():
        for part in re.split(r"[,;،؛|]", _NUMBERING.sub("", _ASIDE.sub(" ", line))):
            words = part.split()
            if 0 < len(words) <= _LONGEST_PHRASE and any(character.isalpha() for character in part) and ":" not in part:
                yield " ".join(words).replace("\x01", " ")


def learn(units: Iterable[tuple[str, str]], source: str, target: str, *, known: Lexicon | None = None) -> Lexicon:
    """The lexicon that accepted units teach: pairs of texts, from `source` to `target` (primary subtags).

    `known` helps to read the units and is not part of the result; add the two to use both.
    """
    rows = list(units)
    left = prepare([one for one, _ in rows], source)
    right = prepare([two for _, two in rows], target)
    seeds = known.lookup(left, right) if known is not None else {}
    seeds = {pair: value for pair, value in seeds.items() if " " not in pair[0] and " " not in pair[1]}
    steps = [Step((i, i + 1), (i, i + 1), 1.0) for i in range(len(rows))]
    forward, _ = translation_probabilities(left, right, steps, seeds)
    spelling = _spellings((one for one, _ in rows), source), _spellings((two for _, two in rows), target)
    found: dict[str, list[tuple[float, str]]] = {}
    for (one, two), weight in sorted(forward.items()):
        if (one, two) not in seeds and not kind(one) and one in spelling[0] and two in spelling[1]:
            found.setdefault(spelling[0][one], []).append((weight, spelling[1][two]))
    lines = []
    for word in sorted(found):
        ranked = sorted(found[word], key=lambda item: (-item[0], item[1]))
        lines.append(
            f"{word}\t{' | '.join(two for _, two in ranked)}\t{' | '.join(f'{weight:.3f}' for weight, _ in ranked)}"
        )
    return Lexicon((parse("\n".join(lines), source, target),))


def _spellings(texts: Iterable[str], language: str) -> dict[str, str]:
    """The commonest folded spelling of each stem."""
    written = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text))
    counts: dict[str, Counter[str]] = {}
    for (word, count), root in zip(written.items(), stems(list(written), language), strict=True):
        counts.setdefault(root, Counter())[fold(word)] += count
    return {root: min(words, key=lambda word: (-words[word], word)) for root, words in counts.items() if root}
