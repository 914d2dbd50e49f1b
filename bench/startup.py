"""Start-up and main-job speed, as ratios to `python -c "import typer"` in the same run.

    python bench/startup.py [--runs 15]

Runs each command in turn, several times over, and reports the medians: whole-process wall time and CPU time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def measure(command: list[str]) -> tuple[float, float]:
    """Wall and CPU seconds of one run of a command in the project folder."""
    before = os.times()
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - start
    after = os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    runs: int = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/memory.sqlite"
        termbase = [sys.executable, "-m", "termbase"]
        commands = {
            'python -c "import typer"': [sys.executable, "-c", "import typer"],
            "termbase lookup SOC": [*termbase, "lookup", "SOC", "--memory", url],
            "termbase --version": [*termbase, "--version"],
            "termbase build 2024-12-envoy-meeting": [*termbase, "build", "2024-12-envoy-meeting", "--memory", url],
            "termbase check": [*termbase, "check", "--exit-zero", "--memory", url],
        }
        measure(commands["termbase build 2024-12-envoy-meeting"])
        results: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                results[name].append(measure(command))
    base = statistics.median(wall for wall, _ in results['python -c "import typer"'])
    print(f"| command | wall ms | CPU ms | wall / import typer |\n| --- | --- | --- | --- |  medians of {runs} runs")
    for name, values in results.items():
        wall = statistics.median(wall for wall, _ in values)
        cpu = statistics.median(cpu for _, cpu in values)
        print(f"| {name} | {wall * 1000:.0f} | {cpu * 1000:.0f} | {wall / base:.2f} |")


if __name__ == "__main__":
    main()
