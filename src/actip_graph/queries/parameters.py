"""From what a user types for a parameter to the term that the query gets."""

from __future__ import annotations

import re
import time

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError, nearest
from actip_graph.namespaces import KINDS, ONTOLOGY, PREFIXES, expand, shrink
from actip_graph.queries.stored import LANGUAGES
from actip_graph.solutions import rows_of
from actip_graph.sparql import bind
from actip_graph.terms import XSD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from actip_graph.queries.stored import Parameter, StoredQuery
    from actip_graph.store import Store
    from actip_graph.terms import Term

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)\Z")
_DESCRIBED = "ASK { ?thing ?property ?value }"
_ALL_BELOW = """
SELECT DISTINCT ?thing WHERE { ?thing a ?class . FILTER(STRSTARTS(STR(?thing), ?namespace)) }
"""


def terms_for(query: StoredQuery, given: Mapping[str, object], store: Store) -> dict[str, Term]:
    """Return the terms for the parameters of ``query``: those ``given``, else their defaults.

    A parameter with neither stays out, so that its variable stays free. Values that name a thing
    must name one that ``store`` knows. Raises ActipGraphError for an unknown parameter, a missing
    one, or a value that does not fit.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            reason = nearest(name, list(known)) if known else "it takes none"
            raise ActipGraphError(f"query {query.name!r} has no parameter {name!r}; {reason}")
    values: dict[str, Term] = {}
    for name, parameter in known.items():
        value = given.get(name)
        text = parameter.default if value is None else str(value)
        if text is not None:
            values[name] = _term(parameter, text, store)
        elif parameter.required:
            raise ActipGraphError(
                f"query {query.name!r} needs the parameter {name!r} ({parameter.kind}):"
                f" give it as -p {name}=…"
            )
    return values


def _term(parameter: Parameter, text: str, store: Store) -> Term:
    if parameter.enum and text not in parameter.enum:
        raise ActipGraphError(
            f"{parameter.name}={text!r} is not one of its values; {nearest(text, parameter.enum)}"
        )
    kind = parameter.kind
    if kind == "text":
        return ox.Literal(text)
    if kind == "date":
        return ox.Literal(as_date(text, parameter.name), datatype=ox.NamedNode(XSD + "date"))
    if kind == "language":
        if text not in LANGUAGES:
            raise ActipGraphError(f"{parameter.name}={text!r} is not a language here: en or id")
        return ox.Literal(text)
    if kind == "integer":
        if not re.fullmatch(r"[+-]?\d{1,18}", text):
            raise ActipGraphError(f"{parameter.name}={text!r} is not a whole number")
        return ox.Literal(text, datatype=ox.NamedNode(XSD + "integer"))
    if kind == "boolean":
        if text not in ("true", "false"):
            raise ActipGraphError(f"{parameter.name}={text!r} is neither true nor false")
        return ox.Literal(text, datatype=ox.NamedNode(XSD + "boolean"))
    return _thing(parameter, text, store)


def as_date(text: str, name: str = "date") -> str:
    """Return ``text`` as an ISO 8601 calendar date; ``today`` is the day of the run (local).

    Raises ActipGraphError for anything that is no day of the calendar.
    """
    if text == "today":
        return time.strftime("%Y-%m-%d")
    import datetime

    match = _DATE.match(text)
    try:
        if match:
            return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        pass
    raise ActipGraphError(f"{name}={text!r} is not a date; write it as 2017-03-08, or today")


def _thing(parameter: Parameter, text: str, store: Store) -> ox.NamedNode:
    """Return the IRI of a thing named by its key, its CURIE or its IRI."""
    kind = parameter.kind
    if kind != "class" and kind not in KINDS:
        raise ActipGraphError(f"the header declares {parameter.name} with unknown kind {kind!r}")
    namespace = ONTOLOGY if kind == "class" else PREFIXES[kind]
    iri = text if text.startswith(namespace) else (expand(text) or namespace + text)
    try:
        node = ox.NamedNode(iri)
    except ValueError as error:
        raise ActipGraphError(f"{parameter.name}={text!r} is not the name of a {kind}") from error
    if not iri.startswith(namespace) or not store.query(bind(_DESCRIBED, {"thing": node})):
        known = [shrink(i).split(":", 1)[-1] for i in things_below(namespace, store)]
        wanted = iri.removeprefix(namespace)
        raise ActipGraphError(
            f"{parameter.name}={text!r} is no known {kind}; {nearest(wanted, known)}"
        )
    return node


def things_below(namespace: str, store: Store) -> list[str]:
    """Return the IRIs below ``namespace`` of all things that ``store`` describes, sorted."""
    rows = rows_of(store.query(bind(_ALL_BELOW, {"namespace": ox.Literal(namespace)})))
    return sorted(row[0].value for row in rows if isinstance(row[0], ox.NamedNode))
