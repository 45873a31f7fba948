"""The graph in several files of about equal size, for engines that load in parallel.

A named graph is never split, so that blank nodes stay in one file.
"""

from __future__ import annotations

import hashlib
import json
import os

from actip_graph.errors import ActipGraphError
from actip_graph.exchange.write import by_graph, write_quads, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    import pyoxigraph as ox

    NamedGraph: TypeAlias = tuple[str, list[ox.Quad]]

FORMATS = ("nq", "nt")


def divide(quads: Iterable[ox.Quad], number: int) -> list[list[NamedGraph]]:
    """Return the named graphs of ``quads``, which are sorted by graph, in ``number`` shards.

    The largest graph goes first, each to the shard that is smallest by then: no shard is larger
    than 4/3 of what the best division gives (Graham, Bounds on Multiprocessing Timing Anomalies,
    1969). Raises ActipGraphError where there are fewer graphs than shards.
    """
    graphs = sorted(by_graph(quads), key=lambda graph: (-len(graph[1]), graph[0]))
    if not 1 <= number <= len(graphs):
        raise ActipGraphError(f"{number} shards cannot be filled; from 1 to {len(graphs)} can")
    shards: list[list[NamedGraph]] = [[] for _ in range(number)]
    sizes = [0] * number
    for graph in graphs:
        smallest = sizes.index(min(sizes))
        shards[smallest].append(graph)
        sizes[smallest] += len(graph[1])
    return [sorted(shard, key=lambda graph: graph[0]) for shard in shards]


def write_shards(quads: Iterable[ox.Quad], folder: str, number: int, suffix: str) -> None:
    """Write ``quads`` in ``number`` files whose names end in ``suffix``, and ``manifest.json``."""
    entries = []
    width = len(str(number))
    for position, shard in enumerate(divide(quads, number), 1):
        name = f"shard-{position:0{width}}.{suffix}"
        path = os.path.join(folder, name)
        write_quads((quad for _, graph in shard for quad in graph), path)
        entries.append(
            {
                "file": name,
                "triples": sum(len(graph) for _, graph in shard),
                "sha256": _sha256(path),
                "graphs": {graph: len(statements) for graph, statements in shard},
            }
        )
    manifest = json.dumps({"shards": entries}, indent=2, ensure_ascii=False) + "\n"
    write_text(manifest, os.path.join(folder, "manifest.json"))


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
