"""Everything the graph says about one thing, with the sources that say so."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import expand, shrink
from actip_graph.results.citations import Citation, cite
from actip_graph.solutions import Solutions, Triples, rows_of
from actip_graph.sparql import bind
from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from actip_graph.solutions import Row
    from actip_graph.store import Store
    from actip_graph.terms import Term

_PROLOGUE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_BY_LABEL = (
    _PROLOGUE
    + """
SELECT DISTINCT ?thing WHERE {
  { ?thing skos:prefLabel ?name } UNION { ?thing skos:altLabel ?name }
  UNION { ?thing dcterms:title ?name } UNION { ?thing rdfs:label ?name }
  FILTER(LCASE(STR(?name)) = ?wanted)
}
ORDER BY STR(?thing)
"""
)
_LABELS = (
    _PROLOGUE
    + """
SELECT ?name ?rank WHERE {
  { ?thing skos:prefLabel ?name . BIND(1 AS ?rank) }
  UNION { ?thing rdfs:label ?name . BIND(2 AS ?rank) }
  UNION { ?thing dcterms:title ?name . BIND(3 AS ?rank) }
}
ORDER BY ?rank ?name
"""
)
_SAYS = (
    "SELECT ?property ?value WHERE { ?thing ?property ?value } ORDER BY STR(?property) STR(?value)"
)
_SAID_OF = """
SELECT ?property ?other WHERE { ?other ?property ?thing . FILTER(ISIRI(?other)) }
ORDER BY STR(?property) STR(?other)
"""
# How a figure was made is said once, for its indicator, series or data set.
_METHOD = """
PREFIX actip: <https://w3id.org/actip-graph/ontology#>
PREFIX qb: <http://purl.org/linked-data/cube#>
SELECT DISTINCT ?property ?note WHERE {
  { ?thing actip:indicator ?whole } UNION { ?thing actip:series ?whole }
  UNION { ?thing qb:dataSet ?whole }
  BIND(actip:methodNote AS ?property)
  ?whole actip:methodNote ?note .
}
ORDER BY STR(?note)
"""
_HOW_TO_NAME = (
    "give an IRI, a CURIE such as instrument:ACTIP, or a label such as 'Palermo Protocol'"
)
_ABSOLUTE_IRI = re.compile(r"(?:https?|urn):\S+\Z")


class Statement(NamedTuple):
    """A property, by its label, and the values it has: each a text and, for a thing, its CURIE."""

    property: str
    values: list[tuple[str, str]]


class Description(NamedTuple):
    """What the graph says about a thing, what else points at it, and the sources."""

    iri: str
    label: str
    statements: list[Statement]
    mentions: list[Statement]
    citations: list[Citation]


def describe(name: str, store: Store, language: str = "en") -> Description:
    """Return everything about the thing that ``name`` (IRI, CURIE or label) stands for.

    Raises ActipGraphError where ``store`` knows no such thing, or several of that label.
    """
    thing = _find(name, store)
    labels = _Labels(store, language)
    says = rows_of(store.query(bind(_SAYS, {"thing": thing})))
    if not says:
        raise _unknown(name)
    says += rows_of(store.query(bind(_METHOD, {"thing": thing})))
    said_of = rows_of(store.query(bind(_SAID_OF, {"thing": thing})))
    return Description(
        iri=thing.value,
        label=labels.of(thing),
        statements=_grouped(says, labels, language),
        mentions=_grouped(said_of, labels, language),
        citations=cite(Solutions(["thing"], [(thing,)]), store),
    )


def construct(name: str, store: Store) -> Triples:
    """Return the triples that have the thing ``name`` as subject.

    Raises ActipGraphError as ``describe`` does.
    """
    thing = _find(name, store)
    outcome = store.query(bind("CONSTRUCT WHERE { ?thing ?property ?value }", {"thing": thing}))
    assert isinstance(outcome, Triples), "CONSTRUCT gives triples"
    if not outcome.triples:
        raise _unknown(name)
    return outcome


def _unknown(name: str) -> ActipGraphError:
    return ActipGraphError(f"nothing is known about {name!r}; {_HOW_TO_NAME}")


def _find(name: str, store: Store) -> ox.NamedNode:
    text = name.strip().removeprefix("<").removesuffix(">")
    iri = expand(text) or (text if _ABSOLUTE_IRI.match(text) else None)
    if iri is not None:
        try:
            return ox.NamedNode(iri)
        except ValueError as error:
            raise ActipGraphError(f"{name!r} is not an IRI: {error}") from error
    wanted = ox.Literal(text.lower())
    found = [row[0] for row in rows_of(store.query(bind(_BY_LABEL, {"wanted": wanted})))]
    things = [term for term in found if isinstance(term, ox.NamedNode)]
    if len(things) == 1:
        return things[0]
    if things:
        names = ", ".join(shrink(thing.value) for thing in things[:8])
        raise ActipGraphError(f"{name!r} is the label of several things; say which: {names}")
    raise ActipGraphError(f"nothing is called {name!r}; {_HOW_TO_NAME}")


class _Labels:
    """Labels of things in one language, each asked for once."""

    def __init__(self, store: Store, language: str) -> None:
        self._store = store
        self._language = language
        self._known: dict[str, str] = {}

    def of(self, term: Term | None) -> str:
        if not isinstance(term, ox.NamedNode):
            return to_text(term)
        if term.value not in self._known:
            rows = rows_of(self._store.query(bind(_LABELS, {"thing": term})))
            names = [row[0] for row in rows if isinstance(row[0], ox.Literal)]
            chosen = [n for n in names if n.language == self._language] or names
            self._known[term.value] = chosen[0].value if chosen else shrink(term.value)
        return self._known[term.value]


def _grouped(rows: list[Row], labels: _Labels, language: str) -> list[Statement]:
    """Group rows of property and value; of a text in several languages only one is kept."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for prop, value in rows:
        if isinstance(value, ox.Literal) and value.language not in (None, language):
            continue
        curie = shrink(value.value) if isinstance(value, ox.NamedNode) else ""
        groups.setdefault(labels.of(prop), []).append((labels.of(value), curie))
    return [Statement(prop, values) for prop, values in groups.items()]
