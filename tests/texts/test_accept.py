"""Accepting: what matches is raised to seen in the files, and the text itself is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib.namespace import DCTERMS

from actip_graph import ActipGraphError
from actip_graph.namespaces import ONTOLOGY, PREFIXES
from actip_graph.texts.accept import accept, checkout, citation
from actip_graph.texts.compare import compare
from actip_graph.texts.read import read
from actip_graph.texts.record import record_of
from actip_graph.turtle import canonical_turtle
from tests.texts import invented

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Run

CITED = ("--citation", "Keepers' Union, Convention on Lighthouses (1999)")
BASIS = rdflib.URIRef(ONTOLOGY + "basis")
SEEN = rdflib.URIRef(PREFIXES["basis"] + "Seen")
RECALLED = rdflib.URIRef(PREFIXES["basis"] + "Recalled")


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return invented.checkout(tmp_path)


def graph_at(path: Path) -> rdflib.Graph:
    return rdflib.Graph(bind_namespaces="none").parse(path, format="turtle")


def data_of(top: Path) -> rdflib.Graph:
    return graph_at(top / "data" / "instruments" / "Lighthouses.ttl")


def sources_of(top: Path) -> Path:
    return top / "data" / "evidence" / "sources" / "accepted.ttl"


def test_matching_provisions_are_raised(top: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    words = invented.ENGLISH.read_text(encoding="utf-8").replace("may lend", "must lend")
    text.write_text(words, encoding="utf-8")
    report = compare(read(str(text)), record_of("Lighthouses", str(top)))
    cited = citation("Keepers' Union (1999)", "https://example.org/lighthouses", "1999-05")
    raised = accept(report, cited, str(top))
    assert (raised.provisions, raised.norms) == (16, 10)
    data = data_of(top)
    source = rdflib.URIRef(raised.source)
    odd = rdflib.URIRef(PREFIXES["provision"] + "Lighthouses-3.3")
    assert data.value(odd, BASIS) == RECALLED
    assert source not in set(data.objects(odd, DCTERMS.source))
    norm = rdflib.URIRef(PREFIXES["norm"] + "Lighthouses-3.1")
    assert data.value(norm, BASIS) == SEEN
    assert list(data.objects(norm, DCTERMS.source)) == [source]
    described = graph_at(sources_of(top))
    assert str(described.value(source, DCTERMS.date)) == "1999-05"
    digest = str(described.value(source, rdflib.URIRef(ONTOLOGY + "textHash")))
    assert digest == report.document.digest
    for path in (sources_of(top), top / "data" / "instruments" / "Lighthouses.ttl"):
        written = path.read_text(encoding="utf-8")
        assert written == canonical_turtle(graph_at(path))
        assert "dry rooms and warm coats" not in written


def test_accepting_twice_changes_nothing(top: Path) -> None:
    for norms in (11, 0):
        report = compare(read(str(invented.ENGLISH)), record_of("Lighthouses", str(top)))
        before = data_of(top)
        assert accept(report, citation("Union", None, None), str(top)).norms == norms
    assert len(before) == len(data_of(top))


def test_a_second_source_stands_beside_the_first(top: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        text = tmp_path / name
        words = invented.ENGLISH.read_text(encoding="utf-8") + name
        if name == "a":
            words = words.replace("may lend", "must lend")
        text.write_text(words, encoding="utf-8")
        report = compare(read(str(text)), record_of("Lighthouses", str(top)))
        accept(report, citation(f"Union, copy {name}", None, None), str(top))
    source = rdflib.URIRef(ONTOLOGY + "Source")
    assert len(list(graph_at(sources_of(top)).subjects(rdflib.RDF.type, source))) == 2


def test_command_in_a_checkout(top: Path, cli: Callable[..., Run]) -> None:
    path = {"PYTHONPATH": str(top / "src")}
    arguments = ("check-text", "Lighthouses", str(invented.ENGLISH))
    assert cli(*arguments, **path).code == 0
    assert not sources_of(top).exists()
    run = cli(*arguments, "--accept", *CITED, "--date", "1999", **path)
    assert run.code == 0 and run.err == ""
    assert "Raised to basis:Seen: 17 provisions and 11 norms" in run.out
    assert "Nothing was raised" in cli(*arguments, "--accept", *CITED, **path).out
    other = cli("check-text", "Lighthouses", str(invented.INDONESIAN), "--format", "json", **path)
    assert other.code == 0 and '"language": "id"' in other.out


def test_refused_without_a_checkout(tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match="installed package"):
        checkout(str(tmp_path / "_bundle"))


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--accept",), "needs --citation"),
        (("--accept", "--citation", "  "), "needs --citation"),
        (("--accept", *CITED, "--url", "ftp://example.org"), "no http or https address"),
        (("--accept", *CITED, "--url", "https://exa mple.org"), "no http or https address"),
        (("--accept", *CITED, "--date", "1999-13"), "no YYYY"),
        (("--accept", *CITED, "--date", "yesterday"), "no YYYY"),
        (CITED, "--accept"),
    ],
)
def test_bad_citations(cli: Callable[..., Run], arguments: tuple[str, ...], complaint: str) -> None:
    run = cli("check-text", "ACTIP", str(invented.ENGLISH), *arguments)
    assert run.code == 2 and run.out == ""
    assert complaint in run.err and run.err.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"", bytes(range(256)) * 9, b"x" * 3_000_000, b"%PDF-1.7 broken", b"(((a" * 90_000]
)
def test_hostile_files(cli: Callable[..., Run], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(content)
    run = cli("check-text", "ACTIP", str(path))
    assert run.code == 2 and run.out == ""
    assert run.err.startswith("actip-graph: ") and run.err.count("\n") == 1


def test_no_such_instrument(cli: Callable[..., Run]) -> None:
    assert "did you mean ACTIP" in cli("check-text", "ACTPI", str(invented.ENGLISH)).err
