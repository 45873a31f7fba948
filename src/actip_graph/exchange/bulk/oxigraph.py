"""Oxigraph. Documentation: "Oxigraph CLI" (README of the package oxigraph-cli)."""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_README = """\
For Oxigraph. In this folder, with the server stopped:

    oxigraph load --location DB --file graph.nq
    oxigraph serve-read-only --location DB --union-default-graph

The second command serves http://localhost:7878/query.
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as ``oxigraph load`` takes them."""
    write_bulk(quads, folder, "graph.nq", {"README.txt": _README})
