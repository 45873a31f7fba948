"""What the tests share: the graph, a command line, a real SPARQL server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from actip_graph import Graph, resources
from actip_graph.store.rdflib_store import RdflibStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent


def unavailable(reason: str) -> None:
    """Skip the running test because its surroundings lack something; in CI that is a failure."""
    if os.environ.get("ACTIP_GRAPH_CI"):
        pytest.fail(f"CI may not skip this: {reason}")
    pytest.skip(reason)


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the tests out of the user's cache."""
    shared = os.environ.setdefault(
        "ACTIP_GRAPH_CACHE", str(tmp_path_factory.getbasetemp().parent / "actip-graph-cache")
    )
    return Path(shared)


@pytest.fixture(scope="session")
def graph(cache_folder: Path) -> Graph:
    return Graph.default()


@pytest.fixture(scope="session")
def rdflib_store(graph: Graph) -> RdflibStore:
    return RdflibStore(graph.as_rdflib())


class Run(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def cli(cache_folder: Path) -> Callable[..., Run]:
    """Run the command line as a process of its own, as a user does."""

    def run(*arguments: str, stdin: str = "", cwd: Path | None = None, **env: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "actip_graph", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            cwd=cwd,
            env={**os.environ, **env},
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return run


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> Iterator[str]:
    """Start a real SPARQL server that holds the graph; give the address of its query endpoint."""
    binary = Path(sys.executable).with_name("oxigraph")
    if not binary.exists():
        unavailable("the oxigraph server is not installed (pip install oxigraph)")
    place = tmp_path_factory.mktemp("server")
    for path in resources.graph_files():
        subprocess.run(
            [binary, "load", "--location", place, "--file", path], check=True, capture_output=True
        )
    port = free_port()
    process = subprocess.Popen(
        [binary, "serve-read-only", "--location", place, "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/query"
        _await(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer within ten seconds")
