"""Hypothesis strategies for small graphs and for shapes to hold them against."""

from __future__ import annotations

from hypothesis import strategies as st

PREFIXES = """@prefix : <http://e.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
NODES = [":a", ":b", ":c", ":d"]
CLASSES = [":C", ":D", ":E"]
PREDICATES = [":p", ":q", ":r"]
LITERALS = [
    "1", "2", "-3", "1.5", "1.50", "2e0", '"01"^^xsd:integer', '"x"^^xsd:integer', '"x"', '"xyz"',
    '""', '"x"@en', '"y"@en', '"x"@id', '"x"@en-GB', '"2017-03-08"^^xsd:date',
    '"2017-02-30"^^xsd:date', '"2017-03-09"^^xsd:date', '"2017"^^xsd:gYear', '"2018"^^xsd:gYear',
    '"2017-03-08T10:00:00"^^xsd:dateTime', '"2017-03-08T10:00:00Z"^^xsd:dateTime', "true",
    '"maybe"^^xsd:boolean', '"http://e.org/"^^xsd:anyURI',
]  # fmt: skip
DATATYPES = [
    "xsd:integer", "xsd:decimal", "xsd:double", "xsd:string", "xsd:date", "xsd:dateTime",
    "xsd:gYear", "xsd:boolean", "xsd:anyURI", "rdf:langString", "rdfs:Literal",
]  # fmt: skip
KINDS = ["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"]

nodes = st.sampled_from(NODES)
terms = st.sampled_from([*NODES, *LITERALS])
predicates = st.sampled_from(PREDICATES)


@st.composite
def triples(draw: st.DrawFn) -> str:
    """Return one statement: of a property, a type or the class hierarchy."""
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return f"{draw(st.sampled_from(CLASSES))} rdfs:subClassOf {draw(st.sampled_from(CLASSES))}"
    if kind <= 3:
        return f"{draw(nodes)} a {draw(st.sampled_from(CLASSES))}"
    if kind == 4:
        return f"{draw(nodes)} {draw(predicates)} [ {draw(predicates)} {draw(terms)} ]"
    return f"{draw(nodes)} {draw(predicates)} {draw(terms)}"


data = st.sets(triples(), max_size=14)

paths = st.recursive(
    predicates,
    lambda inner: st.one_of(
        inner.map("[ sh:inversePath {} ]".format),
        st.tuples(inner, inner).map(lambda two: f"( {two[0]} {two[1]} )"),
        st.tuples(inner, inner).map(lambda two: f"[ sh:alternativePath ( {two[0]} {two[1]} ) ]"),
        inner.map("[ sh:zeroOrMorePath {} ]".format),
        inner.map("[ sh:oneOrMorePath {} ]".format),
        inner.map("[ sh:zeroOrOnePath {} ]".format),
    ),
    max_leaves=3,
)

_QUERIES = [
    "SELECT $this ?value WHERE { $this :p ?value . FILTER(isLiteral(?value)) }",
    "SELECT DISTINCT $this ?value WHERE { $this :q/^:p ?value ."
    " FILTER NOT EXISTS { ?value a :C } }",
    "SELECT $this WHERE { { $this :p ?x } UNION { ?x :q $this } OPTIONAL { $this :r ?y }"
    " FILTER(!BOUND(?y)) }",
    "SELECT $this WHERE { ?x :p ?y . BIND($this AS ?z) FILTER(?z = ?y) }",
    "SELECT $this (?y AS ?value) (:r AS ?path) WHERE { $this :p ?x . ?x :q ?y }",
]


def _parameter(constraint: str) -> str:
    """Return the parameter of ``constraint``; most may have one value only."""
    return constraint.split(maxsplit=1)[0]


def _value_constraints() -> st.SearchStrategy[str]:
    number = st.sampled_from(["1", "1.5", '"2017-03-08"^^xsd:date', '"x"'])
    return st.one_of(
        st.sampled_from(CLASSES).map("sh:class {}".format),
        st.sampled_from(DATATYPES).map("sh:datatype {}".format),
        st.sampled_from(KINDS).map("sh:nodeKind sh:{}".format),
        st.tuples(st.sampled_from(["minInclusive", "minExclusive", "maxInclusive", "maxExclusive"]),
                  number).map(lambda two: f"sh:{two[0]} {two[1]}"),
        st.integers(0, 4).map("sh:minLength {}".format),
        st.integers(0, 4).map("sh:maxLength {}".format),
        st.sampled_from(["^x", "[0-9]+", "Y"]).map('sh:pattern "{}"'.format),
        st.just('sh:pattern "Y" ; sh:flags "i"'),
        st.just('sh:languageIn ( "en" "id" )'),
        st.lists(terms, min_size=1, max_size=3).map(lambda ts: f"sh:in ( {' '.join(ts)} )"),
        terms.map("sh:hasValue {}".format),
        predicates.map("sh:equals {}".format),
        predicates.map("sh:disjoint {}".format),
    )  # fmt: skip


def _shape_constraints(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=2, unique_by=_parameter).map(" ; ".join)
    shape = some.map("[ {} ]".format)
    prop = st.tuples(paths, some).map(lambda two: f"[ sh:path {two[0]} ; {two[1]} ]")
    many = st.lists(shape, min_size=1, max_size=2).map(" ".join)
    return st.one_of(
        shape.map("sh:not {}".format),
        shape.map("sh:node {}".format),
        prop.map("sh:property {}".format),
        many.map("sh:and ( {} )".format),
        many.map("sh:or ( {} )".format),
        many.map("sh:xone ( {} )".format),
    )


_CONSTRAINTS = st.recursive(_value_constraints(), _shape_constraints, max_leaves=4)


@st.composite
def shapes(draw: st.DrawFn, queries: bool = True) -> str:
    """Return the Turtle text of one to three shapes with targets."""
    found = [
        ": a owl:Ontology ;"
        ' sh:declare [ sh:prefix "" ; sh:namespace "http://e.org/"^^xsd:anyURI ] .'
    ]
    for number in range(draw(st.integers(1, 3))):
        target = draw(
            st.one_of(
                nodes.map("sh:targetNode {}".format),
                st.sampled_from(CLASSES).map("sh:targetClass {}".format),
                predicates.map("sh:targetSubjectsOf {}".format),
                predicates.map("sh:targetObjectsOf {}".format),
            )
        )
        parts = [
            target,
            "sh:closed true" if draw(st.integers(0, 9)) == 0 else "sh:deactivated false",
        ]
        parts += draw(st.lists(_CONSTRAINTS, max_size=2, unique_by=_parameter))
        for _ in range(draw(st.integers(0, 2))):
            inner = [f"sh:path {draw(paths)}"]
            if draw(st.booleans()):
                inner.append(f"sh:minCount {draw(st.integers(0, 2))}")
            if draw(st.booleans()):
                inner.append(f"sh:maxCount {draw(st.integers(0, 2))}")
            if draw(st.booleans()):
                inner.append(draw(_CONSTRAINTS))
            if draw(st.integers(0, 3)) == 0:
                inner.append("sh:uniqueLang true")
            if draw(st.integers(0, 3)) == 0:
                inner.append(f"sh:qualifiedValueShape [ {draw(_value_constraints())} ]")
                inner.append(f"sh:qualifiedMinCount {draw(st.integers(0, 2))}")
            parts.append(f"sh:property [ {' ; '.join(inner)} ]")
        if queries and draw(st.integers(0, 2)) == 0:
            parts.append(
                f'sh:sparql [ sh:prefixes : ; sh:select "{draw(st.sampled_from(_QUERIES))}" ]'
            )
        found.append(f":Shape{number} a sh:NodeShape ; {' ; '.join(parts)} .")
    return PREFIXES + "\n".join(found)


def turtle(statements: set[str]) -> str:
    """Return ``statements`` as a Turtle text."""
    return PREFIXES + "\n".join(f"{statement} ." for statement in sorted(statements))
