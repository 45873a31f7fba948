"""What the text of a SPARQL constraint tells: whether one evaluation does for all focus nodes."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from actip_graph.validation.scope import bound, scope

PREFIXES = {"": "http://e.org/"}
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize(
    ("body", "free"),
    [
        ("$this :p ?v FILTER(?v > 3 && $this != ?v)", True),
        ("FILTER(?v != $this) ?v :p $this", True),
        ("?x :p [ :q $this ; :r 1 ]", True),
        ("?x :p ( 1 $this )", True),
        ("$this :p/:q* ?x", True),
        ("{ $this :p ?x } UNION { $this ^:q ?x }", True),
        ("$this a :C OPTIONAL { $this :p ?x FILTER($this != ?x) }", True),
        ("$this a :C FILTER NOT EXISTS { ?x :q ?y FILTER(?y = $this) }", True),
        ("$this :p ?x BIND($this AS ?z)", True),
        ("$this :p* ?x", False),  # of length zero it leads from nodes that are not in the graph
        ("$this :p? ?x", False),
        ("BIND($this AS ?z) $this :p ?z", False),
        ("{ BIND($this AS ?x) } $this :p ?x", False),
        ("OPTIONAL { $this :p ?x } $this a :C", False),
        ("{ $this :p ?x } UNION { ?x :q ?y FILTER(?y = $this) }", False),
        ("$this a :C OPTIONAL { BIND($this AS ?z) ?z :p ?x }", False),
        ("?x :p ?y FILTER(?y = $this)", False),
        ("GRAPH ?g { $this :p ?x }", False),
        ("$this :p '$this'", True),
        ("?x :p '$this' # $this\n", False),
    ],
)
def test_this_may_be_free_where_a_pattern_binds_it(body: str, free: bool) -> None:
    assert scope(f"SELECT $this WHERE {{ {body} }}", PREFIXES).free is free


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this (COUNT(?x) AS ?n) WHERE { $this :p ?x } GROUP BY $this",
        "SELECT $this WHERE { $this :p ?x } LIMIT 1",
        "SELECT $this WHERE { { SELECT $this WHERE { $this :p ?x } } }",
    ],
)
def test_solutions_that_depend_on_each_other_are_asked_for_one_by_one(query: str) -> None:
    assert not scope(query, PREFIXES).free


def test_a_body_without_this_is_about_no_focus_node() -> None:
    assert not scope("SELECT $this ?value WHERE { ?value :p '$this' }", PREFIXES).uses_this


@pytest.mark.parametrize(
    ("body", "iris"),
    [
        ("$this :p ?v FILTER NOT EXISTS { ?v a <http://x.org/C> }", {"p", "http://x.org/C"}),
        ("$this :p/^:q|(:r)+ ?v ; :s [ :t 1 ]", {"p", "q", "r", "s", "t"}),
        ("$this ?p ?v", None),
        ("$this :p [ ?q 1 ]", None),
        ("$this !:p ?v", None),
        ("$this :p/(!(:q|^:r)) ?v", None),
    ],
)
def test_the_iris_are_all_that_a_query_can_depend_on(body: str, iris: set[str] | None) -> None:
    found = scope(f"SELECT $this WHERE {{ {body} }}", PREFIXES).iris
    if iris is None or found is None:
        assert found is None and iris is None
    else:
        assert {*found} == {i if ":" in i else f"http://e.org/{i}" for i in iris} | {TYPE}


def test_prefixes_of_the_query_go_before_those_outside() -> None:
    query = "PREFIX : <http://o.org/> PREFIX e: <http://e.org/> SELECT $this { $this :p e:x\\-y }"
    iris = frozenset({"http://o.org/p", "http://e.org/x-y", TYPE})
    assert scope(query, PREFIXES).iris == iris


@pytest.mark.parametrize(
    ("query", "lawful"),
    [
        ("SELECT $this WHERE { $this :p ?x }", True),
        ("SELECT $this WHERE { $this :values ?x FILTER(?x != 'MINUS') }", True),
        ("SELECT $this WHERE { $this :p ?x MINUS { ?x :q 1 } }", False),
        ("SELECT $this WHERE { VALUES ?x { 1 } $this :p ?x }", False),
        ("SELECT $this WHERE { SERVICE <http://s> { $this :p ?x } }", False),
        ("SELECT $this WHERE { { SELECT ?x WHERE { ?x :p 1 } } $this :p ?x }", False),
        ("SELECT $this WHERE { ?x :p ?y BIND(?x AS $this) }", False),
    ],
)
def test_what_shacl_forbids_is_left_to_the_reference(query: str, lawful: bool) -> None:
    assert scope(query, PREFIXES).lawful is lawful


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?x WHERE { $this :p ?x }",
        "SELECT $this WHERE { ?x :p ?y BIND($this AS ?z) FILTER(?z = ?y) }",
        "SELECT ?this ?n WHERE { { SELECT ?this (COUNT(?x) AS ?n) WHERE { ?x :p ?this }"
        " GROUP BY ?this HAVING (COUNT(?x) > 0) } }",
        "SELECT $this WHERE { ?x :p ?y FILTER(BOUND($this) && ?y = $this) } ORDER BY $this ?x",
        "SELECT $this (STR($this) AS ?s) WHERE { ?x :p $this FILTER(STR(?x) != '$this') } # $this",
    ],
)
def test_this_is_bound_wherever_it_stands(query: str) -> None:
    store = ox.Store()
    store.load(b"@prefix : <http://e.org/> . :a :p :b . :b :p :a .", ox.RdfFormat.TURTLE)
    node = ox.NamedNode("http://e.org/a")
    rows = store.query("PREFIX : <http://e.org/>\n" + bound(query, node))
    assert isinstance(rows, ox.QuerySolutions)
    found = [row["this"] for row in rows]
    assert found and set(found) == {node}
