"""RDF Patch, as Apache Jena documents it ("RDF Patch") and rdflib reads it.

A blank node is known by its label alone: the patch fits what has the labels of A, as a file in
N-Triples or N-Quads does, or a store that gave them out. SPARQL goes without labels.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.exchange.changes import Side
    from actip_graph.exchange.diff import Difference


def lines(
    difference: Difference, _language: str = "en", _colour: bool = False, _summary: bool = False
) -> Iterator[str]:
    """Yield one transaction: a row for each triple that goes (D) or comes (A)."""
    yield "TX ."
    for change in difference.changes:
        graph = f"<{change.graph}> " if change.graph else ""
        yield from (f"D {row} {graph}." for row in _rows(change.removed))
        yield from (f"A {row} {graph}." for row in _rows(change.added))
    yield "TC ."


def _rows(side: Side) -> Iterator[str]:
    yield from map(str, side.ground)
    for component in side.components:
        yield from map(str, component.triples)
