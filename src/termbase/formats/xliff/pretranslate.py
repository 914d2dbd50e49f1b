"""Candidates and terms put into somebody's XLIFF file, every other byte of which stays as it was.

XLIFF 1 takes candidates as `alt-trans` after the target, XLIFF 2 as entries of its matches module and terms as entries of its glossary
module, both at the start of the unit. What is added is spliced into the bytes of the file where the parser says that elements begin and
end; the file is never written anew from a tree, which would lose what the tree does not hold.
"""

from __future__ import annotations

import gzip
import re
from abc import ABC, abstractmethod
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from termbase.errors import InputError, OutputError
from termbase.formats import xmlsafe
from termbase.formats.files import writing
from termbase.formats.source import CHUNK, XmlSource, read_bytes
from termbase.formats.xliff import codes
from termbase.formats.xliff.document import GLOSSARY, MATCHES, Document, Node
from termbase.formats.xliff.modern_writer import characters
from termbase.formats.xliff.segments import Pair, classic_pairs, languages_of, modern_pairs
from termbase.model import Language, Match, TermHit, TermStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Matcher = Callable[[str, Language, Language], Sequence[Match]]
    Finder = Callable[[str, Language], Sequence[TermHit]]

MAX_SIZE = 256_000_000
"""Bytes of a file that is spliced: it is held whole."""

_FINISHED = frozenset({"final", "signed-off"})
_APPROVED = frozenset({TermStatus.PREFERRED, TermStatus.ADMITTED})
_TAG = re.compile(rb"""<[^\s/>"']+(?:[^>"']|"[^"]*"|'[^']*')*>""")
_NAME = re.compile(rb"<[^\s/>]+")
_SPACE = re.compile(rb"\s*")
_MARGIN = re.compile(rb"[\r\n]\s*\Z")


@dataclass(slots=True)
class Pretranslated:
    """What was put into a file."""

    segments: int = 0
    """Segments that were looked up: those that want a translation and are not finished."""

    matched: int = 0
    """Segments that got a candidate."""

    matches: int = 0
    """Candidates in all."""

    terms: int = 0
    """Glossary entries in all."""


def pretranslate(
    path: Path | str, output: Path | str, matcher: Matcher, glossary: Finder | None = None, *, language: str = ""
) -> Pretranslated:
    """Write the file anew with the candidates that `matcher` has for each segment and, in XLIFF 2, the terms that `glossary` finds in it.

    `language` is the target's where the file states none. Matcher and glossary are given a segment's plain text and its language, the
    matcher also the language that is wanted. Segments that are finished (approved, final, signed off) or not to be translated are passed
    over, and what stands in the file already is not added again. In XLIFF 2 a segment without an identifier gets one, since candidates
    point to it.

    Raises `InputError` for a file that cannot be read or names no target language, `OutputError` when the output is the input.
    """
    path, output = Path(path), Path(output)
    if output.exists() and path.exists() and output.samefile(path):
        raise OutputError("this is the input itself", number=2, path=str(output), help="name another file with -o")
    text, encoding = _text(path)
    document = Document(path)
    done = Pretranslated()
    pieces: list[bytes] = []
    place = 0  # offset up to which the file is among the pieces
    for unit in document.units(text[start : start + CHUNK] for start in range(0, len(text), CHUNK)):
        source, stated = _languages(unit, document)
        target = stated or Language(language)
        if not target:
            raise InputError(
                "no target language is stated", number=99, path=str(path), line=unit.line, column=unit.column,
                help=f"name it with --to, or add {'trgLang' if document.modern else 'target-language'} to the file",
            )  # fmt: skip
        if not stated and document.modern and not place and document.root is not None:
            place = _name_end(text, document.root)
            pieces += (text[:place], f' trgLang="{target}"'.encode())
        editor = (_Modern if document.modern else _Classic)(document, text, unit, target, done)
        for pair in (modern_pairs if document.modern else classic_pairs)(unit):
            query = " ".join(codes.plain(pair.contents()[0]).split())
            if not query or not pair.translatable or _finished(pair):
                continue
            done.segments += 1
            found = [match for match in matcher(query, source, target) if _target(match, target)]
            done.matched += editor.candidates(pair, found, source)
            if glossary is not None:
                editor.terms(pair, glossary(query, source))
        for offset, addition in sorted(editor.insertions(), key=lambda item: item[0]):
            pieces += (text[place:offset], addition.encode())
            place = offset
    pieces.append(text[place:])
    with writing(output) as file, _packed(file, output) as stream:
        for piece in pieces:
            stream.write(piece if encoding == "utf-8" else piece.decode().encode(encoding, "xmlcharrefreplace"))
    return done


def _packed(file: IO[bytes], output: Path) -> AbstractContextManager[IO[bytes]]:
    """What compresses into the file when its name says so; without a date, so that the same text gives the same bytes."""
    if output.suffix.lower() != ".gz":
        return nullcontext(file)
    return gzip.GzipFile("", "wb", fileobj=file, mtime=0)  # type: ignore[return-value]  # it writes bytes, as all of IO[bytes] that is used


def _languages(unit: Node, document: Document) -> tuple[Language, Language]:
    if any("<" in value for value in document.entities.values()):  # their elements stand at no place of the file
        raise InputError(
            "entities that stand for elements", number=94, path=document.path, help="replace them by their text"
        )
    return languages_of(unit, document.path)


def _text(path: Path) -> tuple[bytes, str]:
    """The file, unpacked, as UTF-8, line ends and byte order mark kept, and the encoding to write it in again."""
    found = XmlSource(path)
    for _ in found.chunks():  # reads it once to the end: what is wrong with the bytes is said with its place
        pass
    raw = read_bytes(path, largest=MAX_SIZE)
    if found.encoding in ("utf-8", "ascii"):
        return raw, "utf-8" if found.encoding == "utf-8" else "ascii"
    text = raw.decode(found.encoding)
    if text.encode(found.encoding) != raw:
        raise InputError(
            f"{found.encoding} cannot be written back byte for byte",
            number=94,
            path=str(path),
            help="save it as UTF-8",
        )
    return text.encode(), found.encoding


def _finished(pair: Pair) -> bool:
    return pair.unit.attributes.get("approved") == "yes" or pair.holder.attributes.get("state") in _FINISHED


def _name_end(text: bytes, node: Node) -> int:
    """Offset in a start tag at which attributes may be added."""
    name = _NAME.match(text, node.start)
    return name.end() if name else node.start


def _target(match: Match, language: Language) -> str:
    """The match's text in the language, or in what serves it best."""
    near = [(gap, text) for tag, text in match.targets.items() if (gap := Language(tag).distance(language)) is not None]
    return min(near, key=lambda item: item[0])[1] if near else ""


def _words(text: str) -> str:
    """The text as it is compared: its white space may have become layout."""
    return " ".join(text.split())


class _Editor(ABC):
    """Collects what is to be added to one unit."""

    def __init__(self, document: Document, text: bytes, unit: Node, target: Language, done: Pretranslated) -> None:
        self.document = document
        self.source_text = text
        self.unit = unit
        self.target = target
        self.done = done
        self.added: list[tuple[int, str]] = []

    def insertions(self) -> Iterator[tuple[int, str]]:
        """Offsets and what goes there."""
        return iter(self.added)

    def terms(self, pair: Pair, hits: Sequence[TermHit]) -> None:  # noqa: B027 (XLIFF 1 has no place for terms)
        """Add terms, where the version has a place for them."""

    @abstractmethod
    def candidates(self, pair: Pair, matches: Sequence[Match], source: Language) -> bool:
        """Add matches; gives whether there was one to add."""

    def known(self, holders: Iterator[Node]) -> set[str]:
        """Targets of the candidates that the unit has already."""
        reader = codes.Reader({})
        return {_words(codes.plain(reader.read(target))) for holder in holders for target in holder.elements("target")}

    def after(self, node: Node) -> int:
        """Offset after an element."""
        start = self.inside(node)
        return start if self.alone(node) else self.source_text.index(b">", node.end) + 1

    def alone(self, node: Node) -> bool:
        """Whether an element is written as one tag."""
        return self.source_text[self.inside(node) - 2 : self.inside(node)] == b"/>"

    def inside(self, node: Node) -> int:
        """Offset after a start tag."""
        tag = _TAG.match(self.source_text, node.start)
        return tag.end() if tag else node.start

    def margin(self, offset: int) -> str:
        """The line end and indentation that stand before an element."""
        found = _MARGIN.search(self.source_text, max(0, offset - 400), offset)
        if found is None:
            return ""
        space = found[0].decode()
        return ("\r" if self.source_text[found.start() - 1 : found.start()] == b"\r" else "") + space

    def prefix(self, node: Node) -> str:
        """The prefix of an element as written, with its colon."""
        name = _NAME.match(self.source_text, node.start)
        written = name[0].decode()[1:] if name else ""
        return written.rpartition(":")[0] + ":" if ":" in written else ""


class _Classic(_Editor):
    """XLIFF 1: alternatives stand after the target, each with the segment that it is for."""

    def candidates(self, pair: Pair, matches: Sequence[Match], source: Language) -> bool:
        new = self.document.version not in ("1.0", "1.1")
        known = self.known(self.unit.elements("alt-trans"))
        prefix = self.prefix(self.unit)
        anchor = next(
            item for name in ("target", "seg-source", "source") if (item := self.unit.first(name)) is not None
        )
        margin = self.margin(anchor.start)
        added = False
        for match in matches:
            text = xmlsafe.clean(_target(match, self.target))
            if _words(text) in known:
                continue
            known.add(_words(text))
            values = {"match-quality": str(match.score)}
            qualifier = {}
            if new:
                values |= {"mid": pair.segment} if pair.segment else {}
                values |= {"alttranstype": "proposal"}
                qualifier = {"state-qualifier": "exact-match" if match.score >= 100 else "fuzzy-match"}
            values |= {"origin": match.origin} if match.origin else {}
            self.added.append((
                self.after(anchor),
                f"{margin}<{prefix}alt-trans{xmlsafe.attributes(values)}>"
                f'<{prefix}source xml:lang="{source}">{xmlsafe.text(match.source)}</{prefix}source>'
                f'<{prefix}target xml:lang="{self.target}"{xmlsafe.attributes(qualifier)}>{xmlsafe.text(text)}</{prefix}target>'
                f"</{prefix}alt-trans>",
            ))  # fmt: skip
            self.done.matches += 1
            added = True
        return added


class _Modern(_Editor):
    """XLIFF 2: modules stand at the start of the unit, their entries point to segments."""

    def __init__(self, document: Document, text: bytes, unit: Node, target: Language, done: Pretranslated) -> None:
        super().__init__(document, text, unit, target, done)
        self._blocks: dict[str, list[str]] = {}
        self._names: dict[int, str] = {}
        self._matches = next(unit.elements(f"{{{MATCHES}}}matches"), None)
        self._glossary = next(unit.elements(f"{{{GLOSSARY}}}glossary"), None)
        self._used = {node.attributes.get("id", "") for node in unit.walk()}
        self._terms = {node.text.strip() for node in unit.walk() if node.name == f"{{{GLOSSARY}}}term"}

    def candidates(self, pair: Pair, matches: Sequence[Match], source: Language) -> bool:
        # The languages are those of the file, and said again only where the unit is in the reach of another.
        tags = [f' xml:lang="{tag}"' if self.unit.inherited("xml:lang") else "" for tag in (source, self.target)]
        own = f"#{pair.holder.attributes.get('id')}"
        stored = self._matches.elements() if self._matches is not None else iter(())
        known = self.known(item for item in stored if item.attributes.get("ref") == own)
        written = self.prefix(self.unit) or self._matches is not None
        core = f' xmlns="{self.document.namespace}"' if written else ""
        added = False
        for match in matches:
            text = _target(match, self.target)
            if _words(text) in known:
                continue
            known.add(_words(text))
            values = {
                "ref": f"#{self._name(pair.holder)}", "type": "icm" if match.kind == "context" else "tm",
                "similarity": str(min(match.score, 100)),
            }  # fmt: skip
            values |= {"origin": match.origin} if match.origin else {}
            self._blocks.setdefault("matches", []).append(
                f'<mtc:match xmlns:mtc="{MATCHES}"{xmlsafe.attributes(values)}>'
                f"<source{core}{tags[0]}>{characters(match.source)}</source>"
                f"<target{core}{tags[1]}>{characters(text)}</target></mtc:match>"
            )
            self.done.matches += 1
            added = True
        return added

    def terms(self, pair: Pair, hits: Sequence[TermHit]) -> None:
        for hit in hits:
            texts = [term.text for term in hit.concept.terms_in(self.target) if term.status in _APPROVED]
            if not texts or hit.term.text in self._terms:
                continue
            self._terms.add(hit.term.text)
            renderings = "".join(f"<gls:translation>{xmlsafe.text(text)}</gls:translation>" for text in texts)
            meaning = xmlsafe.text(hit.concept.definition)
            definition = f"<gls:definition>{meaning}</gls:definition>" if meaning else ""
            self._blocks.setdefault("glossary", []).append(
                f'<gls:glossEntry xmlns:gls="{GLOSSARY}" ref="#{self._name(pair.holder)}">'
                f"<gls:term>{xmlsafe.text(hit.term.text)}</gls:term>{renderings}{definition}</gls:glossEntry>"
            )
            self.done.terms += 1

    def _name(self, segment: Node) -> str:
        """The segment's identifier; one is put into its tag when it has none."""
        given = segment.attributes.get("id") or self._names.get(segment.start)
        if given:
            return given
        number = len(self._names) + 1
        while f"s{number}" in self._used:
            number += 1
        name = self._names[segment.start] = f"s{number}"
        self._used.add(name)
        self.added.append((_name_end(self.source_text, segment), f' id="{name}"'))
        return name

    def insertions(self) -> Iterator[tuple[int, str]]:
        """Offsets and what goes there."""
        yield from self.added
        start = self.inside(self.unit)
        space = _SPACE.match(self.source_text, start)
        margin = space[0].decode() if space else ""
        for name, prefix, namespace, block in (
            ("matches", "mtc", MATCHES, self._matches), ("glossary", "gls", GLOSSARY, self._glossary)
        ):  # fmt: skip
            entries = self._blocks.get(name)
            if entries is None:
                continue
            if block is not None and not self.alone(block):
                yield block.end, "".join(entries)
                continue
            # Declared once, where the entries are all ours.
            plain = "".join(entries).replace(f' xmlns:{prefix}="{namespace}"', "")
            yield start, f'{margin}<{prefix}:{name} xmlns:{prefix}="{namespace}">{plain}</{prefix}:{name}>'
