"""Forms of a result: each is read back by somebody else's reader."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree as Xml

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from actip_graph import ActipGraphError, Graph
from actip_graph.cli.query import FORMATS as CLI_FORMATS
from actip_graph.results import Result
from actip_graph.results.formats import NAMES, write
from actip_graph.solutions import Solutions, Triples
from actip_graph.terms import from_rdflib

_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n"), max_size=12
)
_TERMS = st.one_of(
    st.none(),
    st.builds(ox.Literal, _TEXT),
    st.builds(lambda t: ox.Literal(t, language="id"), _TEXT),
    st.builds(ox.Literal, st.integers(-(2**40), 2**40)),
    st.just(ox.NamedNode("https://w3id.org/actip-graph/id/state/ID")),
    st.just(ox.NamedNode("http://e.org/<>".replace("<>", "x"))),
    st.just(ox.BlankNode("b0")),
)
_ROWS = st.lists(st.tuples(_TERMS, _TERMS), max_size=6)


class _NoStore:
    name = "none"

    def query(self, sparql: str) -> bool:
        raise AssertionError(sparql)


def _result(rows: list[tuple[ox.Literal | None, ...]]) -> Result:
    return Result(Solutions(["a", "b"], rows), _NoStore())  # type: ignore[arg-type]


def test_the_command_line_knows_every_form() -> None:
    assert CLI_FORMATS == NAMES


@settings(max_examples=150, deadline=None)
@given(_ROWS)
def test_json_is_read_back_by_oxigraph(rows: list[tuple[ox.Literal | None, ...]]) -> None:
    text = write(_result(rows), "json")
    parsed = ox.parse_query_results(text.encode(), ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row) for row in parsed] == rows


@settings(max_examples=150, deadline=None)
@given(_ROWS)
def test_xml_is_read_back_by_rdflib(rows: list[tuple[ox.Literal | None, ...]]) -> None:
    text = write(_result(rows), "xml")
    parsed = rdflib.query.Result.parse(io.BytesIO(text.encode()), format="xml")
    names = (rdflib.Variable("a"), rdflib.Variable("b"))
    read = [
        tuple(from_rdflib(row[name]) if name in row else None for name in names)
        for row in parsed.bindings
    ]
    blank = [tuple(t if not isinstance(t, ox.BlankNode) else None for t in row) for row in rows]
    kept = [tuple(t if not isinstance(t, ox.BlankNode) else None for t in row) for row in read]
    assert kept == blank  # the labels of blank nodes are the reader's own


@settings(max_examples=150, deadline=None)
@given(_ROWS)
def test_tsv_is_read_back_by_oxigraph(rows: list[tuple[ox.Literal | None, ...]]) -> None:
    text = write(_result(rows), "tsv")
    parsed = ox.parse_query_results(text.encode(), ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row) for row in parsed] == rows


@settings(max_examples=150, deadline=None)
@given(_ROWS)
def test_csv_has_every_cell(rows: list[tuple[ox.Literal | None, ...]]) -> None:
    text = write(_result(rows), "csv")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["a", "b"]
    cells = [
        ["" if t is None else ("_:" if isinstance(t, ox.BlankNode) else "") + t.value for t in r]
        for r in rows
    ]
    assert read[1:] == cells


@settings(max_examples=150, deadline=None)
@given(_ROWS)
def test_tables_keep_their_shape(rows: list[tuple[ox.Literal | None, ...]]) -> None:
    result = _result(rows)
    lines = write(result, "md").splitlines()
    assert len(lines) == len(rows) + 2
    assert all(line.replace("\\|", "").count("|") == 3 for line in lines)
    assert len(write(result, "table").splitlines()) == len(rows) + 3
    html = Xml.fromstring(write(result, "html"))
    assert [len(row) for row in html.iter("tr")] == [2] * (len(rows) + 1)


def test_markup_in_a_cell_is_only_text() -> None:
    result = _result([(ox.Literal("<script>|*_x_*"), ox.Literal("a\nb"))])
    assert "<script>" not in write(result, "html")
    assert "\\<script\\>\\|\\*\\_x\\_\\*" in write(result, "md")


def test_yes_and_no(graph: Graph) -> None:
    result = graph.sparql("ASK { ?s ?p ?o }")
    assert write(result, "table") == "true\n"
    assert json.loads(write(result, "json")) == {"head": {}, "boolean": True}
    assert "<boolean>true</boolean>" in write(result, "xml")
    assert result.citations() == []


def test_a_graph_is_turtle(graph: Graph) -> None:
    result = graph.sparql(
        "CONSTRUCT WHERE { <https://w3id.org/actip-graph/id/instrument/ACTIP> ?p ?o }"
    )
    assert isinstance(result.outcome, Triples)
    parsed = rdflib.Graph().parse(data=write(result, "ttl"), format="turtle")
    assert len(parsed) == len(result) > 5
    with pytest.raises(ActipGraphError, match="use ttl"):
        write(result, "csv")
    with pytest.raises(ActipGraphError, match="not rows"):
        _ = result.rows


def test_rows_are_no_turtle(graph: Graph) -> None:
    result = graph.run("members")
    with pytest.raises(ActipGraphError, match="use csv or json"):
        write(result, "ttl")
    with pytest.raises(ActipGraphError, match="did you mean json"):
        write(result, "jsn")


def test_the_faces_of_a_result_agree(graph: Graph) -> None:
    result = graph.run("ratification-status", instrument="ACTIP", as_of="2017-03-08")
    pandas, polars = result.to_pandas(), result.to_polars()
    assert list(pandas.columns) == polars.columns == result.variables
    assert len(pandas) == len(polars) == len(result.rows) == len(result)
    assert (
        list(pandas["signed"]) == polars["signed"].to_list() == [r["signed"] for r in result.rows]
    )
    native = result.to_rdflib()
    assert isinstance(native, rdflib.query.Result)
    assert len(native.bindings) == len(result)


def test_headings_follow_the_language(graph: Graph) -> None:
    result = graph.run("members", lang="id")
    assert result.headings == [result.query.column_label(v, "id") for v in result.variables]  # type: ignore[union-attr]
    assert result.headings != graph.run("members").headings
