"""The canonical form of a Turtle file: one graph, one text.

The form is a function of the triples alone, so two people who state the same facts write the
same bytes, and a diff shows what changed. It is rdflib's Turtle writer with four fixed choices:

* subjects in reading order: the header first, an instrument like the treaty itself (by
  ``actip:partOf`` and ``actip:order``, each norm behind its provision), all else by natural
  order of the local name (2 before 10);
* predicates in a fixed order: what it is, how it is called, what it says, and last who says so;
* objects by natural order, English before Indonesian;
* blank nodes by their content, so that no label of a parser's making decides.

Comments do not survive; what should be said is said in an annotation.
"""

from __future__ import annotations

import io
import re
import sys
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import to_canonical_graph
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Namespace
from rdflib.plugins.serializers.turtle import TurtleSerializer

from actip_graph.files import whole
from actip_graph.namespaces import ONTOLOGY, PREFIXES, is_plain_local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rdflib.term import Node

_ACTIP = Namespace(ONTOLOGY)
_SH = Namespace(PREFIXES["sh"])
_HEADERS = (OWL.Ontology, URIRef(PREFIXES["dcat"] + "Dataset"))

_FIRST = (
    RDF.type,
    SKOS.inScheme,
    SKOS.topConceptOf,
    SKOS.broader,
    RDFS.label,
    SKOS.prefLabel,
    SKOS.altLabel,
    SKOS.notation,
    DCTERMS.title,
    SKOS.definition,
    RDFS.subClassOf,
    RDFS.subPropertyOf,
    _SH.path,
    _SH.targetClass,
    _ACTIP.partOf,
    _ACTIP.ofInstrument,
    _ACTIP.locator,
    _ACTIP.order,
    _ACTIP.expressedIn,
    _ACTIP.fromProvision,
    _ACTIP.fromInstrument,
    _ACTIP.toProvision,
    _ACTIP.toInstrument,
    _ACTIP.relation,
    _ACTIP.byState,
    _ACTIP.towards,
    _ACTIP.summary,
    _ACTIP.statement,
    _ACTIP.date,
    _ACTIP.earliest,
    _ACTIP.latest,
)
_LAST = (_ACTIP.confidence, _ACTIP.basis, DCTERMS.source, SKOS.editorialNote, RDFS.isDefinedBy)
_RANK = {p: i - len(_FIRST) for i, p in enumerate(_FIRST)} | {p: i + 1 for i, p in enumerate(_LAST)}

# The short forms of literals (Turtle, section 2.5.2 and 2.5.3).
_SHORT = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?([0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}

Key = tuple[Any, ...]


def canonical_turtle(graph: Graph) -> str:
    """Return the canonical Turtle text of ``graph``, ending in one line feed.

    Prefixes are those of the project and, for other namespaces, those bound in ``graph``; only
    the ones in use are written.
    """
    source = _relabel_blank_nodes(graph)
    namespaces = {ns: prefix for prefix, ns in PREFIXES.items()}
    for prefix, namespace in graph.namespaces():
        if prefix and prefix not in PREFIXES:
            namespaces.setdefault(str(namespace), prefix)
    out = io.BytesIO()
    _Writer(source, namespaces).serialize(out, encoding="utf-8")
    return out.getvalue().decode("utf-8").strip("\n") + "\n"


def natural_key(text: str) -> Key:
    """Return a sort key under which numbers inside ``text`` compare as numbers."""
    keys: list[Key] = []
    for part in filter(None, re.split(r"([0-9]+)", text)):
        # Python reads no number of more than some thousand digits.
        digits = part.lstrip("0")
        keys.append((0, len(digits), digits) if part[0] in "0123456789" else (1, 0, part))
    return tuple(keys)


def _local_name(iri: str) -> str:
    return re.split(r"[/#]", iri)[-1]


def _term_key(term: Node) -> Key:
    """Order of objects: named nodes, then literals by language and value, then blank nodes."""
    if isinstance(term, URIRef):
        return (0, natural_key(_local_name(term)), str(term))
    if isinstance(term, Literal):
        return (1, term.language or "", natural_key(str(term)), str(term.datatype or ""))
    return (2, (), str(term))


def _predicate_key(predicate: Node) -> Key:
    return (_RANK.get(URIRef(str(predicate)), 0), str(predicate))


def _relabel_blank_nodes(graph: Graph) -> Graph:
    """Return a copy whose blank nodes are labelled in the order of their content."""
    blanks = {t for triple in graph for t in (triple[0], triple[2]) if isinstance(t, BNode)}
    if blanks and any(len(set(graph.subject_predicates(b))) != 1 for b in blanks):
        # Shared, cyclic or free-standing: only a true canonical labelling tells them apart.
        graph = to_canonical_graph(graph)
        blanks = {t for triple in graph for t in (triple[0], triple[2]) if isinstance(t, BNode)}
    contents: dict[Node, Key] = {}

    def content(node: Node, above: frozenset[Node] = frozenset()) -> Key:
        if not isinstance(node, BNode) or node in above:
            return _term_key(node)
        if node not in contents:
            inner = above | {node}
            contents[node] = (
                2,
                tuple(
                    sorted(
                        (_predicate_key(p), content(o, inner))
                        for p, o in graph.predicate_objects(node)
                    )
                ),
                "",
            )
        return contents[node]

    ordered = sorted(blanks, key=lambda b: (content(b), str(b)))
    names: dict[Node, Node] = {b: BNode(f"b{i:06d}") for i, b in enumerate(ordered)}
    copy = Graph(bind_namespaces="none")
    for s, p, o in graph:
        copy.add((names.get(s, s), p, names.get(o, o)))
    return copy


class _Writer(TurtleSerializer):
    """rdflib's writer with our order of subjects, predicates and objects."""

    def __init__(self, store: Graph, namespaces: dict[str, str]) -> None:
        super().__init__(store)
        self._by_namespace = sorted(namespaces.items(), key=lambda x: -len(x[0]))
        self._names: dict[Node, str | None] = {}

    def get_pname(self, uri: Node, gen_prefix: bool = True) -> str | None:
        if not isinstance(uri, URIRef):
            return None
        if uri not in self._names:
            self._names[uri] = self._name(str(uri))
        return self._names[uri]

    def _name(self, iri: str) -> str | None:
        for namespace, prefix in self._by_namespace:
            if iri.startswith(namespace) and is_plain_local_name(iri[len(namespace) :]):
                self.addNamespace(prefix, URIRef(namespace))
                return f"{prefix}:{iri[len(namespace) :]}"
        return None

    def label(self, node: Node, position: int) -> str:
        """Return ``node`` as it is written: short only where that says the same, form and all."""
        if not isinstance(node, Literal):
            return str(super().label(node, position))
        short = _SHORT.get(node.datatype) if node.datatype else None
        if short and short.fullmatch(node):
            return str(node)
        return node._literal_n3(qname_callback=self.get_pname)

    def orderSubjects(self) -> list[Any]:  # noqa: N802
        return sorted(set(self.store.subjects()), key=self._subject_key)

    def _subject_key(self, subject: Node) -> Key:
        if isinstance(subject, BNode):
            return (2, str(subject))
        header = any((subject, RDF.type, kind) in self.store for kind in _HEADERS)
        provision = self.store.value(subject, _ACTIP.expressedIn)
        root, path = self._place(provision if isinstance(provision, URIRef) else subject)
        return (
            0 if header else 1,
            natural_key(_local_name(str(root))),
            path,
            provision is not None,
            natural_key(_local_name(str(subject))),
            str(subject),
        )

    def _place(self, node: Node) -> tuple[Node, Key]:
        """Return the whole that ``node`` is part of and the path of orders down to it."""
        path: list[Key] = []
        seen: set[Node] = set()
        while node not in seen:
            seen.add(node)
            whole = self.store.value(node, _ACTIP.partOf)
            if whole is None:
                break
            order = self.store.value(node, _ACTIP.order)
            path.insert(0, natural_key(str(order or "")))
            node = whole
        return node, tuple(path)

    def sortProperties(self, properties: Any) -> list[Any]:  # noqa: N802
        for objects in properties.values():
            objects.sort(key=_term_key)
        return sorted(properties, key=_predicate_key)


def rewrite(path: str) -> bool:
    """Bring the Turtle file at ``path`` into the canonical form; say whether it was not yet."""
    with open(path, encoding="utf-8") as file:
        before = file.read()
    graph = Graph(bind_namespaces="none").parse(data=before, format="turtle")
    after = canonical_turtle(graph)
    if after != before:
        with whole(path) as out:
            out.write(after.encode("utf-8"))
    return after != before


if __name__ == "__main__":
    for name in sys.argv[1:]:
        if rewrite(name):
            print(f"{name}: rewritten", file=sys.stderr)
