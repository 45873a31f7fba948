"""Bulk files: they hold the graph, their commands name what is there, real loaders take them."""

from __future__ import annotations

import configparser
import csv
import gzip
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph.exchange.bulk import PRODUCTS
from actip_graph.exchange.export import canonical_quads, chosen_files, export_for
from tests.conftest import free_port, unavailable
from tests.interop import servers

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS = {".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES}
# The part that has blank nodes.
PARTS = ("ontology",)
COUNT = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


_NAMED = re.compile(r"(?<![\w/.-])[\w-]+\.(?:nq\.gz|nq|ttl|sql|json|properties)\b")


@pytest.fixture(scope="module")
def quads() -> list[ox.Quad]:
    return canonical_quads(chosen_files(PARTS))


@pytest.fixture
def bulk(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "bulk"
    export_for(request.param, str(folder), chosen_files(PARTS))
    return folder


def data_in(folder: Path) -> Iterator[ox.Quad]:
    for path in sorted(folder.rglob("*")):
        name = Path(path.name.removesuffix(".gz"))
        if name.suffix not in FORMS or path.is_dir():
            continue
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for quad in ox.parse(input=content, format=FORMS[name.suffix]):
            if name.suffix == ".nt":
                graph = (path.parent / f"{name}.graph").read_text(encoding="utf-8").strip()
                yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))
            else:
                yield quad


def commands_in(text: str) -> list[str]:
    """Return the commands that ``text`` shows: what is indented, also in a comment."""
    return re.findall(r"^(?:#|--)? {4,5}(\S.*)$", text, re.M)


@pytest.mark.parametrize(("bulk", "product"), [(p, p) for p in PRODUCTS], indirect=["bulk"])
def test_files_hold_the_graph(bulk: Path, product: str, quads: list[ox.Quad]) -> None:
    found = list(data_in(bulk))
    assert len(found) == len(quads)
    assert set(found) == set(quads)


@pytest.mark.parametrize("bulk", PRODUCTS, indirect=True)
def test_commands_name_files_that_are_there(bulk: Path) -> None:
    present = {path.relative_to(bulk).as_posix() for path in bulk.rglob("*")}
    texts = [bulk / name for name in ("README.txt", "load.sql", "Qleverfile")]
    commands = [
        command
        for path in texts
        if path.exists()
        for command in commands_in(path.read_text(encoding="utf-8"))
    ]
    assert commands
    assert set(_NAMED.findall(" ".join(commands))) <= present


@pytest.mark.parametrize("bulk", ["qlever"], indirect=True)
def test_qleverfile_is_one(bulk: Path) -> None:
    # As qlever-control reads it.
    config = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation())
    config.optionxform = str  # type: ignore[assignment, method-assign]
    config.read(bulk / "Qleverfile", encoding="utf-8")
    assert config["data"]["FORMAT"] == "nq"
    assert config["index"]["CAT_INPUT_FILES"] == "cat graph.nq"
    assert json.loads(config["index"]["SETTINGS_JSON"])
    assert config["server"]["ACCESS_TOKEN"] == "actip-graph"


@pytest.mark.parametrize("bulk", ["neptune"], indirect=True)
def test_request_to_neptune_leaves_nothing_to_chance(bulk: Path) -> None:
    request = json.loads((bulk / "load.json").read_text(encoding="utf-8"))
    assert {"source", "format", "iamRoleArn", "region"} <= set(request)
    readme = (bulk / "README.txt").read_text(encoding="utf-8")
    assert request["source"] in readme
    # The loader reads all that is below its source.
    assert [path.suffixes for path in (bulk / "data").iterdir()] == [[".nq", ".gz"]] * 8


@pytest.mark.parametrize("product", ["fuseki", "rdf4j"])
def test_configurations_are_turtle(product: str, tmp_path: Path) -> None:
    export_for(product, str(tmp_path / "bulk"), [])
    base = "file:///config.ttl"
    path = tmp_path / "bulk" / "config.ttl"
    assert list(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=base))


# Real loaders ------------------------------------------------------------------------------------


def run(command: list[str | Path], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def readme_commands(folder: Path) -> list[list[str]]:
    text = (folder / "README.txt").read_text(encoding="utf-8")
    return [shlex.split(command) for command in commands_in(text)]


def sizes_in(table: str) -> dict[str, int]:
    """Return the answer to COUNT, a table in CSV."""
    return {row["g"]: int(row["n"]) for row in csv.DictReader(io.StringIO(table))}


def sizes_of(quads: list[ox.Quad]) -> dict[str, int]:
    return dict(Counter(str(quad.graph_name)[1:-1] for quad in quads))


@pytest.mark.parametrize("bulk", ["oxigraph"], indirect=True)
def test_oxigraph_loads_it(bulk: Path, quads: list[ox.Quad]) -> None:
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        unavailable("the oxigraph server is not installed (pip install oxigraph)")
    load, serve = readme_commands(bulk)
    run([program, *load[1:]], bulk)
    options = ["--location", "DB", "--results-format", "csv", "--union-default-graph"]
    assert sizes_in(run([program, "query", *options, "--query", COUNT], bulk)) == sizes_of(quads)
    known = run([program, serve[1], "--help"], bulk)
    assert all(word in known for word in serve if word.startswith("--"))


@pytest.mark.parametrize("bulk", ["fuseki"], indirect=True)
def test_tdb2_loads_it_and_fuseki_is_configured_for_it(bulk: Path, quads: list[ox.Quad]) -> None:
    java: list[str | Path] = ["java", "-cp", servers.jars("fuseki")]
    load, serve = readme_commands(bulk)
    run([*java, *load], bulk)
    ask = ["tdb2.tdbquery", "--desc", serve[serve.index("--config") + 1], "--results", "csv"]
    assert sizes_in(run([*java, *ask, COUNT], bulk)) == sizes_of(quads)
    total = "SELECT ('' AS ?g) (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    union = {quad.triple for quad in quads}
    assert sizes_in(run([*java, *ask, total], bulk)) == {"": len(union)}


@pytest.mark.parametrize("bulk", ["virtuoso"], indirect=True)
def test_virtuoso_loads_it(bulk: Path, quads: list[ox.Quad], tmp_path: Path) -> None:
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        unavailable("Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)")
    (command,) = commands_in((bulk / "load.sql").read_text(encoding="utf-8"))
    address = f"127.0.0.1:{free_port()}"
    home = tmp_path / "virtuoso"
    home.mkdir()
    (home / "virtuoso.ini").write_text(_VIRTUOSO.format(address=address, allowed=bulk), "utf-8")
    isql: list[str | Path] = ["isql-vt", address, "dba", "dba"]
    run(["virtuoso-t", "+wait", "+configfile", "virtuoso.ini"], home)
    try:
        shown = shlex.split(command.replace("$PWD", str(bulk)))
        assert "0 Rows." in run([*isql, *shown[4:]], bulk)
        held = run([*isql, f"exec=SPARQL {COUNT};"], home)
    finally:
        run([*isql, "exec=shutdown;"], home)
    found = dict(re.findall(r"^(https://w3id\S+) +(\d+) *$", held, re.M))
    assert {name: int(number) for name, number in found.items()} == sizes_of(quads)


_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {address}
NumberOfBuffers = 5000
MaxDirtyBuffers = 4000
DirsAllowed = {allowed}
"""
