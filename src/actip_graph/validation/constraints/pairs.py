"""Property pair constraints (SHACL, section 4.5)."""

from __future__ import annotations

from actip_graph.validation.constraints.base import SH, Constraint, Hit
from actip_graph.validation.literals import is_less

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyoxigraph as ox

    from actip_graph.validation.constraints.base import Data, Nodes


class Pair(Constraint):
    """A constraint between the values and those of another property of the focus node."""

    parameter: str

    def __init__(self, predicate: ox.NamedNode) -> None:
        self._predicate = predicate
        self.parameters = {self.parameter: (predicate,)}

    def reads(self) -> Iterable[ox.NamedNode]:
        """See the base class."""
        return (self._predicate,)


class Equals(Pair):
    """``sh:equals``: both have the same values."""

    component = SH + "EqualsConstraintComponent"
    parameter = "equals"

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        others = data.index.objects_by(self._predicate)
        for focus, values in nodes.items():
            for value in {*values} ^ {*others.get(focus, ())}:
                yield Hit(focus, value)


class Disjoint(Pair):
    """``sh:disjoint``: they have no value in common."""

    component = SH + "DisjointConstraintComponent"
    parameter = "disjoint"

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        others = data.index.objects_by(self._predicate)
        for focus, values in nodes.items():
            for value in {*values} & {*others.get(focus, ())}:
                yield Hit(focus, value)


class LessThan(Pair):
    """``sh:lessThan``: each value is less than each of the other property."""

    component = SH + "LessThanConstraintComponent"
    parameter = "lessThan"
    or_equal = False

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        others = data.index.objects_by(self._predicate)
        for focus, values in nodes.items():
            for other in others.get(focus, ()):
                for value in values:
                    if not is_less(value, other, or_equal=self.or_equal):
                        yield Hit(focus, value)


class LessThanOrEquals(LessThan):
    """``sh:lessThanOrEquals``: each value is at most each of the other property."""

    component = SH + "LessThanOrEqualsConstraintComponent"
    parameter = "lessThanOrEquals"
    or_equal = True
