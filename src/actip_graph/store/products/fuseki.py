"""Apache Jena Fuseki: the address is that of a dataset, ``http://host:3030/dataset``."""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(f"{address}/query", f"{address}/update", f"{address}/data")


def _recognise(traits: Traits) -> bool:
    return "fuseki" in traits.server.lower() or "fuseki-request-id" in traits.headers


PRODUCT = Product(
    "Apache Jena Fuseki",
    _endpoints,
    _recognise,
    restates=True,
    advice="give the dataset tdb2:unionDefaultGraph true",
)
