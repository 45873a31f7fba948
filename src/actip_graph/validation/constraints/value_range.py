"""Value range constraints (SHACL, section 4.3)."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.validation.constraints.base import SH, ValueConstraint
from actip_graph.validation.literals import compare

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data


class Bound(ValueConstraint):
    """A bound on each value; the subclasses say on which side of it a value may lie."""

    parameter: str
    allowed: frozenset[int]

    def __init__(self, bound: ox.Literal) -> None:
        self._bound = bound
        self.parameters = {self.parameter: (bound,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        bound, allowed = self._bound, self.allowed
        return lambda value: isinstance(value, ox.Literal) and compare(value, bound) in allowed


class MinInclusive(Bound):
    """``sh:minInclusive``: each value is at least the bound."""

    component = SH + "MinInclusiveConstraintComponent"
    parameter = "minInclusive"
    allowed = frozenset({0, 1})


class MinExclusive(Bound):
    """``sh:minExclusive``: each value is greater than the bound."""

    component = SH + "MinExclusiveConstraintComponent"
    parameter = "minExclusive"
    allowed = frozenset({1})


class MaxInclusive(Bound):
    """``sh:maxInclusive``: each value is at most the bound."""

    component = SH + "MaxInclusiveConstraintComponent"
    parameter = "maxInclusive"
    allowed = frozenset({-1, 0})


class MaxExclusive(Bound):
    """``sh:maxExclusive``: each value is less than the bound."""

    component = SH + "MaxExclusiveConstraintComponent"
    parameter = "maxExclusive"
    allowed = frozenset({-1})
