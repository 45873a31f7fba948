"""What the things in a difference are called, and of what kind they are."""

from __future__ import annotations

from itertools import chain

import pyoxigraph as ox

from actip_graph.exchange.diff_formats.terms import turtle
from actip_graph.exchange.sources import named_graphs
from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from actip_graph.exchange.diff import Difference
    from actip_graph.exchange.sources import Graphs

_TYPE = PREFIXES["rdf"] + "type"
# The best first.
NAMES = (
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["rdfs"] + "label",
    PREFIXES["dcterms"] + "title",
)
# Of vocabularies that are not among the graphs: what is met most.
_WELL_KNOWN = {
    "dcat:Dataset": {"en": "dataset", "id": "himpunan data"},
    "dcterms:license": {"en": "licence", "id": "lisensi"},
    "dcterms:modified": {"en": "last change", "id": "perubahan terakhir"},
    "dcterms:source": {"en": "source", "id": "sumber"},
    "dcterms:title": {"en": "title", "id": "judul"},
    "owl:AnnotationProperty": {"en": "annotation property", "id": "properti anotasi"},
    "owl:Class": {"en": "class", "id": "kelas"},
    "owl:DatatypeProperty": {"en": "datatype property", "id": "properti data"},
    "owl:ObjectProperty": {"en": "object property", "id": "properti objek"},
    "owl:Ontology": {"en": "ontology", "id": "ontologi"},
    "owl:unionOf": {"en": "union of", "id": "gabungan"},
    "rdf:type": {"en": "kind", "id": "jenis"},
    "rdfs:comment": {"en": "comment", "id": "komentar"},
    "rdfs:domain": {"en": "domain", "id": "domain"},
    "rdfs:label": {"en": "name", "id": "nama"},
    "rdfs:range": {"en": "range", "id": "jangkauan"},
    "rdfs:subClassOf": {"en": "subclass of", "id": "subkelas dari"},
    "rdfs:subPropertyOf": {"en": "subproperty of", "id": "subproperti dari"},
    "skos:altLabel": {"en": "other name", "id": "nama lain"},
    "skos:Concept": {"en": "concept", "id": "konsep"},
    "skos:ConceptScheme": {"en": "concept scheme", "id": "skema konsep"},
    "skos:broader": {"en": "broader", "id": "lebih luas"},
    "skos:definition": {"en": "definition", "id": "definisi"},
    "skos:editorialNote": {"en": "editorial note", "id": "catatan redaksi"},
    "skos:notation": {"en": "notation", "id": "notasi"},
    "skos:prefLabel": {"en": "name", "id": "nama"},
}


class Labels:
    """Names and kinds, those of B before those of A and those of the installed graph."""

    def __init__(self, difference: Difference, terms: set[ox.NamedNode], language: str) -> None:
        """Go through all graphs for what they say about ``terms`` and about their kinds."""
        self._language = language
        places = (difference.after, difference.before, named_graphs("installed"))
        self._kinds: dict[ox.NamedNode, list[ox.NamedNode]] = {}
        self._names: dict[ox.NamedNode, tuple[int, int, int, str]] = {}
        self._there: list[set[ox.NamedNode]] = []
        for place in places:
            self._there.append(set(self._read_kinds(place, terms)))
        wanted = terms.union(*self._kinds.values())
        for rank, place in enumerate(places):
            self._read_names(place, wanted, language, rank)

    def is_new(self, thing: ox.NamedNode) -> bool:
        """Say whether A says nothing about ``thing``."""
        return thing not in self._there[1]

    def is_gone(self, thing: ox.NamedNode) -> bool:
        """Say whether B says nothing about ``thing``."""
        return thing not in self._there[0]

    def kind(self, thing: ox.NamedNode) -> str:
        """Return the name of the class of ``thing``; of several the first one that has a name."""
        kinds = self._kinds.get(thing, [])
        named = [kind for kind in kinds if kind in self._names]
        return min(map(self.name, named or kinds), default="")

    def has_name(self, thing: ox.NamedNode) -> bool:
        """Say whether ``thing`` has a name of its own."""
        return thing in self._names

    def name(self, thing: ox.NamedNode) -> str:
        """Return the name of ``thing``, else its CURIE."""
        if thing in self._names:
            return self._names[thing][-1]
        curie = turtle(thing)
        return _WELL_KNOWN[curie][self._language] if curie in _WELL_KNOWN else curie

    def _read_kinds(self, place: Graphs, terms: set[ox.NamedNode]) -> Iterator[ox.NamedNode]:
        """Note the kinds of ``terms`` that no better place told; yield what is described."""
        found: dict[ox.NamedNode, list[ox.NamedNode]] = {}
        for triple in _all(place):
            subject, value = triple.subject, triple.object
            if not isinstance(subject, ox.NamedNode) or subject not in terms:
                continue
            yield subject
            if triple.predicate.value == _TYPE and isinstance(value, ox.NamedNode):
                found.setdefault(subject, []).append(value)
        self._kinds = found | self._kinds

    def _read_names(
        self, place: Graphs, wanted: set[ox.NamedNode], language: str, rank: int
    ) -> None:
        for triple in _all(place):
            subject, value = triple.subject, triple.object
            if (
                triple.predicate.value in NAMES
                and isinstance(value, ox.Literal)
                and isinstance(subject, ox.NamedNode)
                and subject in wanted
            ):
                other = value.language not in (language, None)
                name = (other, rank, NAMES.index(triple.predicate.value), value.value)
                self._names[subject] = min(name, self._names.get(subject, name))


def _all(place: Graphs) -> Iterable[ox.Triple]:
    return chain.from_iterable(place.values())
