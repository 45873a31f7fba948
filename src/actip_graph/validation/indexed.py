"""The engine of this package: SHACL Core over an index, SPARQL constraints over Oxigraph.

Each constraint is checked for all focus nodes at once, the queries on a second core meanwhile.
"""

from __future__ import annotations

import re
import threading

import pyoxigraph as ox

from actip_graph import __version__
from actip_graph.errors import ActipGraphError
from actip_graph.validation.constraints.sparql import Sparql
from actip_graph.validation.report import Fault
from actip_graph.validation.shapes import named_shape
from actip_graph.validation.walk import walker
from actip_graph.validation.wording import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Nodes, Result
    from actip_graph.validation.dataset import Dataset
    from actip_graph.validation.index import Index
    from actip_graph.validation.shapes import Shape, Targets

NAME = "indexed"
VERSION = f"actip-graph {__version__} (pyoxigraph {ox.__version__})"


def judge(
    dataset: Dataset,
    graph: Index,
    shapes: Sequence[tuple[Shape, Targets]],
    focus: Callable[[Shape, Targets], Iterable[Term]],
) -> Iterator[Fault]:
    """Yield what ``shapes``, read off ``graph``, find wrong with their ``focus`` nodes.

    Raises ActipGraphError where a query of a shape is not valid SPARQL.
    """
    store = Store(dataset)
    if any(_uses_queries(shape) for shape, _ in shapes):
        store.start()
    run = Run(dataset.index, store)
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
        )

    for shape, targets in shapes:
        yield from map(fault, run.results(shape, focus(shape, targets)))


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

    def __init__(self, index: Index, store: Store) -> None:
        self.index = index
        self._store = store
        self._good: dict[Shape, set[Term]] = {}
        self._bad: dict[Shape, set[Term]] = {}

    def select(self, query: str, this: Term | None = None) -> Sequence[Mapping[str, Term]]:
        """Return the solutions of ``query`` by variable, with ``$this`` bound if given."""
        return self._store.select(query, this)

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
        walk = walker(self.index, shape.path)
        return {node: walk(node) for node in nodes}  # type: ignore[misc]


class Store:
    """The data once more, as an Oxigraph store that is filled on another core when first needed."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._store = ox.Store()
        self._thread: threading.Thread | None = None
        self._fault: Exception | None = None

    def start(self) -> None:
        """Begin to fill the store."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._fill, daemon=True)
            self._thread.start()

    def select(self, query: str, this: Term | None) -> Sequence[Mapping[str, Term]]:
        """See ``Run.select``; raise ActipGraphError where the query is not valid SPARQL."""
        self.start()
        assert self._thread is not None
        self._thread.join()
        if self._fault:
            raise ActipGraphError(f"The data could not be indexed: {self._fault}")
        given: dict[ox.Variable, Term | ox.Triple] = {}
        if this is not None:
            given[ox.Variable("this")] = this
        try:
            answer = self._store.query(query, substitutions=given)
        except SyntaxError as error:
            raise ActipGraphError(f"The shapes cannot be used: sh:select: {error}") from error
        assert isinstance(answer, ox.QuerySolutions)
        names = [variable.value for variable in answer.variables]
        return [
            {name: term for name in names if (term := solution[name]) is not None}
            for solution in answer
        ]

    def _fill(self) -> None:
        try:
            for path in self._dataset.without_blanks():
                self._store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
            triples = self._dataset.with_blanks()
            self._store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        except (OSError, SyntaxError, ValueError) as error:  # a file was changed meanwhile
            self._fault = error


def _uses_queries(shape: Shape) -> bool:
    return any(
        isinstance(constraint, Sparql) or any(map(_uses_queries, constraint.inner()))
        for constraint in shape.constraints
    )
