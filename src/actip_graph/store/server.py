"""A triple store server: asked by SPARQL, written by the Graph Store Protocol or by update."""

from __future__ import annotations

from collections.abc import Sized
from itertools import islice
from typing import cast
from urllib.parse import quote

import pyoxigraph as ox

from actip_graph.errors import RemoteError
from actip_graph.sparql import bind
from actip_graph.store import credentials, graphs, products
from actip_graph.store.capabilities import Capabilities
from actip_graph.store.client import SILENCE, Body, Client
from actip_graph.store.endpoint import EndpointStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO

    from actip_graph.solutions import Outcome
    from actip_graph.store.products import Product

_N_TRIPLES = "application/n-triples"
_BATCH = 4096
# The slowest of the servers that were measured takes this many triples in a second.
_SLOWEST = 2000
_LOCAL = ("localhost", "127.0.0.1", "::1")


class ServerStore:
    """A store behind HTTP."""

    def __init__(self, client: Client, product: Product, signed_in: bool) -> None:
        """Take a ``client`` of the ``product``, with credentials if it is ``signed_in``."""
        self._client = client
        self._product = product
        self._endpoints = product.endpoints(client.address, signed_in)
        self._queries = EndpointStore(self._endpoints.query, client=client)
        self._compressed = product.gzip and client.host not in _LOCAL

    @classmethod
    def at(
        cls,
        address: str,
        product: str | None = None,
        user: str | None = None,
        timeout: float | None = None,
    ) -> ServerStore:
        """See ``actip_graph.store.open_server``."""
        silence = timeout or SILENCE
        known = products.load(product) if product else None
        client = Client(address, None, silence=silence)
        login = credentials.find(client.address, user)
        found = known or products.detect(client, Client(address, login, silence=silence))
        if login:
            client = Client(address, login, found.digest, silence)
        return cls(client, found, login is not None)

    @property
    def name(self) -> str:
        """See the protocol."""
        return self._client.address

    @property
    def product(self) -> Product:
        """The product that runs there."""
        return self._product

    @property
    def capabilities(self) -> Capabilities:
        """See the protocol."""
        product = self._product
        return Capabilities(product.title, product.atomic_put, product.batches, product.restates)

    def query(self, sparql: str) -> Outcome:
        """See the protocol."""
        return self._queries.query(sparql)

    def sees_named_graphs(self) -> bool:
        """Say whether a query without a GRAPH clause sees what stands in named graphs."""
        return self._queries.sees_named_graphs()

    def update(self, sparql: str) -> None:
        """See the protocol. An update whose fate is unknown is not sent again."""
        self._update(sparql)

    def sizes(self) -> dict[str, int]:
        """See the protocol."""
        return graphs.sizes(self._queries.ask)

    def count(self, graph: str | None = None) -> int:
        """See the protocol."""
        return graphs.count(self._queries.ask, graph)

    def get(self, graph: str) -> Iterator[ox.Triple]:
        """See the protocol."""
        if self._endpoints.graphs is None:
            yield from graphs.get(self._queries.ask, graph)
            return
        headers = {"Accept": f"{_N_TRIPLES}, text/turtle;q=0.5"}
        with self._client.send("GET", self._of(graph), headers=headers, also=(404,)) as response:
            if response.status_code == 404:
                return
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
            form = ox.RdfFormat.from_media_type(kind)
            if form is None:
                raise RemoteError(f"{self.name} answers with {kind or 'nothing'} in place of RDF")
            reader = cast("IO[bytes]", _Reader(self._client.body(response)))
            try:
                for quad in ox.parse(reader, format=form, rename_blank_nodes=True):
                    yield quad.triple
            except SyntaxError as error:
                raise RemoteError(
                    f"{self.name} answers with RDF that cannot be read: {error.msg}"
                ) from error

    def put(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """See the protocol."""
        if self._endpoints.graphs is None:
            self._insert(graph, triples, "DROP SILENT GRAPH ?graph ;")
        else:
            self._write("PUT", graph, triples)

    def put_many(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        """See the protocol."""
        if not self._product.batches:
            for graph, triples in graphs.items():
                self.put(graph, triples)
            return
        targets = [{"graph": ox.NamedNode(name)} for name in graphs]
        emptied = [bind("DROP SILENT GRAPH ?graph ;\n", target) for target in targets]
        filled = [
            bind("GRAPH ?graph {\n", target) + b"".join(_Lines(triples)).decode() + "}\n"
            for target, triples in zip(targets, graphs.values(), strict=True)
        ]
        self._update("".join([*emptied, "INSERT DATA {\n", *filled, "}"]))

    def post(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """See the protocol."""
        if self._endpoints.graphs is None:
            self._insert(graph, triples, "")
        else:
            self._write("POST", graph, triples)

    def delete(self, graph: str) -> None:
        """See the protocol."""
        if self._endpoints.graphs is None:
            self.update(bind("DROP SILENT GRAPH ?graph", {"graph": ox.NamedNode(graph)}))
        else:
            self._client.send("DELETE", self._of(graph), also=(404,)).close()
            self._queries.forget()

    def _of(self, graph: str) -> str:
        return f"{self._endpoints.graphs}?graph={quote(graph, safe='')}"

    def _write(self, method: str, graph: str, triples: Iterable[ox.Triple]) -> None:
        lines = _Lines(triples)
        body = Body(lines, self._compressed)
        headers = {"Content-Type": _N_TRIPLES}
        if self._compressed:
            headers["Content-Encoding"] = "gzip"
        self._client.send(
            method,
            self._of(graph),
            headers=headers,
            data=body if self._product.streams else b"".join(body),
            patience=lines.expected / _SLOWEST,
            again=method == "PUT",
        ).close()
        self._queries.forget()

    def _insert(self, graph: str, triples: Iterable[ox.Triple], before: str) -> None:
        """Write by update; the triples stand in it as the serialiser wrote them."""
        lines = b"".join(_Lines(triples)).decode()
        target = {"graph": ox.NamedNode(graph)}
        head = bind(f"{before} INSERT DATA {{ GRAPH ?graph {{", target)
        self._update(f"{head}\n{lines}}} }}")

    def _update(self, sparql: str) -> None:
        """Send an update and wait for its end, the longer the more there is in it."""
        text = sparql.encode()
        form = self._product.form_updates
        # What is written here is about a hundred bytes a triple.
        self._client.send(
            "POST",
            self._endpoints.update,
            headers={} if form else {"Content-Type": "application/sparql-update"},
            data={"update": sparql} if form else text,
            patience=len(text) / 100 / _SLOWEST,
            again=False,
        ).close()
        self._queries.forget()


class _Lines:
    """Triples as lines of N-Triples, in pieces; they can be gone through again."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._triples = triples
        self.expected = len(triples) if isinstance(triples, Sized) else 0

    def __iter__(self) -> Iterator[bytes]:
        triples = iter(self._triples)
        while batch := list(islice(triples, _BATCH)):
            yield ox.serialize(batch, format=ox.RdfFormat.N_TRIPLES) or b""


class _Reader:
    """Pieces of bytes as a file that is read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while size < 0 or not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest += piece
        end = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:end], self._rest[end:]
        return taken
