"""The measure of the memory again, plainly: loops over lists, nothing left out, no code shared but folding."""

from __future__ import annotations

import re
from unicodedata import normalize

from termbase.model import Language, Segment, Unit, Variant
from termbase.text.fold import fold


def unit(*texts, id="", **attributes):  # noqa: A002 (the attribute has this name)
    """A unit of (language, text) pairs."""
    return Unit(tuple(Variant(Segment(text, Language(tag))) for tag, text in texts), id, attributes)


def distance(left, right):
    """Levenshtein's distance by the textbook table."""
    row = list(range(len(right) + 1))
    for place, here in enumerate(left, 1):
        before, row[0] = row[0], place
        for column, there in enumerate(right, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (here != there))
    return row[-1]


def words(text):
    """Folded words and signs; every number is one word."""
    found = re.findall(r"\w+|[^\w\s]", fold(text))
    return ["0" if word.isdigit() else word for word in found]


def score(query, text):
    """Score and similarity in characters of two texts; None for texts without words."""
    here, there = words(query), words(text)
    if not here or not there:
        return None
    if normalize("NFC", query) == normalize("NFC", text):
        return 100, 1.0
    longest = max(len(here), len(there))
    edits = distance(here, there)
    plain, other = " ".join(fold(query).split()), " ".join(fold(text).split())
    characters = 1 - distance(plain, other) / max(len(plain), len(other))
    best = share = 1 - edits / longest
    if edits / longest <= 0.5:
        best = max(share, min(characters, share + 2 / longest))
        three = min(characters, share + 3 / longest)
        if three > 0.8 - 1e-7:
            best = max(best, three)
    points = min(99, int(best * 100 + 1e-7))
    if edits == 0:
        points = min(99, 100 - _form(query, text) - _numbers(plain, other))
    else:
        points -= _numbers(plain, other)
    return max(0, points), characters


def _form(query, text):
    bare, other = re.sub(r"[\s\d]", "", query), re.sub(r"[\s\d]", "", text)
    points = 0
    if bare.casefold() != other.casefold():
        points += 1
        if len([letter for letter in bare if letter.isupper()]) != len(
            [letter for letter in other if letter.isupper()]
        ):
            points += 1
    elif bare != other:
        points += 1
    if re.findall(r"\s+", query) != re.findall(r"\s+", text):
        points += 1
    return points


def _numbers(query, text):
    here, there = re.findall(r"(?<!\w)\d+(?!\w)", query), re.findall(r"(?<!\w)\d+(?!\w)", text)
    differing = sum(left != right for left, right in zip(here, there, strict=False)) if here != there else 0
    return min(5, differing + abs(len(here) - len(there)))


def linear_scan(units, query, source, target, minimum):
    """Every (score, source, target) of the units that reaches a score, without repetitions, best first."""
    found = {}
    for item in units:
        best = None
        for variant in item.variants:
            if variant.language.matches(source):
                points = score(query, variant.text)
                if points and (best is None or points > best[0]):
                    best = (points, variant)
        rendering = item.variant(target)
        if best and rendering and best[0][0] >= minimum:
            found[best[1].text, rendering.text] = best[0]
    return sorted(
        ((points, text, rendering) for (text, rendering), points in found.items()),
        key=lambda item: item[0],
        reverse=True,
    )
