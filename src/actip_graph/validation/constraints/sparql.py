"""SPARQL-based constraints (SHACL, section 5)."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.validation.constraints.base import SH, Constraint, Hit, UnsupportedError
from actip_graph.validation.paths import Step
from actip_graph.validation.scope import bound, scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data, Nodes

# Up to so many focus nodes are asked about one by one; for more, one evaluation is cheaper.
_FEW = 4


class Sparql(Constraint):
    """``sh:sparql``: the query has no solution for the focus node."""

    component = SH + "SPARQLConstraintComponent"

    def __init__(
        self,
        source: Term,
        query: str,
        prefixes: Mapping[str, str],
        messages: Mapping[str, str],
        value_is_focus: bool,
    ) -> None:
        self.source = source
        self.messages = messages
        self.query = "".join(f"PREFIX {p}: <{ns}>\n" for p, ns in prefixes.items()) + query
        self._scope = scope(query, prefixes)
        self._value_is_focus = value_is_focus

    def reads(self) -> Iterable[ox.NamedNode] | None:
        """See the base class."""
        return None if self._scope.iris is None else map(ox.NamedNode, self._scope.iris)

    @property
    def lawful(self) -> bool:
        """Whether SHACL surely allows the query."""
        return self._scope.lawful

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class; raise UnsupportedError where the reference engine has to judge."""
        if data.restated.matters_to(self._scope):
            raise UnsupportedError("its query may look at the form of literals")
        seen: set[tuple[Term, frozenset[tuple[str, Term]]]] = set()
        for focus, row in self._solutions(data, nodes):
            key = focus, frozenset(row.items())
            if key in seen:
                continue
            seen.add(key)
            path = row.get("path")
            yield Hit(
                focus,
                row.get("value", focus if self._value_is_focus else None),
                path=Step(path) if isinstance(path, ox.NamedNode) else None,
                bindings={**row, "this": focus},
            )

    def questions(self, nodes: Collection[Term]) -> list[tuple[str, Term | None]]:
        """Return the queries to be asked about ``nodes``, each with the node it is for, if one.

        Raises UnsupportedError where they cannot be asked.
        """
        if not nodes:
            return []
        named = all(isinstance(focus, ox.NamedNode) for focus in nodes)
        if not self._scope.uses_this or (self._scope.free and (len(nodes) > _FEW or not named)):
            return [(self.query, None)]
        if not named:  # no query can name a blank node of the data
            raise UnsupportedError("its query is about nodes without a name")
        return [
            (bound(self.query, focus), focus) for focus in nodes if isinstance(focus, ox.NamedNode)
        ]

    def _solutions(self, data: Data, nodes: Nodes) -> Iterator[tuple[Term, Mapping[str, Term]]]:
        for query, this in self.questions(nodes):
            for solution in data.select(query):
                row = {}
                for name, term in solution.items():
                    original = data.restated.original(term)
                    if original is None:
                        raise UnsupportedError("its query is about several forms of one literal")
                    row[name] = original
                if this is not None:
                    yield this, row
                elif not self._scope.uses_this:
                    for focus in nodes:
                        yield focus, row
                elif (found := row.get("this")) is not None and found in nodes:
                    yield found, row
