"""What a TMX file says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import termbase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from termbase.model import Annotation

REQUIRED = ("creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype")
"""Attributes that the DTD requires of every header."""

SEGTYPES = ("block", "paragraph", "sentence", "phrase")
"""What a unit may be a piece of."""

VERSIONS = ("1.1", "1.2", "1.3", "1.4")
"""Versions that have a DTD."""


@dataclass(frozen=True, slots=True)
class Header:
    """The root element's attributes and the header."""

    attributes: Mapping[str, str] = field(default_factory=dict)
    """Attributes of the header in order, as written."""

    annotations: tuple[Annotation, ...] = ()
    """Notes, properties and user-defined encodings in order."""

    version: str = "1.4"
    """Version of the format, from the root element; empty when it says none."""

    root: Mapping[str, str] = field(default_factory=dict)
    """Other attributes of the root element, such as namespace declarations."""

    line: int = 1
    """Line of the header element, for messages."""

    column: int = 1
    """Column of the header element."""


def default_header(source: str, *, date: str = "", annotations: tuple[Annotation, ...] = ()) -> Header:
    """The header of a memory made here. `date` is in the form YYYYMMDDThhmmssZ, and comes from the data, never from the clock."""
    attributes = {
        "creationtool": "termbase",
        "creationtoolversion": termbase.__version__,
        "segtype": "sentence",
        "o-tmf": "termbase",
        "adminlang": "en",
        "srclang": source,
        "datatype": "plaintext",
    }
    return Header(attributes | ({"creationdate": date} if date else {}), annotations)
