"""Segmentation: quality and speed of termbase beside splitters from the package index.

    python bench/segmentation.py DIR [--system NAME ...] [--misses]

DIR holds `press.jsonl` and `real.jsonl`, one object a line with `lang`, `text` and `sents`; `golden_rules.json` stands there or one
folder up.
A boundary is the number of visible characters before it; the end of an item is none. F1 is over all boundaries of a language, exact is the
share of items without an error. The Golden Rules (Dias) count when all sentences agree after white space is normalised; those that
ask for options of one tool are left out. Speed is sentences a second of processor time over the real texts, best of three runs.
"""

# ruff: noqa: PLC0415 (what is not measured need not be installed, and start-up is measured)
from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Split = Callable[[str, str], list[str]]

LANGUAGES = ("en", "fr", "ar")
SPACE = re.compile(r"\s+")


def termbase() -> Split:
    """Ours, with the shipped rules."""
    from termbase.text.segment import segment

    return lambda text, language: [sentence.text for sentence in segment(text, language)]


def termbase_rules_in_choppa() -> Split:
    """Our rules, run by another SRX engine: what CAT tools will see."""
    from termbase.text.segment import shipped

    return _choppa(Path(shipped.__file__).parent.with_name("rules.srx"), lambda language: language)


def choppa_languagetool() -> Split:
    """LanguageTool's rules; `_two` is its name for paragraphs kept as they are."""
    import choppa

    return _choppa(
        Path(choppa.__file__).parent / "data" / "srx" / "languagetool_segment.srx", lambda language: f"{language}_two"
    )


def _choppa(rules: Path, code: Callable[[str], str]) -> Split:
    from choppa.iterators import SrxTextIterator
    from choppa.srx_parser import SrxDocument

    document = SrxDocument(ruleset=rules)
    return lambda text, language: list(SrxTextIterator(document, code(language), text))


def pysbd() -> Split:
    """Rule-based, written to the Golden Rules."""
    made = {
        language: importlib.import_module("pysbd").Segmenter(language=language, clean=False) for language in LANGUAGES
    }
    return lambda text, language: list(made[language].segment(text))


def blingfire() -> Split:
    """Compiled automata, one for all languages."""
    split: Callable[[str], str] = importlib.import_module("blingfire").text_to_sentences
    return lambda text, _language: split(text).split("\n")


def syntok() -> Split:
    """Rule-based, made for Indo-European languages."""
    process = importlib.import_module("syntok.segmenter").process

    def split(text: str, _language: str) -> list[str]:
        return [
            "".join(token.spacing + token.value for token in sentence).strip()
            for paragraph in process(text)
            for sentence in paragraph
        ]

    return split


def sentence_splitter() -> Split:
    """The Moses splitter; it has no Arabic list, so the English one serves."""
    make = importlib.import_module("sentence_splitter").SentenceSplitter
    made = {language: make(language="en" if language == "ar" else language) for language in LANGUAGES}
    return lambda text, language: list(made[language].split(text))


SYSTEMS: dict[str, Callable[[], Split]] = {
    "termbase": termbase,
    "termbase rules in choppa": termbase_rules_in_choppa,
    "choppa, LanguageTool rules": choppa_languagetool,
    "blingfire": blingfire,
    "sentence-splitter": sentence_splitter,
    "pysbd": pysbd,
    "syntok": syntok,
}


def visible(text: str) -> str:
    """The text without white space."""
    return SPACE.sub("", text)


def boundaries(sentences: Iterable[str], whole: str) -> set[int]:
    """Visible characters before each boundary; a system that changed the text is followed by the ends of its sentences."""
    found: set[int] = set()
    place = 0
    for sentence in sentences:
        end = visible(sentence)
        if whole.startswith(end, place):
            place += len(end)
        else:
            tail = end[-12:]
            near = whole.find(tail, max(place, place + len(end) - len(tail) - 6)) if tail else -1
            place = near + len(tail) if near >= 0 else min(len(whole), place + len(end))
        found.add(place)
    return found - {0, len(whole)}


def measure(items: list[dict[str, Any]], split: Split) -> tuple[float, float, list[str]]:
    """F1, share of exact items, and one line for every boundary that was missed or made up."""
    hits = extra = missed = exact = 0
    lines: list[str] = []
    for item in items:
        whole = visible(item["text"])
        wanted = boundaries(item["sents"], whole)
        found = boundaries(split(item["text"], item["lang"]), whole)
        hits, extra, missed = hits + len(wanted & found), extra + len(found - wanted), missed + len(wanted - found)
        exact += wanted == found
        for word, places in (("missed", wanted - found), ("extra", found - wanted)):
            lines += [
                f"  {word:6} {item.get('id', '')}: {whole[max(0, place - 30) : place]} | {whole[place : place + 20]}"
                for place in sorted(places)
            ]
    return 2 * hits / (2 * hits + extra + missed) if hits else 0.0, exact / max(1, len(items)), lines


def golden(rules: list[dict[str, Any]], language: str, split: Split) -> tuple[list[str], int]:
    """Names of the Golden Rules that fail, and how many there are."""
    group = "extra" if language == "fr" else "golden"
    chosen = [
        rule
        for rule in rules
        if rule["lang"] == language
        and rule["group"] == group
        and not any(word in rule["opts"] for word in ("doc_type", "clean"))
    ]

    def tidy(sentences: Iterable[str]) -> list[str]:
        return [text for sentence in sentences if (text := SPACE.sub(" ", sentence).strip())]

    return [rule["id"] for rule in chosen if tidy(split(rule["text"], language)) != tidy(rule["sents"])], len(chosen)


def speed(items: list[dict[str, Any]], split: Split) -> float:
    """Sentences a second."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for item in items:
            split(item["text"], item["lang"])
        best = min(best, time.process_time() - start)
    return sum(len(item["sents"]) for item in items) / best


def startup() -> float:
    """Milliseconds of processor time until the rules of one language are ready, the import of `regex` included."""
    start = time.process_time()
    from termbase.text.segment import shipped_rules

    shipped_rules().segmenter("en")
    return (time.process_time() - start) * 1000


def main() -> None:
    """Print the table; the numbers of termbase come first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dir", type=Path)
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="measure only these")
    parser.add_argument("--misses", action="store_true", help="list what termbase gets wrong")
    options = parser.parse_args()
    ready = startup()
    data = {
        name: [json.loads(line) for line in (options.dir / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in ("press", "real")
    }
    rules: list[dict[str, Any]] = next(
        (
            json.loads(path.read_text("utf-8"))
            for folder in (options.dir, options.dir.resolve().parent)
            if (path := folder / "golden_rules.json").exists()
        ),
        [],
    )
    print(
        "| system |"
        + "".join(
            f" {language} press F1 (exact) | {language} real F1 | {language} Golden | {language} sentences/s |"
            for language in LANGUAGES
        )
    )
    print("|---|" + "---|---|---|---|" * len(LANGUAGES))
    details: list[str] = []
    for name in options.system or SYSTEMS:
        try:
            split = SYSTEMS[name]()
        except ImportError as error:
            print(f"| {name} | not installed: {error.name} |")
            continue
        cells = []
        for language in LANGUAGES:
            items = {kind: [item for item in data[kind] if item["lang"] == language] for kind in data}
            press, exact, press_lines = measure(items["press"], split)
            real, _, real_lines = measure(items["real"], split)
            failed, total = golden(rules, language, split)
            cells.append(
                f"{press:.3f} ({exact:.2f}) | {real:.4f} | {total - len(failed)}/{total} | {speed(items['real'], split):,.0f}"
            )
            if name == "termbase" and options.misses:
                details += [
                    f"{language} press",
                    *press_lines,
                    f"{language} real",
                    *real_lines,
                    f"{language} Golden Rules failed: {failed}",
                ]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    print(f"\nStart-up of the English rules: {ready:.0f} ms of processor time.")
    print("\n".join(details))


if __name__ == "__main__":
    main()
