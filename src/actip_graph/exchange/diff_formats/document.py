"""JSON for a program; terms as in SPARQL 1.1 Query Results JSON Format (W3C, 2013)."""

from __future__ import annotations

import json

import pyoxigraph as ox

from actip_graph.exchange.changes import renamed
from actip_graph.exchange.diff_formats.terms import Numbered
from actip_graph.results.formats.sparql_json import cell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from actip_graph.exchange.changes import Change, Object, Side
    from actip_graph.exchange.diff import Difference


def lines(
    difference: Difference, _language: str = "en", _colour: bool = False, summary: bool = False
) -> Iterator[str]:
    """Yield the document; in a ``summary`` a graph has the number of triples, not the triples."""
    found = {
        "a": difference.a,
        "b": difference.b,
        "graphs": difference.graphs,
        "removed": difference.removed,
        "added": difference.added,
        "changes": [_change(change, summary) for change in difference.changes],
    }
    yield json.dumps(found, ensure_ascii=False, indent=1)


def _change(change: Change, summary: bool) -> dict[str, Any]:
    if summary:
        return {
            "graph": change.graph,
            "removed": len(change.removed),
            "added": len(change.added),
        }
    numbered = Numbered()
    return {
        "graph": change.graph,
        "removed": _side(change.removed, numbered),
        "added": _side(change.added, numbered),
    }


def _side(side: Side, numbered: Numbered) -> list[dict[str, Any]]:
    found = [_triple(triple) for triple in side.ground]
    for component in side.components:
        labels = numbered.labels(component)
        found += [_triple(renamed(triple, labels)) for triple in component.canonical]
    return found


def _triple(triple: ox.Triple) -> dict[str, Any]:
    terms = {"subject": triple.subject, "predicate": triple.predicate, "object": triple.object}
    return {role: _term(term) for role, term in terms.items()}


def _term(term: Object) -> dict[str, Any]:
    # As in SPARQL 1.2 Query Results JSON Format.
    if isinstance(term, ox.Triple):
        return {"type": "triple", "value": _triple(term)}
    return dict(cell(term))
