"""Whether the shapes notice a mutant: it is made, what it can touch is judged, it is undone.

What is judged and how is the library's own: ``Change`` says which nodes a change can touch, and
``Run`` holds them against the shapes. Only a query that names no predicates could be touched at
any node, and is too slow to be asked afresh for thousands of mutants. It is asked about the nodes
and the properties of the change alone; what it would report elsewhere is not credited to it, so
the score can only come out too low.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.validation.change import Change
from actip_graph.validation.constraints.sparql import Sparql
from actip_graph.validation.dataset import Dataset
from actip_graph.validation.index import SUBCLASS, TYPE, Index
from actip_graph.validation.indexed import Run, uses_queries
from actip_graph.validation.paths import predicates
from actip_graph.validation.shapes import Shape, Shapes, named_shape
from actip_graph.validation.solver import Solver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Constraint
    from actip_graph.validation.restated import Restated
    from actip_graph.validation.shapes import Targets
    from tests.mutation.mutants import Mutant
    from tests.mutation.world import Triple

    Question = dict[str, Term]


class Bench:
    """The graph and the shapes of the project, held ready for many small changes."""

    def __init__(self, only: str = "") -> None:
        """With ``only``, the last part of the name of a shape, no other shape is used."""
        files = Dataset(resources.graph_files())
        self.index = EditableIndex(ox.Triple(*triple) for triple in files.index)  # type: ignore[arg-type]
        self._solver = LiveSolver(self.index)
        shapes = Shapes(Dataset(resources.shape_files()).index)
        assert not shapes.unsupported
        self.names: dict[Term, str] = {
            shape.node: named_shape(shapes.graph, shape.node).rpartition("#")[2]
            for shape, _ in shapes.targeted
        }
        parts = [
            (part, targets, _looks_at(part, targets))
            for shape, targets in shapes.targeted
            if only in ("", self.names[shape.node])
            for part in _parts(shape)
        ]
        # The cheap ones first.
        self._parts = sorted(parts, key=lambda part: (part[2] is None, uses_queries(part[0])))
        self._restated = Run(self.index, self._solver).restated

    def noticed_by(self, mutant: Mutant) -> str:
        """Return the name of a shape that reports ``mutant``, or nothing if none does."""
        change = Change(_triples(mutant.removed), _triples(mutant.added))
        changed = {predicate for _, predicate, _ in (*mutant.removed, *mutant.added)}
        with self._changed(mutant):
            run = _Run(self.index, self._solver, self._restated)
            for shape, targets, looked_at in self._parts:
                if looked_at is not None and changed.isdisjoint(looked_at):
                    continue
                nodes = change.touched(shape, targets, self.index)
                for question in _questions(mutant) if looked_at is None else [{}]:
                    self._solver.given = question
                    if nodes and any(run.results(shape, nodes)):
                        return self.names[shape.node]
        return ""

    @contextmanager
    def _changed(self, mutant: Mutant) -> Iterator[None]:
        removed = [t for t in mutant.removed if t not in mutant.added]
        added = [t for t in mutant.added if t[2] not in self.index.objects(t[0], t[1])]
        self._replace(removed, added)
        try:
            yield
        finally:
            self._replace(added, removed)

    def _replace(self, old: Sequence[Triple], new: Sequence[Triple]) -> None:
        for triple in old:
            self.index.remove(*triple)
            self._solver.remove(triple)
        for triple in new:
            self.index.insert(*triple)
            self._solver.insert(triple)


def _parts(shape: Shape) -> Iterator[Shape]:
    """Yield ``shape`` in two: what names all predicates that it looks at, and the rest."""
    for is_open in (False, True):
        part = Shape(shape.node, shape.path)
        part.constraints = [c for c in shape.constraints if _is_open(c) == is_open]
        if part.constraints:
            yield part


def _is_open(constraint: Constraint) -> bool:
    return isinstance(constraint, Sparql) and constraint.reads() is None


def _looks_at(shape: Shape, targets: Targets) -> set[ox.NamedNode] | None:
    """Return the predicates that can matter to ``shape``; None for any."""
    found = {*targets.subjects_of, *targets.objects_of}
    if targets.classes:
        found |= {TYPE, SUBCLASS}
    waiting = [shape]
    while waiting:
        inner = waiting.pop()
        found.update(() if inner.path is None else predicates(inner.path))
        for constraint in inner.constraints:
            read = constraint.reads()
            if read is None:
                return None
            found.update(read)
            waiting += constraint.inner()
    return found


def _questions(mutant: Mutant) -> list[Question]:
    """Return what a query that is open to any predicate is asked about.

    By the convention of the shapes, ``?value`` is the node at fault and ``?path`` the property.
    """
    found: dict[tuple[Term, Term | None], None] = {}
    for subject, predicate, _ in (*mutant.removed, *mutant.added):
        found[subject, predicate] = None
        if predicate == TYPE:  # it matters to all that is said of the thing
            found[subject, None] = None
    for _, predicate, value in mutant.added:
        if isinstance(value, ox.NamedNode):
            found[value, predicate] = None
    return [
        {"value": node} if predicate is None else {"value": node, "path": predicate}
        for node, predicate in found
    ]


def _triples(triples: Iterable[Triple]) -> list[ox.Triple]:
    return [ox.Triple(*triple) for triple in triples]


class EditableIndex(Index):
    """An index out of which single triples can be taken, and put in again."""

    def insert(self, subject: Term, predicate: ox.NamedNode, value: Term) -> None:
        """Add a triple that is not there."""
        self._by_predicate.setdefault(predicate, {}).setdefault(subject, []).append(value)
        if predicate in self._inverted:
            self._inverted[predicate].setdefault(value, []).append(subject)
        self._forget(predicate, value)

    def remove(self, subject: Term, predicate: ox.NamedNode, value: Term) -> None:
        """Take away a triple that is there."""
        _take(self._by_predicate[predicate], subject, value)
        if predicate in self._inverted:
            _take(self._inverted[predicate], value, subject)
        self._forget(predicate, value)

    def _forget(self, predicate: ox.NamedNode, value: Term) -> None:
        if predicate == SUBCLASS:
            self._instances.clear()
        elif predicate == TYPE:
            for above in [k for k in self._instances if value in self.subclasses(k)]:
                del self._instances[above]


def _take(values: dict[Term, list[Term]], key: Term, value: Term) -> None:
    values[key].remove(value)
    if not values[key]:
        del values[key]


class LiveSolver(Solver):
    """A solver whose data may change between two questions.

    ``given`` are variables that are bound beforehand in all questions.
    """

    def __init__(self, index: Index) -> None:
        super().__init__()
        self.given: Question = {}
        self._store.bulk_extend(ox.Quad(*triple) for triple in index)  # type: ignore[arg-type]

    def insert(self, triple: Triple) -> None:
        """Add a triple."""
        self._store.add(ox.Quad(*triple))

    def remove(self, triple: Triple) -> None:
        """Take a triple away."""
        self._store.remove(ox.Quad(*triple))

    def select(self, query: str) -> list[Mapping[str, Term]]:
        """Return the solutions of ``query`` by variable."""
        given: dict[ox.Variable, Term | ox.Triple] = {
            ox.Variable(name): term for name, term in self.given.items()
        }
        solutions = self._store.query(query, substitutions=given)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := row[name]) is not None} for row in solutions
        ]


class _Run(Run):
    """A run that is told what it would else find out anew: which literals a store restates."""

    def __init__(self, index: Index, solver: Solver, restated: Restated) -> None:
        super().__init__(index, solver)
        self._restated = restated
