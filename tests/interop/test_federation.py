"""The graph on more than one server: halves asked together, replicas behind one address.

Queries, configurations and commands are those of ``docs/stores/scale-out.md``; the addresses there
are replaced by those of the servers that the test starts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from actip_graph import Graph, resources
from actip_graph.errors import RemoteError
from actip_graph.exchange.export import export_for
from actip_graph.queries.catalogue import Catalogue
from actip_graph.queries.parameters import terms_for
from actip_graph.run import run
from actip_graph.sparql import bind
from actip_graph.store import open_endpoint
from tests.conftest import ROOT, free_port, unavailable
from tests.interop import servers
from tests.interop.test_portability import _values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from actip_graph.solutions import Outcome
    from actip_graph.store import Store
    from tests.interop.servers import Server

PAGE = (ROOT / "docs" / "stores" / "scale-out.md").read_text(encoding="utf-8")
CATALOGUE = Catalogue.load(resources.query_folder())
# One or two of each topic.
QUERIES = (
    *("members", "claim-verdicts", "contradicted-claims", "scam-response", "crosswalk-counts"),
    *("left-out", "regime-summary", "obligation-counts", "obligations-by-bearer"),
    *("outcomes-before-after", "state-participation", "withdrawals", "conflicts", "duties"),
    *("constraints", "rights-matrix", "threat-coverage"),
)
# A group of statements about one thing, as the stored queries write it.
_GROUP = re.compile(r"(?<![\w:<?/#])(?:\?\w+|\w+:[\w-]+|<[^<>\s]+>)\s[^{}()#]*?\s\.(?=\s)")


def block(kind: str, number: int = 0) -> str:
    """Return a fenced block of the page."""
    found: list[str] = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)
    return found[number]


class Halves(NamedTuple):
    """Two servers, each with half of the named graphs."""

    one: Server
    two: Server
    folder: Path

    def here(self, text: str) -> str:
        """Return ``text`` of the page with the addresses of these servers."""
        text = text.replace("http://localhost:7878", self.one.address)
        return text.replace("http://localhost:3030/actip-graph", self.two.address)

    def run(self, line: str) -> str:
        """Run a command of the page."""
        done = subprocess.run(
            [shutil.which("sh") or "sh", "-c", self.here(line)],
            cwd=self.folder,
            env={**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ['PATH']}"},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def halves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Halves]:
    folder = tmp_path_factory.mktemp("desk")
    program = folder / "actip-graph"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m actip_graph "$@"\n')
    program.chmod(0o755)
    with servers.oxigraph() as one, servers.fuseki() as two:
        both = Halves(one, two, folder)
        for line in block("sh").splitlines():
            both.run(line)
        yield both


@pytest.fixture(scope="module")
def fedx(halves: Halves) -> Iterator[Server]:
    config = halves.here(block("turtle")).replace(
        'rep:repositoryID "both"', 'rep:repositoryID "actip"'
    )
    with servers.rdf4j(config) as server:
        yield server


def asked(name: str, store: Store, rewrite: Callable[[str], str], graph: Graph) -> Outcome:
    """Return what ``store`` answers to the stored query ``name`` in another form."""
    query = CATALOGUE[name]
    return store.query(rewrite(bind(query.text, terms_for(query, _case(name), graph.store))))


def _case(name: str) -> dict[str, object]:
    expectations = CATALOGUE[name].expectations
    return dict(expectations[0].get("params") or {}) if expectations else {}


def same(outcome: Outcome, name: str, graph: Graph) -> bool:
    wanted = run(CATALOGUE[name], _case(name), graph.store)
    assert wanted.terms
    return _values(outcome.rows) == _values(wanted.terms)  # type: ignore[union-attr]


def test_no_graph_is_on_both(halves: Halves) -> None:
    manifest = json.loads((halves.folder / "shards" / "manifest.json").read_text("utf-8"))
    held = [server.store().sizes() for server in (halves.one, halves.two)]
    assert [shard["graphs"] for shard in manifest["shards"]] == held
    assert not held[0].keys() & held[1].keys()
    assert min(sum(sizes.values()) for sizes in held) > 10_000


# SERVICE -----------------------------------------------------------------------------------------


def twice(sparql: str, other: str) -> str:
    """Return ``sparql`` with each group of statements asked here and at ``other``."""
    head, where, body = sparql.partition("WHERE")
    both = _GROUP.sub(lambda m: f"{{ {m[0]} }} UNION {{ SERVICE <{other}> {{ {m[0]} }} }}", body)
    return head + where + both


@pytest.mark.parametrize("name", QUERIES)
def test_service_answers_as_one_machine_does(graph: Graph, halves: Halves, name: str) -> None:
    store = open_endpoint(f"{halves.two.address}/query", 60)
    other = f"{halves.one.address}/query"
    assert same(asked(name, store, lambda text: twice(text, other), graph), name, graph)


def test_half_of_the_graph_is_not_enough(graph: Graph, halves: Halves) -> None:
    for server in (halves.one, halves.two):
        store = open_endpoint(f"{server.address}/query", 60)
        assert not all(same(asked(n, store, str, graph), n, graph) for n in QUERIES)


def test_the_query_of_the_page(graph: Graph, halves: Halves) -> None:
    (halves.folder / "members.rq").write_text(halves.here(block("sparql")), encoding="utf-8")
    out = halves.run(block("sh", 1).strip() + " --format csv")
    rows = [line.split(",")[1:] for line in out.splitlines()[1:]]
    members = run(CATALOGUE["members"], {"as_of": "2025-11-25"}, graph.store)
    assert len(members.rows) == 11
    assert rows == [[row["state_label"], row["joined"]] for row in members.rows]


# FedX --------------------------------------------------------------------------------------------


def braced(sparql: str) -> str:
    """Return ``sparql`` with the inside of each OPTIONAL in braces once more."""
    found = re.search(r"OPTIONAL\s*\{", sparql)
    if found is None:
        return sparql
    depth, end = 1, found.end()
    while depth:
        depth += {"{": 1, "}": -1}.get(sparql[end], 0)
        end += 1
    inside = braced(sparql[found.end() : end - 1])
    return f"{sparql[: found.end()]} {{{inside}}} }}{braced(sparql[end:])}"


@pytest.mark.parametrize("name", QUERIES)
def test_fedx_answers_as_one_machine_does(graph: Graph, fedx: Server, name: str) -> None:
    store = open_endpoint(fedx.address, 60)
    assert same(asked(name, store, braced, graph), name, graph)


def test_fedx_still_needs_the_braces(graph: Graph, fedx: Server) -> None:
    store = open_endpoint(fedx.address, 60)
    assert not same(asked("members", store, str, graph), "members", graph), "change the page"


def test_fedx_still_takes_no_part_for_a_part(graph: Graph, fedx: Server) -> None:
    store = open_endpoint(fedx.address, 60)
    prefix = "PREFIX actip: <https://w3id.org/actip-graph/ontology#> "
    unbound = "SELECT ?s { ?s a actip:State OPTIONAL { ?m actip:member ?s } FILTER(!BOUND(?m)) }"
    absent = "SELECT ?s { ?s a actip:State FILTER NOT EXISTS { ?m actip:member ?s } }"
    right = set(graph.store.query(prefix + unbound).rows)  # type: ignore[union-attr]
    assert set(store.query(prefix + absent).rows) == right  # type: ignore[union-attr]
    assert set(store.query(prefix + unbound).rows) != right, "change the page"  # type: ignore[union-attr]


def test_the_command_of_the_page_asks_fedx(halves: Halves, fedx: Server) -> None:
    address = "http://localhost:8080/rdf4j-server/repositories/both"
    line = block("sh", 2).strip()
    assert address in line
    assert halves.run(line.replace(address, fedx.address)) == halves.run(line.split(" --store")[0])


# Replicas ----------------------------------------------------------------------------------------


def test_a_replica_can_go(graph: Graph, tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("oxigraph")
    # Not every user has the programs of the system on their path.
    balancer = shutil.which("haproxy", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if not program.exists() or not balancer:
        unavailable("Oxigraph or HAProxy is not installed (apt-get install haproxy)")
    export_for("oxigraph", str(tmp_path / "bulk"), resources.graph_files())
    load: list[str | Path] = [program, "load", "--location", "DB", "--file", "bulk/graph.nq"]
    subprocess.run(load, cwd=tmp_path, check=True, capture_output=True)
    config = block("haproxy")
    ports = {documented: free_port() for documented in ("7879", "7880", "8000")}
    for documented, port in ports.items():
        config = config.replace(f"127.0.0.1:{documented}", f"127.0.0.1:{port}")
    (tmp_path / "haproxy.cfg").write_text(config, encoding="utf-8")

    def start(command: list[str | Path], port: int) -> AbstractContextManager[None]:
        folder = tmp_path / str(port)
        folder.mkdir()
        return servers.running(command, folder, f"http://127.0.0.1:{port}/query")

    def replica(port: int) -> AbstractContextManager[None]:
        options = ["--location", str(tmp_path / "DB"), "--union-default-graph"]
        return start([program, "serve-read-only", *options, "--bind", f"127.0.0.1:{port}"], port)

    store = open_endpoint(f"http://127.0.0.1:{ports['8000']}/query", 60)

    def answers() -> bool:
        return all(same(asked(n, store, str, graph), n, graph) for n in QUERIES[:4])

    with ExitStack() as stays, ExitStack() as goes:
        stays.enter_context(replica(ports["7879"]))
        goes.enter_context(replica(ports["7880"]))
        stays.enter_context(start([balancer or "", "-f", tmp_path / "haproxy.cfg"], ports["8000"]))
        assert answers()
        goes.close()
        assert answers()
        stays.close()
        with pytest.raises(RemoteError):
            answers()
