"""Oxigraph server: the address is that of the server, ``http://host:7878``."""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(f"{address}/query", f"{address}/update", f"{address}/store")


def _recognise(traits: Traits) -> bool:
    return traits.server.startswith("Oxigraph")


PRODUCT = Product(
    "Oxigraph",
    _endpoints,
    _recognise,
    restates=True,
    advice="start it with --union-default-graph",
)
