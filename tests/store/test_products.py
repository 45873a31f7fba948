"""Products: each is recognised by what it shows, and gets its requests where it takes them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph.errors import ActipGraphError, RemoteError
from actip_graph.store import open_server, products
from actip_graph.store.client import Client
from actip_graph.store.names import PRODUCTS
from actip_graph.store.products import Traits
from tests.store import http_server as http

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.store.http_server import Server

HOST = "http://127.0.0.1:1"
GRAPH = "http://example.org/g"
TRIPLES = [
    ox.Triple(ox.NamedNode(f"urn:{i}"), ox.NamedNode("urn:p"), ox.Literal("text"))
    for i in range(99)
]


@pytest.fixture
def server() -> Iterator[Server]:
    with http.programmable() as running:
        yield running


def test_every_name_is_a_product() -> None:
    titles = {products.load(name).title for name in PRODUCTS}
    assert len(titles) == len(PRODUCTS)
    with pytest.raises(ActipGraphError, match="fuseki"):
        products.load("fuski")


@pytest.mark.parametrize(
    ("address", "shown", "answers", "product"),
    [
        ("/ds", {"Fuseki-Request-Id": "7"}, {}, "fuseki"),
        ("/ds", {"Server": "Apache Jena Fuseki (5.0.0)"}, {}, "fuseki"),
        ("", {"Server": "Oxigraph/0.5.1"}, {}, "oxigraph"),
        ("", {"Server": "Virtuoso/07.20.3229 (Linux)"}, {}, "virtuoso"),
        ("/db", {"Server": "Stardog/10"}, {}, "stardog"),
        ("/repositories/r", {}, {"/rest/info/version": b'{"productVersion":"10"}'}, "graphdb"),
        ("/rdf4j-server/repositories/r", {}, {"/rdf4j-server/protocol": b"12\n"}, "rdf4j"),
        ("/blazegraph/namespace/kb/sparql", {}, {}, "blazegraph"),
        ("", {}, {"/?cmd=stats": b'{"git-hash-index":"abc"}'}, "qlever"),
    ],
)
def test_a_product_is_recognised(
    server: Server, address: str, shown: dict[str, str], answers: dict[str, bytes], product: str
) -> None:
    server.signs = shown
    for path, body in answers.items():
        server.on("GET", http.said(body, "application/json"), path)
    client = Client(server.address + address, pauses=())
    assert products.detect(client, client) is products.load(product)


def test_neptune_is_recognised_by_its_host() -> None:
    def get(_address: str) -> str:
        return ""

    for host, known in (
        ("db.cluster-x.eu-west-1.neptune.amazonaws.com", True),
        ("neptune.amazonaws.com.example.org", False),
    ):
        traits = Traits(f"https://{host}:8182", "", frozenset(), get)
        assert products.load("neptune").recognise(traits) is known


def test_what_shows_nothing_is_not_guessed(server: Server) -> None:
    client = Client(server.address, pauses=())
    with pytest.raises(RemoteError, match="name it with --product"):
        products.detect(client, client)


@pytest.mark.parametrize("code", [401, 403])
def test_who_is_not_let_in_is_told_so(server: Server, code: int) -> None:
    server.on("*", http.status(code))
    client = Client(server.address, pauses=())
    with pytest.raises(RemoteError, match=f"does not let us in .{code}"):
        products.detect(client, client)


@pytest.mark.parametrize("product", PRODUCTS)
def test_requests_go_where_the_product_takes_them(product: str) -> None:
    endpoints = products.load(product).endpoints(f"{HOST}/x", False)
    for place in endpoints:
        assert place is None or place.startswith(f"{HOST}/x")


def test_without_a_graph_store_protocol_updates_do(server: Server) -> None:
    """Blazegraph has none: graphs are written and read by SPARQL alone."""
    for method in ("PUT", "GET", "DELETE"):
        server.on(method, http.status(500))

    def either(handler: http.Handler) -> None:
        # It takes queries and updates at one address.
        form = handler.request_now.headers.get("content-type", "")
        handler.path = "/update" if "sparql-update" in form else "/query"
        handler.obey()

    server.on("POST", either)
    store = open_server(f"{server.address}/namespace/kb/sparql", "blazegraph")
    blank = [ox.Triple(ox.BlankNode("a"), ox.NamedNode("urn:p"), ox.Literal('"\\ \n'))]
    for graph in (GRAPH, f"{GRAPH}2"):
        store.put(graph, TRIPLES)
        store.put(graph, blank)
    assert store.sizes() == {GRAPH: 1, f"{GRAPH}2": 1}
    one, two = (next(iter(store.get(graph))) for graph in (GRAPH, f"{GRAPH}2"))
    assert one.object == two.object == blank[0].object
    assert one.subject != two.subject, "two graphs share no blank node"
    store.post(GRAPH, TRIPLES)
    assert store.count(GRAPH) == 100
    store.delete(GRAPH)
    assert list(store.get(GRAPH)) == []
    store.put_many({GRAPH: TRIPLES, f"{GRAPH}2": TRIPLES})
    assert set(store.sizes().values()) == {99}


@pytest.mark.parametrize(
    ("host", "product", "packed"),
    [
        ("127.0.0.1", "fuseki", False),
        ("localhost", "fuseki", False),
        # Any other way to name a machine counts as another machine.
        ("127.1", "fuseki", True),
        ("127.1", "virtuoso", False),
        ("127.1", "sparql11", False),
    ],
)
def test_a_body_is_compressed_on_its_way_to_another_machine(
    server: Server, host: str, product: str, packed: bool
) -> None:
    server.on("*", http.nothing_done)
    address = server.address.replace("127.0.0.1", host)
    open_server(address, product).put(GRAPH, TRIPLES)
    (request,) = (r for r in server.requests if r.method == "PUT")
    assert (request.headers.get("content-encoding") == "gzip") is packed
    lines = gzip.decompress(request.body) if packed else request.body
    assert {q.triple for q in ox.parse(lines, ox.RdfFormat.N_TRIPLES)} == set(TRIPLES)
    # Some servers take a body whose length they are not told for an empty one.
    streams = products.load(product).streams
    assert ("content-length" in request.headers) is not streams


def test_a_compressed_body_is_sent_whole_again(server: Server) -> None:
    server.on("PUT", http.reset, times=1)
    server.on("PUT", http.status(503), times=1)
    store = open_server(server.address.replace("127.0.0.1", "127.1"), "fuseki")
    store.put(GRAPH, TRIPLES)
    assert server.graph(GRAPH) == set(TRIPLES)
