"""Eclipse RDF4J Server.

Documentation: "RDF4J REST API" and "Repository and SAIL Configuration".
"""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_CONFIG = """\
@prefix config: <tag:rdf4j.org,2023:config/> .

[] a config:Repository ;
    config:rep.id "actip-graph" ;
    config:rep.impl [
        config:rep.type "openrdf:SailRepository" ;
        config:sail.impl [
            config:sail.type "openrdf:NativeStore" ;
            config:native.tripleIndexes "spoc,posc,ospc,cspo"
        ]
    ] .
"""
_README = """\
For Eclipse RDF4J Server (4.3 or later). In this folder:

    curl -f -X PUT -H 'Content-Type: text/turtle' --data-binary @config.ttl http://localhost:8080/rdf4j-server/repositories/actip-graph
    curl -f -X POST -H 'Content-Type: application/n-quads' --data-binary @graph.nq http://localhost:8080/rdf4j-server/repositories/actip-graph/statements

The union of all graphs is RDF4J's default graph anyway.
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as RDF4J Server takes them, and a repository for them."""
    write_bulk(quads, folder, "graph.nq", {"config.ttl": _CONFIG, "README.txt": _README})
