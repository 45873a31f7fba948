"""The names of the products, as ``--product`` has them."""

from __future__ import annotations

# In the order in which a server is held against them.
PRODUCTS = (
    "fuseki",
    "oxigraph",
    "virtuoso",
    "neptune",
    "graphdb",
    "rdf4j",
    "stardog",
    "blazegraph",
    "qlever",
    "sparql11",
)
