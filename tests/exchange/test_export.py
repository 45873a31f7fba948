"""Exports: the same bytes each time, and the same graph when they are loaded again."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph import ActipGraphError, graph, resources
from actip_graph.exchange.export import FORMATS, export, is_open

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run


def _canonical(quads: list[ox.Quad]) -> set[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def _exported(form: str, *parts: str) -> bytes:
    out = io.BytesIO()
    count = export(out, form, parts or ("ontology", "data"))
    assert count > 0
    return out.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_loaded_again_is_what_was_there(form: str) -> None:
    text = _exported(form)
    again = list(ox.parse(input=text, format=FORMATS[form]))
    quads = list(graph.quads(resources.graph_files()))
    if not FORMATS[form].supports_datasets:
        quads = [ox.Quad(q.subject, q.predicate, q.object) for q in quads]
    assert _canonical(again) == _canonical(quads)


def test_rdflib_reads_the_turtle() -> None:
    text = _exported("ttl", "data")
    files = [f for f in resources.graph_files() if f"{os.sep}data{os.sep}" in f]
    parsed = rdflib.Graph().parse(data=text, format="turtle")
    assert len(parsed) == len({t for f in files for t in graph.triples(f)})


@pytest.mark.parametrize("form", FORMATS)
def test_another_process_writes_the_same_bytes(form: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    subprocess.run(
        [sys.executable, "-m", "actip_graph", "export", "--format", form, "--out", target],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert target.read_bytes() == _exported(form)


def test_each_file_is_a_named_graph() -> None:
    names = {q.graph_name for q in ox.parse(input=_exported("nq"), format=ox.RdfFormat.N_QUADS)}
    assert names == {ox.NamedNode(graph.graph_name(f)) for f in resources.graph_files()}
    assert ox.NamedNode("https://w3id.org/actip-graph/graph/data/instruments/ACTIP") in names


def test_parts_can_be_chosen() -> None:
    with_shapes = _exported("nt", "shapes")
    assert b"shacl#NodeShape" in with_shapes
    assert b"id/norm/ACTIP-14.7" not in with_shapes
    assert b"http://data.europa.eu/eli/ontology#LegalResource" in _exported("nt", "alignments")
    with pytest.raises(ActipGraphError, match="did you mean data"):
        export(io.BytesIO(), "nt", ["dta"])
    with pytest.raises(ActipGraphError, match="did you mean trig"):
        export(io.BytesIO(), "trg")


def test_what_is_not_open_can_be_left_out() -> None:
    closed = [f for f in resources.graph_files() if not is_open(f)]
    assert closed and all(os.path.basename(f).endswith(".ttl") for f in closed)
    out = io.BytesIO()
    export(out, "nq", ["data"], open_only=True)
    names = {str(q.graph_name) for q in ox.parse(input=out.getvalue(), format=ox.RdfFormat.N_QUADS)}
    assert not names & {f"<{graph.graph_name(f)}>" for f in closed}


def test_a_file_appears_whole_or_not_at_all(cli: Callable[..., Run], tmp_path: Path) -> None:
    run = cli("export", "--out", str(tmp_path / "absent" / "x.ttl"))
    assert run.code == 2
    assert run.err.count("\n") == 1 and "cannot be written" in run.err
    assert list(tmp_path.iterdir()) == []


_LITERALS = st.builds(
    ox.Literal, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_LITERALS, min_size=1, max_size=8))
def test_any_text_survives_file_and_store(
    tmp_path_factory: pytest.TempPathFactory, texts: list[ox.Literal]
) -> None:
    path = tmp_path_factory.mktemp("texts") / "texts.ttl"
    node = ox.NamedNode("http://e.org/a")
    triples = [ox.Triple(node, ox.NamedNode("http://e.org/p"), text) for text in texts]
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")
    store = ox.Store()
    graph.fill(store, [str(path)])
    held = {quad.object for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph())}
    assert held == set(texts) == {triple.object for triple in graph.triples(str(path))}
