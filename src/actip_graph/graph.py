"""Assembling the graph: from Turtle files to triples, each with the file it came from.

Every file is also a named graph, so that a triple can say where it stands:
``data/instruments/ACTIP.ttl`` is ``https://w3id.org/actip-graph/graph/data/instruments/ACTIP``.
"""

from __future__ import annotations

import os

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import GRAPHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import rdflib


def graph_name(path: str) -> str:
    """Return the IRI of the named graph of the file at ``path``.

    Files of the project are named by their path from its top, others by their file name.
    """
    relative = os.path.relpath(os.path.abspath(path), resources.root())
    if relative.startswith(os.pardir):
        relative = os.path.basename(path)
    from urllib.parse import quote

    return GRAPHS + quote(os.path.splitext(relative)[0].replace(os.sep, "/"))


def base_iri(path: str) -> str:
    """Return the IRI that relative ones in the file at ``path`` are relative to: its own address.

    None of the project's files has any.
    """
    from urllib.parse import quote

    return "file:///" + quote(os.path.abspath(path).replace(os.sep, "/").lstrip("/"))


def triples(path: str) -> Iterator[ox.Triple]:
    """Yield the triples of the Turtle file at ``path`` as they stand in it.

    Raises ActipGraphError with file, line and column where it cannot be read.
    """
    for quad in statements(path):
        yield quad.triple


def renamed(again: Iterator[ox.Triple], names: Sequence[ox.BlankNode]) -> Iterator[ox.Triple]:
    """Yield the triples of a file read ``again``, its blank nodes named as in ``names``.

    ``names`` are those of an earlier reading in the order of their first mention.
    """
    known: dict[ox.BlankNode, ox.BlankNode] = {}
    for triple in again:
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode):
            subject = known.get(subject) or known.setdefault(subject, names[len(known)])
        if isinstance(value, ox.BlankNode):
            value = known.get(value) or known.setdefault(value, names[len(known)])
        yield ox.Triple(subject, triple.predicate, value)


def quads(paths: Iterable[str]) -> Iterator[ox.Quad]:
    """Yield every triple of ``paths`` as a quad of the named graph of its file."""
    for path in paths:
        name = ox.NamedNode(graph_name(path))
        for triple in triples(path):
            yield ox.Quad(triple.subject, triple.predicate, triple.object, name)


def fill(store: ox.Store, paths: Iterable[str]) -> None:
    """Load ``paths`` into ``store``: into its default graph, and each into its named graph."""
    try:
        store.bulk_extend(_twice(quads(paths)))
    except OSError as error:
        raise ActipGraphError(f"The graph could not be stored: {error}") from error


def as_rdflib(paths: Iterable[str]) -> rdflib.Graph:
    """Return one rdflib graph with the triples of ``paths``."""
    import rdflib

    from actip_graph.namespaces import PREFIXES
    from actip_graph.terms import triple_to_rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for path in paths:
        for triple in triples(path):
            graph.add(triple_to_rdflib(triple))
    return graph


def _twice(quads: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
    for quad in quads:
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def statements(path: str) -> Iterator[ox.Quad]:
    """Yield the triples of the Turtle file at ``path``, each as a quad of the default graph.

    That is the form in which the parser gives them, and the fastest. Raises as ``triples`` does.
    """
    try:
        # Blank nodes are renamed, or those of two files could be taken for one.
        yield from ox.parse(
            path=path,
            format=ox.RdfFormat.TURTLE,
            base_iri=base_iri(path),
            rename_blank_nodes=True,
        )
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}" if error.lineno else path
        reason = str(error.msg).split(": ", 1)[-1]
        raise ActipGraphError(f"{place}: not valid Turtle: {reason}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ActipGraphError(f"{path}: cannot be read: {reason}") from error
