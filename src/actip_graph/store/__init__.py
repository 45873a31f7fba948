"""Stores: one small protocol over the embedded engine, rdflib and any SPARQL 1.1 server."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Protocol

    import pyoxigraph as ox

    from actip_graph.solutions import Outcome
    from actip_graph.store.capabilities import Capabilities
    from actip_graph.store.server import ServerStore

    class Store(Protocol):
        """Something that answers SPARQL queries over the graph."""

        @property
        def name(self) -> str:
            """What an error line calls this store."""

        def query(self, sparql: str) -> Outcome:
            """Return what the store answers.

            Raises ActipGraphError for a query that is not valid, RemoteError for a store that
            fails.
            """

    class GraphStore(Store, Protocol):
        """A store whose named graphs can be read and written, each by its IRI.

        The verbs are those of the SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation,
        21 March 2013). All raise RemoteError for a store that fails.
        """

        @property
        def capabilities(self) -> Capabilities:
            """What the store can do."""

        def update(self, sparql: str) -> None:
            """Carry out a SPARQL 1.1 update request.

            Raises ActipGraphError for one that is not valid.
            """

        def sizes(self) -> dict[str, int]:
            """Return the named graphs that are not empty, each with its number of triples."""

        def count(self, graph: str | None = None) -> int:
            """Return the number of triples in ``graph``, or in what a query sees without one."""

        def get(self, graph: str) -> Iterator[ox.Triple]:
            """Yield the triples of ``graph``: none where it is not there."""

        def put(self, graph: str, triples: Iterable[ox.Triple]) -> None:
            """Make ``triples`` the content of ``graph``. They may be gone through twice."""

        def put_many(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
            """Make each of ``graphs`` the content of the graph of its name.

            All at once where ``capabilities`` say so; no blank nodes may be in them then.
            """

        def post(self, graph: str, triples: Iterable[ox.Triple]) -> None:
            """Add ``triples`` to ``graph``. They may be gone through twice."""

        def delete(self, graph: str) -> None:
            """Remove ``graph``, if it is there."""


def open_endpoint(url: str, timeout: float | None = None) -> Store:
    """Return the SPARQL endpoint at ``url``; nothing is asked of it yet."""
    from actip_graph.store.endpoint import EndpointStore

    return EndpointStore(url, timeout)


def open_server(
    address: str,
    product: str | None = None,
    user: str | None = None,
    timeout: float | None = None,
) -> ServerStore:
    """Return the store at ``address``: a server's, or that of a dataset or repository on it.

    ``product`` is one of ``actip_graph.store.names.PRODUCTS``; without it the server is asked.
    ``user`` is who works there; see ``actip_graph.store.credentials``. ``timeout`` is the number
    of seconds that the server may stay silent. Raises ActipGraphError for an address that is none,
    RemoteError where the server cannot be reached or is not recognised.
    """
    from actip_graph.store.server import ServerStore

    return ServerStore.at(address, product, user, timeout)
