"""Terms as Turtle writes them, on one line and harmless to a terminal."""

from __future__ import annotations

from functools import lru_cache

import pyoxigraph as ox

from actip_graph.namespaces import GRAPHS, PREFIXES, shrink
from actip_graph.terms import XSD_STRING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from actip_graph.exchange.changes import Component, Object

_TYPE = PREFIXES["rdf"] + "type"


def turtle(term: Object) -> str:
    """Return ``term`` with the prefixes of the project; what cannot be printed is escaped."""
    if isinstance(term, ox.NamedNode):
        return _iri(term.value)
    if isinstance(term, ox.Literal):
        text = printable(str(ox.Literal(term.value)))
        if term.language or term.datatype.value == XSD_STRING:
            return text + printable(str(term)[len(str(ox.Literal(term.value))) :])
        return f"{text}^^{_iri(term.datatype.value)}"
    if isinstance(term, ox.Triple):
        return f"<<( {statement(term)} )>>"
    return str(term)


def verb(predicate: ox.NamedNode) -> str:
    """Return ``predicate`` as it stands in Turtle."""
    return "a" if predicate.value == _TYPE else turtle(predicate)


def statement(triple: ox.Triple) -> str:
    """Return ``triple`` without the dot at its end."""
    return f"{turtle(triple.subject)} {verb(triple.predicate)} {turtle(triple.object)}"


def printable(text: str) -> str:
    """Return ``text`` with the escapes of Turtle for what cannot be seen."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in text)


def graph_label(name: str) -> str:
    """Return the name of a graph as people write it: ``graph:data/instruments/ACTIP``."""
    if name.startswith(GRAPHS):
        return printable(f"graph:{name.removeprefix(GRAPHS)}")
    return printable(name) or "default graph"


class Numbered:
    """Labels for the blank nodes of one component after another: _:b1, _:b2, …"""

    def __init__(self, letter: str = "b") -> None:
        self._letter = letter
        self._last = 0

    def labels(self, component: Component) -> Callable[[ox.BlankNode], ox.BlankNode]:
        """Return what names the blank nodes of ``component`` in its canonical form."""
        known: dict[str, ox.BlankNode] = {}

        def label(node: ox.BlankNode) -> ox.BlankNode:
            if node.value not in known:
                self._last += 1
                known[node.value] = ox.BlankNode(f"{self._letter}{self._last}")
            return known[node.value]

        return label


@lru_cache(maxsize=1 << 16)
def _iri(iri: str) -> str:
    short = shrink(iri)
    return short if short != iri else printable(f"<{iri}>")
