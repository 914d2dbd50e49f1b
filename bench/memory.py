"""Fuzzy search, beside rapidfuzz brute force and SQLite FTS5, on any memory and any queries.

    python bench/memory.py MEMORY.tsv QUERIES.tsv [--truth truth.json] [--peers 20] [--oracle 100] [--keep FOLDER]

MEMORY has lines of source TAB target, QUERIES lines of kind TAB query. Imports the memory into a new database, then measures, in one run:
import, size, cold start of the whole `termbase lookup` process, fuzzy and exact lookups, concordance, single commits, and two peers.
Recall by our measure is against a linear scan with that measure over `--oracle` of the queries; by the measures of `--truth`, against its
rows: of the queries whose best similarity is at least T, the share for which our five answers hold one that scores the best.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from termbase.memory.score import Query, codes, compare, tokens
from termbase.memory.sqlite import SqliteMemory
from termbase.model import Language, Segment, Unit, Variant
from termbase.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PLAIN = re.compile(r"\w+|[^\w\s]")


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Source and target of each line."""
    with path.open(encoding="utf-8", newline="\n") as stream:
        for line in stream:
            source, _, target = line.rstrip("\n").partition("\t")
            yield source, target


def units(path: Path, source: str, target: str) -> Iterator[Unit]:
    """The lines as units."""
    here, there = Language(source), Language(target)
    for left, right in rows(path):
        yield Unit((Variant(Segment(left, here)), Variant(Segment(right, there))))


def percentiles(seconds: Sequence[float]) -> str:
    """p50, p95, p99 and the greatest, in milliseconds."""
    ordered = sorted(seconds)
    picked = [ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 for share in (0.5, 0.95, 0.99, 1)]
    return " / ".join(f"{value:.3f}" for value in picked)


def timed(calls: Sequence[Callable[[], Any]]) -> tuple[list[float], float, list[Any]]:
    """Wall seconds of each call, CPU seconds of all per call, and the answers."""
    walls, answers = [], []
    cpu = time.process_time()
    for call in calls:
        start = time.perf_counter()
        answers.append(call())
        walls.append(time.perf_counter() - start)
    return walls, (time.process_time() - cpu) / max(1, len(calls)), answers


def main() -> None:
    """Print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("memory", type=Path)
    parser.add_argument("queries", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--source", default="en")
    parser.add_argument("--target", default="fr")
    parser.add_argument("--minimum", type=int, default=70)
    parser.add_argument("--peers", type=int, default=20, help="queries for the slow peers")
    parser.add_argument("--oracle", type=int, default=60, help="queries for the linear scan by our measure")
    parser.add_argument("--keep", type=Path, help="folder to keep, and to take, the database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        run(options, folder)


def run(options: argparse.Namespace, folder: Path) -> None:
    """All measurements."""
    path = folder / "memory.sqlite"
    queries = [tuple(line.rstrip("\n").split("\t", 1)) for line in options.queries.open(encoding="utf-8")]
    memory = SqliteMemory(str(path))
    if not memory.count():
        import_all(memory, options)
    size = sum(item.stat().st_size for item in folder.glob("memory.sqlite*"))
    count = memory.count()
    parts = ", ".join(f"{item.suffix} {item.stat().st_size / count:.0f}" for item in folder.glob("memory.sqlite*"))
    print(f"disk: {size / count:.0f} bytes a unit, of {count:,} units: {parts}")

    def asking(text: str, minimum: int = options.minimum) -> Callable[[], Any]:
        return lambda: memory.lookup(text, source=options.source, targets=[options.target], minimum=minimum)

    timed([asking(text) for _, text in queries])
    walls, cpu, answers = timed([asking(text) for _, text in queries])
    ours = sorted(walls)[len(walls) // 2]
    print(
        f"fuzzy lookup at {options.minimum}: {percentiles(walls)} ms (p50/p95/p99/max), {cpu * 1000:.3f} CPU ms a query, {len(queries)} queries"
    )
    exact = [text for kind, text in queries if kind == "exact"] or [text for _, text in queries]
    walls, cpu, found = timed([asking(text, 100) for text in exact])
    print(f"exact lookup: {percentiles(walls)} ms, {sum(map(bool, found))} of {len(exact)} found")
    concordance(memory, options, queries)
    commits(memory)
    cold(path, options, queries)
    if options.truth:
        by_truth(options, queries, answers, count)
    peers(memory, options, queries, ours, folder)


def import_all(memory: SqliteMemory, options: argparse.Namespace) -> None:
    """Import, and say how fast and in how much space."""
    wall, cpu = time.perf_counter(), time.process_time()
    count = memory.replace(options.memory.name, units(options.memory, options.source, options.target))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"import with index: {count:,} units, {count / cpu:,.0f} a CPU second, {count / wall:,.0f} a second, peak resident {peak:.0f} MB"
    )


def concordance(memory: SqliteMemory, options: argparse.Namespace, queries: Sequence[Sequence[str]]) -> None:
    """Phrases of one to three words out of the queries, first 50 units."""
    phrases = []
    for place, (_, text) in enumerate(queries[:300]):
        words = text.split()
        start = place % max(1, len(words) - 2)
        phrases.append(" ".join(words[start : start + 1 + place % 3]))

    def asking(phrase: str) -> Callable[[], Any]:
        return lambda: memory.concordance(phrase, language=options.source, targets=[options.target])

    calls = [asking(phrase) for phrase in phrases]
    timed(calls[:20])
    walls, _, _ = timed(calls)
    worst = max(range(len(walls)), key=walls.__getitem__)
    print(
        f"concordance, first 50 units, {len(calls)} phrases of 1 to 3 words: {percentiles(walls)} ms, slowest “{phrases[worst]}”"
    )


def commits(memory: SqliteMemory) -> None:
    """Units added one at a time, each committed and found."""
    here, there = Language("en"), Language("fr")
    added = [
        Unit((Variant(Segment(f"Committed unit number {number} of the bench, about as long as others are.", here)),
              Variant(Segment(f"Unité {number} du banc d’essai, de longueur ordinaire comme les autres unités.", there))))
        for number in range(300)
    ]  # fmt: skip
    walls, _, _ = timed([partial(memory.add, "bench", unit) for unit in added])
    print(f"one unit committed with its index: {percentiles(walls)} ms")
    memory.delete("bench")


def cold(path: Path, options: argparse.Namespace, queries: Sequence[Sequence[str]]) -> None:
    """Whole processes, from an empty project folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "termbase", "lookup", "--memory", f"sqlite:///{path.resolve()}",
                   "--from", options.source, "--to", options.target]  # fmt: skip
        results = []
        for _, text in queries[:12]:
            before, start = os.times(), time.perf_counter()
            subprocess.run([*command, "--", text], cwd=folder, check=False, capture_output=True)
            wall, after = time.perf_counter() - start, os.times()
            results.append(
                (wall, after.children_user + after.children_system - before.children_user - before.children_system)
            )
        walls, cpus = (sorted(column) for column in zip(*results, strict=True))
        print(
            f"cold `termbase lookup`, whole process, median of {len(results)}: {walls[len(walls) // 2]:.3f} s wall, {cpus[len(cpus) // 2]:.3f} s CPU"
        )


def plain(text: str) -> str:
    """The text as the truth file compares it."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def by_truth(options: argparse.Namespace, queries: Sequence[Sequence[str]], answers: Sequence[Any], count: int) -> None:
    """Recall by the similarities of a truth file."""
    truth = {item["query"]: item for item in json.loads(options.truth.read_text(encoding="utf-8"))}
    size = "1M" if count > 500_000 else "100k"
    for measure in ("word", "char"):
        shares = []
        for least in (70, 80, 90):
            total = hits = 0
            for (_, text), found in zip(queries, answers, strict=True):
                best = truth[text][f"{measure}_best_{size}"]
                if best * 100 >= least:
                    total += 1
                    hits += any(similarity(measure, text, match.source) >= best - 1e-5 for match in found)
            shares.append(f"{100 * hits / total:.2f} % of {total}" if total else "none")
        print(f"recall by {measure} similarity at 70 / 80 / 90: {' / '.join(shares)}")


def similarity(measure: str, query: str, text: str) -> float:
    """One of the two similarities of a truth file."""
    here, there = plain(query), plain(text)
    if measure == "char":
        return Levenshtein.normalized_similarity(here, there)
    return Levenshtein.normalized_similarity(_PLAIN.findall(here), _PLAIN.findall(there))


def peers(
    memory: SqliteMemory, options: argparse.Namespace, queries: Sequence[Sequence[str]], ours: float, folder: Path
) -> None:
    """Brute force by coded words, which is also the oracle of our measure, and FTS5 trigrams."""
    sources = [source for source, _ in rows(options.memory)]
    coded = [codes(tokens(fold(source))) for source in sources]
    sample = [text for _, text in queries[:: max(1, len(queries) // options.peers)]][: options.peers]

    def brute_force(text: str) -> Any:  # noqa: ANN401 (what rapidfuzz gives)
        coded_query = codes(tokens(fold(text)))
        return process.extract(
            coded_query, coded, scorer=Levenshtein.normalized_similarity, score_cutoff=options.minimum / 100, limit=5
        )

    walls, _, _ = timed([partial(brute_force, text) for text in sample])
    brute = sorted(walls)[len(walls) // 2]
    print(
        f"rapidfuzz brute force over coded words: {percentiles(walls)} ms, {len(sample)} queries; ours is {brute / ours:.0f} times faster at p50"
    )
    fts(sources, sample, ours, folder)
    asked = [text for _, text in queries[:: max(1, len(queries) // max(1, options.oracle))]][: options.oracle]
    for least in (70, 80, 90):
        wanted = got = 0
        for text in asked:
            best = linear_scan(Query.of(text), sources, coded, least)
            found = [
                match.score
                for match in memory.lookup(text, source=options.source, targets=[options.target], minimum=least)
            ]
            wanted += len(best)
            got += sum(left == right for left, right in zip(best, found, strict=False))
        print(
            f"recall by our measure at {least}: {got} of {wanted} scores of the five best, {len(asked)} queries against a linear scan"
        )


def linear_scan(query: Query, sources: Sequence[str], coded: Sequence[str], minimum: int) -> list[int]:
    """The five best scores by comparing every source; those that share too few words for any score of 50 are passed over by code."""
    near = process.extract(
        query.codes, coded, scorer=Levenshtein.normalized_similarity, score_cutoff=0.5 - 1e-9, limit=None
    )
    different = {sources[place] for _, _, place in near}
    scores = sorted((score_of(query, text) for text in different), reverse=True)
    return [score for score in scores[:5] if score >= minimum]


def score_of(query: Query, text: str) -> int:
    """Score by our measure."""
    likeness = compare(query, text)
    return likeness.score if likeness else 0


def fts(sources: Sequence[str], sample: Sequence[str], ours: float, folder: Path) -> None:
    """SQLite FTS5 trigrams: the rarest sixth of the query's, joined by OR, the hundred best compared again."""
    path = folder / "fts.sqlite"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("CREATE VIRTUAL TABLE t USING fts5(s, tokenize='trigram', detail=none, content='')")
    database.executemany("INSERT INTO t(rowid, s) VALUES (?, ?)", enumerate(map(fold, sources)))
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, row)")
    database.commit()

    def ask(text: str) -> list[int]:
        folded = fold(text)
        grams = {folded[place : place + 3] for place in range(len(folded) - 2)}
        counts = {
            gram: (database.execute("SELECT doc FROM v WHERE term = ?", (gram,)).fetchone() or (0,))[0]
            for gram in grams
        }
        rare = sorted(grams, key=counts.__getitem__)[: max(3, len(grams) // 6)]
        match = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in rare) or '""'
        found = database.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY bm25(t) LIMIT 100", (match,)).fetchall()
        return sorted((score_of(Query.of(text), sources[number]) for (number,) in found), reverse=True)[:5]

    walls, _, _ = timed([partial(ask, text) for text in sample])
    ratio = sorted(walls)[len(walls) // 2] / ours
    print(
        f"SQLite FTS5, rarest trigrams, compared: {percentiles(walls)} ms, {len(sample)} queries; ours is {ratio:.0f} times faster at p50"
    )
    database.close()
    path.unlink()


if __name__ == "__main__":
    main()
