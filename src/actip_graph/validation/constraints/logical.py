"""Logical constraints (SHACL, section 4.6)."""

from __future__ import annotations

from actip_graph.validation.constraints.base import SH, Constraint, Hit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data, Nodes
    from actip_graph.validation.shapes import Shape


class Logical(Constraint):
    """A constraint on how many of some shapes each value conforms to."""

    parameter: str

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = tuple(shapes)
        self.parameters = {self.parameter: tuple(shape.node for shape in shapes)}

    def inner(self) -> Iterable[Shape]:
        """See the base class."""
        return self._shapes

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        every = {value for values in nodes.values() for value in values}
        bad = self.bad(every, [data.failing(shape, every) for shape in self._shapes])
        for focus, values in nodes.items():
            for value in values:
                if value in bad:
                    yield Hit(focus, value)

    def bad(self, values: set[Term], failing: list[set[Term]]) -> set[Term]:
        """Return the bad ones among ``values``, of which those ``failing`` each shape are given."""
        raise NotImplementedError


class Not(Logical):
    """``sh:not``: no value conforms to the shape."""

    component = SH + "NotConstraintComponent"
    parameter = "not"

    def bad(self, values: set[Term], failing: list[set[Term]]) -> set[Term]:
        """See the base class."""
        return values - failing[0]


class And(Logical):
    """``sh:and``: each value conforms to all of the shapes."""

    component = SH + "AndConstraintComponent"
    parameter = "and"

    def bad(self, values: set[Term], failing: list[set[Term]]) -> set[Term]:
        """See the base class."""
        return set().union(*failing)


class Or(Logical):
    """``sh:or``: each value conforms to at least one of the shapes."""

    component = SH + "OrConstraintComponent"
    parameter = "or"

    def bad(self, values: set[Term], failing: list[set[Term]]) -> set[Term]:
        """See the base class."""
        return values.intersection(*failing)


class ExactlyOne(Logical):
    """``sh:xone``: each value conforms to exactly one of the shapes."""

    component = SH + "XoneConstraintComponent"
    parameter = "xone"

    def bad(self, values: set[Term], failing: list[set[Term]]) -> set[Term]:
        """See the base class."""
        return {value for value in values if sum(value not in f for f in failing) != 1}
