"""Any server of the SPARQL 1.1 protocols that has them below one address.

Queries go to ``ADDRESS/query``, updates to ``ADDRESS/update``, graphs to ``ADDRESS/data``.
"""

from __future__ import annotations

from actip_graph.store.products import Endpoints, Product, Traits


def _endpoints(address: str, _signed_in: bool) -> Endpoints:
    return Endpoints(f"{address}/query", f"{address}/update", f"{address}/data")


def _recognise(_traits: Traits) -> bool:
    return False  # it is for the user to say so


# Nothing is taken for granted that the Recommendations leave open.
PRODUCT = Product(
    "SPARQL 1.1",
    _endpoints,
    _recognise,
    atomic_put=False,
    batches=False,
    gzip=False,
    streams=False,
    restates=True,
)
