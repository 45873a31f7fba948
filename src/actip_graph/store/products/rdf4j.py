"""Eclipse RDF4J: the address is that of a repository, ``http://host:8080/rdf4j-server/repositories/ID``."""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def endpoints(address: str, _signed_in: bool) -> Endpoints:
    """Return the endpoints by the RDF4J REST API, which GraphDB shares."""
    return Endpoints(address, f"{address}/statements", f"{address}/rdf-graphs/service")


def _recognise(traits: Traits) -> bool:
    server, found, _ = traits.address.partition("/repositories/")
    return bool(found) and traits.get(f"{server}/protocol").strip().isdigit()


PRODUCT = Product("Eclipse RDF4J", endpoints, _recognise)
