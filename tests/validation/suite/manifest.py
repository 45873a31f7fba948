"""Reading the tests of the suite, and comparing reports as it asks for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from actip_graph.terms import Term

BASE = "http://www.w3.org/ns/shacl-test/"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
COMPARED = (
    "focusNode",
    "resultSeverity",
    "sourceConstraintComponent",
    "sourceShape",
    "value",
)
SIGNS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


class Case(NamedTuple):
    """One test: its files and the report that they must give, or None where that is a failure."""

    name: str
    data: Path
    shapes: Path
    expected: Report | None


class Graph:
    """The triples of a document, by subject and predicate."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.objects: dict[tuple[Term, str], list[Term]] = {}
        for s, p, o in triples:
            assert not isinstance(s, ox.Triple) and not isinstance(o, ox.Triple)
            self.objects.setdefault((s, p.value), []).append(o)

    def values(self, subject: Term, predicate: str) -> list[Term]:
        return self.objects.get((subject, predicate), [])

    def value(self, subject: Term, predicate: str) -> Term:
        (value,) = self.values(subject, predicate)
        return value

    def items(self, head: Term) -> Iterator[Term]:
        while head != ox.NamedNode(RDF + "nil"):
            yield self.value(head, RDF + "first")
            head = self.value(head, RDF + "rest")

    def path(self, node: Term) -> str:
        """Return the property path at ``node`` as SPARQL writes it."""
        if isinstance(node, ox.NamedNode):
            return str(node)
        if self.values(node, RDF + "first"):
            return "/".join(f"({self.path(part)})" for part in self.items(node))
        for alternative in self.values(node, SH + "alternativePath"):
            return "|".join(f"({self.path(part)})" for part in self.items(alternative))
        for inverse in self.values(node, SH + "inversePath"):
            return f"^({self.path(inverse)})"
        for name, sign in SIGNS.items():
            for repeated in self.values(node, SH + name):
                return f"({self.path(repeated)}){sign}"
        raise ValueError(f"no path: {node}")


class Report:
    """A validation report, of which only that is kept which the suite compares."""

    def __init__(self, graph: Graph, node: Term) -> None:
        self.graph = graph
        self.node = node
        self.results = graph.values(node, SH + "result")
        self.messages = {m for r in self.results for m in graph.values(r, SH + "resultMessage")}

    @classmethod
    def parse(cls, turtle: bytes) -> Report:
        """Read the one report of a Turtle document."""
        graph = Graph(q.triple for q in ox.parse(turtle, ox.RdfFormat.TURTLE))
        kind = ox.NamedNode(SH + "ValidationReport")
        (node,) = [s for (s, p), o in graph.objects.items() if p == RDF + "type" and kind in o]
        return cls(graph, node)

    def differences(self, expected: Report) -> list[str]:
        """Return the results that are too many (+) or too few (-); nothing where the test passes.

        Blank nodes match where the whole of the two reports does.
        """
        mine, theirs = self._facts(expected.messages), expected._facts(expected.messages)
        if mine[0] == theirs[0]:
            return []
        told = [f"+ {f}" for f in mine[1] - theirs[1]] + [f"- {f}" for f in theirs[1] - mine[1]]
        return sorted(told) or ["blank nodes do not match"]

    def _facts(self, messages: set[Term]) -> tuple[ox.Dataset, Counter[str]]:
        """Return the report as a canonical graph, and as lines that a person can read."""
        dataset, lines = ox.Dataset(), Counter[str]()

        def add(subject: ox.BlankNode, facts: list[tuple[str, Term]]) -> None:
            for name, value in facts:
                dataset.add(ox.Quad(subject, ox.NamedNode(SH + name), value))
            shown = (f"{n} {'[]' if isinstance(v, ox.BlankNode) else v}" for n, v in facts)
            lines[" ; ".join(shown)] += 1

        report = ox.BlankNode()
        add(report, [("conforms", v) for v in self.graph.values(self.node, SH + "conforms")])
        for result in self.results:
            node = ox.BlankNode()
            dataset.add(ox.Quad(report, ox.NamedNode(SH + "result"), node))
            facts = [(n, v) for n in COMPARED for v in self.graph.values(result, SH + n)]
            for path in self.graph.values(result, SH + "resultPath"):
                facts.append(("resultPath", ox.Literal(self.graph.path(path))))
            for message in self.graph.values(result, SH + "resultMessage"):
                if message in messages:
                    facts.append(("resultMessage", message))
            add(node, facts)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return dataset, lines


def read(suite: Path, folder: str) -> list[Case]:
    """Return the tests that the manifest of ``folder`` lists, such as ``core/node``."""
    listed = _graph(suite, f"{folder}/manifest.ttl")
    here = ox.NamedNode(f"{BASE}{folder}/manifest.ttl")
    names = [t.value.removeprefix(BASE) for t in listed.values(here, MF + "include")]
    return [case for name in sorted(names) for case in _cases(suite, name)]


def _cases(suite: Path, name: str) -> Iterator[Case]:
    graph = _graph(suite, name)
    for entries in graph.values(ox.NamedNode(BASE + name), MF + "entries"):
        for test in graph.items(entries):
            action = graph.value(test, MF + "action")
            result = graph.value(test, MF + "result")
            refused = result == ox.NamedNode(SHT + "Failure")
            yield Case(
                test.value.removeprefix(BASE),
                suite / graph.value(action, SHT + "dataGraph").value.removeprefix(BASE),
                suite / graph.value(action, SHT + "shapesGraph").value.removeprefix(BASE),
                None if refused else Report(graph, result),
            )


def _graph(suite: Path, name: str) -> Graph:
    quads = ox.parse(path=suite / name, format=ox.RdfFormat.TURTLE, base_iri=BASE + name)
    return Graph(quad.triple for quad in quads)
