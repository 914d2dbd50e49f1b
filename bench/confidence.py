"""Fits the weights of confidences on gold alignments, and tries them on families of documents that they were not fitted on.

    python bench/confidence.py DIR [--classes GLOB] [--limit N]

DIR is that of `bench/alignment.py`. A class NAME.VARIANT belongs to the family before the first underscore or dot: bible_book and bible_5k are
one. Classes weigh by the square root of their beads.

Joint golds with wrong beads are few, so joint weights are fitted on more, made from the clean ones by leaving out one side in ten of the gold's
beads, six times over; but never a side whose absence leaves two sentences on each of two other sides, for then nobody knows whether they are one
bead or two.

Printed are the weights fitted on all, for `alignment/confidence.py`; then calibration error and the share of the wrong beads in the least sure
tenth, of the weights in use and of weights fitted without the family that is judged, and what the weights in use put below two thresholds for
review.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from alignment import Bead, documents, read_gold, reliability
from termbase.alignment.aligner import align_pairs
from termbase.alignment.confidence import JOINT_WEIGHTS, PAIR_WEIGHTS, joint_features, pair_features, sure
from termbase.alignment.joint import join
from termbase.alignment.lexicon import packaged
from termbase.alignment.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Judged = tuple[np.ndarray, ...]
"""Whether each bead is right, its confidence with the weights in use, and with weights fitted without its family."""

RIDGE = 0.1
"""Precision of the prior of every weight but the first: enough to keep them finite where nothing is wrong."""

MADE, LEFT_OUT = 6, 0.1
"""How often a clean joint document is made a worse one, and the share of the sides of its beads that are left out."""

Texts = dict[str, list[str]]


@dataclass
class Beads:
    """Features of beads, and whether the gold has them."""

    features: list[np.ndarray] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    classes: list[str] = field(default_factory=list)

    def add(self, found: tuple[np.ndarray, list[bool]], name: str) -> None:
        """More beads, of one document of a class."""
        self.features.extend(found[0])
        self.right.extend(found[1])
        self.classes.extend([name] * len(found[1]))

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Features, rightness, families and weights."""
        families = np.array([name.partition(".")[0].partition("_")[0] for name in self.classes])
        _, number, counts = np.unique(self.classes, return_inverse=True, return_counts=True)
        weights = 1 / np.sqrt(counts[number])
        return np.array(self.features), np.array(self.right, float), families, weights / weights.mean()


def aligned(sentences: Texts, gold: set[Bead]) -> tuple[np.ndarray, list[bool]]:
    """What the confidences of the beads of a document rest on, as `termbase.alignment.align` makes them, and whether they are right."""
    parameters, lexicon, languages = Parameters(), packaged(), list(sentences)
    texts, pairings = align_pairs(sentences, lexicon, parameters)
    if len(languages) == 2:
        ((one, other), pairing), *_ = pairings.items()
        steps = [step for step in pairing.steps if step.source[0] < step.source[1] and step.target[0] < step.target[1]]
        right = [(tuple(range(*step.source)), tuple(range(*step.target))) in gold for step in steps]
        return pair_features(steps, texts[one], texts[other], pairing), right
    columns = [column for column in join(languages, texts, pairings, None, parameters) if len(column.spans) > 1]
    beads = [tuple(tuple(range(*column.spans.get(name, (0, 0)))) for name in languages) for column in columns]
    return joint_features(columns, texts, pairings), [bead in gold for bead in beads]


def read(path: Path, languages: Sequence[str]) -> tuple[Texts, set[Bead]]:
    """The sentences and the gold of a document."""
    sentences = {name: (path / f"{name}.txt").read_text("utf-8").removesuffix("\n").split("\n") for name in languages}
    return sentences, read_gold(path / "gold.tsv", len(languages))


def made_worse(sentences: Texts, gold: set[Bead], chance: random.Random) -> tuple[Texts, set[Bead]]:
    """A document without some sides of its beads."""
    kept: list[Bead] = []
    gone: dict[str, set[int]] = {name: set() for name in sentences}
    for bead in sorted(gold):
        sides = list(bead)
        for place, name in enumerate(sentences):
            others = [len(side) for number, side in enumerate(sides) if number != place and side]
            if sides[place] and chance.random() < LEFT_OUT and not (len(others) > 1 and min(others) > 1):
                gone[name].update(sides[place])
                sides[place] = ()
        kept.append(tuple(sides))
    left = {name: [i for i in range(len(rows)) if i not in gone[name]] for name, rows in sentences.items()}
    number = {name: {old: new for new, old in enumerate(places)} for name, places in left.items()}
    beads = {
        tuple(tuple(number[name][i] for i in side) for name, side in zip(sentences, bead, strict=True)) for bead in kept
    }
    return {name: [sentences[name][i] for i in places] for name, places in left.items()}, {
        bead for bead in beads if any(bead)
    }


def worse_ones(folder: Path, languages: Sequence[str], limit: int | None) -> Iterator[tuple[Texts, set[Bead]]]:
    """Every clean document, made worse several times; those of which a language is left without sentences are not used."""
    for path in documents(folder, limit):
        for number in range(MADE):
            sentences, gold = made_worse(*read(path, languages), random.Random(f"{path.name} {number}"))
            if all(sentences.values()):
                yield sentences, gold


def fit(features: np.ndarray, right: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method; the first weight is that of nothing."""
    table = np.column_stack([np.ones(len(features)), features])
    ridge = RIDGE * np.eye(table.shape[1])
    ridge[0, 0] = 1e-6
    found = np.zeros(table.shape[1])
    for _ in range(100):
        likely = sure(features, found)
        slope = table.T @ (weights * (right - likely)) - ridge @ found
        step = np.linalg.solve((table.T * (weights * likely * (1 - likely))) @ table + ridge, slope)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return found


def confidences(tried: Beads, learnt: Mapping[str, Beads], used: Sequence[float]) -> Judged:
    """Whether beads are right, their confidence with the weights in use, and with weights fitted without their family."""
    features, right, families, _ = tried.arrays()
    unseen = np.zeros(len(right))
    for family in sorted(set(families)):
        rows, truth, others, weights = (
            np.concatenate(part) for part in zip(*(b.arrays() for b in learnt.values()), strict=True)
        )
        kept = others != family
        unseen[families == family] = sure(features[families == family], fit(rows[kept], truth[kept], weights[kept]))
    return right, sure(features, used), unseen


def judge(name: str, found: Judged) -> None:
    """Print how beads do."""
    right, used, unseen = found
    wrong, tenth = int((1 - right).sum()), len(right) // 10
    print(
        f"{name}: {len(right)} beads, {wrong} wrong, of which at most {min(1.0, tenth / max(wrong, 1)):.2f} fit into a tenth"
    )
    for what, values in (("in use", used), ("family left out", unseen)):
        error, share = reliability(list(zip(values.tolist(), (right > 0).tolist(), strict=True)))
        print(f"  {what:<16} ECE {error:.4f}  wrong@10% {share:.3f}")
    for threshold in (0.5, 0.9):
        below = used < threshold
        caught = (1 - right)[below].sum() / max(wrong, 1)
        print(f"  below {threshold}: {below.mean():.4f} of the beads, {caught:.3f} of the wrong ones")


def read_all(directory: Path, classes: str, limit: int | None) -> tuple[dict[str, Beads], dict[str, Beads]]:
    """The beads of all documents by their languages; and those of documents that were made worse."""
    gold: dict[str, Beads] = {}
    made: dict[str, Beads] = {}
    for folder in sorted({path.parents[2] for path in directory.glob("*/*/*/gold.tsv")}):
        languages = folder.name.split("-")
        for chosen in sorted(path for path in folder.iterdir() if fnmatch(path.name, classes)):
            print(f"{folder.name}/{chosen.name}", file=sys.stderr, flush=True)
            for path in documents(chosen, limit):
                gold.setdefault(folder.name, Beads()).add(aligned(*read(path, languages)), chosen.name)
            if len(languages) > 2 and chosen.name.endswith(".clean"):
                for document in worse_ones(chosen, languages, limit):
                    made.setdefault(folder.name, Beads()).add(aligned(*document), chosen.name)
    return gold, made


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--classes", default="*", help="only classes whose name matches, such as '[nt]*'")
    parser.add_argument("--limit", type=int, help="only so many documents a class")
    arguments = parser.parse_args()
    gold, made = read_all(arguments.directory, arguments.classes, arguments.limit)
    pairs = {name: found for name, found in gold.items() if name.count("-") == 1}
    for group, learnt in (("pairs", pairs), ("joint", made)):
        if learnt:
            features, right, _, weights = (
                np.concatenate(part) for part in zip(*(beads.arrays() for beads in learnt.values()), strict=True)
            )
            print(f"{group}: weights {', '.join(f'{value:.2f}' for value in fit(features, right, weights))}")
    judged: list[Judged] = []
    for name, found in gold.items():
        learnt, used = (pairs, PAIR_WEIGHTS) if name in pairs else (made, JOINT_WEIGHTS)
        if not learnt:
            print(f"{name}: no clean class among those chosen, so there is nothing to fit joint weights on")
            continue
        judged.append(confidences(found, learnt, used))
        judge(name, judged[-1])
    if len(judged) > 1:
        judge("all of these", tuple(np.concatenate(part) for part in zip(*judged, strict=True)))
    for name, found in made.items():
        judge(f"{name}, made", confidences(found, made, JOINT_WEIGHTS))


if __name__ == "__main__":
    main()
