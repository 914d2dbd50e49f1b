"""English: plurals. The possessive needs nothing, because a word ends at its apostrophe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from termbase.glossary.morphology import Role
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

PROCLITICS = ""
FREE: frozenset[str] = frozenset()
ALIKE: Mapping[str, str] = {}

_IRREGULAR_PAIRS = """
foot feet | tooth teeth | goose geese | mouse mice | louse lice | ox oxen | child children | person people persons | die dice
life lives | wife wives | knife knives | leaf leaves | half halves | shelf shelves | thief thieves | wolf wolves | loaf loaves | calf calves
elf elves | self selves | scarf scarves scarfs | wharf wharves | hoof hooves | sheaf sheaves
medium media mediums | datum data | stratum strata | curriculum curricula | memorandum memoranda memorandums | bacterium bacteria
referendum referenda referendums | addendum addenda | corrigendum corrigenda | forum forums fora | criterion criteria | phenomenon phenomena
appendix appendices appendixes | index indices indexes | matrix matrices | vertex vertices | codex codices
fungus fungi | nucleus nuclei | stimulus stimuli | locus loci | alumnus alumni | focus foci focuses | bacillus bacilli | syllabus syllabi
larva larvae | formula formulae formulas | antenna antennae antennas | vertebra vertebrae | bureau bureaux bureaus | plateau plateaux plateaus
hero heroes | veto vetoes | echo echoes | potato potatoes | tomato tomatoes | embargo embargoes | torpedo torpedoes
cargo cargoes cargos | tornado tornadoes tornados | mosquito mosquitoes mosquitos | volcano volcanoes volcanos | buffalo buffaloes
axis axes | radius radii radiuses | genus genera | corpus corpora corpuses | motto mottoes mottos
quiz quizzes | gas gases gasses | bus buses busses | passer passers
"""
_IRREGULAR = {
    row.split()[0]: tuple(row.split()[1:]) for row in _IRREGULAR_PAIRS.replace("\n", "|").split("|") if row.strip()
}
_COMPOUND = (("woman", "women"), ("man", "men"), ("person", "people"), ("child", "children"), ("foot", "feet"))
# Words that only end like a compound of man.
_REGULAR = frozenset(
    {"human", "german", "roman", "ottoman", "turkman", "turkoman", "talisman", "caiman", "norman", "shaman", "cayman"}
)
_HISSING = ("s", "x", "z", "ch", "sh")
FUNCTION_WORDS = """
a an the of for and or to in on at by from with s al el bin de la le du
"""
FUNCTION = frozenset(FUNCTION_WORDS.split())


def forms(word: str, role: Role) -> frozenset[str]:
    """The folded word and its plural."""
    folded = fold(word)
    if role in (Role.NAME, Role.SINGLE_NAME) or folded in FUNCTION or not folded.isalpha():
        return frozenset({folded})
    return frozenset({folded, *plurals(folded)})


def plurals(word: str) -> tuple[str, ...]:
    """The plurals of a folded noun; a word that is plural already gets one that no text has."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word not in _REGULAR:
        for ending, other in _COMPOUND:
            if word.endswith(ending):
                regular = (word + "s",) if ending == "person" else ()
                return (word.removesuffix(ending) + other, *regular)
    if word.endswith("sis"):
        return (word[:-2] + "es",)
    if word.endswith(_HISSING):
        return (word + "es",)
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return (word[:-1] + "ies",)
    return (word + "s",)


def readings(word: str) -> tuple[str, ...]:
    """The word: English has no proclitics."""
    return (word,)
