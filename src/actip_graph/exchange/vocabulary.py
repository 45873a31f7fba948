"""What the ontology says of classes and properties, as far as tables need it."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_RDFS, _OWL = PREFIXES["rdfs"], PREFIXES["owl"]
_LABEL = _RDFS + "label"
_DEFINITION = PREFIXES["skos"] + "definition"
_SUBCLASS = _RDFS + "subClassOf"
_DOMAIN = _RDFS + "domain"
_PROPERTY = PREFIXES["rdf"] + "Property"
_THING = _OWL + "Thing"


class Vocabulary:
    """The names of classes and properties, and which classes are the main ones."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.titles: dict[str, dict[str, str]] = defaultdict(dict)
        self.definitions: dict[str, dict[str, str]] = defaultdict(dict)
        self._above: dict[str, list[str]] = defaultdict(list)
        self._with_properties: set[str] = set()
        for quad in quads:
            if not isinstance(quad.subject, ox.NamedNode):
                continue
            subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
            if isinstance(value, ox.Literal) and value.language:
                if predicate == _LABEL:
                    self.titles[subject][value.language] = value.value
                elif predicate == _DEFINITION:
                    self.definitions[subject][value.language] = value.value
            elif isinstance(value, ox.NamedNode) and value.value != _THING:
                if predicate == _SUBCLASS:
                    self._above[subject].append(value.value)
                elif predicate == _DOMAIN:
                    self._with_properties.add(value.value)

    def main_class(self, iri: str) -> str:
        """Return the main class of the class ``iri``: itself, or the nearest above it.

        A class is a main one where it has none above it, or is the domain of some property.
        """
        # What OWL calls functional, symmetric and so on are all properties (OWL 2 RDF-Based
        # Semantics, section 5.2).
        if iri.startswith(_OWL) and iri.endswith("Property"):
            return _PROPERTY
        seen = {iri}
        while iri not in self._with_properties:
            above = [other for other in sorted(self._above.get(iri, ())) if other not in seen]
            if not above:
                break
            iri = above[0]
            seen.add(iri)
        return iri
