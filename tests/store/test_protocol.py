"""Every store does the same: the embedded one, rdflib and four servers."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from actip_graph import Graph, resources
from actip_graph.errors import ActipGraphError
from actip_graph.exchange.fingerprint import by_value, fingerprint
from actip_graph.run import run
from actip_graph.solutions import Solutions, Triples, rows_of
from actip_graph.store.embedded import EmbeddedStore
from actip_graph.store.rdflib_store import RdflibStore
from actip_graph.store.server import ServerStore
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from actip_graph.store import GraphStore
    from tests.interop.servers import Server

NAMES = ("memory", "disk", "rdflib", *servers.PRODUCTS)
# Fuseki fails at saying that a graph is missing whose name is not ASCII.
A, B, C = (f"http://example.org/graph/{name}?x=1&y#z" for name in "abc")
X = "http://example.org/"


def _triples(tag: str, count: int = 5) -> list[ox.Triple]:
    p = ox.NamedNode(X + "p")
    return [
        ox.Triple(ox.NamedNode(f"{X}{i}"), p, ox.Literal(f"{tag} {i}", language="en"))
        for i in range(count)
    ]


BLANK = [
    ox.Triple(ox.BlankNode("a"), ox.NamedNode(X + "p"), ox.BlankNode("b")),
    ox.Triple(ox.BlankNode("b"), ox.NamedNode(X + "p"), ox.Literal("x")),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], GraphStore]]:
    """Give a store by name; a server starts when it is first asked for."""
    known: dict[str, GraphStore] = {}
    with ExitStack() as stack:

        def store(name: str) -> GraphStore:
            if name not in known:
                if name == "memory":
                    known[name] = EmbeddedStore(ox.Store())
                elif name == "disk":
                    folder = str(tmp_path_factory.mktemp("disk") / "store")
                    known[name] = EmbeddedStore.on_disk(folder)
                elif name == "rdflib":
                    known[name] = RdflibStore(rdflib.Dataset())
                else:
                    known[name] = stack.enter_context(servers.PRODUCTS[name]()).store()
            return known[name]

        yield store


@pytest.fixture(params=NAMES)
def store(opened: Callable[[str], GraphStore], request: pytest.FixtureRequest) -> GraphStore:
    found = opened(request.param)
    for graph in (A, B, C):
        found.delete(graph)
    return found


def _sizes(store: GraphStore) -> dict[str, int]:
    """Return the sizes of the graphs of these tests; a product may have some of its own."""
    return {name: size for name, size in store.sizes().items() if name in (A, B, C)}


def _same(store: GraphStore, graph: str, triples: list[ox.Triple]) -> bool:
    return fingerprint(by_value(store.get(graph))) == fingerprint(by_value(triples))


def test_put_replaces(store: GraphStore) -> None:
    store.put(A, _triples("old", 7))
    store.put(B, _triples("other"))
    store.put(A, _triples("new"))
    assert _same(store, A, _triples("new"))
    assert _same(store, B, _triples("other"))
    assert _sizes(store) == {A: 5, B: 5}
    assert (store.count(A), store.count(C)) == (5, 0)


def test_post_adds(store: GraphStore) -> None:
    store.post(A, _triples("one"))
    store.post(A, _triples("two"))
    store.post(A, _triples("two"))
    assert _same(store, A, _triples("one") + _triples("two"))


def test_delete_removes_one_and_may_find_none(store: GraphStore) -> None:
    store.put(A, _triples("a"))
    store.put(B, _triples("b"))
    for _ in range(2):
        store.delete(A)
        assert list(store.get(A)) == []
    assert _sizes(store) == {B: 5}


def test_put_many(store: GraphStore) -> None:
    store.put(A, _triples("old", 9))
    store.put_many({A: _triples("a"), B: _triples("b"), C: []})
    assert _same(store, A, _triples("a")) and _same(store, B, _triples("b"))
    assert _sizes(store) == {A: 5, B: 5}


def test_an_empty_graph_is_none(store: GraphStore) -> None:
    store.put(A, _triples("a"))
    store.put(A, [])
    assert _sizes(store) == {}
    assert (list(store.get(A)), store.count(A)) == ([], 0)


def test_blank_nodes_stay_apart(store: GraphStore) -> None:
    store.put(A, BLANK)
    store.put(B, BLANK)
    assert _same(store, A, BLANK) and _same(store, B, BLANK)
    # The same labels in two graphs are four nodes, unless the store is one file to rdflib.
    if isinstance(store, ServerStore):
        both = [*store.get(A), *store.get(B)]
        assert len({term for t in both for term in t if isinstance(term, ox.BlankNode)}) == 4


def test_what_is_given_may_be_read_twice(store: GraphStore) -> None:
    class Twice:
        def __iter__(self) -> Iterator[ox.Triple]:
            return iter(_triples("a", 10_000))

    store.put(A, Twice())
    assert store.count(A) == 10_000


def test_queries_and_updates(store: GraphStore) -> None:
    store.put(A, _triples("a"))
    ask = f"ASK {{ GRAPH <{A}> {{ ?s ?p 'a 0'@en }} }}"
    assert store.query(ask) is True
    store.update(f"DELETE WHERE {{ GRAPH <{A}> {{ <{X}0> ?p ?o }} }}")
    assert store.query(ask) is False
    store.update(f"INSERT DATA {{ GRAPH <{B}> {{ <{X}s> <{X}p> 'ä \\n \\\\ \U0001f71a' }} }}")
    (text,) = rows_of(store.query(f"SELECT ?o {{ GRAPH <{B}> {{ ?s ?p ?o }} }}"))
    assert text == (ox.Literal("ä \n \\ \U0001f71a"),)
    found = store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}")
    assert isinstance(found, Triples) and len(found.triples) == 4
    none = store.query(f"SELECT ?s {{ GRAPH <{C}> {{ ?s ?p ?o }} }}")
    assert isinstance(none, Solutions) and none.rows == []


@pytest.mark.parametrize("what", ["query", "update"])
def test_what_is_not_valid_is_said_in_one_line(store: GraphStore, what: str) -> None:
    with pytest.raises(ActipGraphError) as caught:
        getattr(store, what)("NO SUCH THING {")
    assert "\n" not in str(caught.value)


def test_capabilities_name_the_product(store: GraphStore) -> None:
    assert len(store.capabilities.product) > 3
    # What is kept by value comes back with its value; what is said to be kept as it is, is.
    form = ox.Literal("01.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
    triple = ox.Triple(ox.NamedNode(X), ox.NamedNode(X), form)
    store.put(A, [triple])
    assert store.capabilities.restates or set(store.get(A)) == {triple}
    assert _same(store, A, [triple])


def test_rdflib_needs_a_dataset() -> None:
    with pytest.raises(ActipGraphError, match="give a Dataset"):
        RdflibStore(rdflib.Graph()).put(A, [])


QUERIES = ("instruments", "bodies")


@pytest.mark.parametrize("union", [True, False], ids=["union", "apart"])
@pytest.mark.parametrize("start", [servers.oxigraph, servers.fuseki])
def test_named_graphs_are_seen_or_asked_for(
    graph: Graph, start: Callable[..., AbstractContextManager[Server]], union: bool
) -> None:
    with start(union=union) as server:
        _see(graph, server)


def _see(graph: Graph, server: Server) -> None:
    store = server.store()
    assert store.sees_named_graphs(), "there is nothing that is not seen"
    assert store.query("ASK { ?s ?p ?o }") is False
    server.load(resources.graph_files())
    store = server.store()
    assert store.sees_named_graphs() is server.union_default
    for query in QUERIES:
        there = run(graph.catalogue[query], {}, store)
        here = run(graph.catalogue[query], {}, graph.store)
        assert there.variables == here.variables
        assert there.terms == here.terms != []
    # A graph that comes later is seen too, by the store that was asked before.
    late = "https://w3id.org/actip-graph/graph/late"
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.put(late, [ox.Triple(ox.NamedNode(X + "late"), kind, ox.NamedNode(X + "Late"))])
    assert store.query(f"ASK {{ <{X}late> a <{X}Late> }}") is True
    store.delete(late)
    assert store.query(f"ASK {{ <{X}late> a <{X}Late> }}") is False
