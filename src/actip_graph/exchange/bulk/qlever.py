"""QLever. Documentation: README of qlever-control, and the Qleverfiles that come with it."""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_QLEVERFILE = """\
# For QLever. In this folder:
#
#     qlever index
#     qlever start
#
# Served at http://localhost:7015. The union of all graphs is QLever's default graph anyway.

[data]
NAME        = actip-graph
DESCRIPTION = ASEAN's regime against trafficking in persons
FORMAT      = nq

[index]
INPUT_FILES     = graph.nq
CAT_INPUT_FILES = cat ${INPUT_FILES}
SETTINGS_JSON   = { "num-triples-per-batch": 1000000 }

[server]
PORT               = 7015
ACCESS_TOKEN       = ${data:NAME}
MEMORY_FOR_QUERIES = 2G

[runtime]
SYSTEM = docker
IMAGE  = docker.io/adfreiburg/qlever:latest
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as ``qlever index`` takes them, and a Qleverfile."""
    write_bulk(quads, folder, "graph.nq", {"Qleverfile": _QLEVERFILE})
