"""The tests that fail, by who fails them, and why."""

from __future__ import annotations

_SHAPES_GRAPH = (
    "pyshacl gives constraints no access to the graph of shapes: $shapesGraph is refused"
)

KNOWN: dict[str, dict[str, str]] = {
    "auto": {"sparql/pre-binding/shapesGraph-001": _SHAPES_GRAPH},
    "pyshacl": {"sparql/pre-binding/shapesGraph-001": _SHAPES_GRAPH},
    "pyshacl itself": {
        "core/property/datatype-001": "rdflib completes an ill-formed xsd:dateTime as it reads it",
        "sparql/pre-binding/shapesGraph-001": _SHAPES_GRAPH,
    },
}
