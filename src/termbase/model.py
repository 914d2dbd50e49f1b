"""The values that flow between the rooms of the house: frozen, without behaviour beyond their invariants.

Text is kept as people wrote it. What is derived from it (folded text, tokens, plain text of inline codes) is computed where it is
needed and always leads back to the original by offsets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "syr", "ug", "ur", "yi"})


class Language(str):
    """A BCP 47 tag, kept verbatim; a plain string to everyone who only looks it up.

    Comparison with `==` is that of strings. Use `matches` to ask whether text in this language serves a request for another.
    """

    __slots__ = ()

    @property
    def primary(self) -> str:
        """Primary subtag in lower case: `ar` for `ar-SY` and, for tools that write them, `ar_SY`."""
        return self.replace("_", "-").partition("-")[0].lower()

    @property
    def canonical(self) -> str:
        """Lower case with hyphens: the form in which two tags are compared."""
        return self.replace("_", "-").lower()

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, from the primary subtag."""
        return "rtl" if self.primary in RIGHT_TO_LEFT else "ltr"

    def distance(self, other: str) -> int | None:
        """How far text in this language is from a request for `other`: 0 same tag, 1 bare primary, 2 another region, None never.

        The order is that of CAT tools: exact tag, then the bare primary subtag, then any region of it; case and underscore do not
        count, and a language never serves another one.
        """
        return _distance(self, other)

    def matches(self, other: str) -> bool:
        """Whether text in this language may serve a request for `other`."""
        return _distance(self, other) is not None


@lru_cache(maxsize=4096)
def _distance(one: str, other: str) -> int | None:
    """Kept, because every rule asks it of the same few tags at every unit."""
    have, wanted = Language(one), Language(other)
    if have.canonical == wanted.canonical:
        return 0
    if have.primary != wanted.primary:
        return None
    return 1 if have.canonical == have.primary else 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text stands in the file that a person wrote."""

    path: str
    """Path as it was given."""

    line: int
    """1-based line."""

    column: int = 1
    """1-based column, in characters."""

    paragraph: int = 0
    """0-based paragraph of the file."""

    start: int = 0
    """Offset, in characters, of the first character in the file's decoded text."""

    end: int = 0
    """Offset after the last character."""


@dataclass(frozen=True, slots=True)
class Code:
    """An inline code: native markup that travels inside a segment (TMX 1.4b, section 'Content elements')."""

    name: str
    """TMX element name: bpt, ept, it, ph, hi, ut, sub; any other name is kept as it was found."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes in document order, names as written (`xml:lang` with its prefix)."""

    content: tuple[str | Code, ...] = ()
    """What it encloses: native code for bpt, ept, it, ph and ut; translatable text for hi and sub."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in one language, with its inline codes."""

    text: str
    """Plain text: what a reader sees. Native code is not part of it, text under `hi` is."""

    language: Language
    """The language as declared where the text came from."""

    content: tuple[str | Code, ...] = ()
    """Text and inline codes in order; empty when there are none, and then `text` is the content."""

    place: Place | None = None
    """Where it was read, when it came from a file that people edit."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note, property or foreign element of a unit, variant or header; order and repetition are kept."""

    kind: str
    """`note`, `prop`, `ude`, or the name of an element that the format does not know."""

    text: str = ""
    """Its text."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Its attributes as written; a property's `type` is among them."""

    raw: str = ""
    """The serialised element, only for those that are more than text: `ude` and foreign ones."""

    @property
    def type(self) -> str:
        """Type of a property; empty for a note."""
        return self.attributes.get("type", "")


@dataclass(frozen=True, slots=True)
class Variant:
    """One language's rendering within a translation unit (TMX `tuv`)."""

    segment: Segment
    """The text."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes other than the language, as written: dates, users, counts."""

    annotations: tuple[Annotation, ...] = ()
    """Notes and properties in order."""

    @property
    def language(self) -> Language:
        """Language of the segment."""
        return self.segment.language

    @property
    def text(self) -> str:
        """Plain text of the segment."""
        return self.segment.text


@dataclass(frozen=True, slots=True)
class Unit:
    """A translation unit: renderings of one another in several languages (TMX `tu`)."""

    variants: tuple[Variant, ...]
    """In the order of the file; a language may occur more than once."""

    id: str = ""
    """Identifier, `tuid` in TMX; not guaranteed unique."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes other than the identifier, as written."""

    annotations: tuple[Annotation, ...] = ()
    """Notes and properties in order."""

    place: Place | None = None
    """Where the unit starts, for messages."""

    @property
    def props(self) -> tuple[Annotation, ...]:
        """The properties, in order, repetitions included."""
        return tuple(note for note in self.annotations if note.kind == "prop")

    @property
    def notes(self) -> tuple[str, ...]:
        """The texts of the notes, in order."""
        return tuple(note.text for note in self.annotations if note.kind == "note")

    def prop(self, type_: str) -> str | None:
        """Text of the first property of a type."""
        return next((note.text for note in self.annotations if note.kind == "prop" and note.type == type_), None)

    def variant(self, language: str) -> Variant | None:
        """The variant that serves a request for `language` best; the first among equals."""
        nearest: Variant | None = None
        least = 0
        for item in self.variants:  # a plain loop: every check asks this of every unit
            distance = _distance(item.segment.language, language)
            if distance is not None and (nearest is None or distance < least):
                nearest, least = item, distance
        return nearest

    def variants_in(self, language: str) -> Iterator[Variant]:
        """Every variant of the language, whatever its region, in order."""
        return (item for item in self.variants if item.language.matches(language))


class BeadStatus(StrEnum):
    """Who vouches for a bead."""

    AUTO = "auto"
    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Bead:
    """Consecutive segments of each language that translate one another: the unit of sentence alignment (Brown et al. 1991)."""

    sides: Mapping[str, tuple[int, ...]]
    """0-based segment indices per language; an empty side means that this language has no counterpart."""

    confidence: float = 1.0
    """Probability, in [0, 1], that every side is right. Calibrated: see docs/explanation/alignment.md."""

    status: BeadStatus = BeadStatus.AUTO
    """The aligner, or a reviewer's decision."""


class Action(StrEnum):
    """What a reviewer decides about a bead."""

    ACCEPT = "accept"
    """Its sides translate one another."""

    REJECT = "reject"
    """They do not: it gives no unit."""

    MERGE = "merge"
    """It is one with the next bead."""

    SPLIT = "split"
    """It is two beads."""

    SHIFT = "shift"
    """A sentence belongs to the other side of the boundary with the next bead."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided about a bead. It names sentences, never places, so that it outlives realignment and edits elsewhere."""

    bead: str
    """Key of the bead; see `alignment.keys`."""

    action: Action
    """What was decided."""

    who: str
    """The reviewer, as they call themselves."""

    when: str
    """UTC, as 2024-12-03T09:30:00Z."""

    next: str = ""
    """Merge and shift: key of the bead after it."""

    at: Mapping[str, int] = field(default_factory=dict)
    """Split: how many sentences of each language stay in the first bead."""

    language: str = ""
    """Shift: the language whose sentence moves."""

    to: str = ""
    """Shift: `next` moves the last sentence of the bead down, `bead` the first one of the next bead up."""

    text: str = ""
    """How the bead began, for people who read the log; replaying does not look at it."""


class TermStatus(StrEnum):
    """What the institution says of a term (ISO 30042, administrativeStatus)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"


class TermKind(StrEnum):
    """What sort of name a term is (ISO 30042, termType)."""

    FULL_FORM = "full form"
    ACRONYM = "acronym"
    ABBREVIATION = "abbreviation"
    SHORT_FORM = "short form"
    VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class Term:
    """One designation of a concept in one language."""

    text: str
    """The canonical form, as it would head a dictionary entry."""

    language: Language
    """Its language."""

    status: TermStatus = TermStatus.PREFERRED
    """Whether it may be used."""

    kind: TermKind = TermKind.FULL_FORM
    """Full form, acronym and so on."""

    case: bool = False
    """Whether capitals must agree: SOC is not soc, WHO is not who."""

    part_of_speech: str = ""
    """noun, proper noun, adjective, verb, ...; empty when unknown."""

    gender: str = ""
    """masculine, feminine, neuter; empty when unknown."""

    number: str = ""
    """singular, dual, plural; empty when unknown."""

    forms: tuple[str, ...] = ()
    """Irregular inflected forms, such as broken plurals."""

    note: str = ""
    """Usage note."""

    source: str = ""
    """Where the rendering is attested."""

    transliteration_of: str = ""
    """The original-script name that this one renders."""

    valid_from: str = ""
    """ISO date from which the term is used; empty for always."""

    valid_until: str = ""
    """ISO date after which it is historical; empty for always."""


@dataclass(frozen=True, slots=True)
class Concept:
    """What several terms, in several languages, designate (ISO 30042, conceptEntry)."""

    id: str
    """Stable identifier, unique in a glossary."""

    terms: tuple[Term, ...]
    """All terms, grouped by language, most preferred first within a language."""

    kind: str = ""
    """person, body, title, place, document, process, event, or any other word of the terminologist's."""

    domain: str = ""
    """Subject field; the name of the file in `glossary/`."""

    definition: str = ""
    """What it is."""

    notes: tuple[str, ...] = ()
    """Notes to the whole concept."""

    translate: bool = True
    """False for names that must stay as they are in every language."""

    related: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Concept ids by relation: broader, related, replaced-by."""

    place: Place | None = None
    """Where the entry stands, for messages."""

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """Terms that serve a request for `language`, in order."""
        return tuple(term for term in self.terms if term.language.matches(language))

    def preferred(self, language: str) -> Term | None:
        """The term to use in a language: the first preferred one, else the first admitted one."""
        terms = self.terms_in(language)
        for status in (TermStatus.PREFERRED, TermStatus.ADMITTED):
            for term in terms:
                if term.status is status:
                    return term
        return None


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in a text."""

    concept: Concept
    """The concept it designates."""

    term: Term
    """The term of the glossary."""

    start: int
    """Offset of its first character in the original text."""

    end: int
    """Offset after its last character."""

    text: str
    """The words as they stand there."""


@dataclass(frozen=True, slots=True)
class Match:
    """A memory match for a query."""

    score: int
    """0 to 101: 100 is the same text, 101 the same text in the same context."""

    kind: str
    """context, exact, fuzzy or concordance."""

    source: str
    """Source text of the unit, as stored."""

    targets: Mapping[str, str]
    """Target text per language that was asked for and is there."""

    origin: str = ""
    """The memory it came from: a file under `tmx/`, or the name given at import."""

    unit: str = ""
    """Identifier of the unit within its origin."""

    author: str = ""
    """Who last changed it; empty when unknown."""

    changed: str = ""
    """When, as written in the memory."""

    adapted: bool = False
    """Whether numbers, dates or names of the targets were replaced by those of the query."""

    spans: tuple[tuple[int, int], ...] = ()
    """Places, in `source`, of the phrase that a concordance asked for."""


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Category(StrEnum):
    """What a finding is about; the values are part of the fixed interface."""

    TERMINOLOGY = "terminology"
    FORBIDDEN_TERM = "forbidden-term"
    NAME = "name"
    ACRONYM = "acronym"
    CONSISTENCY = "consistency"
    NUMBERS = "numbers"
    PUNCTUATION = "punctuation"
    WHITESPACE = "whitespace"
    SCRIPT = "script"
    MARKUP = "markup"
    LENGTH = "length"
    UNTRANSLATED = "untranslated"
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement that would resolve a finding."""

    safe: bool
    """True when it changes only what is certain; others need `--unsafe-fixes`."""

    replacement: str
    """What to put in place of the span."""

    start: int
    """Offset of the span in the variant's plain text."""

    end: int
    """Offset after the span."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A departure from what was agreed. The attributes are the keys of `check --format json`."""

    rule: str
    """Stable rule id, such as TB101."""

    name: str
    """Readable rule name, such as term-missing."""

    category: Category
    """What it is about."""

    severity: Severity
    """How much it matters."""

    confidence: float
    """Probability, in [0, 1], that a reviewer would agree."""

    message: str
    """What was found, what is approved, in one sentence."""

    path: str = ""
    """File, as given."""

    line: int = 1
    """1-based line in the file."""

    column: int = 1
    """1-based column in the file, in characters."""

    unit: str = ""
    """Unit identifier."""

    lang: str = ""
    """Language of the text at fault."""

    concept: str = ""
    """Concept id, for terminology findings."""

    source_text: str = ""
    """The source segment."""

    target_text: str = ""
    """The target segment."""

    fix: Fix | None = None
    """What would resolve it."""

    fingerprint: str = ""
    """Stable across moves of the text: made of rule, unit and folded text, never of line numbers."""

    suppressed: str = ""
    """Why it does not count: `baseline`, `inline`, `config`; empty when it counts."""

    related: tuple[Place, ...] = ()
    """Other places that belong to it, such as the first rendering of two."""
