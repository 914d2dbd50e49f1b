"""Quality and speed of the term checks on data of the form of the term-check gold.

    python bench/terms.py DATA.jsonl --predictions OUT.jsonl
    python bench/terms.py --speed

Each line of DATA has id, src, tgt, lang and terms (the termbase of that line: source, target, forbidden, case_sensitive, concept). The
rules TB101 to TB104 run on it through the code that `termbase check` uses; OUT gets one line for each, {id, flags}.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

from termbase.checks import runner
from termbase.checks.rule import Context
from termbase.config import CheckConfig
from termbase.glossary.concepts import Glossary
from termbase.model import Concept, Language, Segment, Term, TermStatus, Unit, Variant

RULES = ("TB101", "TB102", "TB103", "TB104")


def glossary_of(terms: list[dict], language: str) -> Glossary:
    """The glossary of one line: source terms of one `concept` are synonyms."""
    concepts: dict[str, dict[tuple, Term]] = {}
    for entry in terms:
        found = concepts.setdefault(entry.get("concept") or entry["source"].lower(), {})
        status = TermStatus.ADMITTED if found else TermStatus.PREFERRED
        rows = [Term(entry["source"], Language("en"), status, case=entry.get("case_sensitive", False))]
        rows += [
            Term(text, Language(language), TermStatus.ADMITTED if number else TermStatus.PREFERRED)
            for number, text in enumerate(entry["target"])
        ]
        rows += [Term(text, Language(language), TermStatus.FORBIDDEN) for text in entry.get("forbidden", ())]
        for row in rows:
            found.setdefault((row.language, row.text, row.status is TermStatus.FORBIDDEN), row)
    return Glossary(tuple(Concept(name, tuple(rows.values())) for name, rows in concepts.items()))


def unit_of(line: dict) -> Unit:
    """The unit of a line."""
    return Unit(
        (Variant(Segment(line["src"], Language("en"))), Variant(Segment(line["tgt"], Language(line["lang"])))),
        id=line["id"],
    )


def flags(line: dict) -> list[str]:
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
    arguments = parser.parse_args()
    if arguments.data:
        with arguments.data.open(encoding="utf-8") as stream:
            lines = [json.loads(line) for line in stream if line.strip()]
        output = [json.dumps({"id": line["id"], "flags": flags(line)}, ensure_ascii=False) + "\n" for line in lines]
        if arguments.predictions:
            arguments.predictions.write_text("".join(output), encoding="utf-8")
        else:
            print("".join(output), end="")
    if arguments.speed:
        speed()


def speed() -> None:
    """Segments a second, source lookup and target check, with glossaries of several sizes."""
    print(f"{'concepts':>9} {'compile s':>9} {'en-ar seg/s':>12} {'en-fr seg/s':>12}")
    for size in (500, 5_000, 50_000):
        start = time.perf_counter()
        made = made_glossary(size)
        made.find("compile", "en")
        compiled = time.perf_counter() - start
        rates = [rate(made, language) for language in ("ar", "fr")]
        print(f"{size:>9} {compiled:>9.2f} {rates[0]:>12,.0f} {rates[1]:>12,.0f}")


def rate(glossary: Glossary, language: str, count: int = 6_000) -> float:
    """Segments a second of TB101 on made segments of 25 words, one in two of which names a concept; warm."""
    chance = random.Random(1)
    concepts = chance.sample(glossary.concepts, min(len(glossary), 1_000))
    lines = []
    for number in range(count):
        source, target = _made_words(chance, "en", 22), _made_words(chance, language, 22)
        if number % 2:
            concept = concepts[number % len(concepts)]
            source.insert(7, concept.terms_in("en")[0].text)
            target.insert(9, concept.terms_in(language)[0].text)
        lines.append({"id": str(number), "src": " ".join(source), "tgt": " ".join(target), "lang": language})
    units = [unit_of(line) for line in lines]
    context = Context(languages=("en", language), glossary=glossary)
    rule = runner.RULES.get("TB101")
    for unit in units[:2_000]:
        list(rule.check(unit, context))
    start = time.perf_counter()
    for unit in units:
        for _ in rule.check(unit, context):
            pass
    return count / (time.perf_counter() - start)


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
