"""What a constraint is: it looks at focus nodes with their value nodes and hits what is wrong."""

from __future__ import annotations

from typing import NamedTuple

from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import Protocol

    import pyoxigraph as ox

    from actip_graph.terms import Term
    from actip_graph.validation.index import Index
    from actip_graph.validation.paths import Path
    from actip_graph.validation.restated import Restated
    from actip_graph.validation.shapes import Shape

    # Each focus node with its value nodes.
    Nodes = Mapping[Term, Collection[Term]]

    class Data(Protocol):
        """What a constraint may ask while it is checked."""

        index: Index

        @property
        def restated(self) -> Restated:
            """The literals that solutions have in another form than the data."""

        def failing(self, shape: Shape, nodes: Iterable[Term]) -> set[Term]:
            """Return those of ``nodes`` that do not conform to ``shape``."""

        def results(self, shape: Shape, nodes: Iterable[Term]) -> Iterator[Result]:
            """Yield the results of holding ``nodes`` against ``shape``."""

        def select(self, query: str) -> Sequence[Mapping[str, Term]]:
            """Return the solutions of a SELECT query by variable."""


SH = PREFIXES["sh"]


class UnsupportedError(Exception):
    """A shape uses what is beyond Core and SPARQL constraints."""


class Hit(NamedTuple):
    """One thing that a constraint found wrong.

    ``path`` and ``bindings`` come from SPARQL constraints: the path that takes the place of the
    shape's own, and the values that fill the messages.
    """

    focus: Term
    value: Term | None = None
    details: tuple[Result, ...] = ()
    path: Path | None = None
    bindings: Mapping[str, Term] | None = None


class Result(NamedTuple):
    """A hit, with the shape and the constraint that it comes from."""

    shape: Shape
    constraint: Constraint
    hit: Hit


class Constraint:
    """One constraint of a shape; each kind is a subclass with a ``component`` of its own."""

    component: str
    # Messages of the constraint itself, which go before those of the shape.
    messages: Mapping[str, str] = {}
    source: Term | None = None
    parameters: Mapping[str, Sequence[Term]] = {}

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """Yield what is wrong with ``nodes``."""
        raise NotImplementedError

    def results(self, data: Data, shape: Shape, nodes: Nodes) -> Iterator[Result]:
        """Yield the results for ``shape``, to which this constraint belongs."""
        for hit in self.check(data, nodes):
            yield Result(shape, self, hit)

    def failing(self, data: Data, nodes: Nodes) -> set[Term]:
        """Return the focus nodes with which something is wrong."""
        return {hit.focus for hit in self.check(data, nodes)}

    def inner(self) -> Iterable[Shape]:
        """Return the shapes that the value nodes are held against in turn."""
        return ()

    def reads(self) -> Iterable[ox.NamedNode] | None:
        """Return the predicates looked up beside the path; None where any may be."""
        return ()


class ValueConstraint(Constraint):
    """A constraint that looks at one value node at a time."""

    def test(self, data: Data) -> Callable[[Term], bool]:
        """Return the function that says whether a value is as it should be."""
        raise NotImplementedError

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        good = self.test(data)
        for focus, values in nodes.items():
            for value in values:
                if not good(value):
                    yield Hit(focus, value)
