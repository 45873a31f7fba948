"""The question of the benchmark, answered as a plain rdflib script would."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from rdflib import XSD, Graph, Literal, URIRef

TOP = Path(__file__).parent.parent
QUERY = TOP / "queries" / "participation" / "ratification-status.rq"
BINDINGS = {
    "instrument": URIRef("https://w3id.org/actip-graph/id/instrument/ACTIP"),
    "as_of": Literal("2017-03-08", datatype=XSD.date),
    "lang": Literal("en"),
}


def main() -> None:
    graph = Graph()
    graph.parse(TOP / "ontology" / "actip.ttl")
    for folder in ("ontology/modules", "ontology/vocabularies", "data"):
        for path in sorted((TOP / folder).rglob("*.ttl")):
            graph.parse(path)
    result = graph.query(QUERY.read_text(encoding="utf-8"), initBindings=BINDINGS)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([str(variable) for variable in result.vars or ()])
    for row in result:
        assert isinstance(row, tuple)
        out.writerow(["" if term is None else str(term) for term in row])


if __name__ == "__main__":
    main()
