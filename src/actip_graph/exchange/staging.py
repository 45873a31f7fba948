"""Bringing one graph into a store piece by piece, and showing it when all are there.

Where a store takes no request of that size, or might leave half of one behind, each piece becomes
a graph of its own first. One update then makes their sum the content of the graph. Pieces are
named by what is in them: those that an earlier, broken attempt left are not sent again.
"""

from __future__ import annotations

import hashlib
from itertools import islice

import pyoxigraph as ox

from actip_graph.errors import RemoteError
from actip_graph.sparql import bind
from actip_graph.store.client import TooLargeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actip_graph.store import GraphStore

PIECES = "urn:x-actip-graph:push:"
_LARGEST = 200_000
_SMALLEST = 10


def put_staged(store: GraphStore, graph: str, triples: Iterable[ox.Triple]) -> None:
    """Make ``triples`` the content of ``graph``; until the last step it stays as it was.

    ``triples`` may be gone through more than once. Raises RemoteError for a store that fails; the
    pieces that it took stay there for the next attempt.
    """
    size = _LARGEST
    while True:
        try:
            return _put(store, graph, triples, size)
        except TooLargeError:
            size //= 4
            if size < _SMALLEST:
                raise


def leftovers(names: Iterable[str], graphs: Iterable[str]) -> list[str]:
    """Return those of ``names`` that are pieces of ``graphs``, as a broken attempt leaves them."""
    prefixes = tuple(map(_prefix, graphs))
    return [name for name in names if name.startswith(prefixes)]


def _put(store: GraphStore, graph: str, triples: Iterable[ox.Triple], size: int) -> None:
    sizes = store.sizes()
    there = {name: sizes[name] for name in leftovers(sizes, [graph])}
    pieces: dict[str, int] = {}
    for piece in _pieces(triples, size):
        name = _prefix(graph) + _digest(piece)
        if there.get(name) != len(piece):
            store.put(name, piece)
        pieces[name] = len(piece)
    now = store.sizes()
    if any(name in there and name not in now for name in pieces):
        # The broken attempt was still at work there, and has taken its pieces away.
        return _put(store, graph, triples, size)
    _check(store, graph, pieces, now)
    stale = [name for name in there if name not in pieces]
    return _settle(store, graph, list(pieces), stale)


def _check(store: GraphStore, graph: str, pieces: dict[str, int], sizes: dict[str, int]) -> None:
    """Raise RemoteError unless ``sizes`` has all of ``pieces``, to which ``graph`` gives way."""
    for name, size in pieces.items():
        there = sizes.get(name, 0)
        # A store that keeps values can have fewer triples than were given.
        if there != size and not (store.capabilities.restates and 0 < there < size):
            raise RemoteError(
                f"{store.name} has {there} of {size} triples that it took for {graph}, which stays"
                " as it was; push again, when nobody else does"
            )


def _settle(store: GraphStore, graph: str, pieces: list[str], stale: list[str]) -> None:
    """Make the sum of ``pieces`` the content of ``graph``, and remove them."""
    target = ox.NamedNode(graph)
    first, *others = (ox.NamedNode(name) for name in pieces)
    # One request, which a store that has transactions takes for one.
    steps = [bind("COPY GRAPH ?piece TO GRAPH ?graph", {"piece": first, "graph": target})]
    steps += [
        bind("ADD GRAPH ?piece TO GRAPH ?graph", {"piece": p, "graph": target}) for p in others
    ]
    store.update(" ;\n".join(steps))
    # Not in the same update: Virtuoso would take three times as long for it.
    for name in [*pieces, *stale]:
        store.delete(name)


def _pieces(triples: Iterable[ox.Triple], size: int) -> Iterator[list[ox.Triple]]:
    """Yield ``triples`` in lists of ``size``.

    Those with blank nodes come last and together: a blank node in two graphs would become two.
    """
    blank: list[ox.Triple] = []

    def ground() -> Iterator[ox.Triple]:
        for triple in triples:
            if isinstance(triple.subject, ox.NamedNode) and not isinstance(
                triple.object, ox.BlankNode | ox.Triple
            ):
                yield triple
            else:
                blank.append(triple)

    rest = ground()
    while piece := list(dict.fromkeys(islice(rest, size))):
        yield piece
    if blank:
        yield list(dict.fromkeys(blank))


def _prefix(graph: str) -> str:
    return f"{PIECES}{hashlib.sha256(graph.encode()).hexdigest()[:16]}:"


def _digest(piece: list[ox.Triple]) -> str:
    digest = hashlib.sha256()
    for triple in piece:
        digest.update(f"{triple} .\n".encode())
    return digest.hexdigest()[:32]
