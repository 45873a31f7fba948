"""Results as rdflib objects."""

from __future__ import annotations

import rdflib
from rdflib.query import Result

from actip_graph.solutions import Solutions, Triples
from actip_graph.terms import to_rdflib, triple_to_rdflib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.solutions import Outcome


def as_rdflib(outcome: Outcome) -> rdflib.Graph | Result:
    """Return triples as a graph; rows, or yes and no, as an rdflib query result."""
    if isinstance(outcome, Triples):
        graph = rdflib.Graph()
        for triple in outcome.triples:
            graph.add(triple_to_rdflib(triple))
        return graph
    if isinstance(outcome, Solutions):
        result = Result("SELECT")
        names = [rdflib.Variable(name) for name in outcome.variables]
        result.vars = names
        result.bindings = [
            {name: to_rdflib(t) for name, t in zip(names, row, strict=True) if t is not None}
            for row in outcome.rows
        ]
        return result
    result = Result("ASK")
    result.askAnswer = outcome
    return result
