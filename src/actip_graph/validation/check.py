"""Running SHACL shapes over Turtle files with pyshacl."""

from __future__ import annotations

import logging
import re

import pyshacl
import rdflib
from rdflib.namespace import OWL, RDF, SH

from actip_graph import resources
from actip_graph.errors import ActipGraphError
from actip_graph.graph import triples
from actip_graph.namespaces import shrink
from actip_graph.terms import triple_to_rdflib
from actip_graph.validation.report import Fault, Report, Severity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from rdflib.term import Node

# Both log what is reported as a fault anyway, rdflib with a traceback for each ill-typed literal.
for _noisy in ("pyshacl", "rdflib"):
    logging.getLogger(_noisy).setLevel(logging.CRITICAL)

_IRI = re.compile(r"https?://[^\s<>\"]*[\w/#-]")
_SEVERITIES = {
    SH.Info: Severity.INFO,
    SH.Warning: Severity.WARNING,
    SH.Violation: Severity.VIOLATION,
}


def validate(files: Sequence[str] = (), shapes: Sequence[str] = ()) -> Report:
    """Check Turtle files against SHACL shapes.

    With neither argument, the whole graph is checked against the project's shapes. With ``files``
    alone, they are checked as a part of the graph: references into it resolve, and only faults of
    things that the files describe are reported. With ``shapes``, the ``files`` are checked against
    those shapes and nothing of the project is mixed in.

    A file that cannot be read is reported and the others are still checked. Raises ActipGraphError
    where the shapes cannot be used, or where ``shapes`` come without ``files``.
    """
    if shapes and not files:
        raise ActipGraphError("shapes of your own need files to check: name them")
    given = list(files) or resources.graph_files()
    context = [] if shapes or not files else resources.graph_files()
    unreadable: list[str] = []
    data = rdflib.Graph(bind_namespaces="none")
    file_of: dict[Node, str] = {}
    for path in given:
        for subject in _read_into(data, path, unreadable):
            file_of.setdefault(subject, path)
    for path in context:
        _read_into(data, path, unreadable)
    shape_paths = list(shapes) or resources.shape_files()
    shape_graph = rdflib.Graph(bind_namespaces="none")
    for path in shape_paths:
        _read_into(shape_graph, path, None)
    faults = _run(data, shape_graph, file_of)
    if context:
        faults = [fault for fault in faults if fault.file]
    return Report(faults, unreadable, given, len(shape_paths))


def _read_into(graph: rdflib.Graph, path: str, unreadable: list[str] | None) -> set[Node]:
    """Add the triples of the file at ``path`` to ``graph`` and return its subjects.

    A fault of the file goes to ``unreadable``, or is raised where that is None.
    """
    subjects: set[Node] = set()
    try:
        for triple in triples(path):
            terms = triple_to_rdflib(triple)
            subjects.add(terms[0])
            graph.add(terms)
    except ActipGraphError as error:
        if unreadable is None:
            raise
        unreadable.append(str(error))
    return subjects


def _run(data: rdflib.Graph, shapes: rdflib.Graph, file_of: dict[Node, str]) -> list[Fault]:
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True)
    except Exception as error:
        # pyshacl raises many kinds for shapes that it cannot use, and no common base of them.
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        raise ActipGraphError(f"The shapes cannot be used: {reason}") from error
    if not isinstance(report, rdflib.Graph):
        raise ActipGraphError(f"The shapes cannot be used: {report}")
    ontologies = set(data.subjects(RDF.type, OWL.Ontology))
    faults = [
        _fault(report, result, shapes, file_of, ontologies)
        for result in set(report.objects(None, SH.result))
    ]
    return sorted(
        faults, key=lambda f: (-f.severity, f.file, f.focus, f.path, f.value, f.shape, f.component)
    )


def _fault(
    report: rdflib.Graph,
    result: Node,
    shapes: rdflib.Graph,
    file_of: dict[Node, str],
    ontologies: set[Node],
) -> Fault:
    def value(predicate: rdflib.URIRef) -> Node | None:
        return report.value(result, predicate)

    focus, shape = value(SH.focusNode), value(SH.sourceShape)
    if focus in ontologies and value(SH.value) in file_of:
        focus = value(SH.value)  # a check of the whole graph: the culprit is the value
    severity = value(SH.resultSeverity)
    return Fault(
        severity=_SEVERITIES.get(rdflib.URIRef(str(severity)), Severity.VIOLATION),
        shape=_text(_named_shape(shapes, shape)),
        component=_text(value(SH.sourceConstraintComponent)),
        focus=_text(focus),
        path=_text(value(SH.resultPath)),
        value=_text(value(SH.value)),
        messages=_messages(report, result, shapes),
        file=file_of.get(focus, "") if focus is not None else "",
    )


def _messages(report: rdflib.Graph, result: Node, shapes: rdflib.Graph) -> dict[str, str]:
    """Return the messages of ``result`` by language, with CURIEs for the IRIs of the project.

    pyshacl fills the templates of SPARQL constraints and loses their language on the way; it is
    that of the template which the message fits.
    """
    templates = [
        message
        for place in (SH.sourceConstraint, SH.sourceShape)
        for message in shapes.objects(report.value(result, place), SH.message)
        if isinstance(message, rdflib.Literal)
    ]
    messages: dict[str, str] = {}
    for message in report.objects(result, SH.resultMessage):
        if isinstance(message, rdflib.Literal):
            fitting = (t.language for t in templates if _fits(str(t), str(message)))
            language = message.language or next(fitting, None) or "en"
            messages[language] = _IRI.sub(lambda found: shrink(found[0]), str(message))
    return messages


def _fits(template: str, message: str) -> bool:
    parts = re.split(r"\{[?$]\w+\}", template)
    return re.fullmatch(".*".join(map(re.escape, parts)), message, re.DOTALL) is not None


def _named_shape(shapes: rdflib.Graph, shape: Node | None) -> Node | None:
    """Return the named shape that a blank property shape belongs to."""
    seen: set[Node] = set()
    while isinstance(shape, rdflib.BNode) and shape not in seen:
        seen.add(shape)
        shape = next((s for s, p in shapes.subject_predicates(shape) if p != RDF.rest), shape)
    return shape


def _text(term: Node | None) -> str:
    if term is None:
        return ""
    return shrink(str(term)) if isinstance(term, rdflib.URIRef) else str(term)
