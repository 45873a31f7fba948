"""QLever: the address is that of the server, ``http://host:7001``.

Updates need its access token, in ``ACTIP_GRAPH_TOKEN``.
"""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(address, address, address)


def _recognise(traits: Traits) -> bool:
    return "git-hash-index" in traits.get(f"{traits.address}/?cmd=stats")


PRODUCT = Product("QLever", _endpoints, _recognise)
