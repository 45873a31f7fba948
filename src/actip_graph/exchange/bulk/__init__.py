"""The graph as the bulk loaders of triple stores take it: one module a product.

Each has ``write(quads, folder)``; the quads are sorted by graph. What it writes beside the data
holds the commands that load it. Everywhere the union of the named graphs is to be the default
graph, since the stored queries ask that.
"""

from __future__ import annotations

import importlib

from actip_graph.errors import ActipGraphError, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyoxigraph as ox

PRODUCTS = (
    "blazegraph",
    "fuseki",
    "graphdb",
    "neptune",
    "oxigraph",
    "qlever",
    "rdf4j",
    "stardog",
    "virtuoso",
)


def writer(product: str) -> Callable[[Sequence[ox.Quad], str], None]:
    """Return the function that writes quads into a folder for ``product``.

    Raises ActipGraphError where there is none.
    """
    if product not in PRODUCTS:
        raise ActipGraphError(f"no bulk files for {product!r}; {nearest(product, list(PRODUCTS))}")
    module = importlib.import_module(f"actip_graph.exchange.bulk.{product}")
    write: Callable[[Sequence[ox.Quad], str], None] = module.write
    return write
