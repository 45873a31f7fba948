"""Every stored query: its header, what it is expected to give, and that every engine agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from actip_graph import ActipGraphError, Graph, resources
from actip_graph.namespaces import KINDS
from actip_graph.queries.catalogue import Catalogue
from actip_graph.run import run
from actip_graph.sparql import variables
from actip_graph.store import open_endpoint
from actip_graph.terms import to_text

if TYPE_CHECKING:
    from pathlib import Path

    from actip_graph.queries.stored import StoredQuery
    from actip_graph.store.rdflib_store import RdflibStore

CATALOGUE = Catalogue.load(resources.query_folder())
QUERIES = list(CATALOGUE)
KINDS_OF_VALUE = {"class", "date", "integer", "boolean", "text", "language", *KINDS}


def _cases(query: StoredQuery) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = [dict(case.get("params") or {}) for case in query.expectations]
    if not any(p.required and p.default is None for p in query.parameters):
        cases.append({})
    return [case for i, case in enumerate(cases) if case not in cases[:i]]


ALL_CASES = [
    pytest.param(q, c, id=f"{q.name}-{i}") for q in QUERIES for i, c in enumerate(_cases(q))
]
EXPECTED = [
    pytest.param(q, e, id=f"{q.name}-{i}") for q in QUERIES for i, e in enumerate(q.expectations)
]


def test_there_are_enough() -> None:
    assert len(QUERIES) >= 20
    assert {"instruments", "obligations", "actors", "participation", "crosswalk", "claims"} <= {
        query.topic for query in QUERIES
    }
    assert any(query.topic == "women-and-children" for query in QUERIES)


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_header_and_text_agree(query: StoredQuery) -> None:
    used = variables(query.text)
    for parameter in query.parameters:
        assert parameter.name in used, f"the parameter {parameter.name} is not used"
        assert parameter.kind in KINDS_OF_VALUE, parameter.kind
    assert query.expectations, "say what the answer is expected to be"
    assert query.question["en"] != query.question["id"]
    assert query.text.isascii() or query.text.encode("utf-8").decode("utf-8") == query.text


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: q.name)
def test_every_column_is_labelled(graph: Graph, query: StoredQuery) -> None:
    result = run(query, _cases(query)[0], graph.store)
    assert result.variables == list(query.fields["columns"])


@pytest.mark.parametrize(("query", "case"), EXPECTED)
def test_expectation_holds(graph: Graph, query: StoredQuery, case: dict[str, Any]) -> None:
    result = run(query, case.get("params") or {}, graph.store)
    count = len(result)
    assert count == case.get("rows", count)
    assert count >= case.get("min_rows", 0)
    assert count <= case.get("max_rows", count)
    texts = [
        {name: to_text(term) for name, term in zip(result.variables, row, strict=True)}
        for row in result.terms
    ]
    for wanted in case.get("contains", []):
        cells = {name: _as_text(value) for name, value in wanted.items()}
        assert any(cells.items() <= row.items() for row in texts), f"no row has {cells}"


def _as_text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(("query", "case"), ALL_CASES)
def test_rdflib_agrees(
    graph: Graph, rdflib_store: RdflibStore, query: StoredQuery, case: dict[str, Any]
) -> None:
    here = run(query, case, graph.store)
    there = run(query, case, rdflib_store)
    assert there.variables == here.variables
    assert there.terms == here.terms


@pytest.mark.parametrize(("query", "case"), ALL_CASES)
def test_a_real_server_agrees(
    graph: Graph, server: str, query: StoredQuery, case: dict[str, Any]
) -> None:
    here = run(query, case, graph.store)
    there = run(query, case, open_endpoint(server, 60))
    assert there.variables == here.variables
    assert there.terms == here.terms


def _write(folder: Path, header: str, body: str = "SELECT ?a { ?a ?b ?c }") -> str:
    (folder / "mine.rq").write_text(header + body, encoding="utf-8")
    return str(folder)


GOOD = """#+ summary: Things.
#+ question: {en: Which things?, id: Hal apa?}
#+ topic: things
#+ columns: {a: {label: {en: Thing, id: Hal}}}
"""


def test_a_good_header_is_read(tmp_path: Path) -> None:
    query = Catalogue.load(_write(tmp_path, GOOD))["mine"]
    assert query.column_label("a", "id") == "Hal"
    assert query.parameters == []


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ("", "no header"),
        ("#+ summary: [", "not valid YAML"),
        (GOOD.replace("topic", "tpic"), "did you mean topic"),
        (GOOD.replace("#+ topic: things\n", ""), "lacks 'topic'"),
        (GOOD.replace(", id: Hal apa?", ""), "question needs"),
        (GOOD.replace("en: Thing, ", ""), "columns.a.label"),
        (GOOD + "#+ params: {x: {label: {en: X, id: X}}}\n", "lacks 'kind'"),
        (GOOD + "#+ params: {x: {kind: text, defalt: 1, label: {en: X, id: X}}}\n", "default"),
        (GOOD + "#+ params: {x: {kind: text}}\n", "params.x.label"),
    ],
)
def test_a_faulty_header_is_an_error(tmp_path: Path, header: str, complaint: str) -> None:
    with pytest.raises(ActipGraphError, match=complaint) as caught:
        Catalogue.load(_write(tmp_path, header))
    assert "mine.rq" in str(caught.value)


def test_two_queries_of_one_name_are_an_error(tmp_path: Path) -> None:
    for topic in ("a", "b"):
        (tmp_path / topic).mkdir()
        _write(tmp_path / topic, GOOD)
    with pytest.raises(ActipGraphError, match="another query named 'mine'"):
        Catalogue.load(str(tmp_path))


def test_the_cached_catalogue_is_the_catalogue() -> None:
    cached = Catalogue.cached(resources.query_folder())
    assert [(q.name, q.text) for q in cached] == [(q.name, q.text) for q in QUERIES]
    for query in QUERIES:
        other = cached[query.name]
        assert other.question == query.question
        assert [(p.name, p.kind, p.default, p.enum) for p in other.parameters] == [
            (p.name, p.kind, p.default, p.enum) for p in query.parameters
        ]


def test_a_damaged_entry_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTIP_GRAPH_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "queries"
    folder.mkdir()
    _write(folder, GOOD)
    assert Catalogue.cached(str(folder))["mine"].topic == "things"
    (kept,) = (tmp_path / "cache").glob("catalogue-*")
    (kept / "mine").write_text("junk", encoding="utf-8")
    assert Catalogue.cached(str(folder))["mine"].topic == "things"
    assert Catalogue.cached(str(folder))["mine"].topic == "things"
