"""Validation through the library: the graph is clean, and faults are told in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from actip_graph import ActipGraphError, resources
from actip_graph.validation import Options, Report, Severity, validate
from actip_graph.validation.formats import write

if TYPE_CHECKING:
    from pathlib import Path

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
@prefix state: <https://w3id.org/actip-graph/id/state/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
e: a owl:Ontology ;
    sh:declare [ sh:prefix "e" ; sh:namespace "http://e.org/"^^xsd:anyURI ] .
e:Core a sh:NodeShape ; sh:targetNode e:a , e:b ;
    sh:property [ sh:path e:p ; sh:maxCount 1 ; sh:severity sh:Warning ;
        sh:message "One value, please."@en , "Satu nilai saja."@id ] .
e:Query a sh:NodeShape ; sh:targetNode e:b ;
    sh:sparql [ sh:prefixes e: ;
        sh:message "{?value} is in {?where}: remove it."@en ,
            "{?value} ada di {?where}: hapus."@id ;
        sh:select "SELECT $this ?value ?where { $this e:q ?value ; e:where ?where }" ] .
e:Hint a sh:NodeShape ; sh:targetNode e:a ;
    sh:property [ sh:path e:r ; sh:minCount 1 ; sh:severity sh:Info ;
        sh:message "Consider r."@en , "Pertimbangkan r."@id ] .
"""
DATA = """
@prefix e: <http://e.org/> . @prefix state: <https://w3id.org/actip-graph/id/state/> .
e:a e:p 1 , 2 . e:b e:q 7 ; e:where state:ID .
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("validate")
    (folder / "shapes.ttl").write_text(SHAPES, encoding="utf-8")
    (folder / "data.ttl").write_text(DATA, encoding="utf-8")
    return validate([str(folder / "data.ttl")], [str(folder / "shapes.ttl")])


def test_faults_come_gravest_first(report: Report) -> None:
    assert [fault.severity for fault in report.faults] == [
        Severity.VIOLATION,
        Severity.WARNING,
        Severity.INFO,
    ]
    assert [fault.rule for fault in report.faults] == [
        "http://e.org/Query",
        "http://e.org/Core",
        "http://e.org/Hint",
    ]
    assert not report.conforms
    assert [fault.place and fault.place[1:] for fault in report.faults] == [
        (3, 25, 3, 26),
        (3, 5, 3, 8),
        (3, 1, 3, 4),
    ]


def test_messages_keep_their_language_and_name_things_shortly(report: Report) -> None:
    of_query, of_core, _ = report.faults
    assert of_query.message("en") == "7 is in state:ID: remove it."
    assert of_query.message("id") == "7 ada di state:ID: hapus."
    assert of_core.message("en") == "One value, please."
    assert of_core.message("id") == "Satu nilai saja."


def test_severity_can_be_bounded(report: Report) -> None:
    assert len(report.at_least(Severity.WARNING).faults) == 2
    assert len(report.at_least(Severity.VIOLATION).faults) == 1


def test_the_text_sums_up(report: Report) -> None:
    english, indonesian = write(report, "text"), write(report, "text", "id")
    assert "3 faults (1 violation, 1 warning, 1 info) in 1 file against 1 shape file" in english
    assert "pelanggaran" in indonesian and "violation" in english


def test_shapes_that_cannot_be_used_are_one_line(tmp_path: Path) -> None:
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(DATA, encoding="utf-8")
    shapes.write_text(SHAPES.replace("sh:path e:p ;", ""), encoding="utf-8")
    with pytest.raises(ActipGraphError, match="The shapes cannot be used") as caught:
        validate([str(data)], [str(shapes)])
    assert "\n" not in str(caught.value)


def test_the_whole_graph_is_clean() -> None:
    found = validate()
    assert found.conforms, write(found, "text")
    assert found.shapes > 20


def test_a_file_of_the_graph_is_read_once_however_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(resources.root())
    files = ["ontology/modules/threats.ttl", "./data/../data/participation/ACTIP.ttl"]
    report = validate(files)
    assert report.conforms, write(report, "text")
    assert report.checked == files


def test_what_was_clean_is_known_until_something_changes(tmp_path: Path) -> None:
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    shapes.write_text(SHAPES, encoding="utf-8")
    clean = DATA.replace("1 , 2", "1").replace("e:q 7", "e:r 1 . e:a e:r 1")
    for text, faults in ((clean, 0), (clean, 0), (DATA, 3), (clean, 0)):
        data.write_text(text, encoding="utf-8")
        report = validate([str(data)], [str(shapes)])
        assert len(report.faults) == faults
        assert report.engines and report.checked == [str(data)]


def test_the_ontology_is_looked_up_and_not_judged(tmp_path: Path) -> None:
    data, shapes, classes = (tmp_path / f"{name}.ttl" for name in ("data", "shapes", "classes"))
    data.write_text("@prefix : <http://e.org/> . :a a :D .", encoding="utf-8")
    classes.write_text(
        "@prefix : <http://e.org/> . :D <http://www.w3.org/2000/01/rdf-schema#subClassOf> :C ."
        " :b a :D .",
        encoding="utf-8",
    )
    shapes.write_text(
        "@prefix : <http://e.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> ."
        " :S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .",
        encoding="utf-8",
    )
    assert validate([str(data)], [str(shapes)]).conforms
    report = validate([str(data)], [str(shapes)], [str(classes)])
    assert [str(fault.focus) for fault in report.faults] == ["<http://e.org/a>"]
    (fault,) = report.faults
    assert fault.message("en") and fault.message("id") != fault.message("en")


@pytest.mark.parametrize("engine", ["indexed", "pyshacl"])
def test_shapes_and_nodes_can_be_chosen(tmp_path: Path, engine: str) -> None:
    data, shapes = tmp_path / "d.ttl", tmp_path / "s.ttl"
    data.write_text(DATA, encoding="utf-8")
    shapes.write_text(SHAPES, encoding="utf-8")

    def rules(**chosen: list[str]) -> list[str]:
        options = Options(engine=engine, **chosen)  # type: ignore[arg-type]
        found = validate([str(data)], [str(shapes)], options=options).faults
        return sorted(fault.rule.rpartition("/")[2] for fault in found)

    assert rules() == ["Core", "Hint", "Query"]
    assert rules(only=["Core", "http://e.org/Hint"]) == ["Core", "Hint"]
    assert rules(focus=["http://e.org/b"]) == ["Query"]
    assert rules(only=["Core"], focus=["http://e.org/b"]) == []
