"""Adding to glossary files."""

from __future__ import annotations

import pytest

from termbase.errors import GlossaryError, UsageError
from termbase.glossary.edit import add_terms, identifier_of
from termbase.glossary.load import parse

FILE = """# Bodies.

[council]
kind = "body"   # not a person
en = ["council"]
ar = "مجلس"
"""


def test_comments_and_order_stay():
    """What is there is not touched; what is new comes after it."""
    changed = add_terms(FILE, "bodies.toml", "council", {"ar": ["مجلس بلدي"], "fr": ["conseil"]}, status="admitted")
    assert changed.startswith('# Bodies.\n\n[council]\nkind = "body"   # not a person\nen = ["council"]\n')
    (concept,) = parse(changed, "bodies.toml")
    assert [(term.language, term.text, term.status.value) for term in concept.terms] == [
        ("en", "council", "preferred"),
        ("ar", "مجلس", "preferred"),
        ("ar", "مجلس بلدي", "admitted"),
        ("fr", "conseil", "admitted"),
    ]


def test_a_new_concept_goes_to_the_end():
    """Also of an empty file."""
    for text in ("", FILE):
        changed = add_terms(text, "x.toml", "safe-zone", {"en": ["safe zone"]}, kind="place", definition="A zone.")
        assert changed.startswith(text)
        assert list(parse(changed, "x.toml"))[-1].definition == "A zone."


@pytest.mark.parametrize(
    ("identifier", "terms", "error"),
    [
        ("Not an id", {"en": ["x"]}, UsageError),
        ("council", {"en": ["council"]}, UsageError),
        ("council", {"en": ["..."]}, GlossaryError),
        ("council", {"not a language": ["x"]}, GlossaryError),
        ("new", {}, UsageError),
    ],
)
def test_what_makes_no_sense_is_refused(identifier, terms, error):
    """Nothing is written then."""
    with pytest.raises(error):
        add_terms(FILE, "bodies.toml", identifier, terms)


def test_an_identifier_is_made_of_a_term():
    """Accents and signs go."""
    assert identifier_of("Communiqué de Genève (2012)") == "communique-de-geneve-2012"
