"""Turtle that describes the changes, in the Changeset vocabulary.

"Changeset" (http://purl.org/vocab/changeset/schema, Tunnicliffe and Davis, 2009): the changes to
one thing are one set; what goes and what comes are reified statements.
"""

from __future__ import annotations

import re

from actip_graph.exchange.changes import renamed
from actip_graph.exchange.diff_formats.terms import Numbered, turtle
from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

    from actip_graph.exchange.changes import Change, Side
    from actip_graph.exchange.diff import Difference

_PREFIXES = {**PREFIXES, "cs": "http://purl.org/vocab/changeset/schema#"}


def lines(
    difference: Difference, _language: str = "en", _colour: bool = False, _summary: bool = False
) -> Iterator[str]:
    """Yield a Turtle document: a set for each thing in each graph."""
    sets = list(_sets(difference))
    used = {prefix for line in sets for prefix in re.findall(r"[\w-]+(?=:)", line)}
    for prefix in sorted(used & set(_PREFIXES)):
        yield f"@prefix {prefix}: <{_PREFIXES[prefix]}> ."
    yield from sets


def _sets(difference: Difference) -> Iterator[str]:
    # Labels are those of the document, so that no two components share a blank node.
    numbered = Numbered()
    for change in difference.changes:
        for subject, statements in _by_subject(change, numbered).items():
            yield ""
            yield "[] a cs:ChangeSet ;"
            if change.graph:
                yield f"    dcterms:isPartOf <{change.graph}> ;"
            yield f"    cs:subjectOfChange {subject} ;"
            for position, (role, statement) in enumerate(statements, 1):
                yield f"    cs:{role} {statement} {'.' if position == len(statements) else ';'}"


def _by_subject(change: Change, numbered: Numbered) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for role, side in (("removal", change.removed), ("addition", change.added)):
        for triple in _triples(side, numbered):
            subject = turtle(triple.subject)
            statement = (
                f"[ a rdf:Statement ; rdf:subject {subject} ; "
                f"rdf:predicate {turtle(triple.predicate)} ; rdf:object {turtle(triple.object)} ]"
            )
            found.setdefault(subject, []).append((role, statement))
    return found


def _triples(side: Side, numbered: Numbered) -> Iterator[ox.Triple]:
    yield from side.ground
    for component in side.components:
        labels = numbered.labels(component)
        yield from (renamed(triple, labels) for triple in component.canonical)
