"""Which focus nodes a change of the data can touch.

A verdict on a node depends on the triples that are looked at on the way: along the paths of the
shape and of the shapes inside it, in property pairs, types and queries. Going back along those
paths from a triple that was added or removed leads to every node whose verdict can differ; to
others it cannot. On a path, what comes before its first changed triple is the same before and
after, so that it is enough to go back in the graph as it is now.
"""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.validation.constraints.pairs import Pair
from actip_graph.validation.constraints.sparql import Sparql
from actip_graph.validation.index import SUBCLASS, TYPE
from actip_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Repeat,
    Repeated,
    Step,
)
from actip_graph.validation.walk import inverted, walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Constraint
    from actip_graph.validation.index import Index
    from actip_graph.validation.shapes import Shape, Targets


class Everything(Exception):  # noqa: N818  # no error: an answer that ends the search at once
    """A change that can touch every focus node of a shape."""


class Change:
    """Triples that were added or removed.

    Triples with blank nodes count as both, since a blank node of another reading of the file is
    another one.
    """

    def __init__(self, before: Iterable[ox.Triple], after: Iterable[ox.Triple]) -> None:
        changed = {*before} ^ {*after}
        self._subjects: dict[ox.NamedNode, set[Term]] = {}
        self._objects: dict[ox.NamedNode, set[Term]] = {}
        for triple in changed:
            assert not isinstance(triple.subject, ox.Triple)
            assert not isinstance(triple.object, ox.Triple)
            self._subjects.setdefault(triple.predicate, set()).add(triple.subject)
            self._objects.setdefault(triple.predicate, set()).add(triple.object)

    def __bool__(self) -> bool:
        return bool(self._subjects)

    def touched(self, shape: Shape, targets: Targets, data: Index) -> dict[Term, None]:
        """Return the focus nodes of ``shape`` in ``data`` whose verdict can have changed."""
        if not self:
            return {}
        try:
            if targets.classes and SUBCLASS in self._subjects:
                raise Everything
            nodes = self._nodes(shape, data)
        except Everything:
            return targets.among(data)
        if targets.classes:
            nodes |= self._subjects.get(TYPE, set())
        for predicate in targets.subjects_of:
            nodes |= self._subjects.get(predicate, set())
        for predicate in targets.objects_of:
            nodes |= self._objects.get(predicate, set())
        return {node: None for node in targets.among(data) if node in nodes} if nodes else {}

    def _nodes(self, shape: Shape, data: Index) -> set[Term]:
        """Return the nodes at which the verdict of ``shape`` can have changed."""
        here: set[Term] = set()
        values: set[Term] = set()
        for constraint in shape.constraints:
            if isinstance(constraint, Pair):
                here |= self._read(constraint)
            else:
                values |= self._read(constraint)
            for inner in constraint.inner():
                values |= self._nodes(inner, data)
        if shape.path is None:
            return here | values
        return here | self._starts(shape.path, data) | _back(shape.path, values, data)

    def _read(self, constraint: Constraint) -> set[Term]:
        """Return the nodes at which what ``constraint`` looks up has changed."""
        predicates = constraint.reads()
        if isinstance(constraint, Sparql):
            if predicates is None or not self._subjects.keys().isdisjoint(predicates):
                raise Everything
            return set()
        if predicates is None:
            return set().union(*self._subjects.values())
        predicates = set(predicates)
        if SUBCLASS in predicates and SUBCLASS in self._subjects:
            raise Everything
        return set().union(*(self._subjects.get(p, ()) for p in predicates))

    def _starts(self, path: Path, data: Index) -> set[Term]:
        """Return the nodes from which a walk along ``path`` can use a changed triple."""
        if isinstance(path, Step):
            return set(self._subjects.get(path.predicate, ()))
        if isinstance(path, Inverse):
            if isinstance(path.path, Step):
                return set(self._objects.get(path.path.predicate, ()))
            return self._starts(inverted(path.path), data)
        if isinstance(path, Alternative):
            return set().union(*(self._starts(part, data) for part in path.parts))
        if isinstance(path, Repeated):
            ends = self._starts(path.path, data)
            return _back(Repeated(path.path, Repeat.ZERO_OR_MORE), ends, data)
        found: set[Term] = set()
        for part in reversed(path.parts):
            found = self._starts(part, data) | _back(part, found, data)
        return found


def _back(path: Path, ends: Collection[Term], data: Index) -> set[Term]:
    """Return the nodes from which ``path`` leads to one of ``ends``."""
    if not ends:
        return set()
    walk = walker(data, inverted(path))
    return {start for end in ends for start in walk(end)}
