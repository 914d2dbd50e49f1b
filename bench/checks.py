"""Checks on human translations: how often each rule fires, and how fast all of them run.

    python bench/checks.py DATA.jsonl [DATA.jsonl ...] [--units 20000] [--concepts 1000]

DATA has one object a line with src, tgt, lang and expect; segments with an empty `expect` are taken as correct translations. Rates are per
rule over those, each segment a document of its own. For the speed, the segments are repeated to the number of units and checked as one
document against a glossary of the given size made from their words.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from termbase.checks import runner
from termbase.checks.rule import Context
from termbase.config import CheckConfig
from termbase.glossary.concepts import Glossary
from termbase.model import Concept, Language, Segment, Term, Unit, Variant


def load(paths: list[Path]) -> list[dict[str, Any]]:
    """The records of the files, in order."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def unit(record: dict[str, Any], number: int) -> Unit:
    """The translation unit of a record."""
    variants = (
        Variant(Segment(record["src"], Language("en"))),
        Variant(Segment(record["tgt"], Language(record["lang"]))),
    )
    return Unit(variants, id=f"{record['id']}.{number}")


def glossary(record: dict[str, Any]) -> Glossary:
    """The terms that a record brings."""
    concepts = [
        Concept(
            term.get("concept", f"c{number}"),
            (
                Term(term["source"], Language("en"), case=term.get("case_sensitive", False)),
                *(Term(text, Language(record["lang"])) for text in term["target"]),
            ),
        )
        for number, term in enumerate(record["terms"])
    ]
    return Glossary(tuple({concept.id: concept for concept in concepts}.values()))


def rates(records: list[dict[str, Any]]) -> None:
    """Print how often each rule fires on correct translations."""
    settings = CheckConfig(profile="strict")
    selection = runner.select(settings)
    fired: Counter[str] = Counter()
    severe = 0
    clean = [record for record in records if not record["expect"]]
    for record in clean:
        context = Context("en", ("en", record["lang"]), glossary(record), settings)
        findings = list(runner.check([unit(record, 0)], context, selection))
        fired.update({finding.rule for finding in findings})
        severe += any(finding.severity.value == "error" for finding in findings)
    print(f"{len(clean)} correct segments; with an error: {severe} ({severe / len(clean):.2%})\n")
    print("| rule | severity | profiles | fires on |\n| --- | --- | --- | --- |")
    for rule in selection.rules:
        share = fired[rule.id] / len(clean)
        print(f"| {rule.id} {rule.name} | {rule.severity.value} | {', '.join(rule.profiles)} | {share:.2%} |")


def speed(records: list[dict[str, Any]], units: int, concepts: int) -> None:
    """Print the CPU seconds of all rules over a large document."""
    terms = [
        (term["source"], term["target"][0], record["lang"])
        for record in records
        for term in record["terms"]
        if term["target"]
    ]
    words = sorted({word for record in records for word in record["src"].split() if word.isalpha() and len(word) > 6})
    pairs = [(source, target) for source, target, language in terms if language == records[0]["lang"]]
    table = dict(pairs)
    for step in range(1, len(words)):
        if len(table) >= concepts:
            break
        table |= {f"{one} {other}": f"{other} {one}" for one, other in zip(words, words[step:], strict=False)}
    made = tuple(
        Concept(f"c{number}", (Term(source, Language("en")), Term(target, Language(records[0]["lang"]))))
        for number, (source, target) in enumerate(list(table.items())[:concepts])
    )
    document = [unit(records[number % len(records)], number) for number in range(units)]
    settings = CheckConfig()
    context = Context("en", ("en", records[0]["lang"]), Glossary(made), settings)
    selection = runner.select(settings)
    start = time.process_time()
    count = sum(1 for _ in runner.check(document, context, selection))
    print(
        f"\n{units} units, {len(made)} concepts, {len(selection.rules)} rules: {time.process_time() - start:.2f} CPU s, {count} findings"
    )
    for module in selection.modules:
        start = time.process_time()
        only = runner.Selection((module,))
        sum(1 for _ in runner.check(document, context, only))
        print(f"    {module.RULE.id} {module.RULE.name}: {time.process_time() - start:.2f} s")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--concepts", type=int, default=1_000)
    options = parser.parse_args()
    for path in options.data:
        records = load([path])
        print(f"\n## {path.name}\n")
        rates(records)
        speed(records, options.units, options.concepts)


if __name__ == "__main__":
    main()
