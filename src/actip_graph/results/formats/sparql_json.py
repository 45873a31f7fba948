"""JSON as in SPARQL 1.1 Query Results JSON Format (W3C Recommendation, 2013)."""

from __future__ import annotations

import json

import pyoxigraph as ox

from actip_graph.terms import XSD_STRING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.results import Result
    from actip_graph.terms import Term


def write(result: Result) -> str:
    """Return rows, or yes and no, in the W3C's JSON."""
    if isinstance(result.outcome, bool):
        return json.dumps({"head": {}, "boolean": result.outcome}) + "\n"
    names = result.variables
    document = {
        "head": {"vars": names},
        "results": {
            "bindings": [
                {n: cell(t) for n, t in zip(names, row, strict=True) if t is not None}
                for row in result.terms
            ]
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def cell(term: Term) -> dict[str, str]:
    """Return ``term`` as the object that stands for it (SPARQL 1.1 Query Results JSON, 3.2.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD_STRING:
        found["datatype"] = term.datatype.value
    return found
