"""Any SPARQL 1.1 endpoint as a store, through SPARQLWrapper."""

from __future__ import annotations

import json
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

import pyoxigraph as ox
from SPARQLWrapper import CONSTRUCT, DESCRIBE, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointNotFound, QueryBadFormed, SPARQLWrapperException

from actip_graph import __version__
from actip_graph.errors import ActipGraphError, DeadlineError, RemoteError
from actip_graph.solutions import Solutions, Triples
from actip_graph.sparql import form

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from actip_graph.solutions import Outcome


class EndpointStore:
    """A SPARQL endpoint, asked over HTTP."""

    def __init__(self, url: str, timeout: float | None = None) -> None:
        """Take the ``url`` of the endpoint and the seconds that one query may take."""
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ActipGraphError(
                f"{url!r} is no address of a SPARQL endpoint; it starts with http:// or https://"
            )
        self._url = url
        self._timeout = timeout

    @property
    def name(self) -> str:
        """The address, without a user name or password that it may hold."""
        parts = urlsplit(self._url)
        host = (parts.hostname or "") + (f":{parts.port}" if parts.port else "")
        return parts._replace(netloc=host).geturl()

    def query(self, sparql: str) -> Outcome:
        """See the protocol. Raises DeadlineError where the endpoint takes too long."""
        client = SPARQLWrapper(self._url, agent=f"actip-graph/{__version__}")
        client.setMethod(POST)
        client.setQuery(sparql)
        # SPARQLWrapper guesses the form from the text, and a comment can mislead it.
        client.queryType = form(sparql) or client.queryType
        is_graph = client.queryType in (CONSTRUCT, DESCRIBE)
        client.setReturnFormat(TURTLE if is_graph else JSON)
        client.setOnlyConneg(True)
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
        except QueryBadFormed as error:
            raise RemoteError(f"{self.name} refuses the query: {_reason(error)}") from error
        except EndPointNotFound as error:
            raise RemoteError(
                f"{self.name} does not exist (404); check the path of the query endpoint"
            ) from error
        except SPARQLWrapperException as error:
            raise RemoteError(f"{self.name} failed: {_reason(error)}") from error
        except HTTPError as error:
            raise RemoteError(f"{self.name} failed: HTTP {error.code} {error.reason}") from error
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


def _reason(error: Exception) -> str:
    """Return the last telling line of what SPARQLWrapper wraps around a server's answer."""
    text = " ".join(str(error).split())
    return text[:300] or type(error).__name__


def _beginning(body: bytes) -> str:
    return " ".join(body[:60].decode("utf-8", "replace").split())
