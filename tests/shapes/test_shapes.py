"""Every shape lets its good graph pass and reports each of its bad graphs.

A folder bears the name of the shape that it tests: ``good*.ttl`` conforms to that shape,
``bad*.ttl`` is reported by it. Add a shape and this module asks for both.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH

from actip_graph.namespaces import PREFIXES
from actip_graph.sparql import with_prefixes
from actip_graph.turtle import canonical_turtle

if TYPE_CHECKING:
    from rdflib.term import Node

HERE: Final = Path(__file__).parent
ONTOLOGY: Final = HERE.parents[1] / "ontology"
SHAPES: Final = ONTOLOGY / "shapes"
PREFIX_FILE: Final = SHAPES / "prefixes.ttl"
SHAPE: Final = PREFIXES["shape"]
LANGUAGES: Final = {"en", "id"}

SHAPE_FILES: Final = sorted(f for f in SHAPES.glob("*.ttl") if f != PREFIX_FILE)
GOOD: Final = sorted(HERE.glob("*/good*.ttl"))
BAD: Final = sorted(HERE.glob("*/bad*.ttl"))


def name(path: Path) -> str:
    """Return what pytest calls a file: the folder and the stem."""
    return f"{path.parent.name}/{path.stem}"


@cache
def class_hierarchy() -> Graph:
    """Return the ontology's classes, which ``sh:targetClass`` and ``sh:class`` follow."""
    modules, graph = Graph(), Graph()
    for file in (ONTOLOGY / "modules").glob("*.ttl"):
        modules.parse(file)
    for predicate in (RDF.type, RDFS.subClassOf):
        graph += modules.triples((None, predicate, None))
    return graph


@cache
def shape_graph(stem: str) -> Graph:
    """Return one shape with the prefixes of its queries."""
    return Graph().parse(SHAPES / f"{stem}.ttl").parse(PREFIX_FILE)


def shape_node(stem: str) -> URIRef:
    """Return the IRI that the shape of a file must have."""
    return URIRef(SHAPE + "".join(word.capitalize() for word in stem.split("-")) + "Shape")


@cache
def report(data: Path, stem: str) -> tuple[bool, Graph]:
    """Validate one graph against one shape."""
    graph = Graph().parse(data) + class_hierarchy()
    conforms, results, _ = validate(
        graph, shacl_graph=shape_graph(stem), advanced=True, inplace=True, inference="none"
    )
    assert isinstance(results, Graph)
    return conforms, results


def has_query(stem: str) -> bool:
    """Say whether a shape has a query of its own beside SHACL Core."""
    return (None, SH.select, None) in shape_graph(stem)


def languages_of(message: Node, shapes: Graph) -> set[str]:
    """Return the languages in which the shapes state a message.

    pySHACL drops the tag of a message into which a query's values were put, so the message is
    looked up among the templates.
    """
    found: set[str] = set()
    for template in shapes.objects(None, SH.message):
        assert isinstance(template, Literal)
        parts = re.split(r"\{[?$]\w+\}", str(template))
        if template.language and re.fullmatch(".*".join(map(re.escape, parts)), str(message)):
            found.add(template.language)
    return found


def test_shapes_are_there() -> None:
    assert SHAPE_FILES


@pytest.mark.parametrize("file", SHAPE_FILES, ids=lambda f: f.stem)
def test_shape_has_a_good_and_a_bad_graph(file: Path) -> None:
    folder = HERE / file.stem
    assert list(folder.glob("good*.ttl")), f"write {folder.name}/good.ttl, which conforms"
    assert list(folder.glob("bad*.ttl")), f"write {folder.name}/bad.ttl, which is reported"


@pytest.mark.parametrize("folder", sorted({f.parent.name for f in GOOD + BAD}))
def test_folder_has_a_shape(folder: str) -> None:
    assert (SHAPES / f"{folder}.ttl").is_file()


@pytest.mark.parametrize("data", GOOD, ids=name)
def test_good_graph_conforms(data: Path) -> None:
    conforms, results = report(data, data.parent.name)
    assert conforms, results.serialize()


@pytest.mark.parametrize("data", BAD, ids=name)
def test_bad_graph_is_reported(data: Path) -> None:
    stem = data.parent.name
    conforms, results = report(data, stem)
    assert not conforms
    shapes = shape_graph(stem)
    own = {shape_node(stem), *shapes.objects(shape_node(stem), SH.property)}
    for result in results.objects(None, SH.result):
        assert results.value(result, SH.sourceShape) in own
        messages = list(results.objects(result, SH.resultMessage))
        found = set[str]().union(*(languages_of(message, shapes) for message in messages))
        assert found == LANGUAGES, messages


@pytest.mark.parametrize("data", [f for f in GOOD + BAD if has_query(f.parent.name)], ids=name)
def test_query_of_a_shape_finds_the_same_in_another_engine(data: Path) -> None:
    stem = data.parent.name
    graph = Graph().parse(data) + class_hierarchy()
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt").encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    shapes = shape_graph(stem)
    shape = shape_node(stem)
    targets = {*shapes.objects(shape, SH.targetNode)}
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        targets.update(graph.subjects(predicate))
    found: set[str] = set()
    for query in shapes.objects(predicate=SH.select):
        for target in targets:
            solutions = store.query(
                with_prefixes(str(query)),
                substitutions={pyoxigraph.Variable("this"): pyoxigraph.NamedNode(str(target))},
            )
            assert isinstance(solutions, pyoxigraph.QuerySolutions)
            found.update(str(solution["value"]) for solution in solutions)
    _, results = report(data, stem)
    expected = {
        value.n3()
        for result in results.subjects(SH.sourceConstraint)
        for value in results.objects(result, SH.value)
    }
    assert found == expected


@pytest.mark.parametrize("file", SHAPE_FILES, ids=lambda f: f.stem)
def test_shape_says_what_it_guards(file: Path) -> None:
    graph = Graph().parse(file)
    shape = shape_node(file.stem)
    assert set(graph.subjects(RDF.type, SH.NodeShape)) == {shape}
    assert graph.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
    for predicate in (RDFS.label, RDFS.comment):
        assert tags(graph, shape, predicate) == ["en", "id"]


@pytest.mark.parametrize("file", SHAPE_FILES, ids=lambda f: f.stem)
def test_constraint_has_a_message_in_both_languages(file: Path) -> None:
    graph = Graph().parse(file)
    shape = shape_node(file.stem)
    speakers = {*graph.objects(shape, SH.property), *graph.objects(shape, SH.sparql)}
    own = {SH["not"], SH["or"], SH.xone, SH.pattern, SH.nodeKind, SH.node}
    if own & set(graph.predicates(shape)):
        speakers.add(shape)
    assert speakers
    for speaker in speakers:
        assert tags(graph, speaker, SH.message) == ["en", "id"]


def tags(graph: Graph, subject: Node, predicate: URIRef) -> list[str]:
    """Return the language tags of the texts of one property."""
    found = graph.objects(subject, predicate)
    return sorted(text.language or "" for text in found if isinstance(text, Literal))


@pytest.mark.parametrize("file", [PREFIX_FILE, *SHAPE_FILES], ids=lambda f: f.stem)
def test_shape_file_is_canonical(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == canonical_turtle(Graph().parse(file))


@pytest.mark.parametrize("file", GOOD + BAD, ids=name)
def test_test_graph_is_canonical(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == canonical_turtle(Graph().parse(file))


def test_shapes_pass_shacl_shacl() -> None:
    shapes = Graph().parse(PREFIX_FILE)
    for file in SHAPE_FILES:
        shapes.parse(file)
    conforms, _, text = validate(
        Graph(), shacl_graph=shapes, meta_shacl=True, advanced=True, inference="none"
    )
    assert conforms, text
