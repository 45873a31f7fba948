"""RDF terms between the engines.

Inside the package a term is pyoxigraph's; rdflib's are made where rdflib is used.
"""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES, shrink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    import rdflib.term

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
    Value: TypeAlias = str | int | float | bool | None

XSD = PREFIXES["xsd"]
XSD_STRING = XSD + "string"
_INTEGERS = {XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_DECIMALS = {XSD + name for name in ("decimal", "double", "float")}


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    """Return ``term`` as rdflib's; a plain string carries no datatype there."""
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Triple):
        raise ValueError("a triple term has no counterpart in rdflib")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == XSD_STRING:
        return rdflib.Literal(term.value)
    return rdflib.Literal(
        term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False
    )


def from_rdflib(term: rdflib.term.Node) -> Term:
    """Return rdflib's ``term`` as pyoxigraph's."""
    import rdflib

    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        if term.datatype:
            return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)))
        return ox.Literal(str(term))
    raise ValueError(f"no RDF term: {term!r}")


def to_python(term: Term | None) -> Value:
    """Return the plain Python value of ``term``.

    Numbers and booleans become such, IRIs of the project CURIEs, all else its text (dates keep
    their precision as text); an unbound variable is None.
    """
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        datatype = term.datatype.value
        try:
            if datatype in _INTEGERS:
                return int(term.value)
            if datatype in _DECIMALS:
                return float(term.value)
        except ValueError:  # an ill-typed literal is shown as it stands
            return term.value
        if datatype == XSD + "boolean":
            return term.value in ("true", "1")
        return term.value
    return to_text(term)


def to_text(term: Term | None) -> str:
    """Return ``term`` as a person reads it: the text of a literal, an IRI as CURIE if it has one."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shrink(term.value)
    return term.value if isinstance(term, ox.Literal) else f"_:{term.value}"
