"""OpenLink Virtuoso.

Documentation: "Bulk Loading RDF Source Files into one or more Graph IRIs". The name of the graph
of ``1.nt.gz`` stands in ``1.nt.graph``: Virtuoso 7 takes the ending ``.gz`` off first.
"""

from __future__ import annotations

import os

from actip_graph.exchange.bulk.common import write_texts
from actip_graph.exchange.write import by_graph, write_quads
from actip_graph.namespaces import GRAPHS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

_LOAD = f"""\
-- For OpenLink Virtuoso. DirsAllowed in virtuoso.ini has to name this folder; in it run
--
--     isql 1111 dba PASSWORD load.sql -u FOLDER="$PWD"
--
-- isql is called isql-vt or isql-v on some systems. The union of all graphs is Virtuoso's default
-- graph anyway. A file that was loaded once is not loaded again before it is removed from
-- DB.DBA.load_list.

ld_dir('$u{{FOLDER}}', '*.nt.gz', '{GRAPHS}');
rdf_loader_run();
checkpoint;

-- What could not be loaded, and why: no row where all is well.
SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;
"""


def write(quads: Sequence[ox.Quad], folder: str) -> None:
    """Write each graph of ``quads`` into a file of ``folder``, its name beside it."""
    graphs = list(by_graph(quads))
    width = len(str(len(graphs)))
    for position, (name, statements) in enumerate(graphs, 1):
        stem = f"{position:0{width}}.nt"
        write_quads(statements, os.path.join(folder, f"{stem}.gz"))
        write_texts(folder, {f"{stem}.graph": f"{name}\n"})
    write_texts(folder, {"load.sql": _LOAD})
