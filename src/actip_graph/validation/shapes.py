"""Reading a shapes graph (SHACL, sections 2 to 5) into shapes with targets and constraints.

What is ill-formed raises ShapeError. What is well-formed but beyond SHACL Core and SHACL-SPARQL
constraints raises UnsupportedError, so that another engine can be asked.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from actip_graph import sparql
from actip_graph.namespaces import PREFIXES
from actip_graph.validation.constraints import (
    cardinality,
    logical,
    nested,
    other,
    pairs,
    strings,
    value_range,
    value_type,
)
from actip_graph.validation.constraints import sparql as queries
from actip_graph.validation.constraints.base import UnsupportedError
from actip_graph.validation.index import FIRST, REST, TYPE
from actip_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Repeat,
    Repeated,
    Sequence,
    Step,
)
from actip_graph.validation.report import Severity
from actip_graph.validation.walk import walker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from actip_graph.terms import Term
    from actip_graph.validation.constraints.base import Constraint
    from actip_graph.validation.index import Index


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(PREFIXES["sh"] + name)


_RDFS_CLASS = ox.NamedNode(PREFIXES["rdfs"] + "Class")
_IMPORTS = ox.NamedNode(PREFIXES["owl"] + "imports")
_ONTOLOGY = ox.NamedNode(PREFIXES["owl"] + "Ontology")
_PATH, _PROPERTY = _sh("path"), _sh("property")
_TARGET_NODE, _TARGET_CLASS = _sh("targetNode"), _sh("targetClass")
_SUBJECTS_OF, _OBJECTS_OF = _sh("targetSubjectsOf"), _sh("targetObjectsOf")
_MESSAGE, _SEVERITY, _DEACTIVATED = _sh("message"), _sh("severity"), _sh("deactivated")
_CLOSED, _IGNORED = _sh("closed"), _sh("ignoredProperties")
_QUALIFIED, _DISJOINT = _sh("qualifiedValueShape"), _sh("qualifiedValueShapesDisjoint")
_FLAGS, _SELECT, _DECLARE = _sh("flags"), _sh("select"), _sh("declare")

_SEVERITIES: dict[Term, Severity] = {
    _sh("Info"): Severity.INFO,
    _sh("Warning"): Severity.WARNING,
    _sh("Violation"): Severity.VIOLATION,
}
_REPEATS = {
    _sh("zeroOrMorePath"): Repeat.ZERO_OR_MORE,
    _sh("oneOrMorePath"): Repeat.ONE_OR_MORE,
    _sh("zeroOrOnePath"): Repeat.ZERO_OR_ONE,
}
_ONE_VALUE: dict[ox.NamedNode, Callable[[ox.Literal], Constraint]] = {
    _sh("minCount"): cardinality.MinCount,
    _sh("maxCount"): cardinality.MaxCount,
    _sh("minLength"): strings.MinLength,
    _sh("maxLength"): strings.MaxLength,
}
_BOUNDS: dict[ox.NamedNode, Callable[[ox.Literal], Constraint]] = {
    _sh("minInclusive"): value_range.MinInclusive,
    _sh("minExclusive"): value_range.MinExclusive,
    _sh("maxInclusive"): value_range.MaxInclusive,
    _sh("maxExclusive"): value_range.MaxExclusive,
}
_PAIRS: dict[ox.NamedNode, Callable[[ox.NamedNode], Constraint]] = {
    _sh("equals"): pairs.Equals,
    _sh("disjoint"): pairs.Disjoint,
    _sh("lessThan"): pairs.LessThan,
    _sh("lessThanOrEquals"): pairs.LessThanOrEquals,
}
_LOGICAL: dict[ox.NamedNode, type[logical.Logical]] = {
    _sh("and"): logical.And,
    _sh("or"): logical.Or,
    _sh("xone"): logical.ExactlyOne,
}
_QUALIFIED_COUNTS: dict[ox.NamedNode, type[nested.Qualified]] = {
    _sh("qualifiedMinCount"): nested.QualifiedMin,
    _sh("qualifiedMaxCount"): nested.QualifiedMax,
}
# Properties of SHACL that describe a shape for people and forms, or are read beside another.
_SILENT = {_sh(name) for name in ("name", "description", "order", "group", "defaultValue")} | {
    _PATH, _TARGET_NODE, _TARGET_CLASS, _SUBJECTS_OF, _OBJECTS_OF, _MESSAGE, _SEVERITY,
    _DEACTIVATED, _IGNORED, _DISJOINT, _FLAGS, *_QUALIFIED_COUNTS, _DECLARE,
}  # fmt: skip
_BUILT_IN = {"rdf": PREFIXES["rdf"], "rdfs": PREFIXES["rdfs"], "owl": PREFIXES["owl"]}
# Variables with a meaning that only the reference engine gives them.
_BEYOND = {"failure", "message", "shapesGraph", "currentShape"}


class ShapeError(Exception):
    """A shape is ill-formed; carries its node, and a reason in words."""

    def __init__(self, node: Term, reason: str) -> None:
        super().__init__(reason)
        self.node = node
        self.reason = reason


class Shape:
    """A node shape or, with a path, a property shape (SHACL, section 2)."""

    def __init__(self, node: Term, path: Path | None) -> None:
        self.node = node
        self.path = path
        self.constraints: list[Constraint] = []
        self.severity = Severity.VIOLATION
        self.own_severity: Term | None = None
        self.messages: dict[str, str] = {}
        self.deactivated = False


class Targets:
    """Which nodes a shape is for (SHACL, section 2.1.3)."""

    def __init__(self, graph: Index, shape: Term) -> None:
        self.nodes = list(graph.objects(shape, _TARGET_NODE))
        self.classes = list(graph.objects(shape, _TARGET_CLASS))
        self.subjects_of = _named(graph, shape, _SUBJECTS_OF)
        self.objects_of = _named(graph, shape, _OBJECTS_OF)
        if any(kind in graph.subclasses(_RDFS_CLASS) for kind in graph.objects(shape, TYPE)):
            self.classes.append(shape)

    def __bool__(self) -> bool:
        return bool(self.nodes or self.classes or self.subjects_of or self.objects_of)

    def among(self, data: Index) -> dict[Term, None]:
        """Return the focus nodes in ``data``, each named once."""
        found: dict[Term, None] = dict.fromkeys(self.nodes)
        for of in self.classes:
            found.update(dict.fromkeys(data.instances(of)))
        for predicate in self.subjects_of:
            found.update(dict.fromkeys(data.objects_by(predicate)))
        for predicate in self.objects_of:
            found.update(dict.fromkeys(data.subjects_by(predicate)))
        return found


class Shapes:
    """The shapes of a graph: those with targets, and why some cannot be read here."""

    def __init__(self, graph: Index) -> None:
        """Read ``graph``; raise ShapeError where a shape in use is ill-formed."""
        self.graph = graph
        self.targeted: list[tuple[Shape, Targets]] = []
        self.unsupported: dict[Term, str] = {}
        self._shapes: dict[Term, Shape] = {}
        self._reading: list[Term] = []
        everywhere = _beyond_single_shapes(graph)
        custom = _custom_parameters(graph)
        self._known = {*_SILENT, *_FAMILIES} - custom
        self._custom = custom
        for node in self._with_targets():
            targets = Targets(graph, node)
            try:
                if everywhere:
                    raise UnsupportedError(everywhere)
                shape = self.shape(node)
            except UnsupportedError as reason:
                self.unsupported[node] = str(reason)
                self._reading.clear()
                continue
            if not shape.deactivated:
                self.targeted.append((shape, targets))

    def _with_targets(self) -> Iterator[Term]:
        graph, found = self.graph, dict[ox.NamedNode | ox.BlankNode | ox.Literal, None]()
        for predicate in (_TARGET_NODE, _TARGET_CLASS, _SUBJECTS_OF, _OBJECTS_OF, _sh("target")):
            found.update(dict.fromkeys(graph.objects_by(predicate)))
        shapes = (_sh("NodeShape"), _sh("PropertyShape"))
        classes = graph.subclasses(_RDFS_CLASS)
        for kind in shapes:
            for node in graph.subjects(TYPE, kind):
                if any(also in classes for also in graph.objects(node, TYPE)):
                    found[node] = None
        return iter(found)

    def shape(self, node: Term) -> Shape:
        """Return the shape at ``node``.

        Raises ShapeError where it is ill-formed or refers to itself, which SHACL leaves undefined
        (section 3.4.3), and UnsupportedError for what is not read here.
        """
        if node in self._reading:
            raise ShapeError(node, "the shape refers to itself, which SHACL leaves undefined")
        known = self._shapes.get(node)
        if known is not None:
            return known
        self._reading.append(node)
        graph = self.graph
        paths = graph.objects(node, _PATH)
        if len(paths) > 1:
            raise ShapeError(node, "a property shape has one sh:path")
        shape = Shape(node, read_path(graph, node, paths[0]) if paths else None)
        for predicate, _ in graph.of(node):
            if predicate.value.startswith(PREFIXES["sh"]) and predicate not in self._known:
                raise UnsupportedError(f"{predicate.value} is beyond SHACL Core and SPARQL")
            if predicate in self._custom:
                raise UnsupportedError(f"{predicate.value} belongs to a component of one's own")
        severity = self._at_most_one(node, _SEVERITY)
        if severity is not None:
            shape.severity = _SEVERITIES.get(severity, Severity.VIOLATION)
            shape.own_severity = None if severity in _SEVERITIES else severity
        shape.messages = self.messages(node)
        deactivated = self._at_most_one(node, _DEACTIVATED)
        shape.deactivated = deactivated is not None and self._truth(node, deactivated)
        if not shape.deactivated:
            for read in dict.fromkeys(_FAMILIES.values()):
                shape.constraints += read(self, node, shape)
        self._reading.pop()
        self._shapes[node] = shape
        return shape

    def members(self, shape: Term, head: Term, parameter: str) -> list[Term]:
        """Return the members of the list that is the value of ``parameter``."""
        return _members(self.graph, shape, head, parameter)

    def messages(self, node: Term) -> dict[str, str]:
        """Return the texts of ``sh:message`` by language, which is empty for a plain text."""
        found: dict[str, str] = {}
        for text in sorted(self.graph.objects(node, _MESSAGE), key=str):
            if isinstance(text, ox.Literal):
                found.setdefault(text.language or "", text.value)
        return found

    def literal(self, shape: Term, value: Term, parameter: str) -> ox.Literal:
        """Return ``value`` where it is a literal."""
        if not isinstance(value, ox.Literal):
            raise ShapeError(shape, f"the value of {parameter} is no literal")
        return value

    def number(self, shape: Term, parameter: ox.NamedNode) -> ox.Literal | None:
        """Return the value of ``parameter``, a whole number, or None."""
        value = self._at_most_one(shape, parameter)
        if value is not None and (
            not isinstance(value, ox.Literal) or not re.fullmatch(r"\+?[0-9]+", value.value)
        ):
            raise ShapeError(shape, f"the value of {_name(parameter)} is no whole number")
        return value

    def _at_most_one(self, shape: Term, parameter: ox.NamedNode) -> Term | None:
        values = self.graph.objects(shape, parameter)
        if len(values) > 1:
            raise ShapeError(shape, f"{_name(parameter)} has more than one value")
        return values[0] if values else None

    def _truth(self, shape: Term, value: Term) -> bool:
        if not isinstance(value, ox.Literal) or value.value not in ("true", "false", "1", "0"):
            raise ShapeError(shape, "a value is neither true nor false")
        return value.value in ("true", "1")

    # One method a family of constraints, in the order of the SHACL recommendation.

    def _value_type(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for of in self.graph.objects(node, _sh("class")):
            yield value_type.Class(of)
        datatype = self._at_most_one(node, _sh("datatype"))
        if datatype is not None:
            if not isinstance(datatype, ox.NamedNode):
                raise ShapeError(node, "the value of sh:datatype is no IRI")
            yield value_type.Datatype(datatype)
        kind = self._at_most_one(node, _sh("nodeKind"))
        if kind is not None:
            if not isinstance(kind, ox.NamedNode) or kind.value not in value_type.NodeKind.KINDS:
                raise ShapeError(node, "the value of sh:nodeKind is none of the six kinds")
            yield value_type.NodeKind(kind)

    def _counts(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for parameter, make in _ONE_VALUE.items():
            value = self.number(node, parameter)
            if value is not None:
                if "Count" in parameter.value and shape.path is None:
                    raise ShapeError(node, f"{_name(parameter)} needs a shape with sh:path")
                yield make(value)

    def _bounds(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for parameter, make in _BOUNDS.items():
            for value in self.graph.objects(node, parameter):
                yield make(self.literal(node, value, _name(parameter)))

    def _strings(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        flags = self._at_most_one(node, _FLAGS)
        for value in self.graph.objects(node, _sh("pattern")):
            pattern = self.literal(node, value, "sh:pattern")
            try:
                yield strings.Pattern(pattern, "" if flags is None else flags.value)
            except re.error as error:
                raise ShapeError(node, f"sh:pattern: {error}") from error
        languages = self._at_most_one(node, _sh("languageIn"))
        if languages is not None:
            members = self.members(node, languages, "sh:languageIn")
            yield strings.LanguageIn([self.literal(node, m, "sh:languageIn") for m in members])
        unique = self._at_most_one(node, _sh("uniqueLang"))
        if unique is not None and self._truth(node, unique) and unique.value == "true":
            if shape.path is None:
                raise ShapeError(node, "sh:uniqueLang needs a shape with sh:path")
            yield strings.UniqueLang()

    def _pairs(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for parameter, make in _PAIRS.items():
            for predicate in self.graph.objects(node, parameter):
                if not isinstance(predicate, ox.NamedNode):
                    raise ShapeError(node, f"the value of {_name(parameter)} is no IRI")
                if shape.path is None and issubclass(make, pairs.LessThan):  # type: ignore[arg-type]
                    raise ShapeError(node, f"{_name(parameter)} needs a shape with sh:path")
                yield make(predicate)

    def _logical(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for inner in self.graph.objects(node, _sh("not")):
            yield logical.Not([self.shape(inner)])
        for parameter, make in _LOGICAL.items():
            for head in self.graph.objects(node, parameter):
                yield make([self.shape(m) for m in self.members(node, head, _name(parameter))])

    def _nested(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for inner in self.graph.objects(node, _sh("node")):
            yield nested.Node(self.shape(inner))
        for inner in self.graph.objects(node, _PROPERTY):
            property_shape = self.shape(inner)
            if property_shape.path is None:
                raise ShapeError(inner, "a property shape has one sh:path")
            yield nested.Property(property_shape)
        for inner in self.graph.objects(node, _QUALIFIED):
            counts = {p: self.number(node, p) for p in _QUALIFIED_COUNTS}
            if not any(counts.values()):
                raise ShapeError(node, "sh:qualifiedValueShape needs a least or greatest number")
            siblings = self._siblings(node, inner)
            for parameter, count in counts.items():
                if count is not None:
                    make = _QUALIFIED_COUNTS[parameter]
                    yield make(self.shape(inner), count, siblings)

    def _siblings(self, node: Term, own: Term) -> list[Shape]:
        disjoint = self._at_most_one(node, _DISJOINT)
        if disjoint is None or not self._truth(node, disjoint):
            return []
        found = {
            sibling: None
            for parent in self.graph.subjects(_PROPERTY, node)
            for beside in self.graph.objects(parent, _PROPERTY)
            for sibling in self.graph.objects(beside, _QUALIFIED)
            if sibling != own
        }
        return [self.shape(sibling) for sibling in found]

    def _others(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        closed = self._at_most_one(node, _CLOSED)
        if closed is not None and self._truth(node, closed):
            allowed: list[Term] = [
                path
                for inner in self.graph.objects(node, _PROPERTY)
                for path in self.graph.objects(inner, _PATH)
            ]
            for head in self.graph.objects(node, _IGNORED):
                allowed += self.members(node, head, "sh:ignoredProperties")
            yield other.Closed(allowed)
        for value in self.graph.objects(node, _sh("hasValue")):
            yield other.HasValue(value)
        members = self._at_most_one(node, _sh("in"))
        if members is not None:
            yield other.In(self.members(node, members, "sh:in"))

    def _sparql(self, node: Term, shape: Shape) -> Iterator[Constraint]:
        for source in self.graph.objects(node, _sh("sparql")):
            if (off := self._at_most_one(source, _DEACTIVATED)) and self._truth(source, off):
                continue
            text = self._at_most_one(source, _SELECT)
            if not isinstance(text, ox.Literal):
                raise ShapeError(source, "a SPARQL constraint needs one text as sh:select")
            query = text.value
            if "PATH" in sparql.variables(query):
                if shape.path is None:
                    raise ShapeError(source, "$PATH stands for the path of a property shape")
                query = sparql.bind(query, {"PATH": f"({shape.path})"})
            messages = self.messages(source)
            prefixes = self._prefixes(source)
            constraint = queries.Sparql(source, query, prefixes, messages, shape.path is None)
            if sparql.variables(query) & _BEYOND or not constraint.lawful:
                raise UnsupportedError("its query uses what only the reference engine judges")
            yield constraint

    def _prefixes(self, constraint: Term) -> dict[str, str]:
        """Return what ``sh:prefixes`` declares, or else what any ontology here does."""
        graph, found = self.graph, dict(_BUILT_IN)
        ontologies = graph.subjects(TYPE, _ONTOLOGY)
        holders = dict.fromkeys(graph.objects(constraint, _sh("prefixes")))
        for holder in [*holders]:
            holders.update(dict.fromkeys(_imported(graph, holder)))
        for holder in holders:
            own = graph.objects(holder, _DECLARE)
            declared = [*own] if own and holder in ontologies else [
                *own, *(d for o in ontologies for d in graph.objects(o, _DECLARE))
            ]  # fmt: skip
            for declaration in declared:
                prefix = self._at_most_one(declaration, _sh("prefix"))
                namespace = self._at_most_one(declaration, _sh("namespace"))
                if not isinstance(prefix, ox.Literal) or not isinstance(namespace, ox.Literal):
                    raise ShapeError(declaration, "sh:declare needs sh:prefix and sh:namespace")
                found[prefix.value] = namespace.value
        return found


_FAMILIES: dict[ox.NamedNode, Callable[[Shapes, Term, Shape], Iterator[Constraint]]] = {
    _sh("class"): Shapes._value_type,
    _sh("datatype"): Shapes._value_type,
    _sh("nodeKind"): Shapes._value_type,
    **dict.fromkeys(_ONE_VALUE, Shapes._counts),
    **dict.fromkeys(_BOUNDS, Shapes._bounds),
    _sh("pattern"): Shapes._strings,
    _sh("languageIn"): Shapes._strings,
    _sh("uniqueLang"): Shapes._strings,
    **dict.fromkeys(_PAIRS, Shapes._pairs),
    _sh("not"): Shapes._logical,
    **dict.fromkeys(_LOGICAL, Shapes._logical),
    _sh("node"): Shapes._nested,
    _PROPERTY: Shapes._nested,
    _QUALIFIED: Shapes._nested,
    _CLOSED: Shapes._others,
    _sh("hasValue"): Shapes._others,
    _sh("in"): Shapes._others,
    _sh("sparql"): Shapes._sparql,
}


def read_path(graph: Index, shape: Term, node: Term, above: tuple[Term, ...] = ()) -> Path:
    """Return the path at ``node``, which belongs to ``shape`` (SHACL, section 2.3.1).

    Raises ShapeError where there is none.
    """
    if isinstance(node, ox.NamedNode):
        return Step(node)
    if node in above or isinstance(node, ox.Literal):
        raise ShapeError(shape, "sh:path leads to no path")
    above = (*above, node)
    said = {} if graph.objects(node, FIRST) else dict(graph.of(node))  # a list is a sequence
    if inverse := said.get(_sh("inversePath")):
        return Inverse(read_path(graph, shape, inverse, above))
    if several := said.get(_sh("alternativePath")):
        parts = _members(graph, shape, several, "sh:alternativePath")
        return Alternative(tuple(read_path(graph, shape, part, above) for part in parts))
    for predicate, repeat in _REPEATS.items():
        if predicate in said:
            return Repeated(read_path(graph, shape, said[predicate], above), repeat)
    parts = _members(graph, shape, node, "sh:path")
    if len(parts) < 2:
        raise ShapeError(shape, "sh:path leads to no path")
    return Sequence(tuple(read_path(graph, shape, part, above) for part in parts))


def named_shape(graph: Index, shape: Term | None) -> str:
    """Return the IRI of the named shape that ``shape`` is or belongs to; empty for none."""
    seen: set[Term] = set()
    while isinstance(shape, ox.BlankNode) and shape not in seen:
        seen.add(shape)
        above = [
            (predicate == REST, subject)
            for predicate in graph.predicates
            for subject in graph.subjects(predicate, shape)
        ]
        shape = min(above, key=lambda found: found[0])[1] if above else None
    return shape.value if isinstance(shape, ox.NamedNode) else ""


def _members(graph: Index, shape: Term, head: Term, parameter: str) -> list[Term]:
    try:
        return graph.items(head)
    except ValueError as error:
        raise ShapeError(shape, f"the value of {parameter} is no list") from error


def _beyond_single_shapes(graph: Index) -> str:
    """Return why no shape of ``graph`` can be judged on its own here, or nothing."""
    for name in ("rule", "entailment"):
        if graph.objects_by(_sh(name)):
            return f"sh:{name} changes the data for every shape"
    for name in ("SPARQLFunction", "JSFunction"):
        if graph.subjects(TYPE, _sh(name)):
            return f"sh:{name} changes what queries mean"
    return ""


def _imported(graph: Index, ontology: Term) -> Iterable[Term]:
    """Return what ``ontology`` imports, directly or not, as far as ``graph`` says so."""
    return walker(graph, Repeated(Step(_IMPORTS), Repeat.ONE_OR_MORE))(ontology)


def _custom_parameters(graph: Index) -> set[ox.NamedNode]:
    """Return the parameters of the constraint components that ``graph`` declares."""
    return {
        path
        for kind in graph.subclasses(_sh("ConstraintComponent"))
        for component in graph.subjects(TYPE, kind)
        for parameter in graph.objects(component, _sh("parameter"))
        for path in graph.objects(parameter, _PATH)
        if isinstance(path, ox.NamedNode)
    }


def _named(graph: Index, shape: Term, predicate: ox.NamedNode) -> list[ox.NamedNode]:
    found = graph.objects(shape, predicate)
    for value in found:
        if not isinstance(value, ox.NamedNode):
            raise ShapeError(shape, f"the value of {_name(predicate)} is no IRI")
    return [value for value in found if isinstance(value, ox.NamedNode)]


def _name(predicate: ox.NamedNode) -> str:
    return "sh:" + predicate.value.removeprefix(PREFIXES["sh"])
