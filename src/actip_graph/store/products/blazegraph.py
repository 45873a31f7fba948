"""Blazegraph: the address is that of a namespace, ``http://host:9999/blazegraph/namespace/kb/sparql``.

It has no Graph Store Protocol; graphs are written by SPARQL update.
"""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(address, address, None)


def _recognise(traits: Traits) -> bool:
    return "/namespace/" in traits.address and traits.address.endswith("/sparql")


PRODUCT = Product("Blazegraph", _endpoints, _recognise, gzip=False)
