"""Verdicts: over time, over the assertions of a claim, and beside a curated one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from actip_graph.claims.compare import (
    CONTRARY,
    HOLDS,
    KINDS,
    OPEN,
    Claimed,
    compare,
)
from actip_graph.claims.dates import span
from actip_graph.claims.decide import agree, combine, outcome
from actip_graph.claims.model import (
    CONTRADICTED,
    OUTDATED,
    PARTLY,
    SUPPORTED,
    UNVERIFIABLE,
    Assertion,
    Found,
    Span,
)
from actip_graph.terms import XSD

if TYPE_CHECKING:
    from actip_graph.terms import Term

OUTCOMES = (SUPPORTED, OUTDATED, CONTRADICTED, UNVERIFIABLE)
TIMES = (HOLDS, CONTRARY, OPEN)
NODE = ox.NamedNode("http://e.org/x")


def literal(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def claimed(value: Term, comparator: str = "=", tolerance: str = "0", *more: Assertion) -> Claimed:
    assertion = Assertion("a", NODE, NODE, value, comparator, None)
    return Claimed(assertion, [assertion, *more], [value], tolerance)


def found(value: Term, since: str = "", until: str = "") -> Found:
    return Found(value, span(value), "e", ("s",), since, until)


@pytest.mark.parametrize(
    ("earlier", "then", "now", "event", "expected"),
    [
        (False, HOLDS, HOLDS, False, SUPPORTED),
        (False, HOLDS, CONTRARY, False, OUTDATED),
        (False, HOLDS, OPEN, False, OUTDATED),
        (True, CONTRARY, CONTRARY, False, OUTDATED),
        (True, OPEN, OPEN, False, OUTDATED),
        (False, CONTRARY, HOLDS, False, CONTRADICTED),
        (False, CONTRARY, CONTRARY, False, CONTRADICTED),
        (False, OPEN, HOLDS, True, CONTRADICTED),
        (False, OPEN, HOLDS, False, UNVERIFIABLE),
        (False, OPEN, CONTRARY, False, UNVERIFIABLE),
        (False, OPEN, OPEN, True, UNVERIFIABLE),
    ],
)
def test_an_assertion_over_time(
    earlier: bool, then: str, now: str, event: bool, expected: str
) -> None:
    assert outcome(earlier, then, now, event) == expected


@given(st.booleans(), st.sampled_from(TIMES), st.sampled_from(TIMES), st.booleans())
def test_only_what_held_then_and_holds_now_is_supported(
    earlier: bool, then: str, now: str, event: bool
) -> None:
    verdict = outcome(earlier, then, now, event)
    assert verdict in OUTCOMES
    assert (verdict == SUPPORTED) == (then == HOLDS and now == HOLDS)


def expected_of(outcomes: set[str]) -> str:
    """Say by other words than the code what a claim with such ``outcomes`` is."""
    table = {
        frozenset({SUPPORTED}): SUPPORTED,
        frozenset({OUTDATED}): OUTDATED,
        frozenset({CONTRADICTED}): CONTRADICTED,
        frozenset({UNVERIFIABLE}): UNVERIFIABLE,
        frozenset(): UNVERIFIABLE,
        frozenset({SUPPORTED, OUTDATED}): OUTDATED,
        frozenset({SUPPORTED, CONTRADICTED}): PARTLY,
        frozenset({SUPPORTED, UNVERIFIABLE}): PARTLY,
        frozenset({SUPPORTED, OUTDATED, CONTRADICTED}): PARTLY,
        frozenset({SUPPORTED, OUTDATED, UNVERIFIABLE}): PARTLY,
        frozenset({SUPPORTED, CONTRADICTED, UNVERIFIABLE}): PARTLY,
        frozenset(OUTCOMES): PARTLY,
        frozenset({OUTDATED, CONTRADICTED}): CONTRADICTED,
        frozenset({OUTDATED, UNVERIFIABLE}): OUTDATED,
        frozenset({CONTRADICTED, UNVERIFIABLE}): CONTRADICTED,
        frozenset({OUTDATED, CONTRADICTED, UNVERIFIABLE}): CONTRADICTED,
    }
    return table[frozenset(outcomes)]


@given(st.lists(st.sampled_from(OUTCOMES), max_size=8))
def test_a_claim_over_its_assertions(outcomes: list[str]) -> None:
    assert combine(outcomes) == expected_of(set(outcomes))
    assert combine(reversed(outcomes)) == combine(outcomes + outcomes)


def test_every_combination_is_in_the_table() -> None:
    for size in range(len(OUTCOMES) + 1):
        for outcomes in itertools.combinations(OUTCOMES, size):
            assert combine(outcomes) == expected_of(set(outcomes))


@pytest.mark.parametrize(
    ("by_rule", "curated", "same"),
    [
        (SUPPORTED, "Supported", True),
        (SUPPORTED, "PartlySupported", False),
        (SUPPORTED, "DefinitionMatches", True),
        (PARTLY, "DefinitionMatches", False),
        (PARTLY, "DefinitionDiffers", True),
        (CONTRADICTED, "DefinitionDiffers", True),
        (UNVERIFIABLE, "DefinitionDiffers", False),
        (CONTRADICTED, "Outdated", False),
    ],
)
def test_rule_beside_curated(by_rule: str, curated: str, same: bool) -> None:
    assert agree(by_rule, curated) is same


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("2015", "gYear", Span("2015-01-01", "2015-12-31")),
        ("2020-02", "gYearMonth", Span("2020-02-01", "2020-02-29")),
        ("2019-02", "gYearMonth", Span("2019-02-01", "2019-02-28")),
        ("2015-11-21", "date", Span("2015-11-21", "2015-11-21")),
        ("2015-13", "gYearMonth", None),
        ("2015-02-30", "date", None),
        ("0000", "gYear", None),
        ("last year", "gYear", None),
        ("2015", "integer", None),
    ],
)
def test_what_a_date_can_mean(text: str, kind: str, expected: Span | None) -> None:
    assert span(literal(text, kind)) == expected


@pytest.mark.parametrize(
    ("value", "comparator", "record", "expected"),
    [
        (literal("2015", "gYear"), "=", literal("2015-11-21", "date"), HOLDS),
        (literal("2002", "gYear"), "=", literal("2000-11-15", "date"), CONTRARY),
        (literal("2015-11-21", "date"), "=", literal("2015", "gYear"), OPEN),
        (literal("2015", "gYear"), ">", literal("2016-01", "gYearMonth"), HOLDS),
        (literal("2015", "gYear"), "<", literal("2015-01-01", "date"), CONTRARY),
        (literal("2015", "gYear"), "!=", literal("2016", "gYear"), HOLDS),
        (literal("31", "integer"), "=", literal("31.0", "decimal"), HOLDS),
        (literal("31", "integer"), "!=", literal("31", "integer"), CONTRARY),
        (literal("50", "integer"), ">", literal("50", "integer"), CONTRARY),
        (literal("50", "integer"), ">=", literal("50", "integer"), HOLDS),
        (literal("50", "integer"), "=", NODE, OPEN),
        (ox.Literal("actip"), "=", ox.Literal("ACTIP", language="en"), HOLDS),
        (ox.Literal("ACTIP-WC"), "=", ox.Literal("ACTIP"), CONTRARY),
        (literal("true", "boolean"), "=", literal("true", "boolean"), HOLDS),
        (literal("false", "boolean"), "=", literal("true", "boolean"), CONTRARY),
        (NODE, "=", NODE, HOLDS),
        (NODE, "=", ox.NamedNode("http://e.org/y"), CONTRARY),
    ],
)
def test_one_value(value: Term, comparator: str, record: Term, expected: str) -> None:
    answer, _ = compare("same", claimed(value, comparator), [found(record)], True)
    assert answer == expected


@pytest.mark.parametrize(
    ("tolerance", "record", "expected"),
    [("0", "88", CONTRARY), ("2", "88", HOLDS), ("2", "87.9", CONTRARY), ("10%", "81", HOLDS)],
)
def test_tolerance(tolerance: str, record: str, expected: str) -> None:
    claim = claimed(literal("90", "integer"), "=", tolerance)
    assert compare("same", claim, [found(literal(record, "decimal"))], False)[0] == expected


def test_a_range_holds_as_a_whole() -> None:
    low = Assertion("a", NODE, NODE, literal("60", "integer"), ">=", None)
    high = Assertion("b", NODE, NODE, literal("70", "integer"), "<=", None)
    for assertion in (low, high):
        claim = Claimed(assertion, [low, high], [low.value, high.value], "0")
        for figure, expected in (("65", HOLDS), ("5.5", CONTRARY), ("75", CONTRARY)):
            record = [found(literal(figure, "decimal"))]
            assert compare("same", claim, record, True)[0] == expected


def test_absent_is_contrary_only_where_the_record_is_complete() -> None:
    claim, record = claimed(NODE), [found(ox.NamedNode("http://e.org/y"))]
    assert compare("same", claim, record, True) == (CONTRARY, record)
    assert compare("same", claim, record, False) == (OPEN, record)
    figure = claimed(literal("1", "integer"))
    assert compare("same", figure, [found(literal("2", "integer"))], False)[0] == CONTRARY


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_found_is_open(kind: str) -> None:
    value = literal("2015", "gYear") if kind == "after" else literal("7", "integer")
    assert compare(kind, claimed(value), [], True) == (OPEN, [])


def test_count_share_and_whole() -> None:
    things = [found(ox.NamedNode(f"http://e.org/{n}")) for n in "abbc"]
    assert compare("count", claimed(literal("3", "integer")), things, True)[0] == HOLDS
    assert compare("count", claimed(literal("4", "integer")), things, True)[0] == CONTRARY
    truths = [found(literal(text, "boolean")) for text in ("true", "true", "false")]
    assert compare("share", claimed(literal("66", "integer"), ">"), truths, True)[0] == HOLDS
    assert compare("share", claimed(literal("67", "integer"), ">"), truths, True)[0] == CONTRARY
    one = claimed(things[0].value)
    assert compare("whole", one, things[:1], True)[0] == HOLDS
    assert compare("whole", one, things, True)[0] == CONTRARY
