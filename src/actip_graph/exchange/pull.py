"""Bringing graphs from a store into files."""

from __future__ import annotations

import os
from typing import IO
from urllib.parse import unquote

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import GRAPHS, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from actip_graph.store import GraphStore

FORMATS = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
# Larger graphs are written sorted, but not in the canonical form, which takes its time.
_CANONICAL = 100_000


def own_graphs(store: GraphStore, wanted: Sequence[str] = ()) -> list[str]:
    """Return the graphs of the project in ``store``, or those that are ``wanted``.

    Raises ActipGraphError for one that is not there.
    """
    there = store.sizes()
    if not wanted:
        return sorted(name for name in there if name.startswith(GRAPHS))
    names = [name if ":" in name else GRAPHS + name for name in wanted]
    for name in names:
        if name not in there:
            raise ActipGraphError(f"{store.name} has no graph {name}")
    return names


def pull_folder(store: GraphStore, folder: str, graphs: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Write each of ``graphs`` to a Turtle file below ``folder``, all of them or none.

    A graph of the project gets the path that its name tells. Yields the path of each, and its
    number of triples. Raises ActipGraphError for a name that tells no path below ``folder``, or
    where ``folder`` holds other files.
    """
    from actip_graph.exchange.folder import whole_folder

    paths = {name: _path(name) for name in graphs}
    with whole_folder(folder) as draft:
        for name, path in paths.items():
            target = os.path.join(draft, *path.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            triples = list(store.get(name))
            with open(target, "wb") as file:
                _write_turtle(triples, file)
            yield path, len(triples)


def pull_file(
    store: GraphStore, out: IO[bytes], form: str, graphs: Sequence[str]
) -> Iterator[tuple[str, int]]:
    """Write ``graphs`` to ``out`` in one of ``FORMATS``; yield each with its number of triples."""
    found: list[ox.Quad] = []
    for name in graphs:
        graph = ox.NamedNode(name)
        before = len(found)
        found += (ox.Quad(t.subject, t.predicate, t.object, graph) for t in store.get(name))
        yield name, len(found) - before
    dataset = ox.Dataset(found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    statements = sorted(dataset, key=lambda quad: f"{quad.graph_name} {quad.triple}")
    prefixes = PREFIXES if form == "trig" else None
    ox.serialize(statements, out, format=FORMATS[form], prefixes=prefixes)


def _path(name: str) -> str:
    """Return the path of the file for the graph of that ``name``, which a server chose."""
    path = unquote(name.removeprefix(GRAPHS) if name.startswith(GRAPHS) else name.split(":", 1)[1])
    parts = path.strip("/").replace("\\", "/").split("/")
    if not all(parts) or any(part in (".", "..") or "\0" in part or ":" in part for part in parts):
        raise ActipGraphError(
            f"the name of the graph {name} tells no path of a file; pull it alone"
        )
    return "/".join(parts) + ".ttl"


def _write_turtle(triples: Iterable[ox.Triple], file: IO[bytes]) -> None:
    known = list(triples)
    if len(known) > _CANONICAL:
        ox.serialize(sorted(known, key=str), file, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)
        return
    import rdflib

    from actip_graph.terms import triple_to_rdflib
    from actip_graph.turtle import canonical_turtle

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in known:
        graph.add(triple_to_rdflib(triple))
    file.write(canonical_turtle(graph).encode())
