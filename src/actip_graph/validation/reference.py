"""pySHACL, the reference engine: all of SHACL, and the verdict that counts."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pyshacl
import rdflib
from rdflib.namespace import SH

import actip_graph.validation.quiet  # noqa: F401  # for what it does
from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import PREFIXES
from actip_graph.terms import to_rdflib, triple_from_rdflib
from actip_graph.validation.index import Index
from actip_graph.validation.report import Fault, Severity
from actip_graph.validation.shapes import ShapeError, named_shape, read_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.paths import Path

NAME = "pyshacl"
VERSION = f"pyshacl {pyshacl.__version__}"


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)


_SEVERITIES: dict[Term, Severity] = {
    _sh("Info"): Severity.INFO,
    _sh("Warning"): Severity.WARNING,
    _sh("Violation"): Severity.VIOLATION,
}


def judge(data: Index, shapes: Index, only: Sequence[Term] = ()) -> list[Fault]:
    """Hold ``data`` against ``shapes``, or only those that are named.

    Raises ActipGraphError where the shapes cannot be used.
    """
    graph, shape_graph = _graph(data), _graph(shapes)
    # Only "true" is true there (SHACL, section 4.4.5); to rdflib, so is "1".
    for shape, value in [*shape_graph.subject_objects(SH.uniqueLang)]:
        if str(value) != "true":
            shape_graph.remove((shape, SH.uniqueLang, value))
    # pyshacl does not follow the imports of what sh:prefixes names.
    for declaration in shapes.objects_by(_sh("prefix")):
        prefix = shapes.value(declaration, _sh("prefix"))
        namespace = shapes.value(declaration, _sh("namespace"))
        if prefix is not None and namespace is not None:
            graph.bind(prefix.value, namespace.value)
    try:
        _, report, _ = pyshacl.validate(
            graph,
            shacl_graph=shape_graph,
            advanced=True,
            inplace=True,
            use_shapes=[to_rdflib(shape) for shape in only] or None,
        )
    except Exception as error:
        # pyshacl raises many kinds for shapes that it cannot use, and no common base of them.
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise ActipGraphError(f"The shapes cannot be used: {reason}") from error
    if not isinstance(report, rdflib.Graph):
        reason = " ".join(str(report).split())[:300]
        raise ActipGraphError(f"The shapes cannot be used: {reason}")
    results = Index(map(triple_from_rdflib, report))
    nested = {detail for _, predicate, detail in results if predicate == _sh("detail")}
    reader = _Reader(results, shapes)
    return [
        reader.fault(result)
        for result in dict.fromkeys(results.objects_by(_sh("resultSeverity")))
        if result not in nested
    ]


def _graph(index: Index) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    converted: dict[Term, rdflib.term.Identifier] = {}

    def convert(term: Term) -> rdflib.term.Identifier:
        return converted.get(term) or converted.setdefault(term, to_rdflib(term))

    for subject, predicate, value in index:
        graph.add((convert(subject), convert(predicate), convert(value)))
    return graph


class _Reader:
    """Reads faults off the graph of a validation report."""

    def __init__(self, results: Index, shapes: Index) -> None:
        self._results = results
        self._shapes = shapes

    def fault(self, result: Term) -> Fault:
        """Return the fault that the node ``result`` describes."""
        value = self._results.value
        severity = value(result, _sh("resultSeverity"))
        component = value(result, _sh("sourceConstraintComponent"))
        focus = value(result, _sh("focusNode"))
        assert focus is not None and severity is not None
        source = value(result, _sh("sourceShape"))
        return Fault(
            severity=_SEVERITIES.get(severity, Severity.VIOLATION),
            rule=named_shape(self._shapes, source),
            component="" if component is None else component.value,
            focus=focus,
            path=self._path(result),
            value=value(result, _sh("value")),
            messages=self._messages(result),
            source=source,
            details=tuple(map(self.fault, self._results.objects(result, _sh("detail")))),
            own_severity=None if severity in _SEVERITIES else severity,
        )

    def _path(self, result: Term) -> Path | None:
        node = self._results.value(result, _sh("resultPath"))
        if node is None:
            return None
        try:
            return read_path(self._results, result, node)
        except ShapeError:
            return None

    def _messages(self, result: Term) -> dict[str, str]:
        """Return the messages of ``result`` by language.

        pyshacl fills the templates of SPARQL constraints and loses their language on the way; it
        is that of the template which the message fits. Where the shapes have no message, what
        pyshacl says of its own accord is left out.
        """
        value = self._results.value
        sources = [value(result, _sh(name)) for name in ("sourceConstraint", "sourceShape")]
        templates = [
            message
            for source in sources
            if source is not None
            for message in self._shapes.objects(source, _sh("message"))
            if isinstance(message, ox.Literal)
        ]
        messages: dict[str, str] = {}
        for message in self._results.objects(result, _sh("resultMessage")):
            if isinstance(message, ox.Literal):
                fitting = [t.language for t in templates if _fits(t.value, message.value)]
                if message.language or fitting:
                    language = message.language or fitting[0] or ""
                    messages.setdefault(language, message.value)
        return messages


def _fits(template: str, message: str) -> bool:
    parts = re.split(r"\{[?$]\w+\}", template)
    return re.fullmatch(".*".join(map(re.escape, parts)), message, re.DOTALL) is not None
