"""Amazon Neptune: the address is that of the cluster, ``https://cluster…amazonaws.com:8182``."""

from __future__ import annotations

from urllib.parse import urlsplit

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(f"{address}/sparql", f"{address}/sparql", f"{address}/sparql/gsp")


def _recognise(traits: Traits) -> bool:
    host = urlsplit(traits.address).hostname or ""
    return host.endswith(("neptune.amazonaws.com", "neptune.amazonaws.com.cn"))


PRODUCT = Product("Amazon Neptune", _endpoints, _recognise)
