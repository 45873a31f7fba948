"""Push a million triples into triple stores, beside what each product brings for loading.

    python benchmarks/stores/push.py [--size N] [--repeat N] [--products NAME…]

Then the graph of the project, there and back. Prints Markdown. Every way starts with an empty store
of its own and is a process of its own, so the start of a program counts. The servers are those of
the tests (``tests/interop/servers.py``).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import quote

import pyoxigraph as ox

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.interop import servers  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from tests.interop.servers import Server

GRAPH: Final = "https://example.org/graph/synthetic"
PUSH: Final = (sys.executable, "-m", "actip_graph", "push")


class Way(NamedTuple):
    """A way to load: its name, and what does it, given a running server or an empty folder."""

    name: str
    online: bool
    command: Callable[[Path, Server | Path], list[str]]


def push(*options: str) -> Callable[[Path, Server | Path], list[str]]:
    def command(file: Path, server: Server | Path) -> list[str]:
        assert not isinstance(server, Path)
        return [*PUSH, server.address, "--from", str(file), "--as", GRAPH, *options]

    return command


def curl(path: str, *options: str) -> Callable[[Path, Server | Path], list[str]]:
    """Return the plain way: the file, by the Graph Store Protocol."""

    def command(file: Path, server: Server | Path) -> list[str]:
        assert not isinstance(server, Path)
        login = ["--digest", "-u", f"{server.user}:{server.password}"] if server.user else []
        url = f"{server.address}/{path}graph={quote(GRAPH, safe='')}"
        kind = "Content-Type: application/n-triples"
        return ["curl", "-sSf", *login, *options, "-H", kind, "-T", str(file), url]

    return command


def oxigraph_load(file: Path, folder: Server | Path) -> list[str]:
    program = str(Path(sys.executable).with_name("oxigraph"))
    return [program, "load", "--location", f"{folder}/db", "--file", str(file), "--graph", GRAPH]


def tdb_load(file: Path, folder: Server | Path) -> list[str]:
    jars = servers.jars("fuseki")
    options = ["--loc", f"{folder}/db", "--graph", GRAPH, str(file)]
    return ["java", "-Xmx1g", "-cp", jars, "tdb2.tdbloader", *options]


def virtuoso_load(file: Path, server: Server | Path) -> list[str]:
    assert not isinstance(server, Path)
    folder = server.folder
    os.link(file, folder / "data.nt")
    script = f"ld_dir('.', 'data.nt', '{GRAPH}'); rdf_loader_run(); checkpoint;"
    return ["isql-vt", server.sql, "dba", "dba", f"exec={script}"]


WAYS: Final[dict[str, list[Way]]] = {
    "oxigraph": [
        Way("push", True, push("--no-verify")),
        Way("push, verified", True, push()),
        Way("curl -T, Graph Store Protocol", True, curl("store?")),
        Way("oxigraph load, no server", False, oxigraph_load),
    ],
    "fuseki": [
        Way("push", True, push("--no-verify")),
        Way("push, verified", True, push()),
        Way("curl -T, Graph Store Protocol", True, curl("data?")),
        Way("tdb2.tdbloader, no server", False, tdb_load),
    ],
    "virtuoso": [
        Way("push", True, push("--no-verify")),
        Way("push, verified", True, push()),
        Way("curl -T, Graph Store Protocol", True, curl("sparql-graph-crud-auth?")),
        Way("rdf_loader_run", True, virtuoso_load),
    ],
    "rdf4j": [
        Way("push", True, push("--no-verify")),
        Way("push, verified", True, push()),
        Way("curl -T, Graph Store Protocol", True, curl("rdf-graphs/service?")),
    ],
}


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(
        prog="python benchmarks/stores/push.py", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("--size", type=int, default=1_000_000, metavar="N", help="triples")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="the best of N counts")
    parser.add_argument("--products", nargs="*", choices=tuple(WAYS), default=tuple(WAYS))
    given = parser.parse_args()
    print(
        f"CPython {platform.python_version()}, {platform.system()} {platform.machine()},", end=" "
    )
    print(f"{os.cpu_count()} cores, the best of {given.repeat}\n")
    with tempfile.TemporaryDirectory() as folder:
        file, triples = synthetic(given.size, Path(folder))
        for product in given.products:
            print(f"{product}, {triples:,} triples\n")
            print("| | time, s | triples a second | of push |\n|---|---:|---:|---:|")
            first = 0.0
            for way in WAYS[product]:
                seconds = min(measure(way, product, file) for _ in range(given.repeat))
                first = first or seconds
                rate = f"{triples / seconds:,.0f}"
                print(
                    f"| {way.name} | {seconds:.1f} | {rate} | {first / seconds:.2f} |", flush=True
                )
            print()
    print("The graph of the project, seconds\n")
    print("| | first push | second push | pull | diff |\n|---|---:|---:|---:|---:|")
    for product in given.products:
        runs = [there_and_back(product) for _ in range(given.repeat)]
        best = (min(seconds) for seconds in zip(*runs, strict=True))
        print(f"| {product} | {' | '.join(f'{seconds:.1f}' for seconds in best)} |", flush=True)


def there_and_back(product: str) -> list[float]:
    """Return the seconds that each command takes, the store empty before the first."""
    with servers.PRODUCTS[product]() as server, tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "actip_graph"]
        commands = [
            [*ours, "push", server.address],
            [*ours, "push", server.address],
            [*ours, "pull", server.address, "--out", f"{folder}/pulled"],
            [*ours, "diff", "installed", server.address],
        ]
        return [timed(command, server.environment) for command in commands]


def synthetic(size: int, folder: Path) -> tuple[Path, int]:
    """Write a synthetic graph of about ``size`` triples as N-Triples, without blank nodes."""
    turtle = folder / "graph.ttl"
    synthesize = ROOT / "benchmarks" / "validation" / "synthesize.py"
    command = [sys.executable, str(synthesize), str(size), str(turtle)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    target = folder / "graph.nt"
    count = 0

    def ground() -> Iterator[ox.Quad]:
        nonlocal count
        for quad in ox.parse(path=str(turtle), format=ox.RdfFormat.TURTLE):
            if "_:" not in f"{quad.subject} {quad.object}"[:400]:
                count += 1
                yield quad

    ox.serialize(ground(), str(target), format=ox.RdfFormat.N_TRIPLES)
    return target, count


def measure(way: Way, product: str, file: Path) -> float:
    """Return the seconds that ``way`` takes with an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        if not way.online:
            return timed(way.command(file, Path(folder)), {})
        start: Callable[[], AbstractContextManager[Server]] = servers.PRODUCTS[product]
        with start() as server:
            return timed(way.command(file, server), server.environment)


def timed(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        command, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
