"""Ontotext GraphDB. Documentation: "Loading Data Using ImportRDF"."""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_README = """\
For GraphDB. Make a repository actip-graph in the Workbench, stop GraphDB, then in this folder:

    importrdf preload -f -i actip-graph graph.nq

-f overwrites what the repository holds. To add to it instead, importrdf load takes the place of
importrdf preload -f. The union of all graphs is GraphDB's default graph anyway.
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as ``importrdf`` takes them."""
    write_bulk(quads, folder, "graph.nq", {"README.txt": _README})
