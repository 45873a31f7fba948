"""Cardinality constraints (SHACL, section 4.2)."""

from __future__ import annotations

from actip_graph.validation.constraints.base import SH, Constraint, Hit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from actip_graph.validation.constraints.base import Data, Nodes


class MinCount(Constraint):
    """``sh:minCount``: there are at least so many values."""

    component = SH + "MinCountConstraintComponent"

    def __init__(self, count: ox.Literal) -> None:
        self._count = int(count.value)
        self.parameters = {"minCount": (count,)}

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        return (Hit(focus) for focus, values in nodes.items() if len(values) < self._count)


class MaxCount(Constraint):
    """``sh:maxCount``: there are at most so many values."""

    component = SH + "MaxCountConstraintComponent"

    def __init__(self, count: ox.Literal) -> None:
        self._count = int(count.value)
        self.parameters = {"maxCount": (count,)}

    def check(self, data: Data, nodes: Nodes) -> Iterator[Hit]:
        """See the base class."""
        return (Hit(focus) for focus, values in nodes.items() if len(values) > self._count)
