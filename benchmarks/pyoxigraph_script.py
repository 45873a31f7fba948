"""The question of the benchmark, answered by a pyoxigraph script with a store in memory."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import pyoxigraph as ox

TOP = Path(__file__).parent.parent
QUERY = TOP / "queries" / "participation" / "ratification-status.rq"
VALUES = {
    "instrument": "<https://w3id.org/actip-graph/id/instrument/ACTIP>",
    "as_of": '"2017-03-08"^^<http://www.w3.org/2001/XMLSchema#date>',
    "lang": '"en"',
}


def main() -> None:
    store = ox.Store()
    store.bulk_load(path=TOP / "ontology" / "actip.ttl")
    for folder in ("ontology/modules", "ontology/vocabularies", "data"):
        for path in sorted((TOP / folder).rglob("*.ttl")):
            store.bulk_load(path=path)
    query = QUERY.read_text(encoding="utf-8")
    for name, value in VALUES.items():
        query = re.sub(rf"\?{name}\b", value, query)
    result = store.query(query)
    assert isinstance(result, ox.QuerySolutions)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([variable.value for variable in result.variables])
    for row in result:
        out.writerow(["" if term is None else getattr(term, "value", str(term)) for term in row])


if __name__ == "__main__":
    main()
