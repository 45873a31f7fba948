"""Citations: from the things that an answer names to the sources that say so."""

from __future__ import annotations

from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.namespaces import BASE
from actip_graph.solutions import Solutions, Triples, rows_of
from actip_graph.sparql import bind
from actip_graph.terms import to_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.store import Store
    from actip_graph.terms import Term

_SOURCE_COLUMN = "source"
_SOURCES_OF = """
PREFIX actip: <https://w3id.org/actip-graph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?source ?title ?publisher ?date ?url WHERE {
  { ?thing dcterms:source ?cited . BIND(?cited AS ?source) }
  UNION
  { ?thing a actip:Source . BIND(?thing AS ?source) }
  ?source dcterms:title ?title .
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source dcterms:date ?date }
  OPTIONAL { ?source actip:url ?url }
}
"""


class Citation(NamedTuple):
    """A source: its IRI, and what a reader needs to find it. Unknown parts are empty."""

    iri: str
    title: str
    publisher: str
    date: str
    url: str

    def __str__(self) -> str:
        """Return one line: publisher, title, date, address."""
        parts = (self.publisher, self.title, self.date, self.url)
        return ". ".join(part.rstrip(".") for part in parts if part)


def cite(outcome: Solutions | Triples, store: Store) -> list[Citation]:
    """Return the sources that ``outcome`` rests on, each once, sorted by title.

    Rows with a column ``source`` name them there; else they are the sources of every thing of the
    graph that ``outcome`` names.
    """
    found: dict[str, Citation] = {}
    for node in sorted(set(_named(outcome)), key=str):
        for row in rows_of(store.query(bind(_SOURCES_OF, {"thing": node}))):
            source, title, publisher, date, url = (to_text(term) for term in row)
            found.setdefault(source, Citation(source, title, publisher, date, url))
    return sorted(found.values(), key=lambda c: (c.title.casefold(), c.iri))


def _named(outcome: Solutions | Triples) -> Iterator[ox.NamedNode]:
    terms: Iterator[Term | ox.Triple | None]
    if isinstance(outcome, Solutions):
        named = [i for i, name in enumerate(outcome.variables) if name == _SOURCE_COLUMN]
        places = named or range(len(outcome.variables))
        terms = (row[place] for row in outcome.rows for place in places)
    else:
        terms = (term for triple in outcome.triples for term in (triple.subject, triple.object))
    for term in terms:
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
            yield term
