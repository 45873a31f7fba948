"""Other constraints (SHACL, section 4.8)."""

from __future__ import annotations

from actip_graph.validation.constraints.base import SH, Constraint, Hit, ValueConstraint
from actip_graph.validation.paths import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyoxigraph as ox

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data, Nodes


class Closed(Constraint):
    """``sh:closed``: a value has no properties but those named."""

    component = SH + "ClosedConstraintComponent"

    def __init__(self, allowed: Iterable[Term]) -> None:
        self._allowed = frozenset(allowed)
        self.parameters = {"ignoredProperties": tuple(sorted(self._allowed, key=str))}

    def reads(self) -> Iterable[ox.NamedNode] | None:
        """See the base class; an unexpected property may be any."""
        return None

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        focus_of: dict[Term, list[Term]] = {}
        for focus, values in nodes.items():
            for value in values:
                focus_of.setdefault(value, []).append(focus)
        for predicate in data.index.predicates:
            if predicate not in self._allowed:
                objects = data.index.objects_by(predicate)
                for value in objects.keys() & focus_of.keys():
                    for focus in focus_of[value]:
                        for found in objects[value]:
                            yield Hit(focus, found, path=Step(predicate))


class HasValue(Constraint):
    """``sh:hasValue``: one of the values is the given one."""

    component = SH + "HasValueConstraintComponent"

    def __init__(self, value: Term) -> None:
        self._value = value
        self.parameters = {"hasValue": (value,)}

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        return (Hit(focus) for focus, values in nodes.items() if self._value not in values)


class In(ValueConstraint):
    """``sh:in``: each value is one of the given ones."""

    component = SH + "InConstraintComponent"

    def __init__(self, members: Sequence[Term]) -> None:
        self._members = frozenset(members)
        self.parameters = {"in": tuple(members)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        return self._members.__contains__
