"""How long one command takes from nothing to the answer, beside other ways to the same rows.

All ways are run in turn, so that a slow moment of the machine meets each of them; the first round
fills the caches and is not counted. Prints a Markdown table of medians.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = str(Path(sys.executable).with_name("actip-graph"))
QUESTION = "ratification-status -p instrument=ACTIP --as-of 2017-03-08 --format csv"
FLOOR = "`python -c pass`"
OURS = "actip-graph, `query run`"
RDFLIB = "rdflib script"
WAYS = {
    FLOOR: [sys.executable, "-c", "pass"],
    "actip-graph, `--help`": [PROGRAM, "--help"],
    OURS: [PROGRAM, "query", "run", *QUESTION.split()],
    "pyoxigraph script, store in memory": [sys.executable, str(HERE / "pyoxigraph_script.py")],
    RDFLIB: [sys.executable, str(HERE / "rdflib_script.py")],
}
ANSWERS = (OURS, "pyoxigraph script, store in memory", RDFLIB)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, metavar="N", help="default: 15")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as cache:
        env = {**os.environ, "ACTIP_GRAPH_CACHE": cache}
        answers = {way: _run(WAYS[way], env)[1] for way in WAYS}
        _compare(answers)
        times: dict[str, list[float]] = {way: [] for way in WAYS}
        for _ in range(runs):
            for way, command in WAYS.items():
                times[way].append(_run(command, env)[0])
    _print(times, runs)


def _run(command: list[str], env: dict[str, str]) -> tuple[float, str]:
    start = time.perf_counter()
    done = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=True)
    return time.perf_counter() - start, done.stdout


def _compare(answers: dict[str, str]) -> None:
    """Stop unless every way gives the same rows: else the times compare nothing."""
    rows = {way: sorted(answers[way].splitlines()) for way in ANSWERS}
    for way in ANSWERS:
        if rows[way] != rows[OURS]:
            sys.exit(f"{way} gives other rows than {OURS}")


def _print(times: dict[str, list[float]], runs: int) -> None:
    medians = {way: statistics.median(values) for way, values in times.items()}
    print(f"{platform.python_implementation()} {platform.python_version()}, ", end="")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {runs} runs each\n")
    print(f"| | median, ms | fastest, ms | to {FLOOR} | {RDFLIB} takes |")
    print("|---|---:|---:|---:|---:|")
    for way, median in medians.items():
        against = f"{medians[RDFLIB] / median:.1f} times as long" if way in ANSWERS else ""
        print(
            f"| {way} | {median * 1e3:.0f} | {min(times[way]) * 1e3:.0f}"
            f" | {median / medians[FLOOR]:.1f}x | {against} |"
        )


if __name__ == "__main__":
    main()
