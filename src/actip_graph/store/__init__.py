"""Stores: one small protocol over the embedded engine, rdflib and any SPARQL endpoint."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from actip_graph.solutions import Outcome

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


def open_endpoint(url: str, timeout: float | None = None) -> Store:
    """Return the SPARQL endpoint at ``url``; nothing is asked of it yet."""
    from actip_graph.store.endpoint import EndpointStore

    return EndpointStore(url, timeout)
