"""Value type constraints (SHACL, section 4.1)."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.validation.constraints.base import SH, ValueConstraint
from actip_graph.validation.index import SUBCLASS, TYPE
from actip_graph.validation.literals import is_of_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Data


class Class(ValueConstraint):
    """``sh:class``: each value is an instance of the class or of one below it."""

    component = SH + "ClassConstraintComponent"

    def __init__(self, of: Term) -> None:
        self._of = of
        self.parameters = {"class": (of,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        return data.index.instances(self._of).__contains__

    def reads(self) -> Iterable[ox.NamedNode]:
        """See the base class."""
        return (TYPE, SUBCLASS)


class Datatype(ValueConstraint):
    """``sh:datatype``: each value is a literal of the datatype, and well-formed."""

    component = SH + "DatatypeConstraintComponent"

    def __init__(self, datatype: ox.NamedNode) -> None:
        self._datatype = datatype
        self.parameters = {"datatype": (datatype,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        datatype = self._datatype.value
        return lambda value: isinstance(value, ox.Literal) and is_of_type(value, datatype)


class NodeKind(ValueConstraint):
    """``sh:nodeKind``: each value is an IRI, a blank node, a literal, or one of two of them."""

    component = SH + "NodeKindConstraintComponent"
    KINDS = {  # noqa: RUF012
        SH + "IRI": (ox.NamedNode,),
        SH + "BlankNode": (ox.BlankNode,),
        SH + "Literal": (ox.Literal,),
        SH + "BlankNodeOrIRI": (ox.BlankNode, ox.NamedNode),
        SH + "BlankNodeOrLiteral": (ox.BlankNode, ox.Literal),
        SH + "IRIOrLiteral": (ox.NamedNode, ox.Literal),
    }

    def __init__(self, kind: ox.NamedNode) -> None:
        self._types = self.KINDS[kind.value]
        self.parameters = {"nodeKind": (kind,)}

    def test(self, data: Data) -> Callable[[Term], bool]:
        """See the base class."""
        types = self._types
        return lambda value: isinstance(value, types)
