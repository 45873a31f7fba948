"""Ontotext GraphDB: the address is that of a repository, ``http://host:7200/repositories/ID``."""

from __future__ import annotations

from actip_graph.store.products import Product, Traits
from actip_graph.store.products.rdf4j import endpoints


def _recognise(traits: Traits) -> bool:
    server, found, _ = traits.address.partition("/repositories/")
    return bool(found) and "productVersion" in traits.get(f"{server}/rest/info/version")


PRODUCT = Product("Ontotext GraphDB", endpoints, _recognise)
