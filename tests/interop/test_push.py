"""Push and pull against real servers: killed half-way, there and back, hard content."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph.exchange.fingerprint import Fingerprint, by_value, fingerprint
from actip_graph.exchange.push import push
from actip_graph.exchange.staging import PIECES
from actip_graph.namespaces import GRAPHS
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Run
    from tests.interop.servers import Server

OTHERS = "http://example.org/somebody-else"
# Change it to see other moments; a failure names its moment.
SEED = 20151121
KILLS = 10


@pytest.fixture(scope="module")
def running() -> Iterator[Callable[[str], Server]]:
    """Give the server of a product; it starts when first asked for."""
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def server(product: str) -> Server:
            if product not in started:
                started[product] = stack.enter_context(servers.PRODUCTS[product]())
            return started[product]

        yield server


def _state(tag: str) -> dict[str, list[ox.Triple]]:
    """Return graphs that differ for each ``tag`` in every statement."""

    def ground(count: int) -> list[ox.Triple]:
        return [
            ox.Triple(
                ox.NamedNode(f"http://example.org/{i // 5}"),
                ox.NamedNode(f"http://example.org/p{i % 5}"),
                ox.Literal(f"{tag} {i}"),
            )
            for i in range(count)
        ]

    blank = [
        ox.Triple(ox.BlankNode(f"b{i}"), ox.NamedNode("http://example.org/p"), ox.Literal(tag))
        for i in range(3)
    ]
    small = {f"{GRAPHS}small/{i}": ground(100 + i) for i in range(5)}
    return {**small, f"{GRAPHS}blank": blank, f"{GRAPHS}large": ground(30_000)}


def _quads(graphs: dict[str, list[ox.Triple]]) -> Iterator[ox.Quad]:
    for name, triples in graphs.items():
        for t in triples:
            yield ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(name))


def _marks(graphs: dict[str, list[ox.Triple]]) -> dict[str, Fingerprint]:
    return {name: fingerprint(by_value(triples)) for name, triples in graphs.items()}


@pytest.mark.parametrize("product", ["fuseki", "oxigraph", "virtuoso"])
def test_a_push_that_is_killed_leaves_whole_graphs(
    running: Callable[[str], Server], cli: Callable[..., Run], tmp_path: Path, product: str
) -> None:
    server = running(product)
    store = server.store()
    states = {tag: _state(tag) for tag in ("old", "new")}
    marks = {tag: _marks(graphs) for tag, graphs in states.items()}
    files = {}
    for tag, graphs in states.items():
        files[tag] = tmp_path / f"{tag}.nq"
        files[tag].write_bytes(ox.serialize(_quads(graphs), format=ox.RdfFormat.N_QUADS) or b"")
    strangers = _state("strange")[f"{GRAPHS}small/0"]
    store.put(OTHERS, strangers)

    arguments = ("push", server.address, "--from")
    assert cli(*arguments, str(files["old"]), **server.environment).code == 0
    start = time.monotonic()
    assert cli(*arguments, str(files["new"]), **server.environment).code == 0
    whole = time.monotonic() - start

    chance = random.Random(SEED)
    before, after, killed = "new", "old", 0
    for kill in range(KILLS):
        moment = whole * (kill + chance.random()) / KILLS
        at = f"{product}, killed after {moment:.3f} of {whole:.3f} s, seed {SEED}"
        process = subprocess.Popen(
            [sys.executable, "-m", "actip_graph", *arguments, files[after]],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **server.environment},
        )
        time.sleep(moment)
        process.kill()
        killed += process.wait() != 0

        for name in states["old"]:
            wholes = (marks["old"][name], marks["new"][name])
            there = fingerprint(by_value(store.get(name)))
            if product == "virtuoso" and there not in wholes:
                # It goes on with what it was sent, and a reader that its commit overtakes sees
                # some of both; what is stored is whole.
                there = fingerprint(by_value(store.get(name)))
            assert there in wholes, f"{name}: {at}"
        assert fingerprint(store.get(OTHERS)) == fingerprint(strangers), at

        for _ in push(states[after], store):
            pass
        assert not [name for name in store.sizes() if name.startswith(PIECES)], at
        before, after = after, before
    assert killed >= KILLS / 2, "most moments lie behind the end"
    last = cli(*arguments, str(files[before]), **server.environment)
    assert (last.code, last.out) == (0, f"{len(states[before])} unchanged\n"), last.err
    assert {n: fingerprint(by_value(store.get(n))) for n in states[before]} == marks[before]
    store.delete(OTHERS)
