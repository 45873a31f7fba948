"""Named graphs by means of SPARQL alone, for any store that answers queries."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.solutions import Triples, rows_of
from actip_graph.sparql import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from actip_graph.solutions import Outcome

    Ask: TypeAlias = Callable[[str], Outcome]

_SIZES = "SELECT ?graph (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_COUNT_IN = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?graph { ?s ?p ?o } }"
_GET = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"


def sizes(ask: Ask) -> dict[str, int]:
    """Return the named graphs that are not empty, with their numbers of triples."""
    # With no graph at all, an engine may give one row without a graph.
    return {
        graph.value: int(n.value)
        for graph, n in rows_of(ask(_SIZES))
        if isinstance(graph, ox.NamedNode) and isinstance(n, ox.Literal)
    }


def count(ask: Ask, graph: str | None) -> int:
    """Return the number of triples in ``graph``, or in what a query sees without one."""
    sparql = _COUNT if graph is None else bind(_COUNT_IN, {"graph": ox.NamedNode(graph)})
    ((n,),) = rows_of(ask(sparql))
    return int(n.value) if isinstance(n, ox.Literal) else 0


def get(ask: Ask, graph: str) -> Iterator[ox.Triple]:
    """Yield the triples of ``graph``."""
    outcome = ask(bind(_GET, {"graph": ox.NamedNode(graph)}))
    yield from outcome.triples if isinstance(outcome, Triples) else ()
