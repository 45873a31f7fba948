"""OpenLink Virtuoso: the address is that of the server, ``http://host:8890``."""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, signed_in: bool) -> Endpoints:
    auth = "-auth" if signed_in else ""
    query = f"{address}/sparql{auth}"
    return Endpoints(query, query, f"{address}/sparql-graph-crud{auth}")


def _recognise(traits: Traits) -> bool:
    return traits.server.startswith("Virtuoso")


PRODUCT = Product(
    "OpenLink Virtuoso",
    _endpoints,
    _recognise,
    atomic_put=False,
    batches=False,  # its compiler refuses updates of some ten thousand triples
    form_updates=True,  # it never answers the other
    digest=True,
    gzip=False,
    streams=False,  # it takes a body in chunks for an empty one, and says that all is well
    restates=True,
)
