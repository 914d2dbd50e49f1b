"""Fixes that put the approved term in place."""

from __future__ import annotations

import pytest

from termbase.glossary.concepts import Glossary
from termbase.glossary.replacement import replacement
from termbase.model import Concept, Language, Term, TermStatus


@pytest.mark.parametrize(
    ("language", "old", "new", "text", "fixed", "safe"),
    [
        ("ar", "سوريا", "سورية", "وفي سوريا", "وفي سورية", True),
        ("ar", "سوريا", "سورية", "ولسوريا", "ولسورية", True),
        ("ar", "الموفد الخاص", "المبعوث الخاص", "والموفد الخاص", "والمبعوث الخاص", True),
        ("ar", "الموفد الخاص", "المبعوث الخاص", "وللموفد الخاص", "وللمبعوث الخاص", True),
        ("ar", "الموفد الخاص", "المبعوث الخاص", "الموفدين الخاصين", "المبعوث الخاص", False),
        ("ar", "الموفد", "مبعوث", "بالموفد", "بمبعوث", False),
        ("fr", "trêve", "pause", "la trêve", "la pause", False),
        ("fr", "Grande-Bretagne", "Angleterre", "de Grande-Bretagne", "de Angleterre", False),
        ("fr", "Hadi el-Bahra", "Hadi al-Bahra", "selon Hadi el-Bahra", "selon Hadi al-Bahra", True),
        ("en", "Albahra", "al-Bahra", "Mr Albahra", "Mr al-Bahra", True),
        ("en", "truce", "ceasefire", "two truces", "two ceasefire", False),
    ],
)
def test_what_stands_around_a_term_is_kept(language, old, new, text, fixed, safe):
    """Clitics stay; where agreement or elision might have to change, the fix is only a suggestion."""
    terms = (Term(new, Language(language)), Term(old, Language(language), TermStatus.DEPRECATED))
    (rendering,) = Glossary((Concept("c", terms),)).renderings(text, language, ["c"], statuses=[TermStatus.DEPRECATED])
    fix = replacement(text, rendering.hit, terms[0])
    assert (text[: fix.start] + fix.replacement + text[fix.end :], fix.safe) == (fixed, safe)
