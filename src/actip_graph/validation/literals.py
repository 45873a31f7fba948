"""What literals mean: whether one is well-formed, and which of two is less.

The common forms are decided here at once. For all others rdflib and pySHACL, the reference of
SHACL in Python, are asked, so that both engines of this package always agree.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

import actip_graph.validation.quiet  # noqa: F401  # for what it does
from actip_graph.namespaces import PREFIXES
from actip_graph.terms import to_rdflib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from actip_graph.terms import Term

_XSD = PREFIXES["xsd"]
_STRING = _XSD + "string"
_LANG_STRING = PREFIXES["rdf"] + "langString"

_DATE = (
    r"\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"  # 29 February is left out
)
# Forms that are well-formed beyond doubt; what is not among them may be so too.
_PLAIN: dict[str, Callable[[str], object]] = {
    _XSD + name: re.compile(pattern + r"\Z").match
    for name, pattern in {
        "boolean": "true|false",
        "integer": r"-?\d+",
        "nonNegativeInteger": r"\d+",
        "decimal": r"-?\d+(?:\.\d+)?",
        "double": r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?",
        "date": _DATE,
        "dateTime": _DATE + r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z?",
        "gYear": r"[1-9]\d{3}",
        "gYearMonth": r"[1-9]\d{3}-(?:0[1-9]|1[0-2])",
        "anyURI": r"[a-z]+:[\w:/?#.@=&%~+-]+",
    }.items()
}
# Datatypes that a literal of another one can count as.
_OPEN_TO_ALL = {PREFIXES["rdfs"] + "Literal", PREFIXES["rdfs"] + "Datatype"}
_NUMBERS: dict[str, Callable[[str], Decimal | int | float]] = {
    _XSD + "integer": int,
    _XSD + "nonNegativeInteger": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
}
# Times compare as text where both are written alike, without fraction and zone.
_AS_TEXT: dict[str, Callable[[str], object]] = {
    _STRING: re.compile(r".*\Z", re.DOTALL).match,
    _XSD + "date": re.compile(_DATE + r"\Z").match,
    _XSD + "dateTime": re.compile(_DATE + r"T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\Z").match,
}


def is_of_type(literal: ox.Literal, datatype: str) -> bool:
    """Say whether ``literal`` has the datatype of that IRI and is well-formed in it.

    SHACL, section 4.1.2: an ill-typed literal has no datatype.
    """
    own = literal.datatype.value
    if own == datatype:
        if own in (_STRING, _LANG_STRING):
            return True
        plain = _PLAIN.get(own)
        if plain is not None and plain(literal.value):
            return True
    elif datatype not in _OPEN_TO_ALL:
        return False
    return _reference_is_of_type(literal, datatype)


def compare(one: ox.Literal, other: ox.Literal) -> int | None:
    """Return -1, 0 or 1 as ``one`` is less than, equal to or greater than ``other``.

    None where the two cannot be compared (SPARQL 1.1, section 17.3, operator ``<``).
    """
    first, second = _key(one), _key(other)
    if first is None or second is None or first[0] != second[0]:
        return _reference_compare(one, other)
    one_value: Any = first[1]  # two of one kind, which compare
    return int(one_value > second[1]) - int(one_value < second[1])


def is_less(one: Term, other: Term, *, or_equal: bool = False) -> bool:
    """Say whether ``one`` is less than ``other``, or equal to it where that is allowed too.

    False where the two cannot be compared.
    """
    if isinstance(one, ox.BlankNode) or isinstance(other, ox.BlankNode):
        return False
    first, second = _key(one), _key(other)
    if first is None or second is None or first[0] != second[0]:
        return _reference_is_less(one, other, or_equal)
    one_value: Any = first[1]  # two of one kind, which compare
    return bool(one_value <= second[1] if or_equal else one_value < second[1])


@lru_cache(maxsize=65536)
def _key(term: Term) -> tuple[str, object] | None:
    """Return the kind and value of a literal of a plain form."""
    if not isinstance(term, ox.Literal) or term.language:
        return None
    datatype = term.datatype.value
    number = _NUMBERS.get(datatype)
    if number is not None and _PLAIN[datatype](term.value):
        return "number", number(term.value)
    as_text = _AS_TEXT.get(datatype)
    if as_text is not None and as_text(term.value):
        return datatype, term.value
    return None


@lru_cache(maxsize=65536)
def _reference_is_of_type(literal: ox.Literal, datatype: str) -> bool:
    from pyshacl.constraints.core.value_constraints import DatatypeConstraintComponent
    from rdflib import RDF, RDFS, XSD, Literal, URIRef

    value, rule = to_rdflib(literal), URIRef(datatype)
    assert isinstance(value, Literal)
    if value.datatype == rule or (value.datatype is None and not value.language):
        wanted = rule if rule in (value.datatype, XSD.string) else None
        if wanted is not None and not value.ill_typed:
            # The method looks at nothing but its arguments.
            check: Any = DatatypeConstraintComponent._assert_actual_datatype
            return bool(check(None, value, wanted))
    if rule == RDFS.Literal or (rule == RDFS.Datatype and value.datatype):
        return True
    return rule == RDF.langString and bool(value.language)


@lru_cache(maxsize=65536)
def _reference_compare(one: ox.Literal, other: ox.Literal) -> int | None:
    from pyshacl.rdfutil.compare import compare_literal
    from rdflib import Literal

    first, second = to_rdflib(one), to_rdflib(other)
    assert isinstance(first, Literal) and isinstance(second, Literal)
    if isinstance(first.value, str) != isinstance(second.value, str):
        return None
    try:
        return int(compare_literal(first, second))  # type: ignore[no-untyped-call]
    except (TypeError, NotImplementedError):
        return None


@lru_cache(maxsize=65536)
def _reference_is_less(one: Term, other: Term, or_equal: bool) -> bool:
    from rdflib import Literal, URIRef

    def comparable(term: Term) -> object:
        node = to_rdflib(term)
        if isinstance(node, URIRef):
            return str(node)
        assert isinstance(node, Literal)
        return node.value if isinstance(node.value, str) else node

    first, second = comparable(one), comparable(other)
    if isinstance(first, Literal) != isinstance(second, Literal):
        return False
    try:
        return bool(first <= second if or_equal else first < second)  # type: ignore[operator]
    except TypeError:
        return False
