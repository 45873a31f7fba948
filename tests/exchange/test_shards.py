"""Shards: whole named graphs, about equal in size, nothing lost."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actip_graph.exchange.export import canonical_quads, chosen_files, export_shards
from actip_graph.exchange.shards import divide

if TYPE_CHECKING:
    from pathlib import Path

NODE = ox.NamedNode("http://e.org/a")


@pytest.mark.parametrize("form", ["nq", "nt"])
def test_shards_hold_everything_once(form: str, tmp_path: Path) -> None:
    count = export_shards(str(tmp_path / "shards"), 4, form, compress=form == "nq")
    manifest = json.loads((tmp_path / "shards" / "manifest.json").read_text(encoding="utf-8"))
    everything = canonical_quads(chosen_files())
    assert len(everything) == count == sum(shard["triples"] for shard in manifest["shards"])
    names = [name for shard in manifest["shards"] for name in shard["graphs"]]
    assert sorted(names) == _graphs_of(everything)
    read: list[ox.Quad] = []
    for shard in manifest["shards"]:
        path = tmp_path / "shards" / shard["file"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == shard["sha256"]
        found = _read(path)
        assert len(found) == shard["triples"]
        if form == "nq":
            assert _graphs_of(found) == sorted(shard["graphs"])
        read += found
    if form == "nq":
        assert set(read) == set(everything)
    else:
        assert {quad.triple for quad in read} == {quad.triple for quad in everything}


def _graphs_of(quads: list[ox.Quad]) -> list[str]:
    return sorted({str(quad.graph_name)[1:-1] for quad in quads})


def _read(path: Path) -> list[ox.Quad]:
    content = path.read_bytes()
    name = path.name.removesuffix(".gz")
    content = gzip.decompress(content) if name != path.name else content
    form = ox.RdfFormat.N_TRIPLES if name.endswith(".nt") else ox.RdfFormat.N_QUADS
    return list(ox.parse(input=content, format=form))


@given(st.lists(st.integers(1, 30), min_size=1, max_size=12), st.data())
def test_shards_are_about_equal(sizes: list[int], data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(sizes)))
    quads = [
        ox.Quad(NODE, NODE, ox.Literal(value), ox.NamedNode(f"http://e.org/{graph:02}"))
        for graph, size in enumerate(sizes)
        for value in range(size)
    ]
    shards = divide(quads, number)
    held = [sum(len(statements) for _, statements in shard) for shard in shards]
    assert sum(held) == sum(sizes) and len(held) == number
    assert max(held) - min(held) <= max(sizes)
    assert sorted(len(s) for shard in shards for _, s in shard) == sorted(sizes)
