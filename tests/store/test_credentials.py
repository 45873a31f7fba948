"""Who signs in: by environment, file or terminal; sent to one host, shown nowhere."""

from __future__ import annotations

import base64
import os
import pty
import select
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from actip_graph.errors import ActipGraphError, RemoteError
from actip_graph.store import credentials, open_server
from actip_graph.store.credentials import Credentials
from tests.interop import servers
from tests.store import http_server as http

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run
    from tests.interop.servers import Server
    from tests.store.http_server import Server as Programmable

HOST = "http://store.example.org:3030/ds"
FILE = """machine 127.0.0.1 login anna password secret-1
machine localhost login budi password secret-2
"""
SECRETS = ("secret-1", "secret-2")


def _basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without credentials, whoever runs the tests."""
    for name in (credentials.USER, credentials.PASSWORD, credentials.TOKEN):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", os.devnull)


@pytest.fixture
def netrc(tmp_path: Path) -> str:
    path = tmp_path / "netrc"
    path.write_text(FILE, encoding="utf-8")
    path.chmod(0o600)
    return str(path)


@pytest.fixture
def server() -> Iterator[Programmable]:
    with http.programmable() as running:
        running.signs = {"Fuseki-Request-Id": "1"}
        yield running


def _found(address: str = HOST, user: str | None = None) -> tuple[str, str, str] | None:
    found = credentials.find(address, user)
    return (found.user, found.password, found.token) if found else None


def test_nobody_signs_in() -> None:
    assert _found() is None


def test_the_order_of_what_is_known(monkeypatch: pytest.MonkeyPatch, netrc: str) -> None:
    here = "http://127.0.0.1:3030/ds"
    monkeypatch.setenv("NETRC", netrc)
    assert _found(here) == ("anna", "secret-1", "")
    assert _found("http://localhost:1") == ("budi", "secret-2", "")
    assert _found() is None, "another host"
    assert _found(here, "anna") == ("anna", "secret-1", "")
    monkeypatch.setenv(credentials.USER, "citra")
    monkeypatch.setenv(credentials.PASSWORD, "")
    assert _found(here) == ("citra", "", "")
    monkeypatch.setenv(credentials.TOKEN, "t")
    assert _found(here) == ("", "", "t")
    assert _found(here, "dewi") == ("dewi", "", "")


@pytest.mark.parametrize("user", ["other", None])
def test_a_user_without_a_password_is_told_so(
    monkeypatch: pytest.MonkeyPatch, netrc: str, user: str | None
) -> None:
    monkeypatch.setenv("NETRC", netrc)
    if user is None:
        monkeypatch.setenv(credentials.USER, "other")
    with pytest.raises(ActipGraphError, match="no password for other: set ACTIP_GRAPH_PASSWORD"):
        _found("http://127.0.0.1", user)


@pytest.mark.parametrize("token", ["a b", "abc\n", "abc\r\nX-Other: 1", "grün", " abc"])
def test_a_token_that_cannot_be_sent_is_refused(cli: Callable[..., Run], token: str) -> None:
    done = cli("push", "http://127.0.0.1:9/ds", ACTIP_GRAPH_TOKEN=token)
    assert done.code == 2 and len(done.err.splitlines()) == 1
    assert "ACTIP_GRAPH_TOKEN" in done.err and token.strip() not in done.err


@pytest.mark.parametrize("user", ["a:b", "a\nb", 'a"b'])
def test_a_name_that_cannot_be_sent_is_refused(cli: Callable[..., Run], user: str) -> None:
    done = cli("push", "http://127.0.0.1:9/ds", "--user", user, ACTIP_GRAPH_PASSWORD="p")
    assert done.code == 2 and len(done.err.splitlines()) == 1 and "cannot sign in" in done.err


def test_it_is_shown_nowhere() -> None:
    for login in (Credentials("anna", "secret-1"), Credentials(token="secret-1")):
        assert "secret-1" not in f"{login} {login!r}"
    assert not hasattr(login, "__dict__")


@pytest.mark.parametrize("command", ["push", "pull", "sparql"])
def test_a_password_in_an_address_is_refused(cli: Callable[..., Run], command: str) -> None:
    address = "http://anna:secret-1@127.0.0.1:9/ds"
    given = ("ASK {}", "--store", address) if command == "sparql" else (address, "--out", "x")
    done = cli(command, *(given if command != "push" else (address,)))
    assert done.code == 2 and "holds a user name" in done.err
    assert "secret-1" not in done.out + done.err and len(done.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("environment", "sent"),
    [
        ({}, None),
        ({"ACTIP_GRAPH_TOKEN": "abc.def="}, "Bearer abc.def="),
        ({"ACTIP_GRAPH_USER": "ünal", "ACTIP_GRAPH_PASSWORD": "pä:ß€"}, _basic("ünal", "pä:ß€")),
    ],
)
def test_what_is_sent(
    server: Programmable, cli: Callable[..., Run], environment: dict[str, str], sent: str | None
) -> None:
    done = cli("push", server.address, "--graph", "data/instruments/ACTIP", **environment)
    assert done.code == 0, done.err
    # What runs there is found out without signing in.
    assert server.requests[0].headers.get("authorization") is None
    assert {r.headers.get("authorization") for r in server.requests[1:]} == {sent}
    done = cli("sparql", "ASK {}", "--store", f"{server.address}/query", **environment)
    assert (done.code, server.requests[-1].headers.get("authorization")) == (0, sent)


def test_each_host_gets_its_own(server: Programmable, cli: Callable[..., Run], netrc: str) -> None:
    with http.programmable() as source:
        source.signs = server.signs
        source.fill("https://w3id.org/actip-graph/graph/a", [])
        elsewhere = source.address.replace("127.0.0.1", "localhost")
        source.store.update(
            "INSERT DATA { GRAPH <https://w3id.org/actip-graph/graph/a> { <a:b> <a:c> 1 } }"
        )
        done = cli("push", server.address, "--from", elsewhere, NETRC=netrc)
        assert done.code == 0, done.err
        assert _basic("anna", "secret-1") in {
            r.headers.get("authorization") for r in server.requests
        }
        assert {r.headers.get("authorization") for r in source.requests} <= {
            None,
            _basic("budi", "secret-2"),
        }
        for secret in SECRETS:
            assert secret not in done.out + done.err

        source.requests.clear()
        for name in ("ACTIP_GRAPH_TOKEN", "ACTIP_GRAPH_USER"):
            env = {name: "one", "ACTIP_GRAPH_PASSWORD": "p"}
            done = cli("push", server.address, "--from", elsewhere, **env)
            assert done.code == 2 and "both stores" in done.err
        assert source.requests == []


def test_a_password_is_asked_for_on_a_terminal(server: Programmable) -> None:
    code, screen = _on_terminal(server, b"secret-1\n")
    assert code == 0, screen
    assert "Password of anna:" in screen and "secret-1" not in screen
    assert server.requests[-1].headers["authorization"] == _basic("anna", "secret-1")


def test_no_password_is_typed(server: Programmable) -> None:
    code, screen = _on_terminal(server, b"\x04")
    assert code == 2 and "no password for anna was typed" in screen
    assert "Traceback" not in screen and server.requests == []


def _on_terminal(server: Programmable, typed: bytes) -> tuple[int, str]:
    """Push as anna on a terminal of its own; return the exit code and what stood there."""
    command = [sys.executable, "-m", "actip_graph", "push", server.address, "--user", "anna"]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*command, "--graph", "data/instruments/ACTIP"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                screen += os.read(ours, 4096)
            except OSError:  # Linux says so when the other side is closed
                break
        if b"anna: " in screen and typed:
            os.write(ours, typed)
            typed = b""
    os.close(ours)
    return process.wait(timeout=60), screen.decode()


@pytest.fixture(scope="module")
def guarded() -> Iterator[dict[str, Server]]:
    with (
        servers.fuseki(user="anna", password="secret: 1") as fuseki,
        servers.virtuoso() as virtuoso,
    ):
        yield {"fuseki": fuseki, "virtuoso": virtuoso}


@pytest.mark.parametrize("product", ["fuseki", "virtuoso"])
def test_the_right_password_and_the_wrong_one(
    guarded: dict[str, Server], cli: Callable[..., Run], product: str
) -> None:
    server = guarded[product]
    graph = ("--graph", "data/instruments/ACTIP")
    wrong = {**server.environment, "ACTIP_GRAPH_PASSWORD": "wrong-secret"}
    for env in (wrong, {**server.environment, "ACTIP_GRAPH_USER": "nobody"}):
        done = cli("push", server.address, *graph, **env)
        last = done.err.splitlines()[-1]
        assert done.code == 3 and "does not let us in (401)" in last, done.err
        assert "secret" not in done.out + done.err and "Traceback" not in done.err
    done = cli("push", server.address, *graph, **server.environment)
    assert done.code == 0 and "read back and equal" in done.out, done.err
    done = cli("push", server.address, *graph, **server.environment)
    assert done.out == "1 unchanged\n"


def test_digest_does_not_send_the_password(
    guarded: dict[str, Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(credentials.USER, "dba")
    monkeypatch.setenv(credentials.PASSWORD, "wrong-secret")
    with http.programmable() as server:
        challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'
        server.on("*", http.status(401, WWW_Authenticate=challenge))
        with pytest.raises(RemoteError, match="does not let us in"):
            open_server(server.address, "virtuoso").sizes()
        sent = [r.headers.get("authorization", "") for r in server.requests]
    assert sent[0] == "" and sent[1].startswith('Digest username="dba"')
    assert not any("Basic" in header or "wrong-secret" in header for header in sent)
