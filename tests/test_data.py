"""The data against what was counted by hand, read with plain rdflib and no SPARQL."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Namespace

from actip_graph.namespaces import BASE, ONTOLOGY, PREFIXES, is_plain_local_name, shrink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from actip_graph import Graph

ACTIP = Namespace(ONTOLOGY)


def _id(kind: str, key: str) -> URIRef:
    return URIRef(PREFIXES[kind] + key)


@pytest.fixture(scope="module")
def g(graph: Graph) -> rdflib.Graph:
    return graph.as_rdflib()


def _kinds_below(g: rdflib.Graph, kind: URIRef) -> set[Node]:
    below = g.transitive_subjects(RDFS.subClassOf, kind)
    return {node for node in below if node is not None}


def _instances(g: rdflib.Graph, kind: URIRef) -> Iterator[Node]:
    for each in _kinds_below(g, kind):
        yield from g.subjects(RDF.type, each)


@pytest.mark.parametrize(
    ("instrument", "articles"), [("ACTIP", 31), ("Palermo", 20), ("UNTOC", 41)]
)
def test_every_article_is_there(g: rdflib.Graph, instrument: str, articles: int) -> None:
    found = [
        article
        for article in g.subjects(RDF.type, ACTIP.Article)
        if (article, ACTIP.ofInstrument, _id("instrument", instrument)) in g
    ]
    numbers = sorted(int(str(g.value(article, ACTIP.locator))) for article in found)
    assert numbers == list(range(1, articles + 1))


@pytest.mark.parametrize(
    ("instrument", "obligations", "mandatory", "best_efforts"),
    [
        ("ACTIP", 106, 90, 16),
        ("UNTOC", 131, 92, 39),
        ("Palermo", 44, 28, 16),
        ("Declaration-2004", 9, 0, 9),
    ],
)
def test_obligations_are_as_counted(
    g: rdflib.Graph, instrument: str, obligations: int, mandatory: int, best_efforts: int
) -> None:
    found = [
        norm
        for norm in g.subjects(RDF.type, ACTIP.Obligation)
        if (norm, ACTIP.ofInstrument, _id("instrument", instrument)) in g
    ]
    strengths = Counter(shrink(str(g.value(norm, ACTIP.modality))) for norm in found)
    assert len(found) == obligations
    assert strengths["modality:Mandatory"] == mandatory
    assert strengths["modality:BestEfforts"] == best_efforts
    assert all(g.value(norm, ACTIP.bearer) and g.value(norm, ACTIP.theme) for norm in found)


@pytest.mark.parametrize(
    "kind",
    [
        "Norm",
        "ParticipationAct",
        "AbsenceOfAct",
        "Claim",
        "Assessment",
        "Correspondence",
        "Instrument",
        "Actor",
        "Membership",
    ],
)
def test_every_statement_has_source_and_basis(g: rdflib.Graph, kind: str) -> None:
    nodes = list(_instances(g, ACTIP[kind]))
    assert nodes
    sources = set(g.subjects(RDF.type, ACTIP.Source))
    bases = {_id("basis", "Seen"), _id("basis", "Recalled")}
    for node in nodes:
        assert set(g.objects(node, DCTERMS.source)) & sources, node
        assert set(g.objects(node, ACTIP.basis)) <= bases, node
        assert g.value(node, ACTIP.basis) is not None, node


@pytest.mark.parametrize(
    "prop",
    [
        SKOS.prefLabel,
        SKOS.definition,
        ACTIP.summary,
        ACTIP.statement,
        ACTIP.reason,
        ACTIP.rationale,
        ACTIP.mandate,
        ACTIP.qualifierNote,
        ACTIP.checkRule,
    ],
    ids=lambda p: shrink(str(p)),
)
def test_no_text_lacks_a_language(g: rdflib.Graph, prop: URIRef) -> None:
    subjects = set(g.subjects(prop))
    assert subjects
    for subject in subjects:
        languages = sorted(
            str(o.language) for o in g.objects(subject, prop) if isinstance(o, Literal)
        )
        assert languages == ["en", "id"], f"{subject}: {languages}"


def test_every_row_of_the_crosswalk_resolves(g: rdflib.Graph) -> None:
    provisions = set(_instances(g, ACTIP.Provision))
    rows = set(g.subjects(RDF.type, ACTIP.Correspondence))
    assert len(rows) > 1000
    for row in rows:
        assert g.value(row, ACTIP.fromProvision) in provisions
        to = g.value(row, ACTIP.toProvision)
        relation = g.value(row, ACTIP.relation)
        assert (to in provisions) != (relation == _id("relation", "None") and to is None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ACTIP", "Palermo"),
        ("ACTIP", "UNTOC"),
        ("ACTIP", "Declaration-2004"),
        ("Palermo", "UNTOC"),
        ("UNTOC", "Declaration-2004"),
    ],
)
def test_the_crosswalk_is_complete_both_ways(g: rdflib.Graph, one: str, other: str) -> None:
    pair = {_id("instrument", one), _id("instrument", other)}
    named = {
        end
        for row in g.subjects(RDF.type, ACTIP.Correspondence)
        if {g.value(row, ACTIP.fromInstrument), g.value(row, ACTIP.toInstrument)} == pair
        for end in (g.value(row, ACTIP.fromProvision), g.value(row, ACTIP.toProvision))
    }
    for norm in _instances(g, ACTIP.Norm):
        if g.value(norm, ACTIP.ofInstrument) in pair:
            provision = g.value(norm, ACTIP.expressedIn)
            whole = {provision, *g.transitive_objects(provision, ACTIP.partOf)}
            assert whole & named, provision


def test_nothing_is_referred_to_that_is_not_there(g: rdflib.Graph) -> None:
    described = set(g.subjects())
    missing = {
        o
        for p, o in g.predicate_objects()
        if isinstance(o, URIRef)
        and o.startswith(BASE)
        and o not in described
        and p != OWL.versionIRI
    }
    assert not missing


def test_every_name_is_plain(g: rdflib.Graph) -> None:
    kinds = tuple(ns for p, ns in PREFIXES.items() if ns.startswith(BASE + "id/"))
    for subject in set(g.subjects()):
        for namespace in kinds:
            if str(subject).startswith(namespace):
                assert is_plain_local_name(str(subject)[len(namespace) :]), subject


def test_actip_starts_thirty_days_after_the_sixth_deposit(g: rdflib.Graph) -> None:
    """Article 29, from the acts themselves; the Philippines deposited on 6 February 2017."""
    consents = _kinds_below(g, ACTIP.ConsentToBeBound)
    deposits = sorted(
        g.value(act, ACTIP.latest).toPython()  # type: ignore[union-attr]
        for act in g.subjects(ACTIP.towards, _id("instrument", "ACTIP"))
        if g.value(act, RDF.type) in consents
    )
    assert len(deposits) == 10
    assert deposits[5] == datetime.date(2017, 2, 6)
    assert deposits[5] + datetime.timedelta(days=30) == datetime.date(2017, 3, 8)
    start = g.value(_id("instrument", "ACTIP"), ACTIP.entryIntoForceOn)
    assert start == Literal("2017-03-08", datatype=XSD.date)
    other = g.value(_id("act", "PH-ACTIP-ratification"), ACTIP.conflictingValue)
    assert str(other) == "2017-02-07"


def test_eleven_members_the_last_from_october_2025(g: rdflib.Graph) -> None:
    since = {
        shrink(str(g.value(m, ACTIP.member))): str(g.value(m, ACTIP.date))
        for m in g.subjects(RDF.type, ACTIP.Membership)
    }
    assert len(since) == 11
    assert since["state:TL"] == "2025-10-26"
    assert since["state:KH"] == "1999-04-30"


def test_denunciations_are_acts_of_their_own(g: rdflib.Graph) -> None:
    left = {
        (shrink(str(g.value(a, ACTIP.byState))), shrink(str(g.value(a, ACTIP.towards))))
        for a in g.subjects(RDF.type, ACTIP.Withdrawal)
    }
    assert left == {("state:MY", "instrument:ILO-C105"), ("state:SG", "instrument:ILO-C105")}


def test_the_paper_has_131_claims_each_assessed(g: rdflib.Graph) -> None:
    claims = set(g.subjects(RDF.type, ACTIP.Claim))
    assessed = {g.value(a, ACTIP.assesses) for a in g.subjects(RDF.type, ACTIP.Assessment)}
    assert len(claims) == 131
    assert claims == assessed


def test_dates_keep_their_precision_and_lie_within_their_bounds(g: rdflib.Graph) -> None:
    kinds = {XSD.date: 10, XSD.gYearMonth: 7, XSD.gYear: 4}
    for node, date in g.subject_objects(ACTIP.date):
        assert isinstance(date, Literal)
        assert len(str(date)) == kinds[date.datatype]  # type: ignore[index]
        earliest, latest = g.value(node, ACTIP.earliest), g.value(node, ACTIP.latest)
        assert str(earliest) <= str(latest)
        if date.datatype == XSD.date:
            assert str(earliest) == str(date) == str(latest)
        else:
            assert str(earliest).startswith(str(date)), node
