"""CSV as in SPARQL 1.1 Query Results CSV and TSV Formats (W3C, 2013), section 3."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result
    from actip_graph.terms import Term


def write(result: Result) -> str:
    """Return the rows with the names of the variables as header; IRIs are written in full.

    Lines end in a line feed, as everywhere in this project, where the Recommendation has CR LF.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(result.variables)
    writer.writerows([_cell(term) for term in row] for row in result.terms)
    return out.getvalue()


def _cell(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value
