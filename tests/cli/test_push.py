"""push and pull as a user types them, against a real server."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph import resources
from actip_graph.namespaces import GRAPHS
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from actip_graph.store.server import ServerStore
    from tests.conftest import Run

OTHERS = "http://example.org/somebody-else"
OURS = f"{GRAPHS}left/over"
P = ox.NamedNode("http://example.org/p")
TRIPLES = [ox.Triple(ox.NamedNode(f"http://example.org/{i}"), P, P) for i in range(4)]
ONE = "data/instruments/ACTIP"
TWO = "data/instruments/Palermo"


@pytest.fixture(scope="module")
def running() -> Iterator[servers.Server]:
    with servers.oxigraph(union=False) as server:
        yield server


@pytest.fixture
def store(running: servers.Server) -> ServerStore:
    """Return the store with a graph of somebody else, and one of the project that is no more."""
    found = running.store()
    found.update("DROP ALL")
    found.put(OTHERS, TRIPLES)
    found.put(OURS, TRIPLES)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "graph.nt"
    path.write_bytes(ox.serialize(TRIPLES, format=ox.RdfFormat.N_TRIPLES) or b"")
    return path


def _names(store: ServerStore) -> set[str]:
    return {name.removeprefix(GRAPHS) for name in store.sizes()}


def test_there_and_back(cli: Callable[..., Run], store: ServerStore, tmp_path: Path) -> None:
    folder = os.path.join(resources.root(), "data", "instruments")
    source = ("--from", folder)
    done = cli("push", store.name, *source)
    assert done.code == 0, done.err
    added = done.out.count("add     ")
    assert done.out.endswith(f"{added} added; read back and equal\n") and added > 30
    assert "start it with --union-default-graph" in done.err
    assert cli("push", store.name, *source).out == f"{added} unchanged\n"
    assert set(store.get(OTHERS)) == set(TRIPLES) == set(store.get(OURS))

    planned = cli("push", store.name, *source, "--prune", "--dry-run")
    assert planned.out == (
        f"remove  {OURS}  4 -> 0 triples\nwould be {added} unchanged, 1 removed\n"
    )
    assert OURS in store.sizes()
    done = cli("push", store.name, *source, "--prune")
    assert done.out == f"remove  {OURS}  4 -> 0 triples\n{added} unchanged, 1 removed\n"
    assert OURS not in store.sizes() and OTHERS in store.sizes()

    out = tmp_path / "pulled"
    done = cli("pull", store.name, "--out", str(out))
    assert done.code == 0 and f"{added} graphs" in done.err
    assert cli("diff", folder, str(out), "--no-forms").code == 0


def test_some_graphs(cli: Callable[..., Run], store: ServerStore) -> None:
    planned = cli("push", store.name, "--graph", ONE, "--graph", GRAPHS + TWO, "--dry-run")
    assert planned.code == 0 and planned.out.endswith("would be 2 added\n")
    assert _names(store) == {OTHERS, "left/over"}
    done = cli("push", store.name, "--graph", ONE, "--graph", GRAPHS + TWO)
    assert done.out == planned.out.replace("would be 2 added", "2 added; read back and equal")
    assert _names(store) == {OTHERS, "left/over", ONE, TWO}
    store.update(f"DELETE WHERE {{ GRAPH <{GRAPHS}{ONE}> {{ ?s a ?o }} }}")
    done = cli("push", store.name, "--graph", ONE, "--no-verify")
    assert done.out.splitlines()[0].startswith(f"replace {GRAPHS}{ONE}")
    assert done.out.endswith("1 replaced\n")
    assert cli("push", store.name, "--graph", ONE).out == "1 unchanged\n"


def test_a_file_under_another_name(cli: Callable[..., Run], store: ServerStore, file: Path) -> None:
    done = cli("push", store.name, "--from", str(file), "--as", "urn:x:mine")
    assert done.out == "add     urn:x:mine  0 -> 4 triples\n1 added; read back and equal\n"
    assert set(store.get("urn:x:mine")) == set(TRIPLES)
    assert _names(store) == {OTHERS, "left/over", "urn:x:mine"}


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--from", "FILE", "--as", "mine"], "'mine' is no IRI"),
        (["--from", "FILE", "--as", "urn:x:a b"], "'urn:x:a b' is no IRI"),
        (["--from", "FILE", "--as", ""], "is no IRI"),
        (["--as", "urn:x:mine"], "--as names one graph"),
        (["--graph", "data/instruments/ACTPI"], "did you mean data/instruments/ACTIP"),
        (["--prune", "--graph", ONE], "--prune"),
        (["--from", "nowhere.ttl"], "there is no such file"),
        (["--product", "fuski"], "fuseki"),
        (["--timeout", "0"], "--timeout"),
        (["--timeout", "soon"], "--timeout"),
        (["--user", "anna"], "no password for anna"),
    ],
)
def test_what_is_asked_for_wrongly(
    cli: Callable[..., Run], store: ServerStore, file: Path, options: list[str], complaint: str
) -> None:
    given = [str(file) if option == "FILE" else option for option in options]
    done = cli("push", store.name, *given)
    lines = done.err.splitlines()
    assert (done.code, done.out, len(lines)) == (2, "", 1), done.err
    assert complaint in lines[0]
    assert _names(store) == {OTHERS, "left/over"}


def test_statements_without_a_graph(
    cli: Callable[..., Run], store: ServerStore, tmp_path: Path
) -> None:
    path = tmp_path / "some.trig"
    path.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    done = cli("push", store.name, "--from", str(path))
    assert done.code == 2 and "--as" in done.err.splitlines()[-1]
    done = cli("push", store.name, "--from", str(path), "--as", "urn:x:mine")
    assert done.code == 0 and store.count("urn:x:mine") == 1


@pytest.mark.parametrize("address", ["", "store", "ftp://127.0.0.1/", "http://", "http://[::1"])
def test_what_is_no_address(cli: Callable[..., Run], address: str) -> None:
    for command in ("push", "pull"):
        done = cli(command, address, "--out" if command == "pull" else "--from", "installed")
        assert done.code == 2 and "no address" in done.err and len(done.err.splitlines()) == 1


@pytest.mark.parametrize("form", ["trig", "nq", "jsonld"])
def test_pull_into_one_file(
    cli: Callable[..., Run], store: ServerStore, tmp_path: Path, form: str
) -> None:
    out = tmp_path / f"pulled.{form}"
    assert cli("pull", store.name, "--out", str(out)).code == 0
    quads = list(ox.parse(path=str(out)))
    assert {quad.triple for quad in quads} == set(TRIPLES)
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(OURS)}
    done = cli("pull", store.name, "--graph", OTHERS, "--format", form)
    assert done.code == 0 and OTHERS in done.out


def test_what_is_not_there_is_not_pulled(
    cli: Callable[..., Run], store: ServerStore, tmp_path: Path
) -> None:
    out = tmp_path / "pulled"
    done = cli("pull", store.name, "--graph", "data/none", "--out", str(out))
    assert done.code == 2 and "has no graph" in done.err
    store.delete(OURS)
    done = cli("pull", store.name, "--out", str(out))
    assert done.code == 2 and "no graph of the project" in done.err
    done = cli("pull", store.name, "--format", "ttl")
    assert done.code == 2 and "--out" in done.err
    assert not out.exists()


def test_a_store_into_another(
    cli: Callable[..., Run], store: ServerStore, running: servers.Server
) -> None:
    with servers.oxigraph() as target:
        done = cli("push", target.address, "--from", running.address)
        assert done.code == 0 and "1 added; read back and equal" in done.out, done.err
        assert "GRAPH clause" not in done.err
        assert target.store().sizes() == {OURS: 4}
