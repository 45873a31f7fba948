"""The claims of the paper, as counted and read by hand, on every kind of store."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from actip_graph import Graph
from actip_graph.claims import check_claims
from actip_graph.claims.model import BY_RULE, CURATED, UNVERIFIABLE
from actip_graph.claims.render import FORMATS, render

if TYPE_CHECKING:
    from actip_graph.claims import Report
    from actip_graph.claims.model import Checked
    from actip_graph.store.rdflib_store import RdflibStore

AS_OF = "2026-11-24"
# Read by hand in the Turtle files: what the record says of each.
BY_HAND = {
    2: "Contradicted",  # the declaration of 1997 was ASEAN's own
    7: "Contradicted",  # 2.5 of 45.8 million
    8: "Supported",  # 77 per cent in 2020
    10: "Contradicted",  # act, means and purpose, not gain
    12: "Supported",  # five acts
    13: "PartlySupported",  # forgery is no means of ACTIP 2(a)
    32: "Supported",
    48: "Supported",  # 21 November 2015
    49: "PartlySupported",  # the title is right, the short name is not
    51: "Supported",  # ten of ten in September 2022
    54: "Supported",
    64: "PartlySupported",  # adopted in 2004, committed since 1997
    68: "Contradicted",
    71: "Contradicted",  # a convention
    74: "Supported",
    78: "PartlySupported",  # Palermo 11 to 13 have it too
    82: "Supported",
    89: "Contradicted",  # ten ratifications from 2016 to 2020
    96: "Contradicted",  # no border in ACTIP 2(a)
    98: "Supported",  # three or more
    102: "Contradicted",  # 15 November 2000
    104: "Supported",
    112: "Supported",  # UNTOC 25
    121: "Supported",  # seven
    125: "Contradicted",  # duties on prosecution outnumber those on protection
}
# Where rule and curated verdict differ; docs/check-claims.md says why.
DIFFERING = [5, 9, 17, 28, 31, 34, 35, 46, 47, 55, 56, 57, 92, 101, 110, 113, 117]


@pytest.fixture(scope="module")
def report(graph: Graph) -> Report:
    return graph.check_claims(as_of=AS_OF)


@pytest.fixture(scope="module")
def by_order(report: Report) -> dict[int, Checked]:
    return {checked.claim.order: checked for checked in report.claims}


def test_all_claims_are_there(report: Report) -> None:
    assert [checked.claim.order for checked in report.claims] == list(range(1, 132))


@pytest.mark.parametrize("order", BY_HAND)
def test_verdict_by_rule(by_order: dict[int, Checked], order: int) -> None:
    assert by_order[order].decided_by == BY_RULE
    assert by_order[order].verdict == BY_HAND[order]


def test_three_quarters_of_the_checkable_claims_are_decided_by_rule(report: Report) -> None:
    checkable = [c for c in report.claims if c.claim.assessment and c.claim.assessment.checkable]
    decided = [c for c in checkable if c.decided_by == BY_RULE and c.verdict != UNVERIFIABLE]
    assert (len(checkable), len(decided)) == (100, 73)


def test_where_rule_and_curated_verdict_differ(report: Report) -> None:
    assert [c.claim.order for c in report.claims if c.agrees is False] == DIFFERING


def test_every_decision_cites_the_record(report: Report) -> None:
    for checked in report.claims:
        if checked.decided_by == BY_RULE and checked.verdict != UNVERIFIABLE:
            assert checked.evidence, checked.claim.iri
            assert checked.rules


def test_the_others_keep_their_curated_assessment(report: Report) -> None:
    counts = Counter(checked.decided_by for checked in report.claims)
    assert counts == {BY_RULE: 77, CURATED: 54}
    for checked in report.claims:
        if checked.decided_by == CURATED:
            assert checked.claim.assessment
            assert checked.verdict == checked.claim.assessment.verdict


def test_a_claim_is_judged_for_its_own_date_and_for_another(graph: Graph) -> None:
    early = {c.claim.order: c for c in graph.check_claims(as_of="2022-10-01").claims}
    assert early[51].claim.date.latest == "2022-09-30"
    assert early[51].verdict == "Supported"


@pytest.mark.parametrize("form", FORMATS)
def test_every_store_gives_the_same(
    report: Report, rdflib_store: RdflibStore, server: str, form: str
) -> None:
    for other in (
        check_claims(rdflib_store, as_of=AS_OF),
        Graph.at(server).check_claims(None, AS_OF),
    ):
        assert render(other, form) == render(report, form)


def test_both_languages(report: Report) -> None:
    english, indonesian = render(report, "text", "en"), render(report, "text", "id")
    assert "Partly supported (by rule)" in english
    assert "Didukung sebagian (menurut aturan)" in indonesian
    assert "Pasal" in indonesian and english != indonesian
