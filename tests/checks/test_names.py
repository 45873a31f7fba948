"""IRIs that queries name and nothing describes: found where they stand, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from actip_graph import ActipGraphError, resources
from actip_graph.graph import triples
from actip_graph.namespaces import PREFIXES
from actip_graph.validation.hygiene import Setting, unknown_terms
from actip_graph.validation.report import Place, Severity

if TYPE_CHECKING:
    from pathlib import Path

GRAVE = Setting(Severity.VIOLATION, {})
DATA = """
@prefix e: <http://e.org/onto#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix vann: <http://purl.org/vocab/vann/> . @prefix void: <http://rdfs.org/ns/void#> .
@prefix status: <https://w3id.org/actip-graph/id/status/> .
@prefix actip: <https://w3id.org/actip-graph/ontology#> .
<http://e.org/onto> a owl:Ontology ; void:uriSpace "http://e.org/id/" .
<http://f.org/> a owl:Ontology ; vann:preferredNamespaceUri "https://w3id.org/actip-graph/" .
e:Thing a owl:Class . e:p a owl:ObjectProperty . <http://e.org/id/a> a e:Thing .
actip:State a owl:Class . status:InForce a e:Thing .
"""
PREFIXED = "PREFIX e: <http://e.org/onto#>\n"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TURTLE)
    return store


def named(store: ox.Store, path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    return [str(f.focus)[1:-1] for f in unknown_terms(store, [str(path)], GRAVE)]


@pytest.mark.parametrize(
    ("query", "unknown"),
    [
        ("SELECT * { ?s a e:Thing ; e:p <http://e.org/id/a> }", []),
        ("SELECT * { ?s a e:Thng }", ["http://e.org/onto#Thng"]),
        ("SELECT * { ?s (e:p/^e:q)* ?o }", ["http://e.org/onto#q"]),
        ("SELECT * { ?s e:p <http://e.org/id/b> }", ["http://e.org/id/b"]),
        ("SELECT * { ?s a e:Thing.?s e:p e:x.y}", ["http://e.org/onto#x.y"]),
        (r"SELECT * { ?s e:p e:a\/b }", ["http://e.org/onto#a/b"]),
        ("SELECT * { ?s e:q ?o ; e:q ?p }", ["http://e.org/onto#q"]),
        ("SELECT * { ?s a actip:State , actip:Stat }", [PREFIXES["actip"] + "Stat"]),
        ("PREFIX actip: <http://g.org/> SELECT * { ?s a actip:Stat }", []),
        ("PREFIX x: <http://e.org/id/> SELECT * { ?s a x:b }", ["http://e.org/id/b"]),
        ("SELECT * { ?s ?e:q ?o FILTER(?s<e:q) }", ["http://e.org/onto#q"]),
        ("SELECT * { ?s a <http://elsewhere.org/x> , other:y , <http://e.org/ontology> }", []),
        ("SELECT * { ?s ?p 'e:q' , '''<http://e.org/id/b> e:q''' } # e:q <http://e.org/id/b>", []),
        ("SELECT * { ?s ?p ?o FILTER(STRSTARTS(STR(?o), STR(<http://e.org/id/>))) }", []),
        ("SELECT * { _:e ?p [] FILTER(LANG(?p) = 'e:q') }", []),
    ],
)
def test_what_a_query_names(
    store: ox.Store, tmp_path: Path, query: str, unknown: list[str]
) -> None:
    assert named(store, tmp_path / "q.rq", PREFIXED + query) == unknown


def test_a_fault_says_where(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(PREFIXED + "SELECT * {\n  ?s a e:Thng ; a e:Thng }", encoding="utf-8")
    (fault,) = unknown_terms(store, [str(path)], GRAVE)
    assert fault.place == Place(str(path), 3, 8, 3, 14)
    assert fault.severity == Severity.VIOLATION and fault.rule == "unknown-term-in-query"
    assert fault.path is None and fault.value is None
    assert fault.message("en").endswith("Correct http://e.org/onto#Thng, or describe it.")


@pytest.mark.parametrize(
    ("parameter", "unknown"),
    [
        ("{kind: status, default: InForce}", []),
        ("{kind: status, default: 'status:InForce'}", []),
        ("{kind: status, default: InForse}", ["id/status/InForse"]),
        ("{kind: status, default: 'https://w3id.org/actip-graph/id/status/X'}", ["id/status/X"]),
        ("{kind: status, enum: [InForce, Past]}", ["id/status/Past"]),
        ("{kind: class, default: State}", []),
        ("{kind: class, default: Stat}", ["ontology#Stat"]),
        ("{kind: text, default: InForse}", []),
        ("{kind: date, default: today}", []),
        ("{kind: status, required: true}", []),
    ],
)
def test_the_defaults_of_parameters_count(
    store: ox.Store, tmp_path: Path, parameter: str, unknown: list[str]
) -> None:
    path = tmp_path / "q.rq"
    text = f"#+ summary: x\n#+ params:\n#+   status: {parameter}\nSELECT * {{ ?s ?p ?status }}"
    base = "https://w3id.org/actip-graph/"
    assert named(store, path, text) == [base + name for name in unknown]
    places = [fault.place for fault in unknown_terms(store, [str(path)], GRAVE)]
    assert all(place and place.line == 3 for place in places)


SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix g: <http://e.org/onto#> .
g: sh:declare [ sh:prefix "t" ; sh:namespace "http://e.org/onto#" ] .
g:S a sh:NodeShape ; sh:targetClass g:Thing ;
    sh:sparql [ sh:prefixes g: ;
        sh:message "{?value} is t:nothing" ;
        sh:select "SELECT $this { $this t:p/t:q ?value MINUS { ?value a status:InForce } }" ] .
"""


def test_the_queries_of_shapes_count(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    assert named(store, path, SHAPES) == ["http://e.org/onto#q"]
    (fault,) = unknown_terms(store, [str(path)], GRAVE)
    column = SHAPES.splitlines()[5].index("t:q") + 1
    assert fault.place == Place(str(path), 6, column, 6, column + 3)


def test_what_shapes_name_counts_unless_a_shape_describes_it(
    store: ox.Store, tmp_path: Path
) -> None:
    path = tmp_path / "shapes.ttl"
    text = SHAPES.replace("g:Thing", "g:Thng").replace("t:q", "t:p") + "g:T sh:node g:S , g:U .\n"
    unknown = ["http://e.org/onto#Thng", "http://e.org/onto#U"]
    assert named(store, path, text) == unknown
    thing, _ = unknown_terms(store, [str(path)], GRAVE)
    assert thing.place and thing.place.line == 3


def test_no_namespace_no_fault(tmp_path: Path) -> None:
    assert named(ox.Store(), tmp_path / "q.rq", PREFIXED + "SELECT * { ?s a e:Thng }") == []


def test_a_check_that_is_off_or_a_name_that_is_excepted(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "q.rq"
    path.write_text(PREFIXED + "SELECT * { ?s a e:Thng }", encoding="utf-8")
    assert unknown_terms(store, [str(path)], Setting(None, {})) == []
    excepted = Setting(Severity.INFO, {"<http://e.org/onto#Thng>": "made on the fly"})
    assert unknown_terms(store, [str(path)], excepted) == []


def test_a_file_that_cannot_be_read_is_one_line(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(ActipGraphError, match=r"none\.rq: cannot be read") as caught:
        unknown_terms(store, [str(tmp_path / "none.rq")], GRAVE)
    assert "\n" not in str(caught.value)


def test_the_queries_of_the_project_name_nothing_unknown() -> None:
    store = ox.Store()
    for path in resources.graph_files():
        store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples(path))
    paths = [
        *resources.files_below(resources.query_folder(), ".rq"),
        *resources.files_below(resources.checks_folder(), ".rq"),
        *resources.shape_files(),
    ]
    assert unknown_terms(store, paths, GRAVE) == []
    forgotten = {
        ox.NamedNode(PREFIXES["body"] + "ASEAN"),
        ox.NamedNode(PREFIXES["status"] + "Unknown"),
    }
    for node in forgotten:
        for quad in list(store.quads_for_pattern(node, None, None)):
            store.remove(quad)
    assert {fault.focus for fault in unknown_terms(store, paths, GRAVE)} == forgotten
