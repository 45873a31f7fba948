"""Findings, national laws and opinions, read with plain rdflib and no SPARQL."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS, Namespace

from actip_graph.namespaces import ONTOLOGY, PREFIXES, shrink
from tests.conftest import ROOT

if TYPE_CHECKING:
    from rdflib.term import Node

    from actip_graph import Graph

ACTIP = Namespace(ONTOLOGY)
NOT_OPEN = URIRef("https://creativecommons.org/licenses/by-nc/4.0/")


@pytest.fixture(scope="module")
def g(graph: Graph) -> rdflib.Graph:
    return graph.as_rdflib()


@pytest.fixture(scope="module")
def findings(g: rdflib.Graph) -> set[Node]:
    return set(g.subjects(RDF.type, ACTIP.ImplementationFinding))


def _name(g: rdflib.Graph, subject: Node, prop: URIRef) -> str:
    return shrink(str(g.value(subject, prop)))


def test_findings_are_as_counted(g: rdflib.Graph, findings: set[Node]) -> None:
    assert Counter(_name(g, f, ACTIP.status) for f in findings) == {
        "status:Yes": 258,
        "status:Partly": 93,
        "status:No": 15,
        "status:Unknown": 62,
    }


def test_every_state_has_a_finding_on_every_duty(g: rdflib.Graph, findings: set[Node]) -> None:
    duties = set(g.subjects(SKOS.inScheme, URIRef(PREFIXES["scheme"] + "duties")))
    members = {g.value(m, ACTIP.member) for m in g.subjects(RDF.type, ACTIP.Membership)}
    cells = {(g.value(f, ACTIP.ofState), g.value(f, ACTIP.duty)) for f in findings}
    assert len(duties) == 36
    assert cells == {(state, duty) for state in members for duty in duties}


def test_every_duty_rests_on_a_norm(g: rdflib.Graph) -> None:
    norms = {
        norm
        for kind in g.transitive_subjects(RDFS.subClassOf, ACTIP.Norm)
        for norm in g.subjects(RDF.type, kind)
    }
    for duty in g.subjects(SKOS.inScheme, URIRef(PREFIXES["scheme"] + "duties")):
        assert set(g.objects(duty, ACTIP.covers)), duty
        assert set(g.objects(duty, ACTIP.covers)) <= norms, duty


def test_only_what_is_unknown_goes_without_a_source(g: rdflib.Graph, findings: set[Node]) -> None:
    bare = {f for f in findings if g.value(f, DCTERMS.source) is None}
    assert len(bare) == 31
    assert {_name(g, f, ACTIP.status) for f in bare} == {"status:Unknown"}


def test_what_rests_on_one_opinion_follows_that_opinion(
    g: rdflib.Graph, findings: set[Node]
) -> None:
    reading = {
        "tenor:Favourable": "status:Yes",
        "tenor:Critical": "status:No",
        "tenor:NothingFound": "status:Unknown",
    }
    alone = {f for f in findings if g.value(f, ACTIP.restsOnOpinionAlone)}
    assert len(alone) == 116
    for finding in alone:
        (opinion,) = g.subjects(ACTIP.underlies, finding)
        assert reading[_name(g, opinion, ACTIP.tenor)] == _name(g, finding, ACTIP.status)
        for prop, same in ((ACTIP.ofState, ACTIP.ofState), (ACTIP.topic, ACTIP.duty)):
            assert g.value(opinion, prop) == g.value(finding, same)


def test_opinions_and_laws_are_as_counted(g: rdflib.Graph) -> None:
    assert len(set(g.subjects(RDF.type, ACTIP.NationalLaw))) == 24
    opinions = set(g.subjects(RDF.type, ACTIP.Opinion))
    assert len(opinions) == 771
    assert Counter(_name(g, o, ACTIP.scale) for o in opinions) == {
        "scale:Met": 550,
        "scale:NegativeFinding": 110,
        "scale:Points-0-100": 66,
        "scale:Vulnerability-0-100": 10,
        "scale:Letters-AAA-D": 1,
        "scale:Words": 13,
        "scale:Recommendation": 12,
        "scale:Complaint": 9,
    }


def test_opinions_under_a_licence_that_is_not_open_stand_apart() -> None:
    for path in (ROOT / "data" / "evidence" / "opinions").glob("*.ttl"):
        file = rdflib.Graph().parse(path)
        assessors = {shrink(str(a)) for a in file.objects(None, ACTIP.assessor)}
        open_licence = (None, DCTERMS.license, NOT_OPEN) not in file
        assert open_licence == ("actor:WalkFree" not in assessors), path.name
        if not open_licence:
            assert assessors == {"actor:WalkFree"}
