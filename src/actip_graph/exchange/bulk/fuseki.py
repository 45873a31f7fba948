"""Apache Jena Fuseki with TDB2.

Documentation: "TDB2 - Command Line Tools", "TDB xloader", "TDB2 - Use with Fuseki2" and "Fuseki:
Configuring Fuseki".
"""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_CONFIG = """\
PREFIX :       <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2:   <http://jena.apache.org/2016/tdb#>

# Served at http://localhost:3030/actip-graph, for reading.
:service a fuseki:Service ;
    fuseki:name "actip-graph" ;
    fuseki:endpoint [ fuseki:operation fuseki:query ] ;
    fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ;
    fuseki:endpoint [ fuseki:operation fuseki:gsp-r ; fuseki:name "data" ] ;
    fuseki:dataset :dataset .

:dataset a tdb2:DatasetTDB2 ;
    tdb2:location "DB" ;
    tdb2:unionDefaultGraph true .
"""
_README = """\
For Apache Jena Fuseki. In this folder, with the server stopped:

    tdb2.tdbloader --loc DB graph.nq.gz
    fuseki-server --config config.ttl

Where there are hundreds of millions of triples, tdb2.xloader takes the same arguments as
tdb2.tdbloader; it wants DB to be absent.
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as ``tdb2.tdbloader`` takes them, and a configuration."""
    write_bulk(quads, folder, "graph.nq.gz", {"config.ttl": _CONFIG, "README.txt": _README})
