"""Holding the graph, or a user's files, against SHACL shapes."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from actip_graph import resources
from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import PREFIXES, shrink
from actip_graph.validation import clean, indexed
from actip_graph.validation.dataset import Dataset
from actip_graph.validation.files import Files
from actip_graph.validation.index import FIRST, TYPE
from actip_graph.validation.indexed import uses_queries
from actip_graph.validation.locate import Locator
from actip_graph.validation.options import Options
from actip_graph.validation.report import Fault, Report, Rule, order
from actip_graph.validation.selection import Selection, change_since
from actip_graph.validation.shapes import ShapeError, Shapes
from actip_graph.validation.solver import Solver

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.index import Index

REFERENCE = "pyshacl"
DEFAULT = Options()

_IRI = re.compile(r"https?://[^\s<>\"]*[\w/#-]")
_LABEL, _COMMENT = (ox.NamedNode(PREFIXES["rdfs"] + name) for name in ("label", "comment"))
_ONTOLOGY = ox.NamedNode(PREFIXES["owl"] + "Ontology")


def validate(
    files: Sequence[str] = (),
    shapes: Sequence[str] = (),
    ontology: Sequence[str] = (),
    options: Options = DEFAULT,
) -> Report:
    """Check Turtle files against SHACL shapes.

    With neither ``files`` nor ``shapes``, the whole graph is checked against the project's shapes.
    With ``files`` alone, they are checked as a part of the graph: references into it resolve, and
    only faults of things that the files describe are reported. With ``shapes``, the ``files`` are
    checked against those shapes and nothing of the project is mixed in; classes and other things
    that the files refer to are looked up in ``ontology``, which is not itself checked.

    A file that cannot be read is reported and the others are still checked. Raises ActipGraphError
    where the shapes cannot be used, where ``shapes`` come without ``files``, and for a shape, node
    or revision that is not known.
    """
    if shapes and not files:
        raise ActipGraphError("shapes of your own need files to check: name them")
    given = Files(
        files=list(files) or resources.graph_files(),
        shapes=list(shapes) or resources.shape_files(),
        context=[*(resources.graph_files() if files and not shapes else ()), *ontology],
    )
    _bound(given, options.megabytes)
    known = clean.Verdict(given, options)
    if known.engines:
        return Report([], [], given.files, len(given.shapes), {}, known.engines)
    with TemporaryDirectory() as folder:
        report = _validate(given, options, folder, imports=bool(shapes))
    if report.conforms:
        known.keep(report.engines)
    return report


def _bound(given: Files, megabytes: float) -> None:
    """Raise ActipGraphError where the files are larger than that, which would fill the memory."""
    size = 0
    for path in given.all():
        with suppress(OSError):  # reported where it is read
            size += os.path.getsize(path)
        if size > megabytes * 1e6:
            raise ActipGraphError(
                f"{path}: the files are larger than {megabytes:g} MB together; raise --max-size,"
                " at some thirty times as much memory, or give fewer files"
            )


def _validate(given: Files, options: Options, folder: str, imports: bool) -> Report:
    shape_set = Dataset(given.shapes)
    if shape_set.unreadable:
        raise ActipGraphError(shape_set.unreadable[0])
    solver = Solver()
    try:
        shapes = Shapes(shape_set.index)
        asks = options.engine != REFERENCE and any(uses_queries(s) for s, _ in shapes.targeted)
        dataset = Dataset(given.files, given.context, solver if asks else None)
        if imports:
            _import(dataset, shape_set, options.imports, folder)
        change = change_since(options.changed_since, dataset, [*given.shapes, *given.context])
        selection = Selection(dataset.index, shapes, options.only, options.focus, change)
        faults, engines = _judge(dataset.index, solver, shapes, options.engine, selection)
    except ShapeError as error:
        raise ActipGraphError(_told(error, shape_set)) from error
    except RecursionError as error:
        raise ActipGraphError("The shapes cannot be used: they are nested too deeply") from error
    rules: dict[str, Rule] = {}
    if options.checks:
        from actip_graph.validation.hygiene.run import check

        found, rules = check(
            given.files, given.context, given.shapes, options.checks, options.profile
        )
        faults += (f for f in found if f.place or selection.checks(f.focus))
    placed = _numbered(sorted(_with_places(faults, dataset), key=order))
    named = {fault.rule for fault in placed}
    return Report(
        faults=placed,
        unreadable=dataset.unreadable,
        checked=dataset.files,
        shapes=len(given.shapes),
        rules={rule: rules.get(rule) or _rule(shapes.graph, rule) for rule in named},
        engines=engines,
    )


def _import(dataset: Dataset, shapes: Dataset, what: str, folder: str) -> None:
    """Do ``what`` is to be done about ontologies that are imported and not there."""
    if what == "ignore":
        return
    from actip_graph.validation.imports import complaint, fetch, missing

    seen: set[str] = set()
    while absent := {
        iri: importer
        for importer, other in ((dataset, shapes), (shapes, dataset))
        for iri in missing(importer)
        if iri not in seen and not other.index.describes(ox.NamedNode(iri))
    }:
        seen |= absent.keys()
        for iri, importer in absent.items():
            if what == "fetch":
                dataset.add_context(fetch(iri, folder))
            else:
                dataset.unreadable.append(complaint(iri, importer))


def _judge(
    index: Index, solver: Solver, shapes: Shapes, engine: str, selection: Selection
) -> tuple[list[Fault], tuple[str, ...]]:
    """Return the faults, and the engines that judged."""
    graph = shapes.graph
    readable = [pair for pair in shapes.targeted if selection.uses(pair[0].node)]
    others = [shape for shape in shapes.unsupported if selection.uses(shape)]
    if engine == indexed.NAME and others:
        reason = f"{others[0].value}: {shapes.unsupported[others[0]]}"
        raise ActipGraphError(f"The engine {engine} cannot use all shapes; choose auto: {reason}")
    # pySHACL can be pointed at a shape only by name.
    if engine == REFERENCE or any(isinstance(shape, ox.BlankNode) for shape in others):
        return _by_reference(index, graph, selection, selection.shapes)
    faults: list[Fault] = []
    engines: tuple[str, ...] = ()
    if readable or not others:
        work = [(shape, selection.focus(shape, targets)) for shape, targets in readable]
        faults, beyond = indexed.judge(index, solver, graph, work)
        engines = (indexed.VERSION,)
        others += beyond
    if others:
        found, reference = _by_reference(index, graph, selection, others)
        return faults + found, engines + reference
    return faults, engines


def _by_reference(
    index: Index, graph: Index, selection: Selection, shapes: Sequence[Term]
) -> tuple[list[Fault], tuple[str, ...]]:
    from actip_graph.validation import reference

    found = _explained(reference.judge(index, graph, shapes), graph)
    return [fault for fault in found if selection.checks(fault.focus)], (reference.VERSION,)


def _explained(faults: list[Fault], graph: Index) -> list[Fault]:
    """Return ``faults`` with our own words where the shapes have none."""
    from actip_graph.validation.wording import explain

    def parameters(shape: Term | None) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = {}
        for predicate, value in graph.of(shape) if shape is not None else ():
            if predicate.value.startswith(PREFIXES["sh"]):
                members = graph.items(value) if graph.objects(value, FIRST) else [value]
                found.setdefault(predicate.value.removeprefix(PREFIXES["sh"]), []).extend(members)
        return found

    return [
        fault._replace(
            messages=fault.messages
            or explain(fault.component, parameters(fault.source), fault.value, fault.path),
            details=tuple(_explained([*fault.details], graph)),
        )
        for fault in faults
    ]


def _with_places(faults: Iterable[Fault], dataset: Dataset) -> Iterator[Fault]:
    """Yield the faults of what is judged, each with its place and with CURIEs in its messages.

    A check of the whole graph has its ontology as focus; the culprit is then the value.
    """
    locator = Locator(dataset)
    for fault in faults:
        culprit = fault.focus
        about_all = _ONTOLOGY in dataset.index.objects(fault.focus, TYPE)
        if about_all and fault.value is not None and dataset.describes(fault.value):
            culprit = fault.value
        if fault.place:
            yield fault
        elif dataset.judges(culprit):
            messages = {tag: _short(text) for tag, text in fault.messages.items()}
            yield fault._replace(messages=messages, place=locator.place(fault, culprit))


def _numbered(faults: Sequence[Fault]) -> list[Fault]:
    """Return ``faults`` with their blank nodes numbered, so that each run gives the same report."""
    names: dict[Term, ox.BlankNode] = {}

    def named(term: Term | None) -> Term | None:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.BlankNode(f"b{len(names) + 1}"))

    def numbered(fault: Fault) -> Fault:
        focus, value, source = named(fault.focus), named(fault.value), named(fault.source)
        assert focus is not None
        details = tuple(map(numbered, fault.details))
        return fault._replace(focus=focus, value=value, source=source, details=details)

    return list(map(numbered, faults))


def _short(text: str) -> str:
    return _IRI.sub(lambda found: shrink(found[0]), text)


def _rule(graph: Index, name: str) -> Rule:
    shape = ox.NamedNode(name) if name else None

    def texts(predicate: ox.NamedNode) -> dict[str, str]:
        found = graph.objects(shape, predicate) if shape is not None else ()
        return {t.language or "en": t.value for t in found if isinstance(t, ox.Literal)}

    return Rule(texts(_LABEL), texts(_COMMENT))


def _told(error: ShapeError, shapes: Dataset) -> str:
    """Return one line that says where in the files the ill-formed shape is, and why it is so."""
    place = Locator(shapes).of_subject(error.node)
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    return f"{where}The shapes cannot be used: {error.reason}"
