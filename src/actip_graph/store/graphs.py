"""Named graphs by means of SPARQL alone, for any store that answers queries."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.errors import RemoteError
from actip_graph.solutions import Solutions, Triples
from actip_graph.sparql import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from actip_graph.solutions import Outcome, Row
    from actip_graph.terms import Term

    Ask: TypeAlias = Callable[[str], Outcome]

_SIZES = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_COUNT_IN = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } }"
_GET = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"


def sizes(ask: Ask) -> dict[str, int]:
    """Return the named graphs that are not empty, with their numbers of triples."""
    # With no graph at all, an engine may give one row without a graph.
    return {
        graph.value: _number(n)
        for graph, n in _rows(ask(_SIZES), 2)
        if isinstance(graph, ox.NamedNode)
    }


def count(ask: Ask, graph: str | None) -> int:
    """Return the number of triples in ``graph``, or in what a query sees without one."""
    sparql = _COUNT if graph is None else bind(_COUNT_IN, {"graph": ox.NamedNode(graph)})
    return sum(_number(n) for (n,) in _rows(ask(sparql), 1))


def get(ask: Ask, graph: str) -> Iterator[ox.Triple]:
    """Yield the triples of ``graph``, their blank nodes other ones than those of any other."""
    outcome = ask(bind(_GET, {"graph": ox.NamedNode(graph)}))
    if not isinstance(outcome, Triples):
        raise _odd()
    lines = ox.serialize(outcome.triples, format=ox.RdfFormat.N_TRIPLES) or b""
    for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True):
        yield quad.triple


def _rows(outcome: Outcome, width: int) -> list[Row]:
    if not isinstance(outcome, Solutions) or len(outcome.variables) != width:
        raise _odd()
    return outcome.rows


def _number(term: Term | None) -> int:
    if not isinstance(term, ox.Literal) or not term.value.isdecimal():
        raise _odd()
    return int(term.value)


def _odd() -> RemoteError:
    return RemoteError("the store answers a question with something that is no answer to it")
