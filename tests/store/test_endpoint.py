"""Endpoints: a real server gives the same terms, and a bad one gives one clear line."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from actip_graph import ActipGraphError, Graph
from actip_graph.errors import DeadlineError, RemoteError
from actip_graph.solutions import Solutions, Triples
from actip_graph.store import open_endpoint
from tests.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ASK = "ASK { ?s ?p ?o }"


class _Misbehaving(BaseHTTPRequestHandler):
    """A server that does what its path says."""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        what = self.path.strip("/")
        if what.isdigit():
            self.send_error(int(what))
        elif what == "html":
            self._send("text/html", b"<html><body>Welcome</body></html>")
        elif what == "half":
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"head": {"vars"')
        elif what == "odd":
            self._send("application/sparql-results+json", b'{"head": {}, "results": []}')
        elif what == "slow":
            time.sleep(3)

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def misbehaving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Misbehaving)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("401", "does not let us in .401"),
        ("404", "nothing of the kind"),
        ("413", "413"),
        ("429", "429"),
        ("500", "failed"),
        ("html", "no SPARQL result"),
        ("half", "no SPARQL result|broke off"),
        ("odd", "no SPARQL result"),
    ],
)
def test_a_bad_answer_is_one_clear_line(misbehaving: str, path: str, complaint: str) -> None:
    with pytest.raises(RemoteError, match=complaint) as caught:
        open_endpoint(f"{misbehaving}/{path}", 5).query(ASK)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_server_that_says_nothing_runs_out_of_time(misbehaving: str) -> None:
    with pytest.raises(DeadlineError, match="did not answer in 1"):
        open_endpoint(f"{misbehaving}/slow", 1).query(ASK)


def test_a_closed_port_cannot_be_reached() -> None:
    with pytest.raises(RemoteError, match="cannot be reached"):
        open_endpoint(f"http://127.0.0.1:{free_port()}/query", 5).query(ASK)


@pytest.mark.parametrize("url", ["", "query", "file:///etc/passwd", "ftp://127.0.0.1/", "http://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ActipGraphError, match="no address"):
        open_endpoint(url)


def test_a_password_in_the_address_is_not_shown() -> None:
    with pytest.raises(ActipGraphError, match="holds a user name") as caught:
        open_endpoint(f"http://me:secret@127.0.0.1:{free_port()}/query", 5).query(ASK)
    assert "secret" not in str(caught.value)


def test_every_kind_of_term_and_query_comes_over(server: str, graph: Graph) -> None:
    remote = open_endpoint(server, 30)
    select = """SELECT ?t WHERE { VALUES ?t { <http://e.org/a> "x" "x"@en 1 1.5 true
        "2017-03-08"^^<http://www.w3.org/2001/XMLSchema#date> UNDEF } }"""
    assert remote.query(select).rows == graph.store.query(select).rows  # type: ignore[union-attr]
    assert remote.query(ASK) is True
    construct = "CONSTRUCT WHERE { <https://w3id.org/actip-graph/id/instrument/ACTIP> ?p ?o }"
    there, here = remote.query(construct), graph.store.query(construct)
    assert isinstance(there, Triples) and isinstance(here, Triples)
    assert set(there.triples) == set(here.triples)


def test_comments_do_not_mislead(server: str) -> None:
    query = "# one\n# INSERT an Address\n# DROP nothing\nSELECT (1 AS ?x) {}"
    answer = open_endpoint(server, 30).query(query)
    assert isinstance(answer, Solutions) and len(answer.rows) == 1


def test_a_faulty_query_is_refused_in_one_line(server: str) -> None:
    with pytest.raises(ActipGraphError) as caught:
        open_endpoint(server, 30).query("SELECT ?x WHERE { ?x }")
    assert "\n" not in str(caught.value)


def test_the_api_asks_an_endpoint(server: str, graph: Graph) -> None:
    remote = Graph.at(server)
    there = remote.run("ratification-status", instrument="ACTIP", as_of="2017-03-08")
    here = graph.run("ratification-status", instrument="ACTIP", as_of="2017-03-08")
    assert there.rows == here.rows
    assert there.citations() == here.citations() != []
