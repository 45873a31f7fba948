"""Stardog: the address is that of a database, ``http://host:5820/database``."""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(f"{address}/query", f"{address}/update", address)


def _recognise(traits: Traits) -> bool:
    return "stardog" in traits.server.lower()


PRODUCT = Product(
    "Stardog",
    _endpoints,
    _recognise,
    advice="set the database option query.all.graphs to true",
)
