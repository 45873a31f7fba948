"""rdflib as a store: slower, and a second opinion on every answer."""

from __future__ import annotations

from pyparsing import ParseException
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import ResultRow

from actip_graph.errors import ActipGraphError
from actip_graph.solutions import Solutions, Triples
from actip_graph.terms import from_rdflib, triple_from_rdflib

TYPE_CHECKING = False
if TYPE_CHECKING:
    import rdflib

    from actip_graph.solutions import Outcome, Row


class RdflibStore:
    """An rdflib graph that answers like any other store."""

    name = "rdflib"

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
