"""Bringing graphs from a store into files."""

from __future__ import annotations

import os
from typing import IO
from urllib.parse import unquote

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError, RemoteError
from actip_graph.namespaces import GRAPHS, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from actip_graph.store import GraphStore

FORMATS = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
# Larger graphs are written sorted, but not in the canonical form, which takes its time.
_CANONICAL = 100_000


def own_graphs(store: GraphStore, wanted: Sequence[str] = ()) -> dict[str, int]:
    """Return the graphs of the project in ``store``, or those ``wanted``, with their sizes.

    Raises ActipGraphError for one that is not there.
    """
    there = store.sizes()
    if not wanted:
        return {name: there[name] for name in sorted(there) if name.startswith(GRAPHS)}
    names = [name if ":" in name else GRAPHS + name for name in wanted]
    for name in names:
        if name not in there:
            raise ActipGraphError(f"{store.name} has no graph {name}")
    return {name: there[name] for name in names}


def pull_folder(
    store: GraphStore, folder: str, graphs: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """Write each of ``graphs`` to a Turtle file below ``folder``, all of them or none.

    ``graphs`` are names and sizes. A graph of the project gets the path that its name tells. Yields
    the path of each, and its number of triples. Raises ActipGraphError for a name that tells no
    path below ``folder``, or where ``folder`` holds other files; RemoteError for a store that
    gives less than it has.
    """
    from actip_graph.exchange.folder import whole_folder

    paths: dict[str, str] = {}
    for name in graphs:
        path = _path(name)
        if path in paths:
            raise ActipGraphError(
                f"the graphs {paths[path]} and {name} would both be {path}; pull one alone"
            )
        paths[path] = name
    with whole_folder(folder) as draft:
        for path, name in paths.items():
            target = os.path.join(draft, *path.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            triples = _whole(store, name, graphs[name])
            with open(target, "wb") as file:
                _write_turtle(triples, file)
            yield path, len(triples)


def pull_file(
    store: GraphStore, out: IO[bytes], form: str, graphs: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """Write ``graphs``, names and sizes, to ``out`` in one of ``FORMATS``.

    Yields each with its number of triples. Raises RemoteError for a store that gives less than it
    has.
    """
    found: list[ox.Quad] = []
    for name, size in graphs.items():
        graph = ox.NamedNode(name)
        triples = _whole(store, name, size)
        found += (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
        yield name, len(triples)
    dataset = ox.Dataset(found)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    statements = sorted(dataset, key=lambda quad: f"{quad.graph_name} {quad.triple}")
    prefixes = PREFIXES if form == "trig" else None
    ox.serialize(statements, out, format=FORMATS[form], prefixes=prefixes)


def _whole(store: GraphStore, name: str, size: int) -> list[ox.Triple]:
    """Return the triples of the graph ``name``, which are to be ``size``."""
    triples = list(store.get(name))
    # An answer that is cut between two lines of N-Triples looks whole.
    if len(triples) != size:
        raise RemoteError(
            f"{store.name} gives {len(triples)} of the {size} triples of {name}; pull again, when"
            " nobody else writes there"
        )
    return triples


def _path(name: str) -> str:
    """Return the path of the file for the graph of that ``name``, which a server chose."""
    path = unquote(name.removeprefix(GRAPHS) if name.startswith(GRAPHS) else name.split(":", 1)[1])
    parts = path.strip("/").split("/")
    if not all(map(_is_file_name, parts)):
        raise ActipGraphError(
            f"the name of the graph {name} tells no path of a file; pull it alone, with --format"
            " trig"
        )
    return "/".join(parts) + ".ttl"


def _is_file_name(part: str) -> bool:
    """Say whether ``part`` names a file on any system, and no other place."""
    return part.isprintable() and part not in ("", ".", "..") and not set(part) & set("\\:")


def _write_turtle(triples: list[ox.Triple], file: IO[bytes]) -> None:
    if len(triples) <= _CANONICAL:
        try:
            file.write(_canonical(triples))
            return
        except RecursionError:
            pass  # a list of a thousand members, say, is a thousand deep
    ox.serialize(sorted(triples, key=str), file, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES)


def _canonical(triples: list[ox.Triple]) -> bytes:
    import rdflib

    from actip_graph.terms import triple_to_rdflib
    from actip_graph.turtle import canonical_turtle

    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple_to_rdflib(triple))
    return canonical_turtle(graph).encode()
