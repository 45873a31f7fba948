"""The engine of this package: SHACL Core over an index, SPARQL constraints over Oxigraph.

Each constraint is checked for all focus nodes at once, the queries on a second core meanwhile.
"""

from __future__ import annotations

import re
from contextlib import suppress

import pyoxigraph as ox

from actip_graph import __version__
from actip_graph.validation.collector import no_collector
from actip_graph.validation.constraints.base import UnsupportedError
from actip_graph.validation.constraints.sparql import Sparql
from actip_graph.validation.paths import Step
from actip_graph.validation.report import Fault
from actip_graph.validation.restated import Restated
from actip_graph.validation.shapes import named_shape
from actip_graph.validation.walk import walker
from actip_graph.validation.wording import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Nodes, Result
    from actip_graph.validation.index import Index
    from actip_graph.validation.shapes import Shape
    from actip_graph.validation.solver import Solver

NAME = "indexed"
VERSION = f"actip-graph {__version__} (pyoxigraph {ox.__version__})"


@no_collector()
def judge(
    index: Index, solver: Solver, graph: Index, work: Sequence[tuple[Shape, Collection[Term]]]
) -> tuple[list[Fault], list[Term]]:
    """Return what shapes, read off ``graph``, find wrong with nodes of ``index``.

    ``work`` names the nodes that each shape is held against; the ``solver`` answers queries over
    the same data. The second of the pair are shapes that turned out to be beyond this engine.
    Raises ActipGraphError where a query is not valid SPARQL.
    """
    run = Run(index, solver)
    rules: dict[Term, str] = {}

    def fault(result: Result) -> Fault:
        shape, constraint, hit = result
        if shape.node not in rules:
            rules[shape.node] = named_shape(graph, shape.node)
        return Fault(
            severity=shape.severity,
            rule=rules[shape.node],
            component=constraint.component,
            focus=hit.focus,
            path=hit.path or shape.path,
            value=hit.value,
            messages=_messages(result),
            source=shape.node,
            details=tuple(map(fault, hit.details)),
            own_severity=shape.own_severity,
        )

    faults: list[Fault] = []
    beyond: list[Term] = []
    for shape, nodes in work:
        _ask(shape, nodes, solver)
    for shape, nodes in sorted(work, key=lambda task: uses_queries(task[0])):
        try:
            faults += list(map(fault, run.results(shape, nodes)))
        except UnsupportedError:
            beyond.append(shape.node)
    return faults, beyond


def _ask(shape: Shape, nodes: Collection[Term], solver: Solver) -> None:
    """Have the queries of ``shape`` itself answered while other constraints are checked."""
    for constraint in shape.constraints:
        if isinstance(constraint, Sparql):
            with suppress(UnsupportedError):
                for query, _ in constraint.questions(nodes):
                    solver.ask(query)


def _messages(result: Result) -> dict[str, str]:
    shape, constraint, hit = result
    templates = constraint.messages or shape.messages
    if templates:
        return {tag: _filled(text, hit.bindings or {}) for tag, text in templates.items()}
    return explain(constraint.component, constraint.parameters, hit.value, hit.path or shape.path)


def _filled(template: str, bindings: Mapping[str, Term]) -> str:
    """Return ``template`` with ``{?name}`` and ``{$name}`` replaced (SHACL, section 5.3.2)."""

    def fill(field: re.Match[str]) -> str:
        term = bindings.get(field[1])
        return field[0] if term is None else term.value

    return re.sub(r"\{[?$](\w+)\}", fill, template)


class Run:
    """One validation: the data, and what is already known of which node conforms to what."""

    def __init__(self, index: Index, solver: Solver) -> None:
        self.index = index
        self._solver = solver
        self._restated: Restated | None = None
        self._good: dict[Shape, set[Term]] = {}
        self._bad: dict[Shape, set[Term]] = {}

    @property
    def restated(self) -> Restated:
        """The literals that solutions have in another form than the data."""
        if self._restated is None:
            self._restated = Restated(self.index)
        return self._restated

    def select(self, query: str) -> Sequence[Mapping[str, Term]]:
        """Return the solutions of ``query`` by variable."""
        return self._solver.select(query)

    def results(self, shape: Shape, nodes: Iterable[Term]) -> Iterator[Result]:
        """Yield the results of holding ``nodes`` against ``shape``."""
        if shape.deactivated:
            return
        values = self._values(shape, nodes)
        for constraint in shape.constraints:
            yield from constraint.results(self, shape, values)

    def failing(self, shape: Shape, nodes: Iterable[Term]) -> set[Term]:
        """Return those of ``nodes`` that do not conform to ``shape``."""
        if shape.deactivated:
            return set()
        good, bad = self._good.setdefault(shape, set()), self._bad.setdefault(shape, set())
        nodes = set(nodes)
        new = nodes - good - bad
        if new:
            values = self._values(shape, new)
            found = set().union(*(c.failing(self, values) for c in shape.constraints))
            bad |= found
            good |= new - found
        return nodes & bad

    def _values(self, shape: Shape, nodes: Iterable[Term]) -> Nodes:
        if shape.path is None:
            return {node: (node,) for node in nodes}
        if isinstance(shape.path, Step):
            objects = self.index.objects_by(shape.path.predicate).get
            return {node: objects(node, ()) for node in nodes}
        walk = walker(self.index, shape.path)
        return {node: walk(node) for node in nodes}  # type: ignore[misc]


def uses_queries(shape: Shape) -> bool:
    """Say whether ``shape``, or one inside it, has a SPARQL constraint."""
    return any(
        isinstance(constraint, Sparql) or any(map(uses_queries, constraint.inner()))
        for constraint in shape.constraints
    )
