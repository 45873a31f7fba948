"""Comparing two places that hold graphs."""

from __future__ import annotations

from typing import NamedTuple

from actip_graph.errors import ActipGraphError, nearest
from actip_graph.exchange.changes import changes
from actip_graph.exchange.fingerprint import by_value
from actip_graph.exchange.sources import Again, is_single_graph, is_store, named_graphs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox

    from actip_graph.exchange.changes import Change
    from actip_graph.exchange.sources import Graphs


class Difference(NamedTuple):
    """What differs between two places."""

    a: str
    b: str
    changes: list[Change]
    graphs: int
    """How many graphs were compared."""
    before: Graphs
    """All graphs of A, compared or not: labels may stand in any of them."""
    after: Graphs

    @property
    def removed(self) -> int:
        """The number of triples that only A has."""
        return sum(len(change.removed) for change in self.changes)

    @property
    def added(self) -> int:
        """The number of triples that only B has."""
        return sum(len(change.added) for change in self.changes)


def diff(a: str, b: str, only: Sequence[str] = (), forms: bool | None = None) -> Difference:
    """Return what differs between the graphs at ``a`` and those at ``b``.

    What ``a`` and ``b`` can be is said at ``actip_graph.exchange.sources.named_graphs``. Graphs
    compare by name, but where each place has one graph only, these two compare whatever they are
    called. ``only`` restricts the comparison to graphs of these IRIs. With ``forms``, literals of
    one value in two forms (1.50 and 1.5) are two; the default is so, except where a place is a
    store, since many keep the value alone.

    Raises ActipGraphError for what cannot be read, or an IRI of ``only`` that no graph has;
    RemoteError for a store that fails.
    """
    single = is_single_graph(a)
    before = named_graphs(a)
    # Two files that are one graph each: relative IRIs in them are the same if they read the same.
    base = next(iter(before)) if single and is_single_graph(b) else None
    after = named_graphs(b, base)
    if not (forms if forms is not None else not (is_store(a) or is_store(b))):
        before, after = _valued(before), _valued(after)
    old, new = _only(before, after, only)
    if len(old) == len(new) == 1:
        # The change is told of what A is: a file of triples, or a graph of this name.
        name = "" if single else next(iter(old))
        old, new = {name: next(iter(old.values()))}, {name: next(iter(new.values()))}
    found = list(changes(old, new))
    return Difference(a, b, found, len({*old, *new}), before, after)


def _valued(graphs: Graphs) -> Graphs:
    """Return ``graphs`` with each literal in the canonical form of its value."""

    def valued(triples: Iterable[ox.Triple]) -> Again:
        return Again(lambda: by_value(triples))

    return {name: valued(triples) for name, triples in graphs.items()}


def _only(before: Graphs, after: Graphs, names: Sequence[str]) -> tuple[Graphs, Graphs]:
    if not names:
        return before, after
    for name in names:
        if name not in before and name not in after:
            known = sorted({*before, *after})
            raise ActipGraphError(f"no graph {name!r} in A or B; {nearest(name, known)}")
    return (
        {name: triples for name, triples in before.items() if name in names},
        {name: triples for name, triples in after.items() if name in names},
    )
