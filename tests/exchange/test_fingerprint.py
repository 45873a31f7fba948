"""Fingerprints: the same for the same graph, whatever its blank nodes are called, and no other."""

from __future__ import annotations

import hashlib
import random
from importlib import import_module

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from actip_graph.exchange.fingerprint import by_value, fingerprint
from actip_graph.terms import triple_to_rdflib
from tests.conftest import unavailable

XSD = "http://www.w3.org/2001/XMLSchema#"
IRIS = [ox.NamedNode(f"http://example.org/{name}") for name in "ab"]
BLANKS = [ox.BlankNode(f"b{i}") for i in range(4)]
LITERALS = [
    ox.Literal("x"),
    ox.Literal("x", language="en"),
    ox.Literal("1", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal('"\\\n\r\t\u0008ä\U0001f71a\u007f'),
]
# Few terms, many blank nodes among them: what is drawn is often alike, and often symmetrical.
triples = st.builds(
    ox.Triple,
    st.sampled_from([*IRIS, *BLANKS, *BLANKS]),
    st.sampled_from(IRIS),
    st.sampled_from([*IRIS, *BLANKS, *BLANKS, *LITERALS]),
)
graphs = st.lists(triples, max_size=8)


def _renamed(graph: list[ox.Triple], seed: int) -> list[ox.Triple]:
    """Return ``graph`` in another order, its blank nodes under other names."""
    chance = random.Random(seed)
    names = [f"n{i}" for i in range(len(BLANKS))]
    chance.shuffle(names)
    names_of = {blank: ox.BlankNode(name) for blank, name in zip(BLANKS, names, strict=True)}

    def new(triple: ox.Triple) -> ox.Triple:
        s, o = triple.subject, triple.object
        if isinstance(s, ox.BlankNode):
            s = names_of[s]
        if isinstance(o, ox.BlankNode):
            o = names_of[o]
        return ox.Triple(s, triple.predicate, o)

    return [new(t) for t in chance.sample(graph, len(graph))]


def _rdflib(graph: list[ox.Triple]) -> rdflib.Graph:
    found = rdflib.Graph()
    for triple in graph:
        found.add(triple_to_rdflib(triple))
    return found


@given(graphs, st.integers(0, 100))
def test_names_and_order_do_not_count(graph: list[ox.Triple], seed: int) -> None:
    assert fingerprint(_renamed(graph, seed)) == fingerprint(graph)
    assert fingerprint([*graph, *graph]) == fingerprint(graph)
    assert fingerprint(graph).triples == len(set(graph))


@settings(deadline=None)
@given(graphs, graphs)
def test_two_graphs_have_one_fingerprint_if_they_are_isomorphic(
    one: list[ox.Triple], other: list[ox.Triple]
) -> None:
    same = isomorphic(_rdflib(one), _rdflib(other))
    assert (fingerprint(one) == fingerprint(other)) is same


@settings(deadline=None)
@given(graphs.filter(bool), triples, st.data())
def test_one_other_triple_is_another_graph(
    graph: list[ox.Triple], triple: ox.Triple, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(graph) - 1))
    other = [*graph[:place], triple, *graph[place + 1 :]]
    same = isomorphic(_rdflib(graph), _rdflib(other))
    assert (fingerprint(graph) == fingerprint(other)) is same


def _suits_pyld(triple: ox.Triple) -> bool:
    """PyLD 3.3 takes a statement twice whose subject is its object, and not all escapes."""
    return triple.subject != triple.object and triple.object != LITERALS[3]


@settings(deadline=None, max_examples=60)
@given(st.lists(triples.filter(_suits_pyld), max_size=8))
def test_the_digest_is_that_of_another_implementation(graph: list[ox.Triple]) -> None:
    """PyLD implements the same algorithm under its former name."""
    try:
        jsonld = import_module("pyld.jsonld")
    except ImportError:
        unavailable("PyLD is not installed (pip install pyld)")
    quads = b"".join(f"{t} .\n".encode() for t in graph).decode()
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads"}
    options |= {"format": "application/n-quads"}
    canonical = jsonld.normalize(quads, options)
    assert fingerprint(graph).digest == hashlib.sha256(canonical.encode()).hexdigest()


def test_the_digest_is_that_of_the_lines() -> None:
    a, b = IRIS
    graph = [
        ox.Triple(b, a, LITERALS[1]),
        ox.Triple(BLANKS[0], a, BLANKS[0]),
        ox.Triple(a, a, BLANKS[1]),
    ]
    # The numbers follow the hashes of "<a> <a> _:a .\n", 6e12…, and of "_:a <a> _:a .\n", 956e….
    lines = "<http://example.org/a> <http://example.org/a> _:c14n0 .\n"
    lines += '<http://example.org/b> <http://example.org/a> "x"@en .\n'
    lines += "_:c14n1 <http://example.org/a> _:c14n1 .\n"
    assert fingerprint(graph) == (3, hashlib.sha256(lines.encode()).hexdigest())
    # RDFC-1.0, section 5.
    escaped = r'"\"\\\n\r\t\bä' + "\U0001f71a" + r'\u007F"'
    line = f"<http://example.org/a> <http://example.org/a> {escaped} .\n"
    digest = hashlib.sha256(line.encode()).hexdigest()
    assert fingerprint([ox.Triple(a, a, LITERALS[3])]).digest == digest
    assert fingerprint([]) == (0, hashlib.sha256(b"").hexdigest())


@pytest.mark.parametrize(
    ("one", "other", "datatype", "same"),
    [
        ("1.50", "1.5", "decimal", True),
        ("01", "1", "integer", True),
        ("1", "true", "boolean", True),
        ("1.0E1", "10", "double", True),
        ("2015-11-21Z", "2015-11-21", "date", False),
        ("1.5", "1.51", "decimal", False),
        ("abc", "ABC", "integer", False),
        ("01", "1", "string", False),
        ("01", "1", "gYear", False),
    ],
)
def test_values_and_forms(one: str, other: str, datatype: str, same: bool) -> None:
    both = [
        [ox.Triple(IRIS[0], IRIS[0], ox.Literal(form, datatype=ox.NamedNode(XSD + datatype)))]
        for form in (one, other)
    ]
    assert fingerprint(both[0]) != fingerprint(both[1])
    values = [fingerprint(by_value(graph)) for graph in both]
    assert (values[0] == values[1]) is same
