"""Stardog. Documentation: "Managing Databases" (bulk loading at creation time), "Adding Data"."""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_README = """\
For Stardog. In this folder:

    stardog-admin db create -n actip-graph -o query.all.graphs=true -- graph.nq.gz
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as ``stardog-admin db create`` takes them."""
    write_bulk(quads, folder, "graph.nq.gz", {"README.txt": _README})
