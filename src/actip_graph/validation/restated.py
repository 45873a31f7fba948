"""Literals that Oxigraph keeps by their value and gives back in another form.

It stores "1.50"^^xsd:decimal as the number and returns "1.5". For SHACL the two are two terms, so
what a query says about such a literal is translated back, and a query to which the form can
matter is left to the reference engine.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from actip_graph.terms import Term
    from actip_graph.validation.index import Index
    from actip_graph.validation.scope import Scope

_XSD = PREFIXES["xsd"]
# Forms that come back as they are; only others need to be tried.
_CANONICAL = {
    _XSD + "string": re.compile(r""),
    PREFIXES["rdf"] + "langString": re.compile(r""),
    _XSD + "integer": re.compile(r"(?:-?[1-9][0-9]{0,17}|0)\Z"),
    _XSD + "date": re.compile(r"[1-9][0-9]{3}-[0-9]{2}-[0-9]{2}\Z"),
    _XSD + "gYear": re.compile(r"[1-9][0-9]{3}\Z"),
    _XSD + "gYearMonth": re.compile(r"[1-9][0-9]{3}-[0-9]{2}\Z"),
    _XSD + "anyURI": re.compile(r""),
}


class Restated:
    """The literals of some data that come back in another form."""

    def __init__(self, data: Index) -> None:
        self._data = data
        self._originals: dict[Term, list[ox.Literal]] = {}
        odd = [literal for literal in data.literals() if not _is_canonical(literal)]
        for original, returned in zip(odd, _returned(odd), strict=True):
            if original != returned:
                self._originals.setdefault(returned, []).append(original)
        changed = {original for several in self._originals.values() for original in several}
        self._predicates = {
            predicate.value
            for predicate in data.predicates
            if changed and not changed.isdisjoint(data.subjects_by(predicate))
        }

    def matters_to(self, scope: Scope) -> bool:
        """Say whether the form of such a literal can change the solutions of a query."""

        def concerned(predicates: frozenset[str] | None) -> bool:
            return predicates is None or not self._predicates.isdisjoint(predicates)

        if not self._predicates or not concerned(scope.iris):
            return False
        joined = any(
            len(mentions) > 1 and any(map(concerned, mentions))
            for mentions in scope.objects.values()
        )
        return joined or any(
            any(map(concerned, scope.objects.get(variable, (None,))))
            for variable in scope.looked_at
        )

    def original(self, returned: Term) -> Term | None:
        """Return the term of the data that came back as ``returned``; None if several did."""
        originals = self._originals.get(returned, [])
        if returned in self._data:
            return None if originals else returned
        return originals[0] if len(originals) == 1 else returned if not originals else None


def _is_canonical(literal: ox.Literal) -> bool:
    form = _CANONICAL.get(literal.datatype.value)
    return form is not None and form.match(literal.value) is not None


def _returned(literals: Iterable[ox.Literal]) -> list[Term]:
    """Return the literals as a store gives them back, in the same order."""
    store, predicate = ox.Store(), ox.NamedNode("urn:is")
    names = []
    for number, literal in enumerate(literals):
        names.append(ox.NamedNode(f"urn:{number}"))
        store.add(ox.Quad(names[-1], predicate, literal))
    found = {quad.subject: quad.object for quad in store}
    return [found[name] for name in names]
