"""Reading claims: those of the graph, or those of a user's own file."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from actip_graph.claims.compare import COMPARATORS
from actip_graph.claims.dates import span
from actip_graph.claims.model import Assertion, Assessment, Claim, Span
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.namespaces import PREFIXES, shrink
from actip_graph.queries.parameters import things_below
from actip_graph.solutions import rows_of
from actip_graph.sparql import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.store import Store
    from actip_graph.terms import Term

    # The values of each property of one node.
    Node = dict[str, list[Term]]

_ACTIP = PREFIXES["actip"]
# One query a class: the claims of a paper are a few hundred nodes, read whole.
_NODES = """
PREFIX actip: <https://w3id.org/actip-graph/ontology#>
SELECT ?node ?property ?value WHERE { ?node a ?class ; ?property ?value }
ORDER BY STR(?node) STR(?property) STR(?value)
"""
_DATE_OF_WORK = """
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?date WHERE { ?work dcterms:date ?date }
ORDER BY STR(?date)
"""


def read_claims(store: Store, today: str) -> list[Claim]:
    """Return the claims that ``store`` holds, in the order of their publications and places.

    A claim is judged for the date of its assessment, else that of its publication, else
    ``today``. Raises ActipGraphError for a claim that lacks what a check needs.
    """
    assertions = dict(_nodes(store, "Assertion"))
    assessments: dict[str, Assessment] = {}
    for iri, node in _nodes(store, "Assessment"):
        curated = _assessment(iri, node)
        assessments.update({claim.value: curated for claim in _all(node, "assesses")})
    works: dict[str, Span | None] = {}
    claims = []
    for iri, node in _nodes(store, "Claim"):
        work = _iri(node, "assertedIn")
        if work not in works:
            works[work] = _date_of(work, store)
        assessment = assessments.get(iri)
        given = assessment.as_of if assessment else None
        date = given or works[work] or Span(today, today)
        claims.append((work, _claim(iri, node, assertions, assessment, date)))
    claims.sort(key=lambda pair: (pair[0], pair[1].order, pair[1].iri))
    return [claim for _, claim in claims]


def read_file(path: str, today: str, record: Store) -> list[Claim]:
    """Return the claims of the Turtle file at ``path``, which speak of things of ``record``.

    Raises ActipGraphError, with one line on the first fault, for a file that cannot be read, has
    no claim, or has one that cannot be checked.
    """
    from actip_graph.store.embedded import EmbeddedStore

    try:
        claims = read_claims(EmbeddedStore.in_memory([path]), today)
        if not claims:
            raise ActipGraphError(
                "there is no actip:Claim in it; examples/claims/template.ttl shows one"
            )
        for claim in claims:
            for assertion in claim.assertions:
                _check_names(claim, assertion, record)
    except ActipGraphError as error:
        message = str(error)
        raise ActipGraphError(
            message if message.startswith(path) else f"{path}: {message}"
        ) from error
    return claims


def _claim(
    iri: str,
    node: Node,
    assertions: dict[str, Node],
    assessment: Assessment | None,
    date: Span,
) -> Claim:
    statement = _texts(node, "statement")
    if not statement:
        raise ActipGraphError(f"{shrink(iri)} has no actip:statement in English (en)")
    order = _text(node, "order") or "0"
    if not order.isdigit():
        raise ActipGraphError(f"{shrink(iri)}: actip:order {order!r} is not a whole number")
    parts = []
    for part in sorted(term.value for term in _all(node, "asserts")):
        if part not in assertions:
            raise ActipGraphError(
                f"{shrink(iri)} asserts {shrink(part)}, which is not described as an"
                " actip:Assertion"
            )
        parts.append(_assertion(part, assertions[part]))
    return Claim(
        iri=iri,
        work=shrink(_iri(node, "assertedIn")),
        order=int(order),
        locator=_text(node, "locator"),
        statement=statement,
        kind=shrink(_iri(node, "claimKind")).partition(":")[2],
        hedged=_text(node, "hedged") == "true",
        date=date,
        assertions=parts,
        assessment=assessment,
    )


def _assertion(iri: str, node: Node) -> Assertion:
    ends = []
    for name in ("subject", "predicate"):
        terms = node.get(_ACTIP + name, [])
        if len(terms) != 1 or not isinstance(terms[0], ox.NamedNode):
            raise ActipGraphError(f"{shrink(iri)} needs one actip:{name}, an IRI")
        ends.append(terms[0])
    values = node.get(_ACTIP + "value", []) + node.get(_ACTIP + "valueResource", [])
    if len(values) != 1:
        raise ActipGraphError(
            f"{shrink(iri)} needs one value: a literal in actip:value or an IRI in"
            " actip:valueResource"
        )
    comparator = _text(node, "comparator") or "="
    if comparator not in COMPARATORS:
        raise ActipGraphError(
            f"{shrink(iri)}: actip:comparator {comparator!r} is none of {' '.join(COMPARATORS)}"
        )
    named = node.get(_ACTIP + "validOn", [])
    when = span(named[0]) if named else None
    if named and when is None:
        raise ActipGraphError(
            f"{shrink(iri)}: actip:validOn is no xsd:date, xsd:gYearMonth or xsd:gYear"
        )
    return Assertion(iri, ends[0], ends[1], values[0], comparator, when)


def _assessment(iri: str, node: Node) -> Assessment:
    as_of = node.get(_ACTIP + "asOf", [])
    return Assessment(
        iri=iri,
        verdict=shrink(_iri(node, "verdict")).partition(":")[2],
        reason=_texts(node, "reason"),
        checkable=_text(node, "checkable") == "true",
        as_of=span(as_of[0]) if as_of else None,
        evidence=sorted(shrink(term.value) for term in _all(node, "evidence")),
    )


def _check_names(claim: Claim, assertion: Assertion, record: Store) -> None:
    """Raise ActipGraphError where ``assertion`` names a thing that ``record`` does not know."""
    for term in (assertion.subject, assertion.predicate, assertion.value):
        if not isinstance(term, ox.NamedNode):
            continue
        known = bind("ASK { ?thing ?property ?value }", {"thing": term})
        if not record.query(known):
            namespace = _namespace(term.value)
            names = [shrink(iri) for iri in things_below(namespace, record)] if namespace else []
            raise ActipGraphError(
                f"{shrink(assertion.iri)} of {shrink(claim.iri)}: the record knows no"
                f" {shrink(term.value)}; {nearest(shrink(term.value), names)}"
            )


def _namespace(iri: str) -> str:
    found = [namespace for namespace in PREFIXES.values() if iri.startswith(namespace)]
    return max(found, key=len, default="")


def _nodes(store: Store, kind: str) -> Iterator[tuple[str, Node]]:
    """Yield each thing of the class ``kind`` with its properties."""
    rows = rows_of(store.query(bind(_NODES, {"class": ox.NamedNode(_ACTIP + kind)})))
    found: dict[str, Node] = {}
    for node, prop, value in rows:
        assert node is not None and prop is not None and value is not None
        found.setdefault(node.value, {}).setdefault(prop.value, []).append(value)
    yield from found.items()


def _date_of(work: str, store: Store) -> Span | None:
    if not work:
        return None
    rows = rows_of(store.query(bind(_DATE_OF_WORK, {"work": ox.NamedNode(work)})))
    return next((found for row in rows if (found := span(row[0]))), None)


def _all(node: Node, name: str) -> list[ox.NamedNode]:
    return [term for term in node.get(_ACTIP + name, []) if isinstance(term, ox.NamedNode)]


def _iri(node: Node, name: str) -> str:
    return next((term.value for term in _all(node, name)), "")


def _text(node: Node, name: str) -> str:
    terms: list[Any] = [t for t in node.get(_ACTIP + name, []) if isinstance(t, ox.Literal)]
    return str(terms[0].value) if terms else ""


def _texts(node: Node, name: str) -> dict[str, str]:
    """Return the texts of a property by language; a language that is missing is as English."""
    found = {
        term.language or "en": term.value
        for term in node.get(_ACTIP + name, [])
        if isinstance(term, ox.Literal)
    }
    return {"id": found["en"], **found} if "en" in found else {}
