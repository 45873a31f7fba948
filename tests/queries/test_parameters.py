"""Parameters: what is accepted, and one clear line for what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actip_graph import ActipGraphError, Graph
from actip_graph.queries.parameters import as_date

if TYPE_CHECKING:
    import datetime


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date(day: datetime.date) -> None:
    assert as_date(day.isoformat()) == day.isoformat()


@given(st.text())
def test_nothing_else_is_a_date(text: str) -> None:
    try:
        assert text in (as_date(text), "today")
    except ActipGraphError as error:
        assert "2017-03-08" in str(error)  # the line says how to write one


@pytest.mark.parametrize(
    "text", ["2017-02-29", "2017-3-8", "08-03-2017", "2017", "", "2017-03-08Z"]
)
def test_near_dates_are_no_dates(text: str) -> None:
    with pytest.raises(ActipGraphError):
        as_date(text)


@pytest.mark.parametrize(
    "value",
    ["PH", "state:PH", "https://w3id.org/actip-graph/id/state/PH"],
    ids=["key", "curie", "iri"],
)
def test_a_thing_has_three_names(graph: Graph, value: str) -> None:
    result = graph.run("state-participation", state=value)
    assert len(result) > 0
    assert result.terms == graph.run("state-participation", state="PH").terms


@pytest.mark.parametrize(
    ("name", "given", "complaint"),
    [
        ("members", {"asof": "2020-01-01"}, "did you mean as_of"),
        ("members", {"as_of": "soon"}, "is not a date"),
        ("members", {"lang": "fr"}, "en or id"),
        ("state-participation", {"state": "PP"}, "no known state"),
        ("state-participation", {"state": "instrument:ACTIP"}, "no known state"),
        ("state-participation", {"state": "PH> ?p ?o . <x"}, "not the name of a state"),
        ("state-participation", {}, "needs the parameter 'state'"),
        ("ratification-status", {"instrument": "ACTIPP"}, "did you mean ACTIP"),
        ("ratification-statu", {}, "did you mean ratification-status"),
    ],
)
def test_what_does_not_fit_is_one_clear_line(
    graph: Graph, name: str, given: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ActipGraphError, match=complaint) as caught:
        graph.run(name, **given)
    assert "\n" not in str(caught.value)
