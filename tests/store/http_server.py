"""A SPARQL server that does as it is told: it works, fails, lies or says nothing, by request.

with programmable() as server:
    server.on("PUT", status(503), times=2)
    open_server(server.address, "fuseki").put(...)
    assert server.paths("PUT") == ...
"""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    Fault: TypeAlias = "Callable[[Handler], None]"

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"


class Request(NamedTuple):
    """A request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    """As it was sent, be it compressed."""


class Programme(NamedTuple):
    """What goes wrong, and for which requests."""

    method: str
    path: str
    fault: Fault
    times: float


class Server(ThreadingHTTPServer):
    """The server; its ``store`` is what it holds."""

    daemon_threads = True

    def __init__(self, union: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = ox.Store()
        self.union = union
        self.requests: list[Request] = []
        self.programmes: list[Programme] = []
        self.scheme = "http"
        self.signs: dict[str, str] = {}
        """Headers of every answer, by which a product shows itself."""

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}"

    def on(self, method: str, fault: Fault, path: str = "/", times: float = float("inf")) -> None:
        """Answer requests of ``method`` (``*`` is any) below ``path`` with ``fault``."""
        self.programmes.append(Programme(method, path, fault, times))

    def fault(self, request: Request) -> Fault | None:
        for place, (method, path, fault, times) in enumerate(self.programmes):
            if times > 0 and method in ("*", request.method) and request.path.startswith(path):
                self.programmes[place] = Programme(method, path, fault, times - 1)
                return fault
        return None

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # whoever breaks off is meant to

    def fill(self, graph: str, triples: list[ox.Triple]) -> None:
        name = ox.NamedNode(graph)
        self.store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)

    def graph(self, name: str) -> set[ox.Triple]:
        found = self.store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        return {quad.triple for quad in found}

    def names(self) -> set[str]:
        return {str(name.value) for name in self.store.named_graphs()}


@contextmanager
def programmable(union: bool = True, certificate: str | None = None) -> Iterator[Server]:
    """Run a server; with the file ``certificate``, which also holds the key, by https."""
    server = Server(union)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def _serve(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.request_now = Request(self.command, self.path, headers, self._body(headers))
        self.server.requests.append(self.request_now)
        fault = self.server.fault(self.request_now)
        (fault or Handler.obey)(self)

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815 - as http.server wants it

    def _body(self, headers: dict[str, str]) -> bytes:
        if "chunked" not in headers.get("transfer-encoding", ""):
            return self.rfile.read(int(headers.get("content-length", 0)))
        body = b""
        while size := int(self.rfile.readline().strip() or b"0", 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def obey(self) -> None:
        """Do what a good server does."""
        place = urlsplit(self.path)
        body = self.request_now.body
        if self.request_now.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if place.path.endswith("/query"):
            self._query({k: v[0] for k, v in parse_qs(body.decode()).items()})
        elif place.path.endswith("/update"):
            text = body.decode()
            self.server.store.update(parse_qs(text)["update"][0] if "=" in text[:7] else text)
            self.answer(204)
        elif place.path.endswith("/data"):
            self._graph(ox.NamedNode(parse_qs(place.query)["graph"][0]), body)
        else:
            self.answer(404)

    def _query(self, form: dict[str, str]) -> None:
        union = self.server.union
        found = self.server.store.query(form["query"], use_default_graph_as_union=union)
        if isinstance(found, ox.QueryTriples):
            self.answer(200, ox.serialize(found, format=ox.RdfFormat.TURTLE) or b"", "text/turtle")
        else:
            data = found.serialize(format=ox.QueryResultsFormat.JSON)
            self.answer(200, data or b"", JSON)

    def _graph(self, graph: ox.NamedNode, body: bytes) -> None:
        store = self.server.store
        if self.command in ("PUT", "DELETE"):
            store.remove_graph(graph)
        if self.command in ("PUT", "POST"):
            store.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        if self.command != "GET":
            self.answer(204)
            return
        self.answer(200, self.lines(graph), N_TRIPLES)

    def lines(self, graph: ox.NamedNode) -> bytes:
        triples = [
            quad.triple for quad in self.server.store.quads_for_pattern(None, None, None, graph)
        ]
        return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""

    def answer(
        self, code: int, body: bytes = b"", kind: str = "text/plain", **headers: str
    ) -> None:
        self.send_response(code)
        shown = {n: v for n, v in self.server.signs.items() if n != "Server"}
        for name, value in {**shown, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        if code != 204:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return self.server.signs.get("Server", "test")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer with ``code``."""
    return lambda handler: handler.answer(code, body, **headers)


def page(handler: Handler) -> None:
    """Answer with a page, and that all is well."""
    handler.answer(200, b"<html><body>Please sign in</body></html>", "text/html; charset=utf-8")


def said(body: bytes, kind: str = JSON) -> Fault:
    """Answer with ``body``, and that all is well."""
    return lambda handler: handler.answer(200, body, kind)


def nothing_done(handler: Handler) -> None:
    """Say that all is well, and do nothing."""
    handler.answer(204)


def too_large(limit: int) -> Fault:
    """Take no body longer than ``limit``."""

    def check(handler: Handler) -> None:
        if len(handler.request_now.body) > limit:
            handler.answer(413)
        else:
            handler.obey()

    return check


def half(kind: str = JSON) -> Fault:
    """Promise a long body and break off."""

    def promise(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"head": {"vars"')
        handler.close_connection = True

    return promise


def broken_chunks(kind: str = JSON) -> Fault:
    """Break off between two chunks."""

    def send(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b'5\r\n{"hea\r\n')
        handler.close_connection = True

    return send


def cut(handler: Handler) -> None:
    """Give all but the last lines of a graph, in a body that ends with the connection."""
    graph = ox.NamedNode(parse_qs(urlsplit(handler.path).query)["graph"][0])
    handler.send_response(200)
    handler.send_header("Content-Type", N_TRIPLES)
    handler.send_header("Connection", "close")
    handler.end_headers()
    handler.wfile.write(b"".join(handler.lines(graph).splitlines(keepends=True)[:-3]))
    handler.close_connection = True


def reset(handler: Handler) -> None:
    """Reset the connection (RST)."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.rfile.close()
    handler.wfile.close()
    handler.connection.close()
    handler.close_connection = True


def silent(seconds: float = 30) -> Fault:
    """Say nothing until the other side is gone."""

    def wait(handler: Handler) -> None:
        handler.connection.settimeout(seconds)
        with suppress(OSError):
            handler.connection.recv(1)
        handler.close_connection = True

    return wait


def redirect(target: str, code: int = 302) -> Fault:
    """Send on to ``target``; ``*`` in it is the path that was asked for."""
    return lambda handler: handler.answer(code, Location=target.replace("*", handler.path))


def echo(handler: Handler) -> None:
    """Say the request's credentials back, as a careless server does when it fails."""
    handler.answer(500, json.dumps(handler.request_now.headers).encode())


def after(fault: Fault) -> Fault:
    """Do what was asked, and then answer as ``fault`` does."""

    def both(handler: Handler) -> None:
        answer, handler.answer = handler.answer, lambda *_args, **_more: None  # type: ignore[method-assign]
        handler.obey()
        handler.answer = answer  # type: ignore[method-assign]
        fault(handler)

    return both


def wait(seconds: float, fault: Fault = Handler.obey) -> Fault:
    """Take some time first."""

    def later(handler: Handler) -> None:
        time.sleep(seconds)
        fault(handler)

    return later
