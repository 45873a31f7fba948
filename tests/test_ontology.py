"""The ontology: complete in both languages, loadable offline, and consistent under HermiT."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as Xml

import pytest
import rdflib
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, Namespace

from actip_graph.namespaces import BASE, ONTOLOGY, PREFIXES
from tests.conftest import ROOT, unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from rdflib.term import Node

ACTIP = Namespace(ONTOLOGY)
FOLDER = ROOT / "ontology"
CATALOGUE = FOLDER / "imports" / "catalog-v001.xml"
OWN = [
    FOLDER / "actip.ttl",
    *sorted(FOLDER.glob("modules/*.ttl")),
    *sorted(FOLDER.glob("vocabularies/*.ttl")),
]
ALIGNMENTS = sorted(FOLDER.glob("alignments/*.ttl"))
IMPORTS = sorted(FOLDER.glob("imports/*.ttl"))
HEADED = [*OWN, *ALIGNMENTS]
ANNOTATIONS = (RDFS.label, SKOS.definition)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def _read(paths: Iterable[Path]) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return _read(OWN)


@pytest.fixture(scope="module")
def catalogue() -> dict[str, Path]:
    tree = Xml.parse(CATALOGUE)
    return {
        entry.attrib["name"]: (CATALOGUE.parent / entry.attrib["uri"]).resolve()
        for entry in tree.iter("{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri")
    }


def _languages(graph: rdflib.Graph, subject: Node, prop: URIRef) -> list[str]:
    return sorted(str(o.language) for o in graph.objects(subject, prop) if isinstance(o, Literal))


@pytest.mark.parametrize("path", HEADED, ids=lambda p: p.stem)
def test_each_file_says_what_it_is(path: Path) -> None:
    graph = _read([path])
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert graph.value(header, OWL.versionIRI) is not None
    assert graph.value(header, DCTERMS.license) is not None
    for prop in (DCTERMS.title, DCTERMS.description):
        assert _languages(graph, header, prop) == ["en", "id"], prop


def test_every_term_speaks_both_languages(ontology: rdflib.Graph) -> None:
    terms = {
        term
        for kind in KINDS
        for term in ontology.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith(ONTOLOGY)
    }
    assert len(terms) > 100
    for term in terms:
        for prop in ANNOTATIONS:
            assert _languages(ontology, term, prop) == ["en", "id"], (term, prop)
        assert ontology.value(term, RDFS.isDefinedBy) is not None, term


def test_every_term_in_use_is_declared(ontology: rdflib.Graph) -> None:
    declared = set(ontology.subjects(RDF.type, None))
    used = {
        term
        for triple in _read([*OWN, *ALIGNMENTS, *sorted((ROOT / "data").rglob("*.ttl"))])
        for term in triple
        if isinstance(term, URIRef) and term.startswith(ONTOLOGY)
    }
    assert used <= declared


def test_every_import_is_at_hand(catalogue: dict[str, Path]) -> None:
    wanted = {
        str(o)
        for path in [*OWN, *ALIGNMENTS, *IMPORTS]
        for o in _read([path]).objects(None, OWL.imports)
    }
    assert wanted
    assert wanted <= set(catalogue)
    for iri, path in catalogue.items():
        graph = _read([path])
        names = {str(n) for n in graph.subjects(RDF.type, OWL.Ontology)}
        names |= {str(v) for v in graph.objects(None, OWL.versionIRI)}
        # A vendored subset names the vocabulary that it is taken from.
        names |= {str(v) for v in graph.objects(None, DCTERMS.source)}
        # Some vocabularies are imported by their namespace, or with its last mark left out.
        terms = {str(subject) for subject in graph.subjects()} - names
        called = iri.rstrip("/#") in {name.rstrip("/#") for name in names}
        assert called or any(term.startswith(iri) for term in terms), f"{path}: {iri}"


def test_the_umbrella_brings_in_every_module_and_vocabulary(catalogue: dict[str, Path]) -> None:
    seen: set[Path] = set()
    ahead = [FOLDER / "actip.ttl"]
    while ahead:
        path = ahead.pop().resolve()
        if path not in seen:
            seen.add(path)
            ahead += [catalogue[str(o)] for o in _read([path]).objects(None, OWL.imports)]
    assert {path.resolve() for path in OWN} == seen


def test_external_terms_are_those_of_the_vendored_vocabularies() -> None:
    vendored = {str(subject) for subject in _read(IMPORTS).subjects()}
    own = (BASE, *(PREFIXES[p] for p in ("rdf", "rdfs", "owl", "xsd", "sh")))
    for path in [*OWN, *ALIGNMENTS]:
        for _, prop, value in _read([path]):
            if prop in (RDFS.subClassOf, RDFS.subPropertyOf) and isinstance(value, URIRef):
                assert str(value).startswith(own) or str(value) in vendored, f"{path.name}: {value}"


class Reasoned(NamedTuple):
    """What HermiT found: classes that nothing can belong to, and the classes of the cases."""

    unsatisfiable: list[str]
    types: dict[str, set[str]]


def _reason(graph: rdflib.Graph, folder: Path) -> Reasoned:
    """Run HermiT over ``graph``; raises owlready2's error where it is inconsistent."""
    import owlready2

    file = folder / "input.nt"
    # owlready2 reads no Turtle; imports are already merged, and a name would be looked up.
    for triple in list(graph.triples((None, OWL.imports, None))):
        graph.remove(triple)
    graph.serialize(file, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(file.as_uri()).load()
    with world.get_ontology("http://inferred/"):
        owlready2.sync_reasoner_hermit(
            world, infer_property_values=False, debug=0, ignore_unsupported_datatypes=True
        )
    return Reasoned(
        unsatisfiable=[str(c.iri) for c in world.inconsistent_classes()],
        types={
            str(i.iri): {str(c.iri) for c in i.INDIRECT_is_a if hasattr(c, "iri")}
            for i in world.search(iri="http://e.org/*")
        },
    )


CASES = """
@prefix actip: <https://w3id.org/actip-graph/ontology#> . @prefix e: <http://e.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
e:recruiting a actip:TraffickingAct . e:deceit a actip:TraffickingMeans .
e:labour a actip:ExploitationForm .
e:adult a actip:Conduct ; actip:hasAct e:recruiting ; actip:hasMeans e:deceit ;
    actip:hasPurpose e:labour .
e:child a actip:Conduct ; actip:hasAct e:recruiting ; actip:hasPurpose e:labour ;
    actip:victimIsChild true .
e:noMeans a actip:Conduct ; actip:hasAct e:recruiting ; actip:hasPurpose e:labour .
e:noPurpose a actip:Conduct ; actip:hasAct e:recruiting ; actip:hasMeans e:deceit .
e:one a actip:State ; owl:differentFrom e:two . e:two a actip:State .
e:crossing a actip:Conduct ; actip:committedIn e:one , e:two .
e:domestic a actip:Conduct ; actip:committedIn e:one .
e:felt a actip:Conduct ; actip:committedIn e:one ; actip:effectsFeltIn e:two .
e:three a actip:Group ; actip:memberCount 3 ; actip:isStructured true ;
    actip:existsOverTime true ; actip:actsInConcert true ; actip:aimsAtSeriousCrime true ;
    actip:seeksMaterialBenefit true .
e:pair a actip:Group ; actip:memberCount 2 ; actip:isStructured true ;
    actip:existsOverTime true ; actip:actsInConcert true ; actip:aimsAtSeriousCrime true ;
    actip:seeksMaterialBenefit true .
"""


@pytest.fixture(scope="module")
def java() -> None:
    if shutil.which("java") is None:
        unavailable("Java is not installed; the reasoners need it")
    pytest.importorskip("owlready2")


def test_ontology_data_and_alignments_are_consistent(java: None, tmp_path: Path) -> None:
    everything = _read([*HEADED, *IMPORTS, *sorted((ROOT / "data").rglob("*.ttl"))])
    assert _reason(everything, tmp_path).unsatisfiable == []


def test_the_definitions_of_the_law_are_applied(java: None, tmp_path: Path) -> None:
    graph = _read(OWN).parse(data=CASES, format="turtle")
    types = _reason(graph, tmp_path).types

    def is_a(case: str, name: str) -> bool:
        return ONTOLOGY + name in types["http://e.org/" + case]

    assert is_a("adult", "TraffickingInPersons") and not is_a("adult", "ChildTrafficking")
    assert is_a("child", "ChildTrafficking") and is_a("child", "TraffickingInPersons")
    assert not is_a("noMeans", "TraffickingInPersons")
    assert not is_a("noPurpose", "TraffickingInPersons")
    assert is_a("crossing", "TransnationalOffence") and is_a("felt", "TransnationalOffence")
    assert not is_a("domestic", "TransnationalOffence")
    assert is_a("three", "OrganisedCriminalGroup") and not is_a("pair", "OrganisedCriminalGroup")


def test_a_contradiction_is_noticed(java: None, tmp_path: Path) -> None:
    import owlready2

    graph = _read(OWN)
    both = URIRef("http://e.org/both")
    graph.add((both, RDF.type, ACTIP.Obligation))
    graph.add((both, RDF.type, ACTIP.Permission))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        _reason(graph, tmp_path)
