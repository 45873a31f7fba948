"""A report as the W3C's validation report graph (SHACL, section 3.6), in Turtle."""

from __future__ import annotations

import io
import re
from itertools import chain

import pyoxigraph as ox

from actip_graph.namespaces import PREFIXES
from actip_graph.validation.paths import Alternative, Inverse, Path, Repeat, Sequence, Step
from actip_graph.validation.report import Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.terms import Term
    from actip_graph.validation.report import Fault, Report

_SEVERITIES = {
    Severity.VIOLATION: "Violation",
    Severity.WARNING: "Warning",
    Severity.INFO: "Info",
}
_REPEATS = {
    Repeat.ZERO_OR_MORE: "zeroOrMorePath",
    Repeat.ONE_OR_MORE: "oneOrMorePath",
    Repeat.ZERO_OR_ONE: "zeroOrOnePath",
}


def _rdf(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["rdf"] + name)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)


def write(report: Report) -> str:
    """Return ``report`` as Turtle; ``sh:conforms`` is true only where there is no result."""
    graph = _Graph()
    node = graph.new(_sh("ValidationReport"))
    conforms = "false" if report.faults else "true"
    boolean = ox.NamedNode(PREFIXES["xsd"] + "boolean")
    graph.state(node, _sh("conforms"), ox.Literal(conforms, datatype=boolean))
    for fault in report.faults:
        graph.state(node, _sh("result"), graph.result(fault))
    return graph.to_turtle()


class _Graph:
    """A graph under construction, its blank nodes labelled in the order of their coming."""

    def __init__(self) -> None:
        self._about: dict[ox.BlankNode, list[ox.Triple]] = {}
        self._renamed: dict[str, ox.BlankNode] = {}

    def new(self, kind: ox.NamedNode | None = None) -> ox.BlankNode:
        node = ox.BlankNode(f"b{len(self._about)}")
        self._about[node] = []
        if kind:
            self.state(node, _rdf("type"), kind)
        return node

    def state(self, subject: ox.BlankNode, predicate: ox.NamedNode, value: Term) -> None:
        self._about[subject].append(ox.Triple(subject, predicate, value))

    def result(self, fault: Fault) -> ox.BlankNode:
        node = self.new(_sh("ValidationResult"))
        self.state(node, _sh("focusNode"), self._known(fault.focus))
        if fault.path is not None:
            self.state(node, _sh("resultPath"), self._path(fault.path))
        if fault.value is not None:
            self.state(node, _sh("value"), self._known(fault.value))
        if fault.source is not None:
            self.state(node, _sh("sourceShape"), self._known(fault.source))
        elif fault.component and fault.rule:
            self.state(node, _sh("sourceShape"), ox.NamedNode(fault.rule))
        if fault.component:
            component = ox.NamedNode(fault.component)
            self.state(node, _sh("sourceConstraintComponent"), component)
        severity = fault.own_severity or _sh(_SEVERITIES[fault.severity])
        self.state(node, _sh("resultSeverity"), severity)
        for language, text in sorted(fault.messages.items()):
            message = ox.Literal(text, language=language) if language else ox.Literal(text)
            self.state(node, _sh("resultMessage"), message)
        for detail in fault.details:
            self.state(node, _sh("detail"), self.result(detail))
        return node

    def _known(self, term: Term) -> Term:
        """Return ``term``, a blank node of the data or the shapes under a label of this graph."""
        if not isinstance(term, ox.BlankNode):
            return term
        return self._renamed.setdefault(term.value, ox.BlankNode(f"n{len(self._renamed)}"))

    def _path(self, path: Path) -> ox.NamedNode | ox.BlankNode:
        if isinstance(path, Step):
            return path.predicate
        if isinstance(path, Sequence):
            return self._list(path.parts)
        node = self.new()
        if isinstance(path, Alternative):
            self.state(node, _sh("alternativePath"), self._list(path.parts))
        elif isinstance(path, Inverse):
            self.state(node, _sh("inversePath"), self._path(path.path))
        else:
            self.state(node, _sh(_REPEATS[path.repeat]), self._path(path.path))
        return node

    def _list(self, parts: tuple[Path, ...]) -> ox.NamedNode | ox.BlankNode:
        if not parts:
            return _rdf("nil")
        node = self.new()
        self.state(node, _rdf("first"), self._path(parts[0]))
        self.state(node, _rdf("rest"), self._list(parts[1:]))
        return node

    def to_turtle(self) -> str:
        triples = list(chain.from_iterable(self._about.values()))
        iris = {iri for triple in triples for iri in _iris(triple)}
        used = {re.split("[^/#]*$", iri)[0] for iri in iris}
        prefixes = {name: iri for name, iri in PREFIXES.items() if iri in used}
        out = io.BytesIO()
        ox.serialize(triples, out, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        return out.getvalue().decode("utf-8")


def _iris(triple: ox.Triple) -> Iterator[str]:
    for term in (triple.predicate, triple.object):
        if isinstance(term, ox.NamedNode):
            yield term.value
        elif isinstance(term, ox.Literal):
            yield term.datatype.value
