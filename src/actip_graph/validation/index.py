"""The triples of many files, found by predicate; the data that shapes are held against."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.namespaces import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from actip_graph.terms import Term

    Subject = ox.NamedNode | ox.BlankNode
    Objects = Mapping[Term, Sequence[Term]]

TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
FIRST = ox.NamedNode(PREFIXES["rdf"] + "first")
REST = ox.NamedNode(PREFIXES["rdf"] + "rest")
NIL = ox.NamedNode(PREFIXES["rdf"] + "nil")
SUBCLASS = ox.NamedNode(PREFIXES["rdfs"] + "subClassOf")


class Index:
    """A set of triples, read once and then asked by predicate.

    Terms are kept as they are written: "01"^^xsd:integer and "1"^^xsd:integer are two terms.
    """

    def __init__(self, triples: Iterable[ox.Triple] = ()) -> None:
        self._by_predicate: dict[ox.NamedNode, dict[Term, list[Term]]] = {}
        self._inverted: dict[ox.NamedNode, dict[Term, list[Term]]] = {}
        self._terms: dict[Term, Term] = {}
        self._instances: dict[Term, frozenset[Term]] = {}
        self.add(triples)
        self.settle()

    def add(
        self, statements: Iterable[ox.Triple | ox.Quad]
    ) -> tuple[dict[Term, None], list[ox.BlankNode]]:
        """Add ``statements``; return their subjects, and their blank nodes in order of mention.

        Call ``settle`` after the last. Raises ActipGraphError for a triple about a triple (RDF
        1.2), which SHACL does not know.
        """
        # One object a term keeps a large graph small; the dictionaries do the rest.
        one, by_predicate = self._terms.setdefault, self._by_predicate
        subjects: dict[Term, None] = {}
        blanks: dict[ox.BlankNode, None] = {}
        last = None
        for statement in statements:
            # Any, since the checker cannot know that there are no triples among them.
            subject: Any = statement.subject
            value: Any = statement.object
            if type(subject) is ox.BlankNode:
                blanks[subject] = None
            if type(value) is ox.BlankNode:
                blanks[value] = None
            elif type(value) is ox.Triple:
                raise ActipGraphError(f"{value}: triples about triples cannot be validated")
            subject = one(subject, subject)
            value = one(value, value)
            predicate = statement.predicate
            of_predicate = by_predicate.get(predicate)
            if of_predicate is None:
                of_predicate = by_predicate[predicate] = {}
            values = of_predicate.get(subject)
            if values is None:
                of_predicate[subject] = [value]
            else:
                values.append(value)
            if subject is not last:
                subjects[subject] = None
                last = subject
        return subjects, list(blanks)

    def settle(self) -> None:
        """Drop triples that were added more than once, and what was derived before."""
        self._inverted.clear()
        self._instances.clear()
        for of_predicate in self._by_predicate.values():
            for subject, values in of_predicate.items():
                if len(values) > 1:
                    of_predicate[subject] = list(dict.fromkeys(values))

    def __iter__(self) -> Iterator[tuple[Term, ox.NamedNode, Term]]:
        for predicate, of_predicate in self._by_predicate.items():
            for subject, values in of_predicate.items():
                for value in values:
                    yield subject, predicate, value

    def __contains__(self, term: object) -> bool:
        return term in self._terms

    def describes(self, subject: Term) -> bool:
        """Say whether anything is said of ``subject``."""
        return any(subject in of_predicate for of_predicate in self._by_predicate.values())

    def literals(self) -> Iterator[ox.Literal]:
        """Yield every literal once."""
        return (term for term in self._terms if isinstance(term, ox.Literal))

    @property
    def predicates(self) -> Iterable[ox.NamedNode]:
        """Every predicate in use."""
        return self._by_predicate.keys()

    def objects_by(self, predicate: ox.NamedNode) -> Objects:
        """Return the objects of ``predicate`` by subject."""
        return self._by_predicate.get(predicate, {})

    def subjects_by(self, predicate: ox.NamedNode) -> Objects:
        """Return the subjects of ``predicate`` by object."""
        found = self._inverted.get(predicate)
        if found is None:
            found = self._inverted[predicate] = {}
            for subject, values in self.objects_by(predicate).items():
                for value in values:
                    found.setdefault(value, []).append(subject)
        return found

    def objects(self, subject: Term, predicate: ox.NamedNode) -> Sequence[Term]:
        """Return the objects of ``subject`` and ``predicate``."""
        return self.objects_by(predicate).get(subject, ())

    def subjects(self, predicate: ox.NamedNode, value: Term) -> Sequence[Term]:
        """Return the subjects of ``predicate`` and ``value``."""
        return self.subjects_by(predicate).get(value, ())

    def value(self, subject: Term, predicate: ox.NamedNode) -> Term | None:
        """Return an object of ``subject`` and ``predicate``, or None."""
        return next(iter(self.objects(subject, predicate)), None)

    def of(self, subject: Term) -> Iterator[tuple[ox.NamedNode, Term]]:
        """Yield what is said of ``subject``: each predicate and object."""
        for predicate, of_predicate in self._by_predicate.items():
            for value in of_predicate.get(subject, ()):
                yield predicate, value

    def items(self, head: Term) -> list[Term]:
        """Return the members of the list at ``head``; raise ValueError where it is no list."""
        members: list[Term] = []
        seen: set[Term] = set()
        while head != NIL:
            firsts, rests = self.objects(head, FIRST), self.objects(head, REST)
            if len(firsts) != 1 or len(rests) != 1 or head in seen:
                raise ValueError(f"{head} is not a list")
            seen.add(head)
            members.append(firsts[0])
            head = rests[0]
        return members

    def subclasses(self, of: Term) -> set[Term]:
        """Return the class ``of`` and every class below it."""
        found, waiting = {of}, [of]
        while waiting:
            for below in self.subjects(SUBCLASS, waiting.pop()):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        return found

    def instances(self, of: Term) -> frozenset[Term]:
        """Return the SHACL instances of the class ``of`` (SHACL, section 1.1)."""
        if of not in self._instances:
            self._instances[of] = frozenset(
                member for below in self.subclasses(of) for member in self.subjects(TYPE, below)
            )
        return self._instances[of]
