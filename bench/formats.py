"""Reading and writing TMX beside the least that reading and writing can cost, and the memory they take.

    python bench/formats.py [FILE.tmx] [--units 100000] [--repeat 3]
    python bench/formats.py --large 3.2

Without a file three are made: of plain units, of units with inline codes around all text, of units with nested and ever different codes.
Each side runs in a process of its own, in turn, on the same file; the best of the repetitions counts, in seconds of the processor.
`iterparse` is a bare loop of lxml over all elements, `iterparse-tu` over the units only: both build nothing. `formatted` writes the same
strings with an f-string. `--large` writes a file of so many gigabytes in the folder for temporary files, reads it, prints seconds and peak
memory, and removes it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from termbase.model import Unit

SOURCE = "The committee met in Geneva on {n} March & discussed the release of {n} detainees <today>."
TARGET = "اجتمعت اللجنة في جنيف في {n} آذار وبحثت الإفراج عن {n} معتقلا."


KINDS = {
    "plain": "{text}",
    "with codes": '<bpt i="1" x="1">&lt;b&gt;</bpt>{text}<ept i="1">&lt;/b&gt;</ept>',
    "nested codes": (
        '<bpt i="1" x="1" type="link">&lt;a href="{n}"&gt;</bpt>{text}<ept i="1">&lt;/a&gt;</ept> <hi type="term">{n}<ph x="2"/></hi> '
        '<ph x="3">{{\\footnote <sub>{n}</sub>}}</ph>'
    ),
}
"""The kinds of segments in the files that are made."""


def make(path: Path, kind: str, *, units: int = sys.maxsize, size: int = sys.maxsize) -> None:
    """Write a memory of so many units or bytes, whichever is reached first."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="bench" creationtoolversion="1" '
            'segtype="sentence" o-tmf="bench" adminlang="en" srclang="en" datatype="plaintext"/>\n<body>\n'
        )
        template = KINDS[kind]
        number = 0
        while number < units and (number % 1_000 or stream.tell() < size):
            source = template.format(text=SOURCE.format(n=number).replace("&", "&amp;").replace("<", "&lt;"), n=number)
            target = template.format(text=TARGET.format(n=number), n=number)
            stream.write(
                f'<tu tuid="{number}" creationdate="20240101T000000Z" creationid="bench">\n<prop type="x-origin">bench</prop>\n'
                f'<tuv xml:lang="en"><seg>{source}</seg></tuv>\n<tuv xml:lang="ar"><seg>{target}</seg></tuv>\n</tu>\n'
            )
            number += 1
        stream.write("</body>\n</tmx>\n")


def iterparse(path: Path) -> int:
    """A bare loop of lxml over all elements."""
    from lxml import etree  # noqa: PLC0415 (a side loads what it needs)

    count = 0
    for _, element in etree.iterparse(str(path)):
        if element.tag == "tu":
            count += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return count


def iterparse_tu(path: Path) -> int:
    """A bare loop of lxml that is told of the units only."""
    from lxml import etree  # noqa: PLC0415 (a side loads what it needs)

    count = 0
    for _, element in etree.iterparse(str(path), tag="tu"):
        count += 1
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    return count


def read(path: Path) -> int:
    """Our reader."""
    from termbase.formats import tmx  # noqa: PLC0415 (a side loads what it needs)

    return sum(1 for _ in tmx.read(path))


def _strings(path: Path) -> list[tuple[str, str, str]]:
    from termbase.formats import tmx  # noqa: PLC0415 (a side loads what it needs)

    return [(unit.id, unit.variants[0].text, unit.variants[1].text) for unit in tmx.read(path)]


def formatted(path: Path) -> tuple[int, float]:
    """Plain formatted writing of the strings, escaped; gives their number and the seconds."""
    from html import escape  # noqa: PLC0415 (a side loads what it needs)

    strings = _strings(path)
    start = time.process_time()
    with tempfile.TemporaryFile("w", encoding="utf-8") as stream:
        for identifier, source, target in strings:
            stream.write(
                f'<tu tuid="{identifier}"><tuv xml:lang="en"><seg>{escape(source, quote=False)}</seg></tuv>'
                f'<tuv xml:lang="ar"><seg>{escape(target, quote=False)}</seg></tuv></tu>\n'
            )
    return len(strings), time.process_time() - start


def write(path: Path) -> tuple[int, float]:
    """Our writer, of units with the same strings."""
    from termbase.formats import tmx  # noqa: PLC0415 (a side loads what it needs)
    from termbase.model import Language, Segment, Unit, Variant  # noqa: PLC0415 (a side loads what it needs)

    units = [
        Unit((Variant(Segment(source, Language("en"))), Variant(Segment(target, Language("ar")))), identifier)
        for identifier, source, target in _strings(path)
    ]
    start = time.process_time()
    with tempfile.TemporaryFile("wb") as stream:
        count = tmx.write_stream(stream, _each(units), tmx.default_header("en"))
    return count, time.process_time() - start


def _each(units: list[Unit]) -> Iterator[Unit]:
    yield from units


SIDES: dict[str, Callable[[Path], int | tuple[int, float]]] = {
    "iterparse": iterparse,
    "iterparse-tu": iterparse_tu,
    "read": read,
    "formatted": formatted,
    "write": write,
}


def measure(side: str, path: Path) -> dict[str, float]:
    """Units, seconds and megabytes of one side in a process of its own."""
    run = subprocess.run(
        [sys.executable, __file__, str(path), "--side", side], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def run_side(side: str, path: Path) -> None:
    """Run one side here and print its numbers."""
    start = time.process_time()
    result = SIDES[side](path)
    count, seconds = result if isinstance(result, tuple) else (result, time.process_time() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"units": count, "seconds": seconds, "peak": peak}))


def report(path: Path, name: str, repeat: int) -> None:
    """Print a table for one file."""
    sides = ("iterparse", "iterparse-tu", "read") if "codes" in name else tuple(SIDES)
    rounds = [{side: measure(side, path) for side in sides} for _ in range(repeat)]
    runs = {side: [found[side] for found in rounds] for side in sides}
    best = {side: min(items, key=lambda item: item["seconds"]) for side, items in runs.items()}
    print(f"\n{name}: {best['read']['units']:,.0f} units, {path.stat().st_size / 1e6:.0f} MB")
    for side, item in best.items():
        other = {"read": "iterparse", "write": "formatted"}.get(side)
        ratio = f"  {best[other]['seconds'] / item['seconds']:.2f} of the speed of {other}" if other else ""
        print(
            f"  {side:10} {item['seconds']:7.2f} s  {item['units'] / item['seconds']:10,.0f} units/s  {item['peak']:6.0f} MB{ratio}"
        )


def report_large(gigabytes: float) -> None:
    """Write a large file, read it, print what that took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.tmx"
        make(path, "plain", size=int(gigabytes * 1e9))
        item = measure("read", path)
        print(
            f"{path.stat().st_size / 1e9:.2f} GB: {item['units']:,.0f} units in {item['seconds']:.0f} s, "
            f"peak {item['peak']:.0f} MB"
        )


def main() -> None:
    """Parse arguments and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--large", type=float, metavar="GB", help="size of a file to make and read")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        run_side(options.side, options.file)
    elif options.large:
        report_large(options.large)
    elif options.file:
        report(options.file, options.file.name, options.repeat)
    else:
        with tempfile.TemporaryDirectory() as folder:
            for kind in KINDS:
                path = Path(folder) / "bench.tmx"
                make(path, kind, units=options.units)
                report(path, kind, options.repeat)


if __name__ == "__main__":
    main()
