"""The figures of the answer, counted again on another path: rdflib over the Turtle, no SPARQL."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS, SKOS, Namespace

from actip_graph import Graph, resources
from actip_graph.graph import as_rdflib
from actip_graph.namespaces import ONTOLOGY, PREFIXES, shrink

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

    from actip_graph.answer import Answer

ACTIP = Namespace(ONTOLOGY)
DAY = "2026-11-24"


def _id(kind: str, key: str) -> URIRef:
    return URIRef(PREFIXES[kind] + key)


@pytest.fixture(scope="module")
def g(graph: Graph) -> rdflib.Graph:
    return graph.as_rdflib()


@pytest.fixture(scope="module")
def answer(graph: Graph) -> Answer:
    return graph.answer("en", DAY)


def _verdict(answer: Answer, place: int) -> list[int]:
    text = re.sub(r"\d{4}-\d\d-\d\d", "", answer.verdicts[place].text)
    return [int(number) for number in re.findall(r"\d+", text)]


def _instances(g: rdflib.Graph, kind: URIRef) -> set[Node]:
    below = set(g.transitive_subjects(RDFS.subClassOf, kind))
    return {node for each in below for node in g.subjects(RDF.type, each)}


def _day(g: rdflib.Graph, node: Node, prop: URIRef) -> str:
    value = g.value(node, prop)
    return str(value) if value is not None else "9999"


def test_texts(g: rdflib.Graph, answer: Answer) -> None:
    def adopted(kind: URIRef) -> int:
        return sum(_day(g, text, ACTIP.latest) <= DAY for text in _instances(g, kind))

    binding, soft, _ = _verdict(answer, 0)
    assert binding == adopted(ACTIP.BindingInstrument)
    assert soft == adopted(ACTIP.SoftLawInstrument)


def test_obligations(g: rdflib.Graph, answer: Answer) -> None:
    duties = [
        norm
        for norm in g.subjects(RDF.type, ACTIP.Obligation)
        if g.value(norm, ACTIP.ofInstrument) == _id("instrument", "ACTIP")
    ]
    strengths = Counter(shrink(str(g.value(norm, ACTIP.modality))) for norm in duties)
    bare = [
        norm
        for norm in duties
        if g.value(norm, ACTIP.modality) == _id("modality", "Mandatory")
        and g.value(norm, ACTIP.qualifier) is None
    ]
    mandatory, best = strengths["modality:Mandatory"], strengths["modality:BestEfforts"]
    assert _verdict(answer, 1) == [len(duties), mandatory, len(bare), best]


@pytest.mark.parametrize("day", ["2015-12-31", "2017-03-08", "2018-01-01", DAY])
def test_members_and_bound(graph: Graph, g: rdflib.Graph, day: str) -> None:
    members = {
        g.value(m, ACTIP.member)
        for m in g.subjects(RDF.type, ACTIP.Membership)
        if _day(g, m, ACTIP.latest) <= day
    }
    bound = {
        g.value(act, ACTIP.byState)
        for act in _instances(g, ACTIP.ConsentToBeBound)
        if g.value(act, ACTIP.towards) == _id("instrument", "ACTIP")
        and _day(g, act, ACTIP.effectiveLatest) <= day
    }
    (row,) = graph.run("participation-summary", instrument="ACTIP", as_of=day).rows
    assert row["members"] == len(members)
    assert row["bound"] == len(bound & members)


def test_norms_for_women_and_children(graph: Graph, g: rdflib.Graph) -> None:
    group = set(g.transitive_subjects(SKOS.broader, _id("role", "WomenAndChildren")))
    norms = {
        norm
        for norm, role in g.subject_objects(ACTIP.beneficiary)
        if role in group and g.value(norm, ACTIP.ofInstrument) == _id("instrument", "ACTIP")
    }
    rows = graph.run("women-and-children-counts").rows
    (row,) = [row for row in rows if row["instrument_iri"] == "instrument:ACTIP"]
    assert row["for_either"] == len(norms)


def test_findings(g: rdflib.Graph, answer: Answer) -> None:
    findings = list(g.subjects(RDF.type, ACTIP.ImplementationFinding))
    by_status = Counter(shrink(str(g.value(f, ACTIP.status))) for f in findings)
    figures = _verdict(answer, 3)
    assert figures[0] == len(findings)
    assert figures[1:5] == [
        by_status[f"status:{name}"] for name in ("Yes", "Partly", "No", "Unknown")
    ]


def test_a_cell_without_its_evidence_is_unknown_and_never_no(graph: Graph, tmp_path: Path) -> None:
    """Take away every finding on one cell that says no, and ask again."""
    said_no = [r for r in graph.run("scorecard").rows if r["status"] == "status:No"]
    state, duty = said_no[0]["state_iri"], said_no[0]["duty_iri"]
    without = []
    for path in resources.graph_files():
        if f"implementation/{str(state).split(':')[1]}.ttl" in path.replace("\\", "/"):
            kept = as_rdflib([path])
            for finding in list(kept.subjects(ACTIP.duty, _id("duty", str(duty).split(":")[1]))):
                kept.remove((finding, None, None))
            reduced = str(tmp_path / "without.ttl")
            kept.serialize(reduced, format="turtle", encoding="utf-8")
            without.append(reduced)
        else:
            without.append(path)
    from actip_graph.run import run
    from actip_graph.store.embedded import EmbeddedStore

    store = EmbeddedStore.in_memory(without)
    cells = [
        row
        for row in run(graph.catalogue["scorecard"], {}, store).rows
        if (row["state_iri"], row["duty_iri"]) == (state, duty)
    ]
    assert {row["status"] for row in cells} <= {"status:Unknown"}
    gaps = run(graph.catalogue["scorecard-gaps"], {}, store).rows
    assert any((row["state_iri"], row["duty_iri"]) == (state, duty) for row in gaps)
