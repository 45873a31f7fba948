"""What a graph comes down to: so many triples, and a digest that equal graphs share."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_XSD = PREFIXES["xsd"]
# Of these, and of no others, stores may change the form and keep the value.
_RESTATED = frozenset(
    _XSD + name
    for name in (
        *("boolean", "decimal", "double", "float", "duration", "dayTimeDuration"),
        *("date", "dateTime", "dateTimeStamp", "time", "gYear", "gYearMonth", "gMonthDay"),
        *("gDay", "gMonth", "yearMonthDuration", "integer", "byte", "short", "int", "long"),
        *("unsignedByte", "unsignedShort", "unsignedInt", "unsignedLong", "positiveInteger"),
        *("nonNegativeInteger", "negativeInteger", "nonPositiveInteger"),
    )
)


class Fingerprint(NamedTuple):
    """The size of a graph, and the digest of its content."""

    triples: int
    digest: str
    """SHA-256 of its canonical N-Quads (RDFC-1.0, W3C Recommendation of 21 May 2024)."""


def fingerprint(triples: Iterable[ox.Triple]) -> Fingerprint:
    """Return the fingerprint of the graph of ``triples``; one that is given twice counts once."""
    lines: set[str] = set()
    blank: list[ox.Quad] = []
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and not _holds_blank(triple.object):
            lines.add(str(triple))
        else:
            blank.append(ox.Quad(triple.subject, triple.predicate, triple.object))
    # Canonical labels depend on these alone (RDFC-1.0, section 4.4), and a dataset is large.
    dataset = ox.Dataset(blank)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines.update(str(quad.triple) for quad in dataset)
    digest = hashlib.sha256()
    for line in sorted(lines):
        digest.update(line.encode())
        digest.update(b" .\n")
    return Fingerprint(len(lines), digest.hexdigest())


def by_value(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Yield ``triples``, each literal in the canonical form of its value (``1.50`` as ``1.5``).

    An ill-typed literal has no value and stays as it is.
    """
    for triple in triples:
        value = triple.object
        if isinstance(value, ox.Literal) and value.datatype.value in _RESTATED:
            canonical = _canonical(value)
            if canonical != value:
                yield ox.Triple(triple.subject, triple.predicate, canonical)
                continue
        yield triple


def _holds_blank(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> bool:
    return isinstance(term, ox.BlankNode | ox.Triple)


@lru_cache(maxsize=100_000)
def _canonical(literal: ox.Literal) -> ox.Literal:
    """Return ``literal`` as Oxigraph's store gives it back: it keeps values, not their forms."""
    store = ox.Store()
    node = ox.NamedNode("urn:x")
    store.add(ox.Quad(node, node, literal))
    (quad,) = store
    assert isinstance(quad.object, ox.Literal)
    return quad.object
