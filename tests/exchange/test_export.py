"""Exports: the same bytes each time, and the same graph when they are loaded again."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph import ActipGraphError, graph, resources
from actip_graph.exchange.export import FORMATS, chosen_files, export, is_open
from tests.conftest import ROOT

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
    count = export(out, form, chosen_files(parts or ("ontology", "data")))
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


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the package out as it is when it is installed, its data inside it."""
    site = tmp_path_factory.mktemp("site")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "actip_graph", site / "actip_graph", ignore=ignore)
    for name in ("ontology", "data", "queries"):
        shutil.copytree(ROOT / name, site / "actip_graph" / "_bundle" / name)
    return site


@pytest.mark.parametrize(
    "options",
    [
        *(f"--format {form} --out x" for form in FORMATS),
        "--format ttl --gzip --out x",
        "--format csv --out x",
        "--include ontology --format nq --shards 3 --gzip --out x",
        "--include ontology --for virtuoso --out x",
        "--include ontology --for neptune --out x",
    ],
)
def test_the_same_bytes_come_elsewhere(options: str, installed: Path, tmp_path: Path) -> None:
    """Elsewhere is another folder, locale, order of hashes, and an installed package."""
    here, elsewhere = tmp_path / "here", tmp_path / "else" / "where"
    command = [sys.executable, "-m", "actip_graph", "export", *options.split()]
    settings = {
        here: {"PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT / "src"), "TZ": "Asia/Jakarta"},
        elsewhere: {"PYTHONHASHSEED": "2", "PYTHONPATH": str(installed), "LC_ALL": "C"},
    }
    for folder, environment in settings.items():
        folder.mkdir(parents=True)
        env = {**os.environ, **environment}
        subprocess.run(command, check=True, capture_output=True, cwd=folder, env=env)
    assert contents(here) == contents(elsewhere)


def contents(folder: Path) -> dict[str, bytes]:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert files
    return files


def test_gzip_compresses_the_same_content() -> None:
    out = io.BytesIO()
    export(out, "nt", compress=True)
    assert gzip.decompress(out.getvalue()) == _exported("nt")


def test_files_of_ones_own(cli: Callable[..., Run], tmp_path: Path) -> None:
    mine, closed = tmp_path / "mine.ttl", tmp_path / "closed.ttl"
    mine.write_text('<http://e.org/a> <http://e.org/p> "x" .', encoding="utf-8")
    name = graph.graph_name(str(closed))
    licence = "https://creativecommons.org/licenses/by-nc/4.0/"
    closed.write_text(f"<{name}> <http://purl.org/dc/terms/license> <{licence}> .", "utf-8")
    run = cli("export", str(mine), str(mine), "--format", "nq")
    assert run.out == (
        '<http://e.org/a> <http://e.org/p> "x" <https://w3id.org/actip-graph/graph/mine> .\n'
    )
    assert cli("export", str(closed), "--open", "--format", "nt").out == ""
    run = cli("export", str(tmp_path / "absent.ttl"))
    assert run.code == 2 and run.err.count("\n") == 1 and "absent.ttl" in run.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--format csv", "--out FOLDER"),
        ("--for oxigraph", "--out FOLDER"),
        ("--shards 2", "--out FOLDER"),
        ("--for oxigraf --out x", "oxigraph"),
        ("--for oxigraph --format nq --out x", "not allowed with"),
        ("--for oxigraph --shards 2 --out x", "does not go with --for"),
        ("--for oxigraph --gzip --out x", "does not go with --for"),
        ("--format csv --gzip --out x", "does not go with --format csv"),
        ("--format csv --shards 2 --out x", "does not go with --format csv"),
        ("--format ttl --shards 2 --out x", "the formats are nq and nt"),
        ("--shards 0 --out x", "from 1 to"),
        ("--shards 5000 --out x", "from 1 to"),
        ("--include data mine.ttl", "does not go with files"),
    ],
)
def test_what_does_not_go_together_is_refused(
    options: str, message: str, cli: Callable[..., Run], tmp_path: Path
) -> None:
    run = cli("export", *options.split(), cwd=tmp_path)
    assert run.code == 2
    assert run.err.count("\n") == 1 and message in run.err
    assert list(tmp_path.iterdir()) == []


def test_another_folder_is_left_alone(cli: Callable[..., Run], tmp_path: Path) -> None:
    export_to = ("export", "--include", "ontology", "--for", "oxigraph", "--out", "bulk")
    assert cli(*export_to, cwd=tmp_path).code == 0
    first = contents(tmp_path)
    assert cli(*export_to, cwd=tmp_path).code == 0
    assert contents(tmp_path) == first
    (tmp_path / "bulk" / "thesis.odt").write_text("years of work")
    run = cli(*export_to, cwd=tmp_path)
    assert run.code == 2
    assert run.err.count("\n") == 1 and "thesis.odt" in run.err
    assert contents(tmp_path) == {**first, "bulk/thesis.odt": b"years of work"}
    assert "is a file" in cli(*export_to[:-1], "bulk/thesis.odt", cwd=tmp_path).err


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
        chosen_files(["dta"])
    with pytest.raises(ActipGraphError, match="did you mean trig"):
        export(io.BytesIO(), "trg")


def test_what_is_not_open_can_be_left_out() -> None:
    closed = [f for f in resources.graph_files() if not is_open(f)]
    assert closed and all(os.path.basename(f).endswith(".ttl") for f in closed)
    out = io.BytesIO()
    export(out, "nq", chosen_files(["data"], open_only=True))
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
