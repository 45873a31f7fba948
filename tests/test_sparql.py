"""Binding: true substitution, under which no value can become anything but one term."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph.sparql import bind, form, variables

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_HOSTILE = st.one_of(
    _TEXT,
    st.sampled_from(
        [
            '" } DROP ALL #',
            '"""',
            "'''",
            "\\",
            '\\"',
            "?x",
            "$x",
            "} UNION { ?s ?p ?o",
            "\n?thing ?p ?o .\n",
            "<http://e.org/>",
            "# comment",
            "\u2028\u0085\r\n\t",
        ]
    ),
)
QUERY = """
# ?value in a comment stays, and so does ?value in the string below
PREFIX e: <http://e.org/?value>
SELECT ?seen WHERE { BIND("?value \\" $value" AS ?note) BIND(?value AS ?seen) }
"""


def _ask(sparql: str) -> list[ox.QuerySolution]:
    answer = ox.Store().query(sparql)
    assert isinstance(answer, ox.QuerySolutions)
    return list(answer)


@settings(max_examples=300, deadline=None)
@given(_HOSTILE)
def test_any_text_comes_back_as_itself(text: str) -> None:
    literal = ox.Literal(text)
    (row,) = _ask(bind(QUERY, {"value": literal}))
    assert row["seen"] == literal


@settings(max_examples=100, deadline=None)
@given(_HOSTILE)
def test_any_text_comes_back_as_itself_from_rdflib(text: str) -> None:
    (row,) = rdflib.Graph().query(bind(QUERY, {"value": ox.Literal(text)}))
    assert isinstance(row, rdflib.query.ResultRow)
    assert str(row["seen"]) == text


@settings(max_examples=200, deadline=None)
@given(_HOSTILE, st.sampled_from(["en", "id"]))
def test_language_tagged_text_comes_back_as_itself(text: str, language: str) -> None:
    literal = ox.Literal(text, language=language)
    (row,) = _ask(bind(QUERY, {"value": literal}))
    assert row["seen"] == literal


@given(st.sampled_from(["http://e.org/a> <b", "http://e.org/a b", 'http://e.org/"', "x", "h:<"]))
def test_an_iri_that_could_break_out_is_no_iri(text: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        ox.NamedNode(text)


@given(st.text("abc/?#&=%-._~:", min_size=1, max_size=20).map(lambda t: "http://e.org/" + t))
def test_any_iri_comes_back_as_itself(text: str) -> None:
    try:
        node = ox.NamedNode(text)
    except ValueError:
        return
    (row,) = _ask(bind(QUERY, {"value": node}))
    assert row["seen"] == node


def test_strings_iris_and_comments_are_never_touched() -> None:
    bound = bind(QUERY, {"value": ox.Literal("X")})
    assert bound.count('"X"') == 1
    assert "<http://e.org/?value>" in bound
    assert '"?value \\" $value"' in bound
    assert "# ?value in a comment" in bound


def test_a_name_that_begins_like_another_is_another() -> None:
    assert bind("?a ?ab $a", {"a": ox.Literal("1")}) == ' "1"  ?ab  "1" '


def test_what_is_not_given_stays_free() -> None:
    assert bind("?a ?b", {}) == "?a ?b"
    assert variables("SELECT ?a { ?a ?b '''?c''' . # ?d\n FILTER(?a<?e) }") == {"a", "b", "e"}


def test_neighbours_cannot_grow_a_token() -> None:
    literal = ox.Literal(
        "2020-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    )
    bound = bind("ASK { BIND(?a AS ?b) FILTER(?b<=?a) }", {"a": literal})
    assert bool(ox.Store().query(bound))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s { ?s ?p ?limit } } }",
        "SELECT ?s { ?s ?p ?o MINUS { ?s ?p ?limit } }",
        "SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s ?p ?limit } }",
        "SELECT ?s (MAX(?o) AS ?m) { ?s ?p ?o } GROUP BY ?s HAVING (MAX(?o) < ?limit)",
    ],
)
def test_substitution_reaches_inside(query: str) -> None:
    """The cases in which an added VALUES block would change the answer."""
    data = "@prefix e: <http://e.org/> . e:a e:p 1 . e:b e:p 2 . e:c e:p 2 ."
    bound = bind(query, {"limit": ox.Literal(2)})
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.TURTLE)
    answer = store.query(bound)
    assert isinstance(answer, ox.QuerySolutions)
    here = sorted([str(cell.value) for cell in row if cell] for row in answer)
    graph = rdflib.Graph().parse(data=data, format="turtle")
    result = graph.query(query, initBindings={"limit": rdflib.Literal(2)})
    there = sorted(
        [str(cell) for cell in row if cell is not None]
        for row in result
        if isinstance(row, rdflib.query.ResultRow)
    )
    assert here == there != []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x {}", "SELECT"),
        ("# insert the Address, please: ASK\nselect ?x {}", "SELECT"),
        ("PREFIX ask: <http://e.org/select#> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("BASE <http://e.org/ASK> PREFIX : <x> describe :y", "DESCRIBE"),
        ("INSERT DATA { <a:b> <a:c> 'SELECT' }", None),
        ("", None),
    ],
)
def test_the_form_is_read_from_what_counts(query: str, expected: str | None) -> None:
    assert form(query) == expected
