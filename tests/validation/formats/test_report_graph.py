"""The validation report graph of the W3C, against what pyshacl writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from actip_graph.terms import from_rdflib
from actip_graph.validation.formats import write
from actip_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Repeat,
    Repeated,
    Sequence,
    Step,
)
from actip_graph.validation.report import Fault, Report, Severity

if TYPE_CHECKING:
    from rdflib.term import Node

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    PREFIXES
    + """
e:Shape a sh:NodeShape ; sh:targetNode e:a ; sh:property e:P1 , e:P2 , e:P3 , e:P4 , e:P5 , e:P6 .
e:P1 sh:path e:p ; sh:maxCount 1 ; sh:severity sh:Warning ; sh:message "One."@en , "Satu."@id .
e:P2 sh:path ( [ sh:inversePath e:q ] e:r ) ; sh:minCount 1 ; sh:message "Some." .
e:P3 sh:path [ sh:alternativePath ( e:s [ sh:zeroOrMorePath e:t ] ) ] ; sh:minCount 2 ;
    sh:message "Two." ; sh:severity sh:Info .
e:P4 sh:path [ sh:oneOrMorePath e:u ] ; sh:minCount 1 ; sh:message "u" .
e:P5 sh:path [ sh:zeroOrOnePath e:p ] ; sh:minCount 4 ; sh:message "p" .
e:P6 sh:path e:p ; sh:datatype xsd:integer ; sh:message "integer" .
"""
)
DATA = PREFIXES + 'e:a e:p 1 , "x"@en .'
_SEVERITY = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_REPEAT = {
    SH.zeroOrMorePath: Repeat.ZERO_OR_MORE,
    SH.oneOrMorePath: Repeat.ONE_OR_MORE,
    SH.zeroOrOnePath: Repeat.ZERO_OR_ONE,
}


def read_path(graph: rdflib.Graph, node: Node) -> Path:
    if isinstance(node, rdflib.URIRef):
        return Step(ox.NamedNode(str(node)))
    if (node, RDF.first, None) in graph:
        return Sequence(tuple(read_path(graph, part) for part in Collection(graph, node)))
    ((predicate, value),) = graph.predicate_objects(node)
    if predicate == SH.inversePath:
        return Inverse(read_path(graph, value))
    if predicate == SH.alternativePath:
        return Alternative(tuple(read_path(graph, part) for part in Collection(graph, value)))
    return Repeated(read_path(graph, value), _REPEAT[rdflib.URIRef(str(predicate))])


def read_fault(graph: rdflib.Graph, result: Node) -> Fault:
    def one(predicate: Node) -> Node | None:
        return graph.value(result, predicate)

    path, value, focus, source = map(one, (SH.resultPath, SH.value, SH.focusNode, SH.sourceShape))
    assert focus is not None and source is not None
    return Fault(
        severity=_SEVERITY[rdflib.URIRef(str(one(SH.resultSeverity)))],
        rule=str(source),
        component=str(one(SH.sourceConstraintComponent)),
        focus=from_rdflib(focus),
        path=None if path is None else read_path(graph, path),
        value=None if value is None else from_rdflib(value),
        messages={
            m.language or "": str(m)
            for m in graph.objects(result, SH.resultMessage)
            if isinstance(m, rdflib.Literal)
        },
        source=from_rdflib(source),
    )


@pytest.fixture(scope="module")
def of_pyshacl() -> rdflib.Graph:
    conforms, graph, _ = pyshacl.validate(
        rdflib.Graph().parse(data=DATA, format="turtle"),
        shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"),
    )
    assert not conforms and isinstance(graph, rdflib.Graph)
    return graph


def test_it_is_the_graph_that_pyshacl_writes(of_pyshacl: rdflib.Graph) -> None:
    faults = [read_fault(of_pyshacl, result) for result in of_pyshacl.objects(None, SH.result)]
    assert len(faults) == 6
    written = write(Report(faults, [], [], 1, {}, ()), "ttl")
    assert isomorphic(rdflib.Graph().parse(data=written, format="turtle"), of_pyshacl)


def test_details_are_nested_and_checks_have_no_shape(report: Report) -> None:
    graph = rdflib.Graph().parse(data=write(report, "ttl", limit=1), format="turtle")
    (whole,) = graph.subjects(RDF.type, SH.ValidationReport)
    results = list(graph.objects(whole, SH.result))
    assert len(results) == 3
    (detail,) = graph.objects(None, SH.detail)
    assert detail not in results and graph.value(detail, SH.value) == rdflib.Literal(-1)
    (with_shape,) = graph.subjects(SH.sourceConstraintComponent, SH.SPARQLConstraintComponent)
    assert isinstance(graph.value(with_shape, SH.focusNode), rdflib.BNode)
    assert graph.value(with_shape, SH.sourceShape) == rdflib.URIRef(report.faults[1].rule)
    (check,) = graph.subjects(SH.focusNode, rdflib.URIRef("http://e.org/b"))
    assert graph.value(check, SH.sourceShape) is None
    assert graph.value(check, SH.resultSeverity) == SH.Info
    assert set(graph.objects(detail, SH.resultMessage)) == {
        rdflib.Literal(text, lang=language)
        for language, text in report.faults[0].details[0].messages.items()
    }


def test_the_bytes_do_not_hang_on_labels(report: Report) -> None:
    first = write(report, "ttl")
    again = report.faults[1]._replace(focus=ox.BlankNode())
    source = report.faults[0]._replace(source=ox.BlankNode())
    assert write(report._replace(faults=[source, again, report.faults[2]]), "ttl") == first


@pytest.mark.parametrize("unreadable", [[], ["a.ttl: cannot be read: no"]])
def test_without_results_it_conforms(unreadable: list[str]) -> None:
    graph = rdflib.Graph().parse(
        data=write(Report([], unreadable, [], 1, {}, ()), "ttl"), format="turtle"
    )
    assert list(graph.objects(None, SH.conforms)) == [rdflib.Literal(True)]
    assert len(graph) == 2
