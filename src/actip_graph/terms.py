"""RDF terms between the engines.

Inside the package a term is pyoxigraph's; rdflib's are made where rdflib is used.
"""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES, shrink

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    import rdflib.term
    from rdflib.term import Identifier

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
    Value: TypeAlias = str | int | float | bool | None

XSD = PREFIXES["xsd"]
XSD_STRING = XSD + "string"
_TRUTH = {"true": True, "1": True, "false": False, "0": False}
_NATIVE: dict[str, Callable[[str], Value]] = {
    **{XSD + name: int for name in ("integer", "int", "long", "nonNegativeInteger")},
    **{XSD + name: float for name in ("decimal", "double", "float")},
    XSD + "boolean": _TRUTH.__getitem__,
}


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Identifier:
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
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def triple_to_rdflib(
    triple: ox.Triple,
) -> tuple[Identifier, Identifier, Identifier]:
    """Return the three terms of ``triple`` as rdflib's."""
    return (to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object))


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


def triple_from_rdflib(triple: tuple[rdflib.term.Node, ...]) -> ox.Triple:
    """Return rdflib's ``triple`` as pyoxigraph's."""
    subject, predicate, value = (from_rdflib(term) for term in triple)
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        raise ValueError(f"no RDF triple: {triple!r}")
    return ox.Triple(subject, predicate, value)


def to_python(term: Term | None) -> Value:
    """Return the plain Python value of ``term``.

    Numbers and booleans become such, IRIs of the project CURIEs, all else its text (dates keep
    their precision as text); an unbound variable is None.
    """
    if term is None:
        return None
    convert = _NATIVE.get(term.datatype.value) if isinstance(term, ox.Literal) else None
    if convert is None:
        return to_text(term)
    try:
        return convert(term.value)
    except (ValueError, KeyError):  # an ill-typed literal is shown as it stands
        return term.value


def to_text(term: Term | None) -> str:
    """Return ``term`` as a person reads it: a literal as its text, an IRI as its CURIE."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shrink(term.value)
    return term.value if isinstance(term, ox.Literal) else f"_:{term.value}"
