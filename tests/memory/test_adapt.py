import pytest

from termbase.memory.adapt import adapt
from termbase.model import Concept, Language, Match, Term, TermHit

PEOPLE = {
    "bahra": ("Hadi al-Bahra", "هادي البحرة", "Hadi al-Bahra", "masculine"),
    "pedersen": ("Geir Pedersen", "غير بيدرسون", "Geir Pedersen", "masculine"),
    "abdo": ("Rima Abdo", "ريما عبدو", "Rima Abdo", "feminine"),
}
LANGUAGES = ("en", "ar", "fr")


def find(text, language):
    """A glossary of three people, found as they are written."""
    hits = []
    for id_, (*names, gender) in PEOPLE.items():
        terms = tuple(Term(name, Language(tag), gender=gender) for name, tag in zip(names, LANGUAGES, strict=True))
        concept = Concept(id_, terms, kind="person")
        name = names[LANGUAGES.index(language)]
        if (start := text.find(name)) >= 0:
            hits.append(TermHit(concept, concept.preferred(language), start, start + len(name), name))
    return sorted(hits, key=lambda hit: hit.start)


def adapted(query, source, **targets):
    found = adapt(Match(95, "fuzzy", source, targets), query, "en", find)
    return found.targets if found.adapted else None


@pytest.mark.parametrize(
    ("query", "source", "targets", "expected"),
    [
        ("Article 12 applies.", "Article 7 applies.", {"fr": "L’article 7 s’applique."}, {"fr": "L’article 12 s’applique."}),
        ("Article 12 applies.", "Article 7 applies.", {"ar": "تنطبق المادة ٧."}, {"ar": "تنطبق المادة ١٢."}),
        ("On 3 May 2024", "On 9 May 2021", {"fr": "Le 9 mai 2021"}, {"fr": "Le 3 mai 2024"}),
        ("Geir Pedersen spoke.", "Hadi al-Bahra spoke.", {"ar": "تحدث هادي البحرة."}, {"ar": "تحدث غير بيدرسون."}),
        ("Geir Pedersen met 4 people", "Hadi al-Bahra met 3 people", {"fr": "Hadi al-Bahra a rencontré 3 personnes"},
         {"fr": "Geir Pedersen a rencontré 4 personnes"}),
    ],
)  # fmt: skip
def test_what_is_certain_is_adapted(query, source, targets, expected):
    assert adapted(query, source, **targets) == expected


@pytest.mark.parametrize(
    ("query", "source", "targets"),
    [
        ("Article 12 applied.", "Article 7 applies.", {"fr": "L’article 7 s’applique."}),  # a word differs too
        ("Article 12 of 7", "Article 7 of 7", {"fr": "L’article 7 de 7"}),  # which 7?
        ("Article 12 applies.", "Article 7 applies.", {"fr": "L’article sept s’applique."}),  # written in words
        ("Article 12 applies.", "Article 7 applies.", {"fr": "Les articles 7 et 7"}),
        ("It costs 1,200.", "It costs 900.", {"fr": "Cela coûte 900."}),  # grouping is a matter of style
        ("Rima Abdo spoke.", "Hadi al-Bahra spoke.", {"ar": "تحدث هادي البحرة."}),  # the verb would change
        ("Article 7 applies!", "Article 7 applies.", {"fr": "L’article 7 s’applique."}),  # nothing to adapt
        ("On 3 May", "On 3 June", {"fr": "Le 3 juin"}),
        ("Article 12 applies.", "Article 7 applies.", {"fr": "L’article 7 s’applique.", "ar": "تنطبق المادة السابعة."}),
    ],
)  # fmt: skip
def test_one_doubt_and_the_match_stays(query, source, targets):
    assert adapted(query, source, **targets) is None


def test_an_exact_match_is_never_adapted():
    match = Match(100, "exact", "Article 7", {"fr": "Article 7"})
    assert adapt(match, "Article 8", "en", find) is match
