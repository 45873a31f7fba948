"""Any SPARQL 1.1 endpoint as a store, through SPARQLWrapper."""

from __future__ import annotations

import json
from base64 import b64encode
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    build_opener,
)

import pyoxigraph as ox
from SPARQLWrapper import CONSTRUCT, DESCRIBE, JSON, POST, TURTLE, SPARQLWrapper

from actip_graph import __version__
from actip_graph.errors import ActipGraphError, DeadlineError, RemoteError
from actip_graph.namespaces import GRAPHS
from actip_graph.solutions import Solutions, Triples, rows_of
from actip_graph.sparql import bind, form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from actip_graph.solutions import Outcome
    from actip_graph.store.credentials import Credentials


_SAMPLE = "SELECT ?s ?o WHERE { GRAPH ?g { ?s a ?o } FILTER(isIRI(?s) && isIRI(?o)) } LIMIT 1"
_IS_SEEN = "ASK { ?s a ?o }"
_GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


class EndpointStore:
    """A SPARQL endpoint, asked over HTTP."""

    def __init__(
        self,
        url: str,
        timeout: float | None = None,
        credentials: Credentials | None = None,
        digest: bool = False,
    ) -> None:
        """Take the ``url`` of the endpoint and the seconds that one query may take.

        ``credentials`` are sent to that address alone, the password by RFC 7616 if ``digest``.
        """
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ActipGraphError(
                f"{url!r} is no address of a SPARQL endpoint; it starts with http:// or https://"
            )
        self._url = url
        self._timeout = timeout
        self._credentials = credentials
        self._digest = digest
        self._dataset: list[str] | None = None

    @property
    def name(self) -> str:
        """The address, without a user name or password that it may hold."""
        parts = urlsplit(self._url)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
        return parts._replace(netloc=host).geturl()

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

    def _own_graphs(self) -> list[str]:
        found = rows_of(self.ask(_GRAPHS))
        return [g.value for (g,) in found if g is not None and g.value.startswith(GRAPHS)]

    def ask(self, sparql: str, dataset: Sequence[str] = ()) -> Outcome:
        """Return the answer over ``dataset``, else over what the endpoint takes by itself."""
        client = _Client(self._url, self._credentials, self._digest)
        client.setMethod(POST)
        client.setQuery(sparql)
        # SPARQLWrapper guesses the form from the text, and a comment can mislead it.
        client.queryType = form(sparql) or client.queryType
        is_graph = client.queryType in (CONSTRUCT, DESCRIBE)
        client.setReturnFormat(TURTLE if is_graph else JSON)
        client.setOnlyConneg(True)
        for graph in dataset:
            client.addDefaultGraph(graph)
            client.addNamedGraph(graph)
        if self._timeout is not None:
            client.setTimeout(max(1, round(self._timeout)))
        body = self._ask(client)
        try:
            if is_graph:
                parsed = ox.parse(input=body, format=ox.RdfFormat.TURTLE)
                return Triples([quad.triple for quad in parsed])
            return _read_results(json.loads(body))
        except (ValueError, SyntaxError, KeyError, TypeError, AttributeError) as error:
            raise RemoteError(
                f"{self.name} answered with something that is no SPARQL result"
                f" (it begins {_beginning(body)!r}); check that this is the address of a query"
                " endpoint"
            ) from error

    def _ask(self, client: SPARQLWrapper) -> bytes:
        try:
            return bytes(client.query().response.read())
        except HTTPError as error:
            raise RemoteError(self._refusal(error)) from error
        except TimeoutError as error:
            raise DeadlineError(f"{self.name} did not answer in {self._timeout} seconds") from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise DeadlineError(
                    f"{self.name} did not answer in {self._timeout} seconds"
                ) from error
            raise RemoteError(f"{self.name} cannot be reached: {error.reason}") from error
        except (OSError, HTTPException) as error:
            raise RemoteError(f"{self.name} broke off: {error or type(error).__name__}") from error

    def _refusal(self, error: HTTPError) -> str:
        said = _said(error)
        if error.code == 400:
            return f"{self.name} refuses the query{said}"
        if error.code in (401, 403):
            return (
                f"{self.name} does not let us in ({error.code}); set ACTIP_GRAPH_USER and"
                f" ACTIP_GRAPH_PASSWORD for one who may{said}"
            )
        if error.code == 404:
            return f"{self.name} does not exist (404); check the path of the query endpoint"
        return f"{self.name} failed: HTTP {error.code} {error.reason}{said}"


class _Client(SPARQLWrapper):
    """SPARQLWrapper, whose credentials stay with the address that they are meant for.

    Its own are ordinary headers, which urllib sends along when it follows a redirect.
    """

    def __init__(self, url: str, credentials: Credentials | None, digest: bool) -> None:
        super().__init__(url, agent=f"actip-graph/{__version__}")
        self._credentials = credentials
        self._digest = digest
        self._dataset: list[str] | None = None

    def _createRequest(self) -> Request:  # noqa: N802 - SPARQLWrapper's name
        request: Request = super()._createRequest()
        login = self._credentials
        if login and login.token:
            request.add_unredirected_header("Authorization", f"Bearer {login.token}")
        elif login and not self._digest:
            pair = b64encode(f"{login.user}:{login.password}".encode()).decode()
            request.add_unredirected_header("Authorization", f"Basic {pair}")
        return request

    def _query(self) -> tuple[HTTPResponse, str]:
        handlers = []
        if self._credentials and self._digest:
            passwords = HTTPPasswordMgrWithDefaultRealm()
            login = self._credentials
            passwords.add_password(None, self.endpoint, login.user, login.password)
            handlers.append(HTTPDigestAuthHandler(passwords))
        response = build_opener(*handlers).open(self._createRequest(), timeout=self.timeout)
        return response, self.returnFormat


def _read_results(document: dict[str, Any]) -> Outcome:
    """Read the SPARQL 1.1 Query Results JSON Format (W3C Recommendation, 21 March 2013)."""
    if "boolean" in document:
        return bool(document["boolean"])
    variables = [str(name) for name in document["head"]["vars"]]
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


def _said(error: HTTPError) -> str:
    """Return how the server explains itself, in one line; nothing where it is a page or silent."""
    if "html" in error.headers.get("Content-Type", ""):
        return ""
    try:
        line = " ".join(error.read(300).decode("utf-8", "replace").split())
    except (OSError, HTTPException):
        return ""
    return f": {line}" if line else ""


def _beginning(body: bytes) -> str:
    return " ".join(body[:60].decode("utf-8", "replace").split())
