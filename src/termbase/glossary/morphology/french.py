"""French: number, gender, and the conjugation of verbs, all in folded spelling (no accents, oe for œ).

Terms come without parts of speech more often than with them, so a word gets the forms of every part of speech that its ending allows.
What is generated too much is mostly no word at all and does no harm: no text holds it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from termbase.glossary.morphology import Role
from termbase.glossary.morphology.french_verbs import conjugate
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

PROCLITICS = ""
_FREE_WORDS = "le la les l un une cet cette ce ces son sa ses leur leurs vos nos notre votre al el"
FREE = frozenset(_FREE_WORDS.split())
ALIKE: Mapping[str, str] = {"du": "de", "des": "de", "d": "de", "au": "a", "aux": "a"}

ARTICLES = frozenset({"le", "la", "les", "l", "un", "une"})
REFLEXIVE = frozenset({"se", "s"})
_FUNCTION_WORDS = """
a ainsi au aucun aux avec ce ces cet cette chez contre d dans de depuis des du en entre et hors l la le les leur leurs lors ni non
ou par parmi pas plus pour qu que qui sans se selon ses si son sous sur un une vers
"""
FUNCTION = frozenset(_FUNCTION_WORDS.split())

# Feminine and plural of words whose endings do not tell them.
_IRREGULAR = {
    "nouveau": ("nouvel", "nouvelle", "nouveaux", "nouvelles"),
    "beau": ("bel", "belle", "beaux", "belles"),
    "vieux": ("vieil", "vieille", "vieilles"),
    "fou": ("fol", "folle", "fous", "folles"),
    "mou": ("mol", "molle", "mous", "molles"),
    "blanc": ("blanche", "blancs", "blanches"),
    "franc": ("franche", "francs", "franches"),
    "sec": ("seche", "secs", "seches"),
    "frais": ("fraiche", "fraiches"),
    "long": ("longue", "longs", "longues"),
    "public": ("publique", "publics", "publiques"),
    "grec": ("grecque", "grecs", "grecques"),
    "turc": ("turque", "turcs", "turques"),
    "doux": ("douce", "douces"),
    "faux": ("fausse", "fausses"),
    "roux": ("rousse", "rousses"),
    "favori": ("favorite", "favoris", "favorites"),
    "aigu": ("aigue", "aigus", "aigues"),
    "oeil": ("yeux",),
    "ciel": ("cieux", "ciels"),
    "travail": ("travaux",),
    "bail": ("baux",),
    "vitrail": ("vitraux",),
    "email": ("emaux",),
    "monsieur": ("messieurs",),
    "madame": ("mesdames",),
    "absous": ("absoute", "absoutes"),
    "malin": ("maligne", "malins", "malignes"),
    "benin": ("benigne", "benins", "benignes"),
    "ambassadeur": ("ambassadrice", "ambassadeurs", "ambassadrices"),
    "empereur": ("imperatrice", "empereurs", "imperatrices"),
    "traitre": ("traitresse", "traitres", "traitresses"),
    "maitre": ("maitresse", "maitres", "maitresses"),
    "maire": ("mairesse", "maires", "mairesses"),
    "prince": ("princesse", "princes", "princesses"),
    "hote": ("hotesse", "hotes", "hotesses"),
    "duc": ("duchesse", "ducs", "duchesses"),
    "comte": ("comtesse", "comtes", "comtesses"),
    "epais": ("epaisse", "epaisses"),
    "paysan": ("paysanne", "paysans", "paysannes"),
    "chat": ("chatte", "chats", "chattes"),
    "aieul": ("aieux", "aieule", "aieuls", "aieules"),
    "heros": ("heroine", "heroines"),
    "suisse": ("suissesse", "suisses", "suissesses"),
    "vengeur": ("vengeresse", "vengeurs", "vengeresses"),
    "tout": ("toute", "tous", "toutes"),
    "epoux": ("epouse", "epouses"),
    "jaloux": ("jalouse", "jalouses"),
    "jumeau": ("jumelle", "jumeaux", "jumelles"),
    "chameau": ("chamelle", "chameaux", "chamelles"),
    "metis": ("metisse", "metisses"),
    "tiers": ("tierce", "tierces"),
    "copain": ("copine", "copains", "copines"),
    "compagnon": ("compagne", "compagnons", "compagnes"),
}
# Nouns and adjectives that would conjugate into other words: étranger, étrange; foyer, foie; avenir, avenue; délire, délit.
_NO_VERB = frozenset(
    [
        "etranger",
        "berger",
        "boucher",
        "verger",
        "rocher",
        "archer",
        "plancher",
        "clocher",
        "bucher",
        "usager",
        "passager",
        "foyer",
        "danger",
        "sentier",
        "meurtrier",
        "ouvrier",
        "fermier",
        "avenir",
        "delire",
        "tirelire",
        "moindre",
    ]
)
_PARTICIPLE = re.compile("(.{3,})ée?s?")
_BASE = {form: base for base, others in _IRREGULAR.items() for form in others}


@cache
def forms(word: str, role: Role) -> frozenset[str]:
    """Every folded form of a word of a term."""
    folded = fold(word)
    if folded in FUNCTION:
        return frozenset(
            {folded, *(form for form, base in ALIKE.items() if base == ALIKE.get(folded, folded))}
            | ({ALIKE[folded]} if folded in ALIKE else set())
        )
    if role in (Role.NAME, Role.SINGLE_NAME) or not folded.isalpha() or len(folded) < 2:
        return frozenset({folded})
    if len(folded) == 2:
        return frozenset({folded, folded + "s"})
    if role is Role.VERB and conjugate(folded):
        return frozenset(conjugate(folded))
    found = {folded}
    for base in _bases(folded, role):
        found.add(base)
        found |= _declined(base, role)
    if folded not in _NO_VERB and (role is not Role.OTHER or folded.endswith("er")):
        found |= conjugate(folded)
    participle = _PARTICIPLE.fullmatch(word.lower())
    if participle:
        found |= conjugate(fold(participle[1]) + "er")  # propagé: le virus se propage, ils propagent
    return frozenset(found)


def readings(word: str) -> tuple[str, ...]:
    """The word: French proclitics end at an apostrophe and so are words of their own."""
    return (word,)


def _bases(word: str, role: Role) -> set[str]:
    """The masculine singular of a word and whatever else it may be a form of, by its ending."""
    found = {word, _BASE.get(word, word)}
    singular = {word}
    if word.endswith("aux"):
        singular |= {word[:-3] + "al", word[:-1], word[:-3] + "ail"}
    elif word.endswith(("eux", "oux", "eaux")):
        singular.add(word[:-1])
    if word.endswith("s") and not word.endswith("ss"):
        singular.add(word[:-1])
    for item in singular:
        found |= {item, _BASE.get(item, item)} | _masculine(item, role)
    return found


# Feminine ending -> masculine endings. The first group tells adjectives, participles and names of agents; the second is that of many nouns
# too (médecine, porte, crise) and counts only for a word that agrees with one before it.
_TO_MASCULINE = (
    ("trice", ("teur",)), ("euse", ("eux", "eur")), ("enne", ("en",)), ("ive", ("if",)), ("ale", ("al",)), ("ee", ("e",)),
    ("aise", ("ais",)), ("oise", ("ois",)), ("ante", ("ant",)), ("ente", ("ent",)), ("eure", ("eur",)), ("elle", ("el",)),
)  # fmt: skip
_TO_MASCULINE_AGREEING = (
    ("onne", ("on",)), ("eille", ("eil",)), ("ette", ("et",)), ("ere", ("er",)), ("ie", ("i",)), ("ue", ("u",)), ("ise", ("is",)),
    ("ete", ("et",)), ("aine", ("ain",)), ("ine", ("in",)), ("une", ("un",)), ("ane", ("an",)), ("te", ("t",)), ("de", ("d",)),
)  # fmt: skip
_NO_FEMININE = frozenset(["parti", "port", "cour", "plan", "tour", "fin", "pain", "main", "bain", "train", "terrain"])


def _masculine(word: str, role: Role) -> set[str]:
    if not word.endswith("e"):
        return set()  # no feminine, and the quickest way to know
    endings = _TO_MASCULINE + _TO_MASCULINE_AGREEING if role is Role.OTHER else _TO_MASCULINE
    return {
        word[: -len(ending)] + other
        for ending, others in endings
        if word.endswith(ending) and len(word) > len(ending) + 1
        for other in others
    }


# Masculine ending -> letters taken off, then the feminine endings; the first that fits.
_TO_FEMININE = (
    (("e",), 0, ("e",)),  # é folded: chargé, chargée
    (("eux",), 1, ("se",)),
    (("x",), 0, ()),
    (("f",), 1, ("ve",)),
    (("teur",), 4, ("trice", "teuse", "teure")),
    (("eur",), 1, ("se", "re")),
    (("c",), 1, ("que",)),
    (("",), 0, ("e",)),
)
_DOUBLING = ("en", "on", "el", "eil", "et", "il", "as", "os", "es", "ul")


def _feminine(word: str) -> set[str]:
    """Feminine of a masculine singular."""
    if word in _IRREGULAR:
        return set(_IRREGULAR[word])
    cut, tails = next((cut, tails) for endings, cut, tails in _TO_FEMININE if word.endswith(endings))
    found = {word[: len(word) - cut] + tail for tail in tails}
    return found | {word + word[-1] + "e"} if word.endswith(_DOUBLING) else found


def _plural(word: str) -> set[str]:
    if word.endswith(("s", "x", "z")):
        return {word}
    if word.endswith("al"):
        return {word[:-2] + "aux", word + "s"}
    if word.endswith(("eau", "au", "eu")):
        return {word + "x", word + "s"}
    if word.endswith("ou"):
        return {word + "s", word + "x"}
    return {word + "s"}


def _declined(base: str, role: Role) -> set[str]:
    found = _plural(base)
    # vaccin, médecin and port have no feminine, whatever vaccine, médecine and porte may be; féminin agrees with a noun.
    if (
        role is not Role.OTHER
        and base not in _IRREGULAR
        and (base in _NO_FEMININE or (base.endswith("in") and not base.endswith("ain")))
    ):
        return found
    for feminine in _feminine(base):
        found |= {feminine, *_plural(feminine)}
    return found
