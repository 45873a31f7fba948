"""Push: what is planned, what is touched, what is proven; over stores inside this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph.errors import ActipGraphError, RemoteError
from actip_graph.exchange import staging
from actip_graph.exchange.fingerprint import fingerprint
from actip_graph.exchange.push import Action, Step, push
from actip_graph.store.capabilities import Capabilities
from actip_graph.store.client import TooLargeError
from actip_graph.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

A, B, C, OTHERS = (f"http://example.org/{name}" for name in ("a", "b", "c", "others"))
P = ox.NamedNode("http://example.org/p")


def _triples(tag: str, count: int = 3) -> list[ox.Triple]:
    return [
        ox.Triple(ox.NamedNode(f"http://example.org/{i}"), P, ox.Literal(f"{tag} {i}"))
        for i in range(count)
    ]


BLANK = [
    ox.Triple(ox.BlankNode("a"), P, ox.BlankNode("b")),
    ox.Triple(ox.BlankNode("b"), P, ox.BlankNode("a")),
]


class Noting(EmbeddedStore):
    """A store that notes what is written; it can be small, weak, or break off."""

    def __init__(
        self, atomic: bool = True, batches: bool = True, largest: int = 10**9, breaks: int = 10**9
    ) -> None:
        super().__init__(ox.Store())
        self.capabilities = Capabilities("noting", atomic, batches, restates=False)
        self.largest = largest
        self.breaks = breaks
        """So many graphs are put before it breaks off."""
        self.log: list[tuple[str, ...]] = []

    def put(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        self._put_all({graph: list(triples)}, "put")

    def put_many(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        self._put_all({name: list(triples) for name, triples in graphs.items()}, "put_many")

    def _put_all(self, graphs: dict[str, list[ox.Triple]], verb: str) -> None:
        if sum(map(len, graphs.values())) > self.largest:
            raise TooLargeError("too large")
        if len(self.log) == self.breaks:
            raise RemoteError("broke off")
        self.log.append((verb, *graphs))
        for name, triples in graphs.items():
            super().put(name, triples)

    def update(self, sparql: str) -> None:
        self.log.append(("update",))
        super().update(sparql)

    def content(self, graph: str) -> set[ox.Triple]:
        return set(self.get(graph))


def _actions(steps: Iterable[Step]) -> dict[str, Action]:
    return {step.graph: step.action for step in steps}


def test_each_graph_gets_what_it_needs() -> None:
    store = Noting()
    store.post(A, _triples("same"))
    store.post(B, _triples("old", 5))
    store.post(OTHERS, _triples("others"))
    new = {A: _triples("same"), B: _triples("new"), C: _triples("c")}
    assert set(push(new, store)) == {
        Step(A, Action.KEEP, 3, 3),
        Step(B, Action.REPLACE, 5, 3),
        Step(C, Action.ADD, 0, 3),
    }
    assert store.log == [("put_many", B, C)]
    assert {name: store.content(name) for name in new} == {n: set(t) for n, t in new.items()}
    assert store.content(OTHERS) == set(_triples("others"))


def test_the_second_push_does_nothing() -> None:
    store = Noting()
    new = {A: _triples("a"), B: BLANK, C: []}
    assert _actions(push(new, store)) == {A: Action.ADD, B: Action.ADD, C: Action.KEEP}
    store.log.clear()
    assert set(_actions(push(new, store)).values()) == {Action.KEEP}
    assert store.log == []


def test_a_graph_without_statements_is_removed() -> None:
    store = Noting()
    store.post(A, _triples("a"))
    assert list(push({A: []}, store)) == [Step(A, Action.REMOVE, 3, 0)]
    assert store.sizes() == {}


def test_a_dry_run_changes_nothing_and_says_the_same() -> None:
    store = Noting()
    store.post(A, _triples("old"))
    store.post(OTHERS, _triples("others"))
    piece = f"{staging.PIECES}{'0' * 16}:1"
    store.post(piece, _triples("piece"))
    new = {A: _triples("new"), B: BLANK, C: []}
    planned = list(push(new, store, remove=lambda name: name == OTHERS, dry_run=True))
    assert store.log == [] and store.content(A) == set(_triples("old"))
    assert set(store.sizes()) == {A, OTHERS, piece}
    done = list(push(new, store, remove=lambda name: name == OTHERS))
    assert sorted(planned) == sorted(done)
    assert _actions(done)[OTHERS] == Action.REMOVE
    assert set(store.sizes()) == {A, B, piece}, "pieces of other graphs are others'"


def test_statements_without_a_graph_are_refused() -> None:
    store = Noting()
    with pytest.raises(ActipGraphError, match="--as"):
        list(push({A: _triples("a"), "": _triples("b")}, store))
    assert store.log == []


def test_blank_nodes_do_not_share_an_update() -> None:
    store = Noting()
    list(push({A: BLANK, B: BLANK, C: _triples("c")}, store))
    assert ("put", A) in store.log and ("put", B) in store.log
    assert fingerprint(store.get(A)) == fingerprint(BLANK) == fingerprint(store.get(B))


def test_iris_that_an_update_would_resolve_do_not_go_into_one() -> None:
    store = Noting()
    dotted = [ox.Triple(ox.NamedNode("http://example.org/a/../b"), P, P)]
    list(push({A: dotted, B: _triples("b"), C: _triples("c")}, store))
    assert sorted(store.log) == [("put", A), ("put_many", B, C)]


@pytest.mark.parametrize("atomic", [True, False])
@pytest.mark.parametrize("largest", [10**9, 3000, 40])
def test_large_graphs_come_in_pieces(atomic: bool, largest: int) -> None:
    store = Noting(atomic, largest=largest)
    store.post(A, _triples("old", 10))
    new = {A: [*_triples("new", 4000), *BLANK], B: _triples("b")}
    list(push(new, store))
    assert fingerprint(store.get(A)) == fingerprint(new[A])
    assert set(store.sizes()) == {A, B}
    whole = atomic and largest > 4002
    assert (("put", A) in store.log) is whole
    assert (("update",) in store.log) is not whole


def test_blank_nodes_that_fit_no_piece_leave_the_old_graph() -> None:
    store = Noting(largest=40)
    store.post(A, _triples("old"))
    one = ox.BlankNode()
    with pytest.raises(TooLargeError):
        list(push({A: [ox.Triple(one, P, ox.Literal(str(i))) for i in range(50)]}, store))
    assert store.content(A) == set(_triples("old"))


@pytest.mark.parametrize(("wanted", "sent"), [("new", 3), ("newer", 6), ("old", 0)])
def test_what_a_broken_attempt_left_is_used_or_removed(
    monkeypatch: pytest.MonkeyPatch, wanted: str, sent: int
) -> None:
    monkeypatch.setattr(staging, "_LARGEST", 50)
    store = Noting(atomic=False, breaks=3)
    store.post(A, _triples("old", 300))
    with pytest.raises(RemoteError):
        list(push({A: _triples("new", 300)}, store))
    assert store.content(A) == set(_triples("old", 300))
    assert len(store.sizes()) == 4
    store.log, store.breaks = [], 10**9
    list(push({A: _triples(wanted, 300)}, store))
    assert store.content(A) == set(_triples(wanted, 300))
    assert set(store.sizes()) == {A}
    assert len([entry for entry in store.log if entry[0] == "put"]) == sent


class Lying(Noting):
    """A store that keeps less than it says."""

    def _put_all(self, graphs: dict[str, list[ox.Triple]], verb: str) -> None:
        super()._put_all({name: triples[1:] for name, triples in graphs.items()}, verb)


@pytest.mark.parametrize("atomic", [True, False])
def test_a_store_that_keeps_less_is_found_out(atomic: bool) -> None:
    store = Lying(atomic, batches=False)
    store.post(A, _triples("old"))
    with pytest.raises(RemoteError, match=A):
        list(push({A: _triples("new")}, store))
    if not atomic:
        assert store.content(A) == set(_triples("old"))


def test_proof_can_be_left_out() -> None:
    assert _actions(push({A: _triples("new")}, Lying(), verify=False)) == {A: Action.ADD}


def test_work_stops_where_the_caller_does() -> None:
    store = Noting(batches=False)
    steps = push({A: _triples("a"), B: _triples("b")}, store)
    assert next(steps).graph == A
    del steps
    assert set(store.sizes()) == {A}


contents = st.lists(
    st.builds(
        ox.Triple,
        st.sampled_from([ox.NamedNode("http://e.org/s"), ox.BlankNode("x"), ox.BlankNode("y")]),
        st.just(P),
        st.sampled_from([ox.Literal("x"), ox.Literal("y"), ox.BlankNode("y"), ox.BlankNode("z")]),
    ),
    max_size=5,
)
states = st.dictionaries(st.sampled_from([A, B, C]), contents, max_size=3)


@settings(deadline=None)
@given(states, states, st.booleans(), st.booleans())
def test_whatever_was_there_the_end_is_the_same(
    before: dict[str, list[ox.Triple]],
    after: dict[str, list[ox.Triple]],
    atomic: bool,
    batches: bool,
) -> None:
    store = Noting(atomic, batches)
    # One by one: the labels of blank nodes are those of the whole store in this engine.
    for state in (before, after):
        for name, triples in state.items():
            named = [_in(name, t) for t in triples]
            assert _actions(push({name: named}, store)).keys() == {name}
    for name in (A, B, C):
        last = after.get(name, before.get(name, []))
        assert fingerprint(store.get(name)) == fingerprint(last)
    assert set(_actions(push(after, store)).values()) <= {Action.KEEP}


def _in(graph: str, triple: ox.Triple) -> ox.Triple:
    """Return ``triple`` with blank nodes that are those of ``graph`` alone."""

    def own(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.BlankNode | None:
        return ox.BlankNode(term.value + graph[-1]) if isinstance(term, ox.BlankNode) else None

    subject, value = own(triple.subject), own(triple.object)
    return ox.Triple(subject or triple.subject, triple.predicate, value or triple.object)
