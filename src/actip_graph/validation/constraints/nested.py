"""Shape-based constraints (SHACL, section 4.7)."""

from __future__ import annotations

from collections import Counter

from actip_graph.validation.constraints.base import SH, Constraint, Hit, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data, Nodes
    from actip_graph.validation.shapes import Shape


def _all(nodes: Nodes) -> dict[Term, None]:
    return {value: None for values in nodes.values() for value in values}


class Node(Constraint):
    """``sh:node``: each value conforms to the shape."""

    component = SH + "NodeConstraintComponent"

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self.parameters = {"node": (shape.node,)}

    def inner(self) -> Iterable[Shape]:
        """See the base class."""
        return (self._shape,)

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class; the results of the inner shape explain each hit."""
        bad = data.failing(self._shape, _all(nodes))
        for focus, values in nodes.items():
            for value in values:
                if value in bad:
                    yield Hit(focus, value, tuple(data.results(self._shape, (value,))))


class Property(Constraint):
    """``sh:property``: each value node is held against the property shape."""

    component = SH + "PropertyConstraintComponent"

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def inner(self) -> Iterable[Shape]:
        """See the base class."""
        return (self._shape,)

    def results(self, data: Data, shape: Shape, nodes: Nodes) -> Iterator[Result]:
        """See the base class; the results are those of the property shape, for each value node."""
        yield from data.results(self._shape, _all(nodes))
        if shape.path is not None:  # then two focus nodes may share a value node
            mentions = Counter(value for values in nodes.values() for value in values)
            for value, number in mentions.items():
                for _ in range(number - 1):
                    yield from data.results(self._shape, (value,))

    def failing(self, data: Data, nodes: Nodes) -> set[Term]:
        """See the base class."""
        bad = data.failing(self._shape, _all(nodes))
        return {focus for focus, values in nodes.items() if not bad.isdisjoint(values)}


class Qualified(Constraint):
    """``sh:qualifiedValueShape``: so many values conform to the shape.

    With ``siblings``, a value that conforms to one of those does not count.
    """

    def __init__(self, shape: Shape, count: ox.Literal, siblings: Sequence[Shape]) -> None:
        self._shape = shape
        self._count = int(count.value)
        self._siblings = tuple(siblings)

    def inner(self) -> Iterable[Shape]:
        """See the base class."""
        return (self._shape, *self._siblings)

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        every = _all(nodes)
        good = every.keys() - data.failing(self._shape, every)
        for sibling in self._siblings:
            good &= data.failing(sibling, every)
        for focus, values in nodes.items():
            if not self.allows(sum(value in good for value in values)):
                yield Hit(focus)

    def allows(self, number: int) -> bool:
        """Say whether so many values may conform."""
        raise NotImplementedError


class QualifiedMin(Qualified):
    """``sh:qualifiedMinCount``: at least so many."""

    component = SH + "QualifiedMinCountConstraintComponent"

    def __init__(self, shape: Shape, count: ox.Literal, siblings: Sequence[Shape]) -> None:
        super().__init__(shape, count, siblings)
        self.parameters = {"qualifiedValueShape": (shape.node,), "qualifiedMinCount": (count,)}

    def allows(self, number: int) -> bool:
        """See the base class."""
        return number >= self._count


class QualifiedMax(Qualified):
    """``sh:qualifiedMaxCount``: at most so many."""

    component = SH + "QualifiedMaxCountConstraintComponent"

    def __init__(self, shape: Shape, count: ox.Literal, siblings: Sequence[Shape]) -> None:
        super().__init__(shape, count, siblings)
        self.parameters = {"qualifiedValueShape": (shape.node,), "qualifiedMaxCount": (count,)}

    def allows(self, number: int) -> bool:
        """See the base class."""
        return number <= self._count
