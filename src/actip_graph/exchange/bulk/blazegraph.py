"""Blazegraph. Documentation: wiki pages "Bulk Data Load" and "Inference And Truth Maintenance"."""

from __future__ import annotations

from actip_graph.exchange.bulk.common import write_bulk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_PROPERTIES = """\
# Named graphs, and therefore no inference.
com.bigdata.journal.AbstractJournal.file=blazegraph.jnl
com.bigdata.journal.AbstractJournal.bufferMode=DiskRW
com.bigdata.rdf.store.AbstractTripleStore.quads=true
com.bigdata.rdf.store.AbstractTripleStore.statementIdentifiers=false
com.bigdata.rdf.store.AbstractTripleStore.axiomsClass=com.bigdata.rdf.axioms.NoAxioms
com.bigdata.rdf.sail.truthMaintenance=false
"""
_README = """\
For Blazegraph. In this folder, with blazegraph.jar in it and the server stopped:

    java -cp blazegraph.jar com.bigdata.rdf.store.DataLoader load.properties graph.nq.gz
    java -server -Xmx4g -Dbigdata.propertyFile=load.properties -jar blazegraph.jar

The union of all graphs is Blazegraph's default graph anyway.
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write ``quads`` into ``folder`` as ``DataLoader`` takes them, and its properties."""
    texts = {"load.properties": _PROPERTIES, "README.txt": _README}
    write_bulk(quads, folder, "graph.nq.gz", texts)
