"""Servers that fail, lie, break off or say nothing: one clear line, and nothing is lost.

The command line is a process of its own; only the pauses between its attempts are shortened.
"""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph.errors import RemoteError
from actip_graph.exchange.push import push
from actip_graph.namespaces import GRAPHS
from actip_graph.store import open_server
from tests.conftest import Run, free_port, unavailable
from tests.store import http_server as http

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.store.http_server import Fault, Server

GRAPH = f"{GRAPHS}test"
OTHERS = "http://example.org/somebody-else"
USER, PASSWORD, TOKEN = "anna", "s3cr3t:wörd", "t0ken.of-anna"
PAIR = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
HURRIED = """import sys
from actip_graph.store import client
client.Client.__init__.__defaults__ = (*client.Client.__init__.__defaults__[:-1], (0.01,) * 5)
from actip_graph.cli import run_as_program
run_as_program()"""


def _triples(tag: str, count: int = 300) -> list[ox.Triple]:
    p = ox.NamedNode("http://example.org/p")
    return [
        ox.Triple(ox.NamedNode(f"http://example.org/{i}"), p, ox.Literal(f"{tag} {i}"))
        for i in range(count)
    ]


OLD, NEW, STRANGE = _triples("old"), _triples("new"), _triples("strange", 5)


@pytest.fixture
def server() -> Iterator[Server]:
    """Run a server that holds the old graph, and one of somebody else."""
    with http.programmable() as running:
        running.fill(GRAPH, OLD)
        running.fill(OTHERS, STRANGE)
        yield running


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the new graph."""
    path = tmp_path_factory.mktemp("new") / "new.nt"
    path.write_bytes(ox.serialize(NEW, format=ox.RdfFormat.N_TRIPLES) or b"")
    return path


def _run(*arguments: str, **environment: str) -> Run:
    """Run the command line as somebody who has a password; show that it stays a secret."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith("ACTIP_GRAPH_TOKEN")}
    login = {"ACTIP_GRAPH_USER": USER, "ACTIP_GRAPH_PASSWORD": PASSWORD, "NETRC": os.devnull}
    done = subprocess.run(
        [sys.executable, "-c", HURRIED, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        env={**kept, **login, **environment},
        check=False,
    )
    for secret in (PASSWORD, PAIR, TOKEN, "Traceback"):
        assert secret not in done.stdout + done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def _push(server: Server, new: Path, *options: str, product: str = "fuseki", **env: str) -> Run:
    arguments = ("push", server.address, "--product", product, "--from", str(new), "--as", GRAPH)
    return _run(*arguments, *options, **env)


def _complaint(done: Run, code: int = 3) -> str:
    """Return the one line of complaint with which the command ended."""
    assert done.code == code, done.err
    lines = [line for line in done.err.splitlines() if line.startswith("actip-graph: ")]
    assert len(lines) == 1 and done.err.endswith(lines[0] + "\n"), done.err
    return lines[0]


QUERY, WRITE = ("POST", "/query"), ("PUT", "/data")
FAULTS: Sequence[tuple[str, tuple[str, str], Fault, str]] = [
    ("401", QUERY, http.status(401), "does not let us in (401)"),
    ("401-write", WRITE, http.status(401), "does not let us in (401)"),
    ("403", WRITE, http.status(403, b"read only"), "does not let us in (403)"),
    ("404", QUERY, http.status(404), "nothing of the kind at /query (404); check the address"),
    ("404-write", WRITE, http.status(404), "nothing of the kind at /data (404)"),
    ("400", WRITE, http.status(400, b"line 3:\n no such thing"), "refuses the request: line 3: no"),
    ("413-always", WRITE, http.status(413), "takes no request of this size (413)"),
    ("429-absurd", WRITE, http.status(429, Retry_After="86400"), "too busy (429)"),
    ("429-forever", WRITE, http.status(429, Retry_After="0"), "too busy (429)"),
    ("500", WRITE, http.status(500, b"disk \x1b[31mfull"), "HTTP 500 Internal Server Error: disk"),
    ("500-query", QUERY, http.status(500), "HTTP 500"),
    ("503-forever", QUERY, http.status(503), "too busy (503); try again later"),
    ("echo", WRITE, http.echo, "HTTP 500"),
    ("page", QUERY, http.page, "no SPARQL result (it begins '<html>"),
    ("other-answer", QUERY, http.said(b'{"boolean": true}'), "no answer to it"),
    ("no-answer", QUERY, http.said(b'{"head": {}}'), "no SPARQL result"),
    ("deep", QUERY, http.said(b"[" * 100_000), "no SPARQL result"),
    ("no-count", QUERY, http.said(
        b'{"head":{"vars":["graph","n"]},"results":{"bindings":['
        b'{"graph":{"type":"uri","value":"urn:x"},"n":{"type":"literal","value":"many"}}]}}'
    ), "no answer to it"),
    ("half", QUERY, http.half(), "broke off"),
    ("broken-chunks", QUERY, http.broken_chunks(), "broke off"),
    ("page-for-a-graph", ("GET", "/data"), http.page, "answers with text/html in place of RDF"),
    ("half-graph", ("GET", "/data"), http.half(http.N_TRIPLES), "broke off"),
    ("no-rdf", ("GET", "/data"), http.said(b"<a> b", http.N_TRIPLES), "cannot be read"),
    ("reset", QUERY, http.reset, "broke off"),
    ("reset-write", WRITE, http.reset, "broke off"),
    ("redirect-to-itself", QUERY, http.redirect("*"), "sends us on to /query"),
    ("redirect-nowhere", WRITE, http.redirect("http://["), "sends us on to"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "fault", "complaint"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_is_one_line_and_nothing_is_lost(
    server: Server, new: Path, where: tuple[str, str], fault: Fault, complaint: str
) -> None:
    server.on(where[0], fault, where[1])
    line = _complaint(_push(server, new))
    assert server.address in line or "no answer to it" in line
    assert complaint in line and "\x1b" not in line
    assert server.graph(GRAPH) == set(OLD)
    assert server.graph(OTHERS) == set(STRANGE)


@pytest.mark.parametrize("where", [("*", "/query"), ("PUT", "/data"), ("GET", "/data")])
def test_silence_is_waited_for_no_longer_than_told(
    server: Server, new: Path, where: tuple[str, str]
) -> None:
    server.on(where[0], http.silent(), where[1])
    line = _complaint(_push(server, new, "--timeout", "1"))
    assert "said nothing for 1" in line and "--timeout" in line
    assert server.graph(GRAPH) == set(OLD)


def test_silence_in_a_pull_is_no_deadline_of_the_user(server: Server, tmp_path: Path) -> None:
    server.on("*", http.silent())
    out = tmp_path / "pulled"
    done = _run("pull", server.address, "--product", "fuseki", "--timeout", "1", "--out", str(out))
    assert "said nothing for 1" in _complaint(done, 3)
    assert not out.exists()


def test_silence_without_a_product_is_the_same(server: Server, new: Path) -> None:
    server.on("*", http.silent())
    done = _run("push", server.address, "--from", str(new), "--timeout", "1")
    assert "said nothing for 1" in _complaint(done, 3)


def test_no_server() -> None:
    address = f"http://127.0.0.1:{free_port()}/ds"
    for command in (("push", address), ("pull", address, "--out", "x"), ("diff", address, ".")):
        assert f"{address} cannot be reached" in _complaint(_run(*command))


def test_a_server_that_shows_no_product(server: Server) -> None:
    line = _complaint(_run("push", server.address))
    assert "--product" in line and "virtuoso" in line


@pytest.mark.parametrize("code", [429, 502, 503, 504])
def test_a_server_that_is_busy_for_a_while(server: Server, new: Path, code: int) -> None:
    for method, path in (("POST", "/query"), ("PUT", "/data"), ("GET", "/data")):
        server.on(method, http.status(code, Retry_After="0"), path, times=2)
    done = _push(server, new)
    assert (done.code, server.graph(GRAPH)) == (0, set(NEW)), done.err
    assert "read back and equal" in done.out


def test_connections_that_break_are_made_again(server: Server, new: Path) -> None:
    server.on("POST", http.reset, "/query", times=2)
    server.on("PUT", http.reset, "/data", times=2)
    assert _push(server, new).code == 0
    assert server.graph(GRAPH) == set(NEW)


def test_the_server_says_how_long_to_wait(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("actip_graph.store.client.time.sleep", waited.append)
    server.on("PUT", http.status(429, Retry_After="17"), times=1)
    open_server(server.address, "fuseki").put(GRAPH, NEW)
    assert waited == [17.0]
    assert server.graph(GRAPH) == set(NEW)


def test_an_update_whose_fate_is_unknown_is_not_repeated(server: Server) -> None:
    for fault in (http.after(http.reset), http.after(http.status(504))):
        server.programmes.clear()
        server.on("POST", fault, "/update", times=1)
        server.requests.clear()
        with pytest.raises(RemoteError):
            open_server(server.address, "fuseki").update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert [request.path for request in server.requests] == ["/update"]


@pytest.mark.parametrize("product", ["fuseki", "sparql11"])
@pytest.mark.parametrize("limit", [12_000, 3_000])
def test_a_graph_that_is_too_large_comes_in_pieces(
    server: Server, new: Path, product: str, limit: int
) -> None:
    server.on("PUT", http.too_large(limit))
    done = _push(server, new, product=product)
    assert (done.code, server.graph(GRAPH)) == (0, set(NEW)), done.err
    assert "read back and equal" in done.out
    assert server.names() == {GRAPH, OTHERS}
    written = [r for r in server.requests if r.method == "PUT"]
    assert len([r for r in written if len(r.body) <= limit]) > 1


@pytest.mark.parametrize("product", ["fuseki", "sparql11"])
def test_a_server_too_small_for_any_piece(server: Server, new: Path, product: str) -> None:
    server.on("PUT", http.too_large(500))
    assert "takes no request of this size (413)" in _complaint(_push(server, new, product=product))
    assert server.graph(GRAPH) == set(OLD)


@pytest.mark.parametrize("product", ["fuseki", "sparql11"])
def test_a_server_that_claims_success_and_stores_nothing(
    server: Server, new: Path, product: str
) -> None:
    server.on("PUT", http.nothing_done)
    line = _complaint(_push(server, new, product=product))
    assert "300" in line and GRAPH in line
    assert server.graph(GRAPH) == set(OLD)


def test_an_update_that_does_nothing_is_noticed(server: Server, new: Path) -> None:
    server.on("POST", http.nothing_done, "/update")
    assert "holds something else" in _complaint(_push(server, new, product="sparql11"))
    assert server.graph(GRAPH) == set(OLD)


@pytest.mark.parametrize("form", ["ttl", "trig"])
def test_an_answer_cut_between_two_lines_is_no_graph(
    server: Server, tmp_path: Path, form: str
) -> None:
    server.on("GET", http.cut, "/data")
    out = tmp_path / "pulled"
    options = ("--product", "fuseki", "--format", form, "--out", str(out))
    line = _complaint(_run("pull", server.address, *options))
    assert f"gives 297 of the 300 triples of {GRAPH}" in line
    assert not out.exists() and not list(tmp_path.iterdir())


def test_an_answer_cut_between_two_lines_is_no_proof(server: Server, new: Path) -> None:
    server.on("GET", http.cut, "/data")
    assert "holds something else" in _complaint(_push(server, new))


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("where", [QUERY, WRITE, ("GET", "/data")], ids=["query", "put", "get"])
def test_credentials_stay_with_their_host(
    server: Server, new: Path, code: int, where: tuple[str, str]
) -> None:
    with http.programmable() as elsewhere:
        target = f"http://{USER}:hidden@127.0.0.1:{elsewhere.server_port}*"
        server.on(where[0], http.redirect(target + "?key=hidden", code), where[1])
        with pytest.raises(RemoteError) as caught, pytest.MonkeyPatch.context() as patch:
            patch.setenv("ACTIP_GRAPH_USER", USER)
            patch.setenv("ACTIP_GRAPH_PASSWORD", PASSWORD)
            store = open_server(server.address, "fuseki")
            if where == WRITE:
                store.put(GRAPH, NEW)
            elif where == QUERY:
                store.sizes()
            else:
                list(store.get(GRAPH))
        assert "sends us on to http://127.0.0.1" in str(caught.value)
        assert "hidden" not in str(caught.value)
        assert server.requests[-1].headers["authorization"] == f"Basic {PAIR}"
        assert elsewhere.requests == []
    assert server.graph(GRAPH) == set(OLD)


def test_a_redirect_is_one_line_too(server: Server, new: Path) -> None:
    with http.programmable() as elsewhere:
        server.on("*", http.redirect(f"{elsewhere.address}*", 307))
        token = {"ACTIP_GRAPH_TOKEN": TOKEN}
        assert f"sends us on to {elsewhere.address}" in _complaint(_push(server, new, **token))
        assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
        assert elsewhere.requests == []


def test_a_query_elsewhere_does_not_follow_either(server: Server) -> None:
    with http.programmable() as elsewhere:
        server.on("*", http.redirect(f"{elsewhere.address}*", 308))
        done = _run("sparql", "ASK {}", "--store", f"{server.address}/query")
        assert f"sends us on to {elsewhere.address}" in _complaint(done)
        assert elsewhere.requests == []


def test_a_certificate_that_nobody_vouches_for(new: Path, tmp_path: Path) -> None:
    certificate = _certificate(tmp_path)
    with http.programmable(certificate=certificate) as server:
        server.fill(GRAPH, OLD)
        for env in ({}, {"ACTIP_GRAPH_TOKEN": TOKEN}):
            line = _complaint(_push(server, new, **env))
            assert "cannot prove who it is" in line and "REQUESTS_CA_BUNDLE" in line
        assert server.requests == [] and server.graph(GRAPH) == set(OLD)
        done = _push(server, new, REQUESTS_CA_BUNDLE=certificate)
        assert (done.code, server.graph(GRAPH)) == (0, set(NEW)), done.err


def _certificate(folder: Path) -> str:
    """Return a file with a key and a certificate that it signed itself."""
    if not (program := shutil.which("openssl")):
        unavailable("openssl is not installed")
    path = folder / "server.pem"
    key = folder / "key.pem"
    command = f"{program} req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(key), "-out", str(path)]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + key.read_bytes())
    return str(path)


def test_what_stands_in_memory_shows_no_secret(server: Server) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ACTIP_GRAPH_USER", USER)
        patch.setenv("ACTIP_GRAPH_PASSWORD", PASSWORD)
        store = open_server(server.address, "fuseki")
    shown = repr(store) + repr(vars(store)) + repr(vars(store._client)) + str(store._queries)
    assert PASSWORD not in shown and PAIR not in shown


def test_the_first_try_is_the_last_for_a_query_of_the_user(server: Server) -> None:
    server.on("*", http.status(503))
    address = f"{server.address}/query"
    assert "too busy (503)" in _complaint(_run("sparql", "ASK {}", "--store", address))
    assert len(server.requests) == 1


def test_two_who_push_at_once_leave_one_of_both(server: Server) -> None:
    server.on("PUT", http.wait(0.05))
    store = open_server(server.address, "sparql11")

    def work(triples: list[ox.Triple]) -> None:
        try:
            for _ in push({GRAPH: triples}, store, verify=False):
                pass
        except RemoteError:
            pass  # it has noticed the other

    both = [threading.Thread(target=work, args=(t,)) for t in (NEW, STRANGE)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert server.graph(GRAPH) in (set(NEW), set(STRANGE))
