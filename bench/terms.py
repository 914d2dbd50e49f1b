"""Quality and speed of the term checks on data of the form of the term-check gold.

    python bench/terms.py DATA.jsonl --predictions OUT.jsonl
    python bench/terms.py --speed
    python bench/terms.py --names PAIRS.tsv
    python bench/terms.py DATA.jsonl --extract FOLDER

Each line of DATA has id, src, tgt, lang and terms (the termbase of that line: source, target, forbidden, case_sensitive, concept; and, if
there are any, kind of the concept and part_of_speech, one for the term in both languages). The rules TB101 to TB104 run on it through the
code that `termbase check` uses; OUT gets one line for each, {id, flags}.
PAIRS has lines of `same` or `different` and two spellings.
FOLDER holds aligned documents (en.txt, the other language's text, gold.tsv with the beads); the terms of DATA are the gold of extraction.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from pathlib import Path
from statistics import median
from typing import Any

from rapidfuzz.distance.Levenshtein import normalized_similarity

from termbase.alignment.stems import consonants
from termbase.checks import runner
from termbase.checks.rule import Context
from termbase.config import CheckConfig
from termbase.glossary.concepts import Glossary
from termbase.glossary.due import due_concepts
from termbase.glossary.extract import extract, key
from termbase.glossary.morphology import Role, morphology
from termbase.glossary.transliteration import same_name
from termbase.model import Concept, Language, Segment, Term, TermStatus, Unit, Variant
from termbase.text.fold import fold

ROUNDS = 5
"""Times that each speed is taken, sizes by turns; the best counts, because whatever else the machine does only takes time."""

RULES = ("TB101", "TB102", "TB103", "TB104")


def glossary_of(terms: list[dict[str, Any]], language: str) -> Glossary:
    """The glossary of one line: source terms of one `concept` are synonyms."""
    concepts: dict[str, dict[tuple[str, str, bool], Term]] = {}
    kinds: dict[str, str] = {}
    for entry in terms:
        name = entry.get("concept") or entry["source"].lower()
        found = concepts.setdefault(name, {})
        kinds[name] = kinds.get(name) or entry.get("kind", "")
        part = entry.get("part_of_speech", "")
        status = TermStatus.ADMITTED if found else TermStatus.PREFERRED
        case = entry.get("case_sensitive", False)
        rows = [Term(entry["source"], Language("en"), status, case=case, part_of_speech=part)]
        rows += [
            Term(
                text,
                Language(language),
                TermStatus.ADMITTED if number else TermStatus.PREFERRED,
                part_of_speech=part,
            )
            for number, text in enumerate(entry["target"])
        ]
        rows += [
            Term(text, Language(language), TermStatus.FORBIDDEN, part_of_speech=part)
            for text in entry.get("forbidden", ())
        ]
        for row in rows:
            found.setdefault((row.language, row.text, row.status is TermStatus.FORBIDDEN), row)
    return Glossary(tuple(Concept(name, tuple(rows.values()), kinds[name]) for name, rows in concepts.items()))


def unit_of(line: dict[str, Any]) -> Unit:
    """The unit of a line."""
    return Unit(
        (Variant(Segment(line["src"], Language("en"))), Variant(Segment(line["tgt"], Language(line["lang"])))),
        id=line["id"],
    )


def flags(line: dict[str, Any]) -> list[str]:
    """Concepts that the rules report on a line."""
    settings = CheckConfig()
    context = Context(
        languages=("en", line["lang"]), glossary=glossary_of(line["terms"], line["lang"]), settings=settings
    )
    selection = runner.select(settings, only=RULES)
    return sorted({finding.concept for finding in runner.check([unit_of(line)], context, selection)})


def main() -> None:
    """Write predictions, or the speed table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--names", type=Path)
    parser.add_argument("--extract", type=Path)
    arguments = parser.parse_args()
    if arguments.names:
        names(arguments.names)
    if arguments.extract:
        extraction(arguments.data, arguments.extract)
    elif arguments.data:
        with arguments.data.open(encoding="utf-8") as stream:
            lines = [json.loads(line) for line in stream if line.strip()]
        output = [json.dumps({"id": line["id"], "flags": flags(line)}, ensure_ascii=False) + "\n" for line in lines]
        if arguments.predictions:
            arguments.predictions.write_text("".join(output), encoding="utf-8")
        else:
            print("".join(output), end="")
    if arguments.speed:
        speed()


def names(path: Path) -> None:
    """Precision, recall and F1 of telling spellings of one name from other names; then how hard the list is, by two plain methods."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [(kind == "same", same_name(one, other)) for kind, one, other in rows]
    right = sum(same and said for same, said in found)
    precision, recall = right / sum(said for _, said in found), right / sum(same for same, _ in found)
    print(
        f"{len(rows)} pairs  P {precision:.3f}  R {recall:.3f}  F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    for what, spelling in (("edit distance, romanised", romanised), ("edit distance of skeletons", bones)):
        near = [(normalized_similarity(spelling(one), spelling(other)), kind == "same") for kind, one, other in rows]
        print(f"  {what}, at the threshold that is best here: F1 {best_f1(near):.3f}")


_LETTERS = "ا:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ل:l م:m ن:n ه:h و:u ي:i ء:"
_ROMAN = dict(pair.split(":") for pair in _LETTERS.split())


def romanised(name: str) -> str:
    """A folded name, its Arabic letters by a usual table."""
    return "".join(_ROMAN.get(letter, letter) for letter in fold(name))


def bones(name: str) -> str:
    """The consonants of a name without articles, classes of sound united."""
    return consonants(re.sub(r"\b(al|el|ال)[- ]?", "", fold(name)).replace(" ", ""))


def best_f1(near: list[tuple[float, bool]]) -> float:
    """F1 at the best of all thresholds."""
    wanted = sum(same for _, same in near)
    best = 0.0
    for threshold in {value for value, _ in near}:
        said = [same for value, same in near if value >= threshold]
        best = max(best, 2 * sum(said) / (len(said) + wanted))
    return best


def extraction(data: Path, folder: Path, minimum: int = 4) -> None:
    """Share of known terms whose first rendering, and one of three, is the known one; inflected forms count."""
    lines = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    language = lines[0]["lang"]
    gold: dict[str, set[str]] = {}
    for line in lines:
        if "hand" not in line["kind"] and line["kind"] != "trap":
            for term in line["terms"]:
                gold.setdefault(term["source"].lower(), set()).update(term["target"])
    pairs = [pair for document in sorted(folder.glob("**/gold.tsv")) for pair in aligned(document.parent, language)]
    keys = {source: {key(text, language) for text in targets} for source, targets in gold.items()}
    wanted = {key(source, "en"): targets for source, targets in keys.items()}
    candidates = extract(pairs, "en", language, minimum=minimum, wanted=gold)
    right = [
        [key(rendering.text, language) in wanted[key(candidate.text, "en")] for rendering in candidate.renderings]
        for candidate in candidates
    ]
    first, any_ = sum(bool(row) and row[0] for row in right), sum(map(any, right))
    print(f"{len(pairs)} segments  {len(right)} terms  P@1 {first / len(right):.2f}  hit@3 {any_ / len(right):.2f}")


def aligned(folder: Path, language: str) -> list[tuple[str, str]]:
    """The beads of a document as pairs of texts."""
    sides = [(folder / f"{name}.txt").read_text(encoding="utf-8").split("\n") for name in ("en", language)]
    found = []
    for row in (folder / "gold.tsv").read_text(encoding="utf-8").splitlines():
        cells = row.split("\t")[:2]
        if all(cells):
            first, second = (
                " ".join(side[int(number)] for number in cell.split(","))
                for side, cell in zip(sides, cells, strict=True)
            )
            found.append((first, second))
    return found


def speed() -> None:
    """Segments a second, source lookup and target check, with glossaries of several sizes, for several kinds of text."""
    glossaries = {}
    for size in (500, 5_000, 50_000):
        start = time.process_time()
        glossaries[size] = made_glossary(size)
        glossaries[size].find("compile", "en")
        print(f"{size:>9} concepts compiled in {time.process_time() - start:.2f} s of processor time")
    for inflected in (False, True):
        for by_chance in (True, False):
            renderings = "every second rendering is inflected" if inflected else "renderings stand as in the glossary"
            named = "others may be named by chance" if by_chance else "no other is named"
            print(
                f"every second segment names a concept; {renderings}; {named}\n"
                f"{'concepts':>9} {'en-ar seg/s':>12} {'due':>6} {'findings':>9} {'en-fr seg/s':>12} {'due':>6} {'findings':>9}"
            )
            rounds = [
                [
                    [rate(made, language, by_chance=by_chance, inflected=inflected) for language in ("ar", "fr")]
                    for made in glossaries.values()
                ]
                for _ in range(ROUNDS)
            ]
            for size, *columns in zip(glossaries, *rounds, strict=True):
                rates = [max(column) for column in zip(*columns, strict=True)]
                print(f"{size:>9}" + "".join(f" {number:>12,.0f} {due:>6} {found:>9}" for number, due, found in rates))
            # A machine changes its pace within minutes, so the largest is set beside the smallest of the same turn.
            shares = [median([turn[-1][pair][0] / turn[0][pair][0] for turn in rounds]) for pair in (0, 1)]
            print("last to first, median of the turns: " + ", ".join(f"{share:.2f}" for share in shares))


def rate(
    glossary: Glossary, language: str, count: int = 6_000, *, by_chance: bool, inflected: bool
) -> tuple[float, int, int]:
    """Segments a second of TB101 on made segments of 22 words and a term, if any; warm; concepts due; findings.

    The words are made at random, so a large glossary is named by chance as well, and then its rendering is missing: more work, not slower
    work. Without `by_chance` such a segment is drawn again, so that every size has the same work. With `inflected`, every second rendering
    stands in another form of its first word.
    """
    chance = random.Random(1)
    concepts = chance.sample(glossary.concepts, 500)
    units = [
        _made_unit(
            chance,
            glossary,
            language,
            concepts[number // 2 % len(concepts)] if number % 2 else None,
            by_chance=by_chance,
            inflected=inflected and number % 4 == 1,
        )
        for number in range(count + 2_000)
    ]
    due = sum(len(due_concepts(glossary, str(unit.variants[0].text), "en", language)) for unit in units[:count])
    context = Context(languages=("en", language), glossary=glossary)
    rule = runner.RULES.get("TB101")
    # Forms are generated when a term is first looked for; that is paid before. What is remembered of the texts goes with other texts.
    for unit in units[:count]:
        source, target = unit.variants
        due_here = [hit.concept for hit in glossary.find(source.text, "en")]
        glossary.renderings(target.text, language, due_here)
    for unit in units[count:]:
        list(rule.check(unit, context))
    start = time.process_time()
    findings = sum(1 for unit in units[:count] for _ in rule.check(unit, context))
    return count / (time.process_time() - start), due, findings


def _made_unit(
    chance: random.Random,
    glossary: Glossary,
    language: str,
    concept: Concept | None,
    *,
    by_chance: bool,
    inflected: bool,
) -> Unit:
    while True:
        source, target = _made_words(chance, "en", 22), _made_words(chance, language, 22)
        if concept:
            source.insert(7, concept.terms_in("en")[0].text)
            term = concept.terms_in(language)[0].text
            target.insert(9, _inflected(chance, term, language) if inflected else term)
        text = " ".join(source)
        if by_chance or [hit.concept for hit in glossary.find(text, "en")] == [concept] * bool(concept):
            return unit_of({"id": "", "src": text, "tgt": " ".join(target), "lang": language})


def _inflected(chance: random.Random, term: str, language: str) -> str:
    """A term with its first word in any form that it may take, in Arabic with a conjunction before it as likely as not."""
    first, *others = term.split(" ")
    form = chance.choice(sorted(morphology(language).forms(first, Role.CONSTRUCT if others else Role.HEAD)))
    before = "و" if language == "ar" and chance.random() < 0.5 else ""
    return " ".join([before + form, *others])


_SYLLABLES = {
    "en": [onset + vowel for onset in "bcdfghlmnprstv" for vowel in ("a", "e", "i", "o", "er")],
    "fr": [onset + vowel for onset in "bcdfghlmnprstv" for vowel in ("a", "é", "i", "o", "eu")],
    "ar": [first + second for first in "بحدرسشصطعغقكمن" for second in "تجخزفلهر"],
}


def _made_words(chance: random.Random, language: str, count: int) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES[language], k=chance.randint(1, 3))) for _ in range(count)]


def made_glossary(size: int) -> Glossary:
    """A glossary of made words: terms of one to three words in three languages."""
    chance = random.Random(size)
    concepts = []
    for number in range(size):
        length = chance.choice((1, 2, 2, 3))
        terms = tuple(
            Term(
                " ".join("".join(chance.choices(_SYLLABLES[language], k=chance.randint(3, 5))) for _ in range(length)),
                Language(language),
            )
            for language in ("en", "ar", "fr")
        )
        concepts.append(Concept(f"c{number}", terms))
    return Glossary(tuple(concepts))


if __name__ == "__main__":
    main()
