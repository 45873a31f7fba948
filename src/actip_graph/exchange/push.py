"""Bringing graphs into a store: wholly or not at all, and the same however often it is done.

Only graphs that are given are touched. One that the store has already is left alone, so a push
that broke off is completed by running it again. Whatever happens to the one who pushes, a graph in
the store is either the old one or the new one: a store with transactions gets it in one request,
for the others see ``actip_graph.exchange.staging``.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError, RemoteError
from actip_graph.exchange.fingerprint import Fingerprint, by_value, fingerprint
from actip_graph.exchange.staging import leftovers, put_staged
from actip_graph.store.client import TooLargeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from actip_graph.store import GraphStore

# Graphs of so many triples are held in memory rather than read again.
_SMALL = 100_000
# So many triples go into one update together.
_BATCH = 50_000


class Action(StrEnum):
    """What happens to a graph."""

    KEEP = "keep"
    ADD = "add"
    REPLACE = "replace"
    REMOVE = "remove"


class Step(NamedTuple):
    """What happens to one graph of the store."""

    graph: str
    action: Action
    before: int
    """Its number of triples in the store as it was."""
    after: int | None
    """The number that it is to have; None where that is known only when it is sent."""


def push(
    graphs: Mapping[str, Iterable[ox.Triple]],
    store: GraphStore,
    *,
    remove: Callable[[str], bool] | None = None,
    dry_run: bool = False,
    verify: bool = True,
) -> Iterator[Step]:
    """Make what ``graphs`` hold the content of the graphs of their names in ``store``.

    Yields each step when it is done, or with ``dry_run`` what would be done; work stops where the
    caller does not go on. ``graphs`` may be gone through more than once. ``remove`` says of a graph
    that only the store has whether it is to go. ``verify`` reads back at the end what was written
    and holds its fingerprint against what was given; a literal may come back in another form of
    the same value. Raises ActipGraphError for statements without a graph, RemoteError for a store
    that fails or holds something else after all.
    """
    if "" in graphs:
        raise ActipGraphError(
            "some statements stand in no named graph, and only named graphs are pushed; name"
            " theirs with --as"
        )
    sizes = store.sizes()
    written: dict[str, Content] = {}
    batch: dict[str, Content] = {}
    waiting: list[Step] = []
    for name, triples in graphs.items():
        content = Content(triples)
        step = _plan(name, content, sizes.get(name, 0), store, dry_run)
        if dry_run or step.action is Action.KEEP:
            yield step
            continue
        if step.action is Action.REMOVE:
            store.delete(name)
            yield step
            continue
        written[name] = content
        if content.fits_batch and store.capabilities.batches:
            batch[name] = content
            waiting.append(step)
            if sum(len(content.held or ()) for content in batch.values()) >= _BATCH:
                _put_together(store, batch)
                yield from waiting
                batch, waiting = {}, []
        else:
            _put(store, name, content)
            yield step
    if batch:
        _put_together(store, batch)
        yield from waiting
    yield from _clean(graphs, store, sizes, remove, dry_run)
    if verify:
        for name, content in written.items():
            _verify(store, name, content)


class Content:
    """The triples of a graph that is given; they can be gone through again."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        beginning = list(islice(triples, _SMALL + 1))
        self.held = list(dict.fromkeys(beginning)) if len(beginning) <= _SMALL else None
        self._triples = triples
        self._fingerprint: Fingerprint | None = None

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self._triples if self.held is None else self.held)

    @property
    def fits_batch(self) -> bool:
        """It is small, and an update says the same wherever in it the graph stands.

        Labels of blank nodes would hold for the whole update, and IRIs with ``.`` or ``..`` for a
        segment are other IRIs there (RFC 3986, 5.2.4).
        """
        return self.held is not None and not any(
            isinstance(t.subject, ox.BlankNode)
            or isinstance(t.object, ox.BlankNode | ox.Triple)
            or any("/." in t.value for t in t if isinstance(t, ox.NamedNode))
            for t in self.held
        )

    @property
    def fingerprint(self) -> Fingerprint:
        """Its fingerprint, made when it is first asked for."""
        if self._fingerprint is None:
            self._fingerprint = fingerprint(self)
        return self._fingerprint

    def is_in(self, store: GraphStore, graph: str) -> bool:
        """Say whether ``graph`` in ``store`` is this content."""
        there = list(store.get(graph))
        if fingerprint(there) == self.fingerprint:
            return True
        # Compared by value, for stores that keep values rather than their forms.
        return store.capabilities.restates and fingerprint(by_value(there)) == fingerprint(
            by_value(self)
        )


def _plan(name: str, content: Content, before: int, store: GraphStore, count: bool) -> Step:
    """Return what is to happen to the graph; ``count`` asks for its size in any case."""
    if before == 0 and content.held is None and not count:
        return Step(name, Action.ADD, 0, None)
    after = content.fingerprint.triples if content.held is None else len(content.held)
    if before == 0:
        return Step(name, Action.ADD if after else Action.KEEP, 0, after)
    if after == 0:
        return Step(name, Action.REMOVE, before, 0)
    # A store that keeps values can have fewer triples than were given.
    same = before == after or (store.capabilities.restates and before < after)
    if same and content.is_in(store, name):
        return Step(name, Action.KEEP, before, after)
    return Step(name, Action.REPLACE, before, after)


def _clean(
    graphs: Iterable[str],
    store: GraphStore,
    sizes: Mapping[str, int],
    remove: Callable[[str], bool] | None,
    dry_run: bool,
) -> Iterator[Step]:
    """Remove the graphs that are to go, and what broken attempts left of those that were given."""
    if not dry_run:
        for piece in leftovers(sizes, graphs):
            store.delete(piece)
    for name in sorted(name for name in sizes.keys() - set(graphs) if remove and remove(name)):
        if not dry_run:
            store.delete(name)
        yield Step(name, Action.REMOVE, sizes[name], 0)


def _put(store: GraphStore, name: str, content: Content) -> None:
    if not store.capabilities.atomic_put:
        put_staged(store, name, content)
        return
    try:
        store.put(name, content)
    except TooLargeError:
        put_staged(store, name, content)


def _put_together(store: GraphStore, batch: Mapping[str, Content]) -> None:
    """Put several small graphs in one update; a store pays for each request."""
    if len(batch) == 1:
        ((name, content),) = batch.items()
        _put(store, name, content)
        return
    try:
        store.put_many({name: content.held or [] for name, content in batch.items()})
    except TooLargeError:
        for name, content in batch.items():
            _put(store, name, content)


def _verify(store: GraphStore, name: str, content: Content) -> None:
    if not content.is_in(store, name):
        raise RemoteError(
            f"{store.name} holds something else in {name} than the"
            f" {content.fingerprint.triples} triples that were sent ({store.count(name)} are"
            " there); push again, and if that gives the same, compare with diff"
        )
