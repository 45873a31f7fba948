"""Any SPARQL 1.1 endpoint as a store, through SPARQLWrapper."""

from __future__ import annotations

import json
from typing import cast

import pyoxigraph as ox
from SPARQLWrapper import CONSTRUCT, DESCRIBE, JSON, POST, TURTLE, SPARQLWrapper

from actip_graph import __version__
from actip_graph.errors import ActipGraphError, DeadlineError, RemoteError
from actip_graph.namespaces import GRAPHS
from actip_graph.solutions import Solutions, Triples, rows_of
from actip_graph.sparql import bind, form
from actip_graph.store import credentials
from actip_graph.store.client import Client, SilentError, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from http.client import HTTPResponse
    from typing import Any

    import requests

    from actip_graph.solutions import Outcome


_SAMPLE = "SELECT ?s ?o WHERE { GRAPH ?g { ?s a ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT 1"
_IS_SEEN = "ASK { ?s a ?o }"
# What reading an answer that is none raises.
_UNREADABLE = (ValueError, SyntaxError, KeyError, TypeError, AttributeError, RecursionError)
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


class EndpointStore:
    """A SPARQL endpoint, asked over HTTP."""

    def __init__(
        self, url: str, timeout: float | None = None, client: Client | None = None
    ) -> None:
        """Take the ``url`` of the endpoint and the seconds that it may stay silent.

        A ``client`` waits and signs in as it does; without one the endpoint has a single chance,
        and that it stays silent is a DeadlineError.
        """
        self._timeout = timeout
        self._patient = client is not None
        self._client = client or Client(url, credentials.find(url), silence=timeout, pauses=())
        self._url = url
        self._dataset: list[str] | None = None

    @property
    def name(self) -> str:
        """The address."""
        return self._url

    def query(self, sparql: str) -> Outcome:
        """See the protocol. Raises DeadlineError where the endpoint takes too long.

        Where the endpoint's default graph leaves the named graphs out, those of the project are
        made the default graph of the query (SPARQL 1.1 Protocol, 2.1.4).
        """
        if self._dataset is None:
            self._dataset = [] if self.sees_named_graphs() else self._own_graphs()
        return self.ask(sparql, self._dataset)

    def sees_named_graphs(self) -> bool:
        """Say whether a query without a GRAPH clause sees what stands in named graphs."""
        for subject, value in rows_of(self.ask(_SAMPLE)):
            if subject is not None and value is not None:
                return bool(self.ask(bind(_IS_SEEN, {"s": subject, "o": value})))
        return True

    def forget(self) -> None:
        """Forget which graphs there are, since they have changed."""
        self._dataset = None

    def _own_graphs(self) -> list[str]:
        found = rows_of(self.ask(_GRAPHS))
        return [g.value for (g,) in found if g is not None and g.value.startswith(GRAPHS)]

    def ask(self, sparql: str, dataset: Sequence[str] = ()) -> Outcome:
        """Return the answer over ``dataset``, else over what the endpoint takes by itself."""
        kind = form(sparql)
        if kind is None:
            raise ActipGraphError(
                "The query is not valid SPARQL 1.1: there is no SELECT, ASK, CONSTRUCT or DESCRIBE"
            )
        client = _Query(self._url, self._client)
        client.setMethod(POST)
        # SPARQLWrapper guesses the form from the text, and a comment can mislead it.
        client.queryString, client.queryType = sparql, kind
        is_graph = kind in (CONSTRUCT, DESCRIBE)
        client.setReturnFormat(TURTLE if is_graph else JSON)
        client.setOnlyConneg(True)
        for graph in dataset:
            client.addDefaultGraph(graph)
            client.addNamedGraph(graph)
        body = self._ask(client)
        try:
            if is_graph:
                parsed = ox.parse(input=body, format=ox.RdfFormat.TURTLE)
                return Triples([quad.triple for quad in parsed])
            return _read_results(json.loads(body))
        except _UNREADABLE as error:
            raise RemoteError(
                f"{self.name} answered with something that is no SPARQL result"
                f" (it begins {_beginning(body)!r}); check that this is the address of a query"
                " endpoint"
            ) from error

    def _ask(self, client: SPARQLWrapper) -> bytes:
        try:
            response = cast("requests.Response", client.query().response)
            return b"".join(self._client.body(response))
        except SilentError as error:
            if self._patient:
                raise
            raise DeadlineError(
                f"{self.name} did not answer in {self._timeout:g} seconds"
            ) from error


class _Query(SPARQLWrapper):
    """SPARQLWrapper, whose request goes through our own client.

    What it would use itself follows redirects, and takes credentials along.
    """

    def __init__(self, url: str, client: Client) -> None:
        super().__init__(url, agent=f"actip-graph/{__version__}")
        self._client = client

    def _query(self) -> tuple[HTTPResponse, str]:
        request = self._createRequest()
        response = self._client.send(
            request.get_method(),
            request.full_url,
            headers=dict(request.header_items()),
            data=cast("bytes", request.data),
        )
        return cast("HTTPResponse", response), self.returnFormat


def _read_results(document: dict[str, Any]) -> Outcome:
    """Read the SPARQL 1.1 Query Results JSON Format (W3C Recommendation, 21 March 2013)."""
    if "boolean" in document:
        return bool(document["boolean"])
    variables = [str(name) for name in document["head"]["vars"]]
    if variables == ["__ASK_RETVAL"]:  # how Virtuoso 7 answers ASK: with a row, or with none
        return bool(document["results"]["bindings"])
    rows = [
        tuple(_read_term(binding[name]) if name in binding else None for name in variables)
        for binding in document["results"]["bindings"]
    ]
    return Solutions(variables, rows)


def _read_term(cell: dict[str, str]) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return ox.NamedNode(value)
    if kind == "bnode":
        return ox.BlankNode(value)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"unknown kind of term: {kind}")
    if language := cell.get("xml:lang"):
        return ox.Literal(value, language=language)
    if datatype := cell.get("datatype"):
        return ox.Literal(value, datatype=ox.NamedNode(datatype))
    return ox.Literal(value)


def _beginning(body: bytes) -> str:
    return printable(body[:60].decode("utf-8", "replace"))
