"""A SPARQL 1.1 update that turns A into B in a store.

Blank nodes have no name that a store would know, so what hangs on them is found by a pattern that
fits such a component whole, nothing less and nothing more, and one of them is removed.
"""

from __future__ import annotations

from itertools import combinations, islice

import pyoxigraph as ox

from actip_graph.exchange.changes import blanks, outlines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actip_graph.exchange.changes import Change, Component, Object, Side
    from actip_graph.exchange.diff import Difference

# Some stores limit the size of one operation, not that of the request.
_BATCH = 1000


def lines(
    difference: Difference, _language: str = "en", _colour: bool = False, _summary: bool = False
) -> Iterator[str]:
    """Yield one request: an operation after the other, which a store carries out in this order."""
    if not difference.changes:
        yield "# no difference"
    for change in difference.changes:
        for operation in _operations(change):
            yield from operation
            yield ";"


def _operations(change: Change) -> Iterator[list[str]]:
    for batch in _batches([str(triple)] for triple in change.removed.ground):
        yield _data("DELETE", change.graph, batch)
    for component in change.removed.components:
        yield _deletion(change.graph, component)
    for batch in _batches(_whole(change.added)):
        yield _data("INSERT", change.graph, batch)


def _whole(side: Side) -> Iterator[list[str]]:
    """Yield what must stand in one operation: a triple, or all that hang together."""
    yield from ([str(triple)] for triple in side.ground)
    yield from ([str(triple) for triple in component.triples] for component in side.components)


def _batches(parts: Iterable[list[str]]) -> Iterator[list[str]]:
    parts = iter(parts)
    while batch := list(islice(parts, _BATCH)):
        yield [row for part in batch for row in part]


def _data(verb: str, graph: str, rows: list[str]) -> list[str]:
    return [f"{verb} DATA {{", *_within(graph, rows), "}"]


def _deletion(graph: str, component: Component) -> list[str]:
    triples = component.canonical
    nodes = sorted({n for t in triples for n in blanks(t)}, key=lambda n: (len(n.value), n.value))
    rows = [_pattern(triple) for triple in triples]
    conditions = [f"isBlank({_term(node)})" for node in nodes]
    # Nodes that nothing else tells apart could be the same one.
    says = outlines(triples)
    conditions += [
        f"!sameTerm({_term(one)}, {_term(other)})"
        for one, other in combinations(nodes, 2)
        if says[one] == says[other]
    ]
    chosen = [
        "SELECT " + " ".join(map(_term, nodes)) + " WHERE {",
        *_within(graph, rows),
        *(f"FILTER({condition})" for condition in conditions),
        *(line for node in nodes for line in _nothing_else(graph, triples, node)),
        "} LIMIT 1",
    ]
    return ["DELETE {", *_within(graph, rows), "} WHERE { {", *chosen, "} }"]


def _nothing_else(graph: str, triples: list[ox.Triple], node: ox.BlankNode) -> Iterator[str]:
    """Yield the condition that ``node`` has no triples in ``graph`` beside ``triples``."""
    leaving = [(t.predicate, t.object) for t in triples if t.subject == node]
    arriving = [(t.predicate, t.subject) for t in triples if t.object == node]
    for pattern, known in (
        (f"{_term(node)} ?property ?other", leaving),
        (f"?other ?property {_term(node)}", arriving),
    ):
        fits = (f"?property = {p} && sameTerm(?other, {_term(other)})" for p, other in known)
        unknown = f"FILTER(!({' || '.join(fits)}))" if known else ""
        rows = " ".join(_within(graph, [pattern]))
        yield f"FILTER NOT EXISTS {{ {rows} {unknown} }}"


def _within(graph: str, rows: list[str]) -> list[str]:
    rows = [f"{row} ." for row in rows]
    return [f"GRAPH <{graph}> {{", *rows, "}"] if graph else rows


def _pattern(triple: ox.Triple) -> str:
    return f"{_term(triple.subject)} {triple.predicate} {_term(triple.object)}"


def _term(term: Object) -> str:
    if isinstance(term, ox.BlankNode):
        return f"?{term.value}"
    return f"<<( {_pattern(term)} )>>" if isinstance(term, ox.Triple) else str(term)
