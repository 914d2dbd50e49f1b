"""Putting proposals and terms into an XLIFF file; every byte that is not new stays as it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from termbase.formats import xmlsafe
from termbase.formats.files import writing
from termbase.formats.xliff.inline import InlineReader, text_of
from termbase.formats.xliff.reader import document, segments_1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from termbase.formats.xmltree import Document, Node

MATCHES = "urn:oasis:names:tc:xliff:matches:2.0"
"""Namespace of the translation candidates module."""

GLOSSARY = "urn:oasis:names:tc:xliff:glossary:2.0"
"""Namespace of the glossary module."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A translation that a memory proposes."""

    score: int
    """0 to 101; 101 is an exact match in the same context."""

    source: str
    """Source text of the memory's unit."""

    target: str
    """Its translation."""

    origin: str = ""
    """The memory it comes from."""


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term of the segment with its approved rendering."""

    term: str
    """As it stands in the glossary."""

    translation: str
    """The approved rendering."""

    definition: str = ""
    """What it is."""


def pretranslate(
    path: Path | str,
    output: Path | str,
    propose: Callable[[str], Sequence[Proposal]],
    *,
    terms: Callable[[str], Sequence[TermEntry]] | None = None,
    fill_from: int = 100,
) -> tuple[int, int]:
    """Write the file with proposals for each segment, and give how many segments had some and how many were filled in.

    Proposals become `alt-trans` in 1.2 and translation candidates in 2.x, terms the glossary of 2.x. A segment of plain text without any
    target is filled with the first proposal of at least `fill_from`, in a state that asks for review. Raises `InputError`.
    """
    found, modern = document(path)
    job = _Job(found, propose, terms, fill_from)
    (job.version_2 if modern else job.version_1)()
    with writing(output) as stream:
        stream.write(found.spliced(job.changes))
    return job.matched, job.filled


class _Job:
    def __init__(
        self, found: Document, propose: Callable[[str], Sequence[Proposal]],
        terms: Callable[[str], Sequence[TermEntry]] | None, fill_from: int,
    ) -> None:  # fmt: skip
        self.document = found
        self.changes: dict[int, str] = {}
        self.matched = 0
        self.filled = 0
        self._propose = propose
        self._terms = terms
        self._fill_from = fill_from
        self._ids = {value for node in found.root.walk() if (value := node.attributes.get("id"))}

    def _put(self, offset: int, text: str) -> None:
        self.changes[offset] = self.changes.get(offset, "") + text

    def version_1(self) -> None:
        for node in self.document.root.all("trans-unit"):
            source = node.first("source")
            if source is None or node.inherited("translate", "yes") == "no":
                continue
            language = node.inherited("target-language")
            last = node.first("target") or node.first("seg-source") or source
            tag = _Tag(source.prefix)
            added = []
            for mid, first, _ in segments_1(node):
                there = first or source
                text = text_of(InlineReader().read(there.content))
                proposals = self._propose(text) if text.strip() else ()
                self.matched += bool(proposals)
                if not mid and node.first("target") is None and self._fills(there, proposals):
                    states = {"state": "needs-review-translation", "state-qualifier": "exact-match"}
                    added.insert(0, tag.element("target", proposals[0].target, states))
                    self.filled += 1
                added += [self._alternative(tag, proposal, mid, language) for proposal in proposals]
            if added:
                self._put(last.end, "".join(added))

    def _alternative(self, tag: _Tag, proposal: Proposal, mid: str, language: str) -> str:
        attributes = {"match-quality": str(min(proposal.score, 100))}
        attributes |= {"origin": proposal.origin} if proposal.origin else {}
        attributes |= {"mid": mid} if mid else {}
        inner = tag.element("source", proposal.source, {}) + tag.element(
            "target", proposal.target, {"xml:lang": language} if language else {}
        )
        return tag.raw("alt-trans", inner, attributes)

    def version_2(self) -> None:
        for node in self.document.root.all("unit"):
            if node.inherited("translate", "yes") == "no":
                continue
            data: Mapping[str, str] = {}
            tag = _Tag(node.prefix)
            matches: list[str] = []
            entries: list[str] = []
            for segment in node.children:
                source = segment.first("source") if segment.name == "segment" else None
                if source is None:
                    continue
                text = text_of(InlineReader(data).read(source.content))
                proposals = self._propose(text) if text.strip() else ()
                terms = self._terms(text) if self._terms and text.strip() else ()
                if not proposals and not terms:
                    continue
                reference = self._reference(segment)
                self.matched += bool(proposals)
                if segment.first("target") is None and self._fills(source, proposals) and self._has_target_language():
                    self._put(source.end, tag.element("target", proposals[0].target, {}))
                    self.filled += 1
                matches += [_candidate(tag, proposal, reference) for proposal in proposals]
                entries += [_entry(term, reference) for term in terms]
            self._insert(node, "matches", MATCHES, "mtc", matches)
            self._insert(node, "glossary", GLOSSARY, "gls", entries)

    def _fills(self, source: Node, proposals: Sequence[Proposal]) -> bool:
        return bool(proposals) and proposals[0].score >= self._fill_from and not list(source.children)

    def _has_target_language(self) -> bool:
        return bool(self.document.root.attributes.get("trgLang"))

    def _reference(self, segment: Node) -> str:
        """The identifier of a segment, given to it where it has none."""
        known = segment.attributes.get("id")
        if known:
            return known
        number = 1
        while f"tb{number}" in self._ids:
            number += 1
        name = f"tb{number}"
        self._ids.add(name)
        self._put(segment.inside - (2 if segment.inside == segment.end else 1), f' id="{name}"')
        return name

    def _insert(self, node: Node, name: str, namespace: str, prefix: str, items: Iterable[str]) -> None:
        """Add to a module's element of the unit, or make one as the first thing in it."""
        inner = "".join(items)
        if not inner:
            return
        known = next((item for item in node.children if item.name == name and item.namespace == namespace), None)
        declared = f' xmlns:{prefix}="{namespace}"'
        if known is not None and known.after < known.end:
            # The items bring their own declaration: the file may know the module by another prefix.
            self._put(known.after, inner.replace(f"<{prefix}:match ", f"<{prefix}:match{declared} ").replace(
                f"<{prefix}:glossEntry ", f"<{prefix}:glossEntry{declared} "))  # fmt: skip
        else:
            self._put(node.inside, f"<{prefix}:{name}{declared}>{inner}</{prefix}:{name}>")


@dataclass(frozen=True, slots=True)
class _Tag:
    """Writes elements of the core with the prefix that the file uses."""

    prefix: str

    def element(self, name: str, text: str, attributes: Mapping[str, str]) -> str:
        return self.raw(name, xmlsafe.text(text), attributes)

    def raw(self, name: str, inner: str, attributes: Mapping[str, str]) -> str:
        shown = f"{self.prefix}:{name}" if self.prefix else name
        return f"<{shown}{xmlsafe.attributes(attributes)}>{inner}</{shown}>"


def _candidate(tag: _Tag, proposal: Proposal, reference: str) -> str:
    score = f"{min(proposal.score, 100)}.0"
    attributes = {"ref": f"#{reference}", "similarity": score, "type": "icm" if proposal.score > 100 else "tm"}
    attributes |= {"origin": proposal.origin} if proposal.origin else {}
    inner = tag.element("source", proposal.source, {}) + tag.element("target", proposal.target, {})
    return f"<mtc:match{xmlsafe.attributes(attributes)}>{inner}</mtc:match>"


def _entry(term: TermEntry, reference: str) -> str:
    definition = f"<gls:definition>{xmlsafe.text(term.definition)}</gls:definition>" if term.definition else ""
    return (
        f'<gls:glossEntry ref="#{reference}"><gls:term>{xmlsafe.text(term.term)}</gls:term>'
        f"<gls:translation>{xmlsafe.text(term.translation)}</gls:translation>{definition}</gls:glossEntry>"
    )
