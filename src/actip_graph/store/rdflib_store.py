"""rdflib as a store: slower, and a second opinion on every answer."""

from __future__ import annotations

from pyparsing import ParseException
from rdflib import Dataset, URIRef, __version__
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.query import ResultRow

from actip_graph.errors import ActipGraphError
from actip_graph.solutions import Solutions, Triples
from actip_graph.store import graphs
from actip_graph.store.capabilities import Capabilities
from actip_graph.terms import from_rdflib, triple_from_rdflib, triple_to_rdflib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyoxigraph as ox
    import rdflib

    from actip_graph.solutions import Outcome, Row


class RdflibStore:
    """An rdflib graph or dataset that answers like any other store."""

    name = "rdflib"
    capabilities = Capabilities(
        f"rdflib {__version__}", atomic_put=False, batches=False, restates=False
    )

    def __init__(self, graph: rdflib.Graph) -> None:
        self._graph = graph

    def query(self, sparql: str) -> Outcome:
        """See the protocol."""
        try:
            prepared = prepareQuery(sparql)
        except (ParseException, ValueError) as error:
            reason = " ".join(str(error).split())
            raise ActipGraphError(f"The query is not valid SPARQL 1.1: {reason}") from error
        answer = self._graph.query(prepared)
        if answer.type == "SELECT":
            variables = [str(variable) for variable in answer.vars or []]
            rows: list[Row] = [
                tuple(None if term is None else from_rdflib(term) for term in row)
                for row in answer
                if isinstance(row, ResultRow)
            ]
            return Solutions(variables, rows)
        if answer.type == "ASK":
            return bool(answer.askAnswer)
        return Triples([triple_from_rdflib(triple) for triple in answer.graph or ()])

    def update(self, sparql: str) -> None:
        """See the protocol."""
        try:
            prepared = prepareUpdate(sparql)
        except (ParseException, ValueError) as error:
            reason = " ".join(str(error).split())
            raise ActipGraphError(f"The update is not valid SPARQL 1.1: {reason}") from error
        self._graph.update(prepared)

    def sizes(self) -> dict[str, int]:
        """See the protocol."""
        return graphs.sizes(self.query)

    def count(self, graph: str | None = None) -> int:
        """See the protocol."""
        return graphs.count(self.query, graph)

    def get(self, graph: str) -> Iterator[ox.Triple]:
        """See the protocol."""
        for triple in self._named(graph):
            yield triple_from_rdflib(triple)

    def put(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """See the protocol."""
        self.delete(graph)
        self.post(graph, triples)

    def put_many(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        """See the protocol."""
        for graph, triples in graphs.items():
            self.put(graph, triples)

    def post(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """See the protocol."""
        named = self._named(graph)
        for triple in triples:
            named.add(triple_to_rdflib(triple))

    def delete(self, graph: str) -> None:
        """See the protocol."""
        if isinstance(self._graph, Dataset):
            self._graph.remove_graph(URIRef(graph))

    def _named(self, graph: str) -> rdflib.Graph:
        if not isinstance(self._graph, Dataset):
            raise ActipGraphError("a single rdflib graph has no named graphs; give a Dataset")
        return self._graph.get_context(URIRef(graph))
