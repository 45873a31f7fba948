"""A graph in the canonical Turtle of the project."""

from __future__ import annotations

import rdflib

from actip_graph.turtle import canonical_turtle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result


def write(result: Result) -> str:
    """Return the triples as Turtle."""
    graph = result.to_rdflib()
    assert isinstance(graph, rdflib.Graph), "the caller hands on graphs only"
    return canonical_turtle(graph)
