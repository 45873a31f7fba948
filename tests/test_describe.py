"""Descriptions: a thing is found by IRI, CURIE and label, and shown with its sources."""

from __future__ import annotations

import pytest

from actip_graph import ActipGraphError, Graph
from actip_graph.namespaces import PREFIXES

ACTIP = PREFIXES["instrument"] + "ACTIP"


@pytest.mark.parametrize("name", ["instrument:ACTIP", ACTIP, f"<{ACTIP}>", "ACTIP", "actip"])
def test_a_thing_has_many_names(graph: Graph, name: str) -> None:
    description = graph.describe(name)
    assert description.iri == ACTIP
    assert description.label == "ACTIP"


def test_texts_come_in_the_language_asked_for(graph: Graph) -> None:
    english, indonesian = graph.describe("norm:ACTIP-14.7"), graph.describe("norm:ACTIP-14.7", "id")
    assert english.iri == indonesian.iri
    assert english.statements != indonesian.statements


def test_a_norm_is_cited(graph: Graph) -> None:
    description = graph.describe("norm:ACTIP-14.7")
    assert any(citation.iri == "source:rso-actip-14" for citation in description.citations)
    assert all(citation.title for citation in description.citations)


def test_a_figure_tells_its_method_and_cites_only_its_own_source(graph: Graph) -> None:
    description = graph.describe("obs:tip-tiers-ID-2017")
    properties = {s.property for s in description.statements}
    assert "method note" in properties and "basis" in properties
    sources = next(
        s for s in description.statements if s.property == "Source" or "ource" in s.property
    )
    assert {curie for _, curie in sources.values} == {c.iri for c in description.citations}


def test_what_points_at_it_is_told(graph: Graph) -> None:
    mentions = {s.property: s.values for s in graph.describe("provision:ACTIP-14").mentions}
    assert ("14(7)" in str(mentions)) or ("provision:ACTIP-14.7" in str(mentions))


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("no such thing", "nothing is called"),
        ("instrument:NONE", "nothing is known"),
        ("http://e.org/none", "nothing is known"),
        ("", "nothing is called"),
        ("instrument:A<B", "not an IRI"),
        ('" } UNION { ?thing ?p ?o', "nothing is called"),
    ],
)
def test_what_is_not_there_is_one_clear_line(graph: Graph, name: str, complaint: str) -> None:
    with pytest.raises(ActipGraphError, match=complaint) as caught:
        graph.describe(name)
    assert "\n" not in str(caught.value)


def test_a_label_of_several_things_asks_back(graph: Graph) -> None:
    shared = graph.sparql(
        """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?label (COUNT(DISTINCT ?thing) AS ?n)
        WHERE { ?thing skos:prefLabel ?name } GROUP BY (LCASE(STR(?name)) AS ?label)
        HAVING (COUNT(DISTINCT ?thing) > 1) ORDER BY ?label LIMIT 1"""
    )
    label = str(shared.rows[0]["label"])
    with pytest.raises(ActipGraphError, match="several things; say which"):
        graph.describe(label)
