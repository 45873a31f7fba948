"""What the graph says, seen as a person who makes mistakes in it sees it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import pyoxigraph as ox

from actip_graph.namespaces import BASE, PREFIXES
from actip_graph.validation.index import SUBCLASS, TYPE, Index

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from actip_graph.terms import Term

    Triple = tuple[ox.NamedNode, ox.NamedNode, Term]

IN_SCHEME: Final = ox.NamedNode(PREFIXES["skos"] + "inScheme")
# A class of fewer things than this shows too little of what its things have in common.
FEW: Final = 10


def term(curie: str) -> ox.NamedNode:
    """Return the IRI of a CURIE."""
    prefix, _, name = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + name)


class World:
    """The things that the data and vocabularies describe, by class, with what is said of them.

    The classes and properties of the ontology are not among them.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.members: dict[ox.NamedNode, list[ox.NamedNode]] = defaultdict(list)
        self.said: dict[tuple[ox.NamedNode, ox.NamedNode], dict[ox.NamedNode, Sequence[Term]]] = (
            defaultdict(dict)
        )
        self._kinds: dict[Term, ox.NamedNode] = {}
        for thing, (kind, *_) in index.objects_by(TYPE).items():
            if isinstance(thing, ox.NamedNode) and thing.value.startswith(
                (BASE + "id/", BASE + "graph/")
            ):
                assert isinstance(kind, ox.NamedNode)
                self._kinds[thing] = kind
                self.members[kind].append(thing)
        for members in self.members.values():
            members.sort(key=str)
        self.classes = sorted(self.members, key=str)
        for predicate in index.predicates:
            for thing, values in index.objects_by(predicate).items():
                if thing in self._kinds:
                    assert isinstance(thing, ox.NamedNode)
                    self.said[self._kinds[thing], predicate][thing] = tuple(values)
        self.family = cache(self._family)
        self.takes = cache(self._takes)
        self.has_many = cache(self._has_many)

    def kind(self, thing: Term) -> ox.NamedNode | None:
        """Return the class of ``thing``."""
        return self._kinds.get(thing)

    def _family(self, kind: Term) -> Term:
        """Return the topmost class above ``kind``."""
        above = self.index.objects(kind, SUBCLASS)
        return self.family(above[0]) if above else kind

    def relatives(self, kind: ox.NamedNode) -> list[ox.NamedNode]:
        """Return the classes that stand under the same topmost class, ``kind`` among them."""
        return [k for k in self.classes if self.family(k) == self.family(kind)]

    def strangers(self, families: Iterable[Term]) -> list[ox.NamedNode]:
        """Return the classes that stand under none of ``families``."""
        families = set(families)
        return [k for k in self.classes if self.family(k) not in families]

    def _takes(self, predicate: ox.NamedNode) -> set[Term]:
        """Return the families of what ``predicate`` leads to, and the schemes of concepts."""
        found: set[Term] = set()
        for value in self.index.subjects_by(predicate):
            kind = self.kind(value)
            if kind is not None:
                found |= {self.family(kind), *self.index.objects(value, IN_SCHEME)}
        return found

    def users(self, predicate: ox.NamedNode) -> set[Term]:
        """Return the families of the things that have ``predicate``."""
        return {self.family(k) for (k, p), said in self.said.items() if p == predicate and said}

    def is_optional(self, kind: ox.NamedNode, predicate: ox.NamedNode) -> bool:
        """Say whether there are things of the class without the property.

        A class of few is judged together with its relatives.
        """
        kinds = [kind] if len(self.members[kind]) >= FEW else self.relatives(kind)
        return any(len(self.said[k, predicate]) < len(self.members[k]) for k in kinds)

    def _has_many(self, predicate: ox.NamedNode) -> bool:
        """Say whether anything has two values of the property, or two texts in one language."""
        return any(
            len(values) > len({v.language if isinstance(v, ox.Literal) else "" for v in values})
            for values in self.index.objects_by(predicate).values()
        )


class Edit(NamedTuple):
    """Triples taken out and put in."""

    removed: Sequence[Triple] = ()
    added: Sequence[Triple] = ()


class Case(NamedTuple):
    """One thing with the values of one property of it, about to be changed."""

    world: World
    kind: ox.NamedNode
    property: ox.NamedNode
    thing: ox.NamedNode
    values: Sequence[Term]
    chance: random.Random

    def one(self) -> Term:
        """Return one of the values."""
        return self.chance.choice(self.values)

    def literal(self, *datatypes: str) -> ox.Literal | None:
        """Return one of the values if it is a literal, of one of ``datatypes`` if given."""
        value = self.one()
        if isinstance(value, ox.Literal) and (not datatypes or value.datatype.value in datatypes):
            return value
        return None

    def reference(self) -> ox.NamedNode | None:
        """Return one of the values if it is a thing that the data describe."""
        value = self.one()
        return value if isinstance(value, ox.NamedNode) and self.world.kind(value) else None

    def member(self, kinds: Sequence[ox.NamedNode]) -> ox.NamedNode | None:
        """Return a thing of one of ``kinds``."""
        if not kinds:
            return None
        return self.chance.choice(self.world.members[self.chance.choice(kinds)])

    def other(self, value: Term) -> Term | None:
        """Return what another thing of the class has instead of ``value``."""
        found = {
            v
            for values in self.world.said[self.kind, self.property].values()
            for v in values
            if v not in self.values and alike(v, value)
        }
        return self.chance.choice(sorted(found, key=str)) if found else None

    def description(self) -> list[Triple]:
        """Return all that is said of the thing."""
        return [
            (self.thing, predicate, value) for predicate, value in self.world.index.of(self.thing)
        ]

    def without(self, values: Iterable[Term]) -> Edit:
        """Take ``values`` away."""
        return Edit([(self.thing, self.property, value) for value in values])

    def instead(self, old: Term, new: Term) -> Edit:
        """Put ``new`` in the place of ``old``."""
        return Edit([(self.thing, self.property, old)], [(self.thing, self.property, new)])

    def besides(self, new: Term) -> Edit:
        """Add ``new``."""
        return Edit([], [(self.thing, self.property, new)])

    def misspelt(self, iri: ox.NamedNode) -> ox.NamedNode:
        """Return ``iri`` with one character changed, so that it names nothing."""
        start = max(iri.value.rfind("/"), iri.value.rfind("#")) + 1
        while True:
            at = self.chance.randrange(start, len(iri.value))
            letter = self.chance.choice("abcdefghijkmnpqrstuvwxyz")
            wrong = ox.NamedNode(iri.value[:at] + letter + iri.value[at + 1 :])
            if wrong not in self.world.index:
                return wrong


def alike(one: Term, other: Term) -> bool:
    """Say whether two terms are of one kind, and literals of one datatype and language."""
    if isinstance(one, ox.Literal) and isinstance(other, ox.Literal):
        return (one.datatype, one.language) == (other.datatype, other.language)
    return type(one) is type(other)


def rewritten(value: ox.Literal, text: str) -> ox.Literal:
    """Return ``value`` with another text."""
    if value.language:
        return ox.Literal(text, language=value.language)
    return ox.Literal(text, datatype=value.datatype)
