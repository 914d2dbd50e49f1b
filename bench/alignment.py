"""Sentence alignment on gold data: quality, confidence, CPU time and memory, beside other tools.

    python bench/alignment.py DIR [--hunalign PATH] [--classes GLOB] [--limit N] [--no-lexicon] [--no-peers] [--set NAME=VALUE]

DIR holds PAIR/CLASS.VARIANT/DOCUMENT/{SOURCE,TARGET}.txt and gold.tsv, or is one such PAIR; a PAIR of three or more languages is aligned
jointly. Files hold a sentence a line; gold.tsv has a bead a line, 0-based line numbers joined by commas, a column a language.

Every class runs in a process of its own, so that its peak memory can be told; CPU seconds leave out start-up and reading, and count
everything else, the loading of the lexicon too. The last two columns are CPU milliseconds of a document, on average and at most, without
the first one of the class, which loads it; each document is aligned once.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

Bead = tuple[tuple[int, ...], ...]
Result = list[tuple[Bead, float]]

GALECHURCH_LIMIT = 6_000
"""Longest text that Gale and Church's quadratic lattice is asked to align."""


def read_gold(path: Path, width: int) -> set[Bead]:
    """The beads of a gold file."""
    found = set()
    for line in path.read_text("utf-8").splitlines():
        columns = [*line.split("\t"), *[""] * width][:width]
        bead = tuple(tuple(int(i) for i in column.split(",") if i.strip()) for column in columns)
        if any(bead):
            found.add(bead)
    return found


def pair_counts(gold: set[Bead], found: set[Bead]) -> np.ndarray:
    """Right strictly, right laxly, all; first for precision (all beads found), then for recall (gold beads with both sides)."""

    def hits(reference: set[Bead], tested: set[Bead]) -> list[int]:
        links: dict[int, set[int]] = defaultdict(set)
        for source, target in reference:
            for i in source:
                links[i].update(target)
        strict = sum(bead in reference for bead in tested)
        lax = sum(bead in reference or any(links.get(i, set()) & set(bead[1]) for i in bead[0]) for bead in tested)
        return [strict, lax, len(tested)]

    return np.array(hits(gold, found) + hits({b for b in found if all(b)}, {b for b in gold if all(b)}))


def joint_counts(gold: set[Bead], found: set[Bead]) -> np.ndarray:
    """The same for beads over more languages: those of one language only count neither way, and there is no lax score."""
    gold, found = ({bead for bead in beads if sum(map(bool, bead)) > 1} for beads in (gold, found))
    right = len(gold & found)
    return np.array([right, right, len(found), right, right, len(gold)])


def f1(right_found: float, found: float, right_gold: float, gold: float) -> float:
    """Harmonic mean of precision and recall."""
    precision, recall = right_found / max(found, 1), right_gold / max(gold, 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def ours(texts: dict[str, list[str]], *, lexicon: bool, changed: dict[str, float]) -> Result:
    """This project's aligner."""
    from termbase.alignment import Lexicon, Parameters, align  # noqa: PLC0415 (the bench measures it after start-up)

    result = align(texts, lexicon=None if lexicon else Lexicon(), parameters=Parameters(**changed))
    return [(tuple(bead.sides[language] for language in texts), bead.confidence) for bead in result.beads]


def galechurch(texts: dict[str, list[str]]) -> Result:
    """Gale and Church (1993): lengths in characters, six bead types, one pass."""
    source, target = (np.array([len(s.replace(" ", "")) for s in text], float) for text in texts.values())
    n, m = len(source), len(target)
    ratio = target.sum() / source.sum()
    priors = {(1, 1): 0.89, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
    types = list(priors)
    skip = -np.log(0.00495) + 2.0
    at, bt = np.concatenate([[0], source.cumsum()]), np.concatenate([[0], target.cumsum()])
    cost = np.full((n + 1, m + 1), np.inf, np.float32)
    move = np.zeros((n + 1, m + 1), np.int8)
    insertions = np.arange(m + 1) * skip
    for i in range(n + 1):
        best, kind = np.full(m + 1, np.inf), np.zeros(m + 1, np.int8)
        if i == 0:
            best[0] = 0
        else:
            best, kind = cost[i - 1] + skip, np.full(m + 1, 4, np.int8)
        for number, (a, b) in enumerate(types):
            if i >= a and m >= b:
                left, right = at[i] - at[i - a], bt[b:] - bt[: m + 1 - b]
                deviation = (right - left * ratio) / np.sqrt(6.8 * np.maximum((left + right / ratio) / 2, 1))
                # -2 log of the tail of the normal distribution, by its usual bound: exact enough to rank beads.
                tail = deviation**2 / 2 + np.log1p(np.abs(deviation))
                value = cost[i - a, : m + 1 - b] + tail - np.log(priors[a, b])
                better = value < best[b:]
                best[b:][better], kind[b:][better] = value[better], number
        along = np.minimum.accumulate(best - insertions) + insertions
        kind[along < best - 1e-6] = 5
        cost[i], move[i] = np.minimum(best, along), kind
    beads: Result = []
    i, j = n, m
    while i or j:
        a, b = [*types, (1, 0), (0, 1)][move[i, j]]
        beads.append(((tuple(range(i - a, i)), tuple(range(j - b, j))), 1.0))
        i, j = i - a, j - b
    return beads


def hunalign(texts: dict[str, list[str]], program: str) -> Result:
    """The hunalign program (Varga et al. 2005) with an empty dictionary and realignment."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for language, sentences in texts.items():
            path = Path(folder) / f"{language}.txt"
            path.write_text("\n".join(sentences) + "\n", "utf-8")
            names.append(str(path))
        empty = Path(folder) / "empty.dic"
        empty.write_text("", "utf-8")
        done = subprocess.run(
            [program, "-utf", "-realign", str(empty), *names], capture_output=True, text=True, check=True
        )
    rungs = [tuple(map(int, line.split("\t")[:2])) for line in done.stdout.splitlines() if line.strip()]
    beads: Result = []
    for (i, j), (k, m) in pairwise(rungs):
        if k > i or m > j:
            beads.append(((tuple(range(i, k)), tuple(range(j, m))), 1.0))
    return beads


def documents(folder: Path, limit: int | None) -> list[Path]:
    """The documents of a class."""
    return sorted(path.parent for path in folder.glob("*/gold.tsv"))[:limit]


def measure(
    tool: str, folder: Path, languages: list[str], limit: int | None, changed: dict[str, float]
) -> dict[str, Any]:
    """Align every document of a class and count."""
    counts = np.zeros(6, int)
    seconds: list[float] = []
    sure: list[tuple[float, bool]] = []
    chosen = documents(folder, limit)
    for path in chosen:
        texts = {language: (path / f"{language}.txt").read_text("utf-8").split("\n") for language in languages}
        texts = {language: rows[:-1] if rows and not rows[-1] else rows for language, rows in texts.items()}
        if tool == "galechurch" and max(map(len, texts.values())) > GALECHURCH_LIMIT:
            return {}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.process_time()
        if tool == "galechurch":
            result = galechurch(texts)
        elif tool.startswith("termbase"):
            result = ours(texts, lexicon=tool == "termbase", changed=changed)
        else:
            result = hunalign(texts, tool)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(time.process_time() - start + after.ru_utime - before.ru_utime)
        gold = read_gold(path / "gold.tsv", len(languages))
        counts += (pair_counts if len(languages) == 2 else joint_counts)(gold, {bead for bead, _ in result})
        sure += [(confidence, bead in gold) for bead, confidence in result if sum(map(bool, bead)) > 1]
    who = resource.RUSAGE_SELF if tool.startswith("termbase") or tool == "galechurch" else resource.RUSAGE_CHILDREN
    memory = resource.getrusage(who).ru_maxrss / 1024
    each = [1000 * value for value in seconds[1:]]
    return {
        "counts": counts.tolist(), "seconds": sum(seconds), "each": [sum(each) / len(each), max(each)] if each else [], "memory": memory,
        "documents": len(chosen), "sure": sure,
    }  # fmt: skip


def reliability(sure: list[tuple[float, bool]]) -> tuple[float, float]:
    """Expected calibration error over ten equal bins, and the share of the wrong beads that are among the least sure tenth."""
    if not sure:
        return 0.0, 1.0
    confidence, right = np.array([c for c, _ in sure]), np.array([r for _, r in sure])
    bins = np.minimum((confidence * 10).astype(int), 9)
    error = sum(
        abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    )
    least = np.argsort(confidence, kind="stable")[: max(1, len(sure) // 10)]
    wrong = (~right).sum()
    return float(error), float((~right[least]).sum() / wrong) if wrong else 1.0


def run(tool: str, folder: Path, languages: list[str], arguments: argparse.Namespace) -> dict[str, Any]:
    """Measure in a new process."""
    command = [sys.executable, __file__, str(folder), "--worker", tool, "--languages", ",".join(languages)]
    command += ["--limit", str(arguments.limit)] if arguments.limit else []
    command += [f"--set={change}" for change in arguments.set]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{tool} failed on {folder}:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def cell(result: dict[str, Any], *, joint: bool) -> tuple[str, float | None]:
    """A tool's cell of the table, and its strict F1."""
    if not result:
        return f"{'-':^34}", None
    c = np.array(result["counts"])
    strict, lax = f1(c[0], c[2], c[3], c[5]), f1(c[1], c[2], c[4], c[5])
    second = "   -  " if joint else f"{lax:.4f}"
    return f"{strict:.4f} {second} {result['seconds']:8.2f}s {result['memory']:6.0f}M", strict


def table(pairs: list[Path], tools: dict[str, str], arguments: argparse.Namespace) -> None:
    """Measure and print."""
    print(
        "strict and lax F1, CPU seconds of the whole class, peak memory; ECE and the share of wrong beads in the least sure tenth (ours)"
    )
    print(
        f"{'class':<34} {'docs':>4} " + " ".join(f"{name:^31}" for name in tools) + "   ECE  wrong@10%  ms a document"
    )
    for pair in pairs:
        languages = pair.name.split("-")
        strict: dict[str, list[float]] = defaultdict(list)
        groups: dict[str, list[float]] = defaultdict(list)
        all_sure: list[tuple[float, bool]] = []
        for folder in sorted(
            path for path in pair.iterdir() if path.is_dir() and fnmatch(path.name, arguments.classes)
        ):
            cells, last = [], {}
            for name, tool in tools.items():
                if len(languages) > 2 and not name.startswith("termbase"):
                    cells.append(f"{'-':^31}")
                    continue
                result = run(tool, folder, languages, arguments)
                text, value = cell(result, joint=len(languages) > 2)
                cells.append(text)
                if value is not None:
                    strict[name].append(value)
                if tool.startswith("termbase"):
                    last = result
                    groups[folder.name.partition(".")[0]].append(value or 0.0)
                    all_sure += [(float(c), bool(r)) for c, r in result["sure"]]
            error, share = reliability([(float(c), bool(r)) for c, r in last["sure"]])
            each = " ".join(f"{value:6.0f}" for value in last["each"])
            print(
                f"{pair.name + '/' + folder.name:<34} {last['documents']:>4} {' '.join(cells)} {error:.3f}  {share:.2f}  {each}".rstrip(),
                flush=True,
            )
        if strict:
            error, share = reliability(all_sure)
            means = " ".join(f"{np.mean(strict[name]):^31.4f}" if strict[name] else f"{'-':^31}" for name in tools)
            print(f"{pair.name + ' mean over classes':<39} {means} {error:.3f}  {share:.2f}")
            print("  " + "  ".join(f"{name} {np.mean(values):.4f}" for name, values in groups.items()))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--hunalign", help="path of a hunalign program to measure beside ours")
    parser.add_argument("--classes", default="*", help="only classes whose name matches, such as 'news.*'")
    parser.add_argument("--limit", type=int, help="only so many documents a class")
    parser.add_argument("--no-lexicon", action="store_true", help="ours without the packaged lexicon")
    parser.add_argument("--no-peers", action="store_true", help="ours only")
    parser.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="ours with another parameter, for ablations"
    )
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    parser.add_argument("--languages", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    changed = {name: float(value) for name, _, value in (change.partition("=") for change in arguments.set)}
    if arguments.worker:
        print(
            json.dumps(
                measure(arguments.worker, arguments.directory, arguments.languages.split(","), arguments.limit, changed)
            )
        )
        return
    root = arguments.directory
    pairs = (
        [root] if any(root.glob("*/*/gold.tsv")) else sorted({path.parents[2] for path in root.glob("*/*/*/gold.tsv")})
    )
    if not pairs:
        sys.exit(f"no PAIR/CLASS.VARIANT/DOCUMENT/gold.tsv under {root}")
    tools = {"termbase": "termbase-no-lexicon" if arguments.no_lexicon else "termbase"}
    if not arguments.no_peers:
        tools["galechurch"] = "galechurch"
        if arguments.hunalign:
            tools["hunalign"] = arguments.hunalign
    table(pairs, tools, arguments)


if __name__ == "__main__":
    main()
