"""The canonical form: a function of the triples, and no triple is lost."""

from __future__ import annotations

import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import XSD

from actip_graph.namespaces import PREFIXES, expand, shrink
from actip_graph.turtle import canonical_turtle, natural_key

_names = st.sampled_from(["ACTIP-2", "ACTIP-10", "ACTIP-14.7", "a", "b-", "c.", "é"])
_iris = st.builds(
    lambda ns, name: URIRef(ns + name),
    st.sampled_from([PREFIXES["provision"], PREFIXES["norm"], PREFIXES["actip"], "http://e.org/"]),
    _names,
)
_literals = st.one_of(
    st.builds(Literal, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
    st.builds(
        lambda t, lang: Literal(t, lang=lang), st.text("ab\n\"'\\\t"), st.sampled_from(["en", "id"])
    ),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.booleans()),
    st.builds(lambda y: Literal(f"{y}-02-28", datatype=XSD.date), st.integers(1900, 2100)),
)
_blanks = st.sampled_from([BNode(f"x{i}") for i in range(4)])
_triples = st.lists(
    st.tuples(st.one_of(_iris, _blanks), _iris, st.one_of(_iris, _literals, _blanks)),
    max_size=25,
)


def _graph(triples: list[tuple[rdflib.term.Identifier, ...]]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for s, p, o in triples:
        graph.add((s, p, o))
    return graph


@settings(max_examples=150, deadline=None)
@given(_triples)
def test_same_graph_same_text_and_back(triples: list[tuple[rdflib.term.Identifier, ...]]) -> None:
    graph = _graph(triples)
    text = canonical_turtle(graph)
    again = rdflib.Graph(bind_namespaces="none").parse(data=text, format="turtle")
    assert isomorphic(graph, again)
    assert canonical_turtle(again) == text
    assert text.endswith("\n") and "\r" not in text.replace("\\r", "")


def test_cycles_of_blank_nodes_are_written_too() -> None:
    a, b, p = BNode("x0"), BNode("x1"), URIRef("http://e.org/p")
    graph = _graph([(a, p, b), (b, p, a), (a, p, Literal(1)), (b, p, BNode("x2"))])
    again = rdflib.Graph().parse(data=canonical_turtle(graph), format="turtle")
    assert isomorphic(graph, again)


def test_labels_and_order_of_blank_nodes_do_not_matter() -> None:
    one = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
        e:s sh:property [ sh:path e:b ; sh:minCount 1 ] , [ sh:path e:a ] ;
            e:list ( e:x [ e:y 1 ] ) ."""
    two = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
        _:q sh:path e:a . _:p sh:minCount 1 ; sh:path e:b .
        e:s e:list ( e:x [ e:y 1 ] ) ; sh:property _:q , _:p ."""
    texts = {
        canonical_turtle(rdflib.Graph(bind_namespaces="none").parse(data=t, format="turtle"))
        for t in (one, two)
    }
    assert len(texts) == 1


def test_an_instrument_reads_like_the_treaty() -> None:
    text = canonical_turtle(
        rdflib.Graph(bind_namespaces="none").parse(
            format="turtle",
            data="".join(f"@prefix {p}: <{ns}> .\n" for p, ns in PREFIXES.items())
            + """
            norm:T-2 actip:expressedIn provision:T-2 .
            provision:T-10 actip:partOf provision:T-chapter.II ; actip:order 10 .
            provision:T-2.1 actip:partOf provision:T-2 ; actip:order 1 .
            provision:T-2 actip:partOf provision:T-chapter.I ; actip:order 2 .
            provision:T-chapter.II actip:partOf instrument:T ; actip:order 2 .
            provision:T-chapter.I actip:partOf instrument:T ; actip:order 1 .
            graph:x a dcat:Dataset .
            instrument:T a actip:Convention .
            """,
        )
    )
    subjects = [line.split()[0] for line in text.splitlines() if line[:1].isalpha()]
    assert subjects == [
        "graph:x",
        "instrument:T",
        "provision:T-chapter.I",
        "provision:T-2",
        "norm:T-2",
        "provision:T-2.1",
        "provision:T-chapter.II",
        "provision:T-10",
    ]


@given(st.lists(st.text(max_size=8)))
def test_natural_order_is_an_order(names: list[str]) -> None:
    backwards = names[::-1]
    one, other = sorted(names, key=natural_key), sorted(backwards, key=natural_key)
    assert list(map(natural_key, one)) == list(map(natural_key, other))


def test_two_stands_before_ten() -> None:
    assert sorted(["A-10", "A-2", "A-2.10", "A-2.9"], key=natural_key) == [
        "A-2",
        "A-2.9",
        "A-2.10",
        "A-10",
    ]


@given(
    st.sampled_from(sorted(PREFIXES)),
    st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,12}[A-Za-z0-9])?", fullmatch=True),
)
def test_curie_and_iri_are_two_names_of_one_thing(prefix: str, name: str) -> None:
    iri = expand(f"{prefix}:{name}")
    assert iri == PREFIXES[prefix] + name
    assert expand(shrink(iri)) == iri
