"""Tables: every statement can be read back from them, and they are a valid Data Package."""

from __future__ import annotations

import csv
import importlib.util
import json
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph import graph, resources
from actip_graph.exchange.csv_package import write_package
from actip_graph.exchange.export import chosen_files, export_tables
from actip_graph.exchange.tables import tables
from actip_graph.exchange.vocabulary import Vocabulary
from actip_graph.namespaces import PREFIXES
from tests.conftest import unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from actip_graph import Graph

ACTIP, XSD, RDF = PREFIXES["actip"], PREFIXES["xsd"], PREFIXES["rdf"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "tables"
    export_tables(str(folder))
    return folder


def resources_of(folder: Path) -> dict[str, dict[str, Any]]:
    text = (folder / "datapackage.json").read_text(encoding="utf-8")
    return {resource["name"]: resource for resource in json.loads(text)["resources"]}


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Reading back ------------------------------------------------------------------------------------


def read_back(folder: Path) -> Iterator[ox.Triple]:
    """Yield the statements of the package in ``folder``, by its description alone."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))

    def iri(text: str) -> ox.NamedNode:
        prefix, colon, local = text.partition(":")
        known = colon and prefix in package["prefixes"] and not local.startswith("//")
        return ox.NamedNode(package["prefixes"][prefix] + local if known else text)

    def term(text: str, datatype: str, language: str | None) -> ox.NamedNode | ox.Literal:
        if language:
            return ox.Literal(text, language=language)
        return iri(text) if datatype == "@id" else ox.Literal(text, datatype=iri(datatype))

    def split(field: dict[str, Any], cell: str) -> list[str]:
        return cell.split(field["delimiter"]) if field["type"] == "list" else [cell]

    for resource in package.get("resources", ()):
        fields = resource["schema"]["fields"]
        for row in rows_of(folder, resource["name"]):
            assert list(row) == [field["name"] for field in fields]
            for field in fields:
                if "propertyUrl" not in field or not row[field["name"]]:
                    continue
                texts = split(field, row[field["name"]])
                if beside := field.get("datatypeField"):
                    datatypes = split(field, row[beside])
                else:
                    datatypes = [field.get("datatype", "")] * len(texts)
                for text, datatype in zip(texts, datatypes, strict=True):
                    value = term(text, datatype, field.get("lang"))
                    yield ox.Triple(iri(row["id"]), ox.NamedNode(field["propertyUrl"]), value)


def ground(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    return {
        quad.triple
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.NamedNode | ox.Literal)
    }


def test_the_statements_can_be_read_back(package: Path) -> None:
    wanted = ground(graph.quads(resources.graph_files()))
    assert len(wanted) > 100_000
    assert set(read_back(package)) == wanted


_NODES = st.sampled_from([ox.NamedNode(f"http://e.org/{name}") for name in "abc"])
_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
_LITERALS = st.one_of(
    st.builds(ox.Literal, _TEXT),
    st.builds(
        lambda text, tag: ox.Literal(text, language=tag), _TEXT, st.sampled_from(["en", "id"])
    ),
    st.builds(
        lambda text, kind: ox.Literal(text, datatype=ox.NamedNode(XSD + kind)),
        st.one_of(st.sampled_from(["1", "-2.5", "2015", "2015-02", "2015-02-30", "true"]), _TEXT),
        st.sampled_from(["integer", "decimal", "gYear", "gYearMonth", "date", "boolean"]),
    ),
)
_PREDICATES = st.sampled_from(
    [
        *(
            ox.NamedNode(f"http://e.org/{name}")
            for name in ("p", "P", "id", "graph", "q/p", "p_en")
        ),
        ox.NamedNode(ACTIP + "date"),
        ox.NamedNode(PREFIXES["dcterms"] + "date"),
        ox.NamedNode(RDF + "type"),
    ]
)
_QUADS = st.builds(
    ox.Quad,
    _NODES,
    _PREDICATES,
    st.one_of(_NODES, _LITERALS),
    st.sampled_from([ox.NamedNode(PREFIXES["graph"] + name) for name in "xy"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_QUADS, min_size=1, max_size=12))
def test_any_statements_can_be_read_back(
    tmp_path_factory: pytest.TempPathFactory, quads: list[ox.Quad]
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    assert write_package(quads, str(folder), quads, {}) == 0
    assert set(read_back(folder)) == ground(quads)
    for resource in resources_of(folder).values():
        names = [field["name"].casefold() for field in resource["schema"]["fields"]]
        assert len(names) == len(set(names))


def test_what_fits_no_table_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text('<http://e.org/a> <http://e.org/p> [ <http://e.org/q> 1 ] , "" , 2 .', "utf-8")
    assert export_tables(str(tmp_path / "tables"), [str(path)]) == 3
    (row,) = rows_of(tmp_path / "tables", "resource")
    assert (row["id"], row["p"]) == ("http://e.org/a", "2")


# Tables ------------------------------------------------------------------------------------------


def test_tables_are_those_of_the_main_classes(package: Path, graph: Graph) -> None:
    found = resources_of(package)
    assert 20 <= len(found) <= 45
    assert {"instrument", "national_law", "provision", "norm", "participation_act"} <= set(found)
    assert {"state", "actor", "threat", "corridor", "observation", "claim"} <= set(found)
    individuals = [row["id"] for name in found for row in rows_of(package, name)]
    assert len(individuals) == len(set(individuals))
    solutions = graph.sparql(
        "SELECT ?type (COUNT(*) AS ?n) WHERE "
        "{ ?act a ?type . ?type rdfs:subClassOf* actip:ParticipationAct } GROUP BY ?type"
    )
    types = [row["type"] for row in rows_of(package, "participation_act")]
    assert {name: types.count(name) for name in set(types)} == {
        row["type"]: row["n"] for row in solutions.rows
    }


def test_fields_are_described_in_both_languages(package: Path) -> None:
    table = resources_of(package)["participation_act"]
    assert table["title"] and table["title_id"] and table["description_id"]
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    assert fields["id"]["rdfType"] == ACTIP + "ParticipationAct"
    assert fields["byState"]["propertyUrl"] == ACTIP + "byState"
    assert fields["byState"]["title_id"]
    assert fields["byState"]["rdfType"] == ACTIP + "State"
    assert (fields["date"]["type"], fields["date"]["datatypeField"]) == ("string", "date_datatype")
    assert fields["earliest"]["type"] == "date"
    assert {"fields": ["byState"], "reference": {"resource": "state", "fields": ["id"]}} in (
        table["schema"]["foreignKeys"]
    )


def test_each_table_states_the_licences_of_its_files(package: Path, tmp_path: Path) -> None:
    def licences(folder: Path, name: str) -> set[str]:
        return {licence["name"] for licence in resources_of(folder)[name]["licenses"]}

    assert licences(package, "norm") == {"CC-BY-4.0"}
    assert licences(package, "observation") == {"CC-BY-4.0", "CC-BY-NC-4.0"}
    sources = resources_of(package)["observation"]["sources"]
    assert all(source["path"].startswith(PREFIXES["graph"]) for source in sources)
    assert all(source["title"] != source["path"] for source in sources)
    export_tables(str(tmp_path / "open"), chosen_files(open_only=True))
    assert licences(tmp_path / "open", "observation") == {"CC-BY-4.0"}


def test_a_class_above_stands_for_those_below_it() -> None:
    turtle = """
        @prefix : <http://e.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :Oak rdfs:subClassOf :Tree . :Tree rdfs:subClassOf :Plant .
        :RoundThing rdfs:subClassOf :RoundThing . :height rdfs:domain :Tree .
        :a a :Oak . :b a :Plant . :c a :RoundThing . :d a :Oak , :Tree . :e :height 1 .
    """
    quads = list(ox.parse(input=turtle, format=ox.RdfFormat.TURTLE))
    found, left = tables([q for q in quads if len(q.subject.value) < 15], Vocabulary(quads))
    members = {table.name: [name[-1] for name, _ in table.rows] for table in found}
    assert left == 0
    assert members == {"tree": ["a", "d"], "plant": ["b"], "round_thing": ["c"], "resource": ["e"]}


# The standard ------------------------------------------------------------------------------------


def faults(folder: Path) -> list[list[Any]]:
    if importlib.util.find_spec("frictionless") is None:
        unavailable("frictionless is not installed")
    from frictionless import Package

    report = Package(str(folder / "datapackage.json")).validate()
    return list(report.flatten(["type", "note"]))


def test_the_package_is_valid(package: Path) -> None:
    assert faults(package) == []


def test_the_validator_would_notice(tmp_path: Path) -> None:
    path = tmp_path / "some.ttl"
    path.write_text(
        "@prefix : <http://e.org/> . :a a :Tree ; :height 2 ; :by :b . :b a :Person .",
        encoding="utf-8",
    )
    folder = tmp_path / "tables"
    export_tables(str(folder), [str(path)])
    assert faults(folder) == []
    description = folder / "datapackage.json"
    package = json.loads(description.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        del resource["bytes"], resource["hash"]
    description.write_text(json.dumps(package), encoding="utf-8")
    table = folder / "tree.csv"
    table.write_text(table.read_text("utf-8").replace("http://e.org/b", "http://e.org/c"), "utf-8")
    assert [kind for kind, _ in faults(folder)] == ["foreign-key"]
    table.write_text(table.read_text("utf-8").replace(",2,", ",two,"), "utf-8")
    assert sorted(kind for kind, _ in faults(folder)) == ["foreign-key", "type-error"]
