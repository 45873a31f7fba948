"""What differs between two graphs, whatever their blank nodes are called.

Triples without blank nodes compare as sets. The others fall into components: the triples that hang
together through blank nodes. A component is compared by its canonical form (RDFC-1.0, W3C
Recommendation of 21 May 2024; rdflib's, where many nodes look alike), and of equal ones it counts
how many there are. So nothing differs if and only if the graphs are isomorphic (RDF 1.1 Concepts,
section 3.6).
"""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import NamedTuple

import pyoxigraph as ox

from actip_graph.terms import triple_from_rdflib, triple_to_rdflib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# Six nodes that look alike take RDFC-1.0 some 30 ms, and each one more seven to ten times as long.
_FEW = 6


class Component(NamedTuple):
    """Triples that hang together through blank nodes."""

    triples: list[ox.Triple]
    """With labels for the blank nodes that are those of graph A, or new in it."""

    canonical: list[ox.Triple]
    """With canonical labels, sorted: the same for equal components."""


class Side(NamedTuple):
    """What one graph has and the other has not."""

    ground: list[ox.Triple]
    components: list[Component]

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self.ground) + sum(len(component.triples) for component in self.components)


class Change(NamedTuple):
    """What turns the graph of this name in A into that of B."""

    graph: str
    removed: Side
    added: Side


def changes(
    before: Mapping[str, Iterable[ox.Triple]], after: Mapping[str, Iterable[ox.Triple]]
) -> Iterator[Change]:
    """Yield what differs, graph by graph in the order of their names.

    A graph that is on one side only is empty on the other. Blank nodes that graphs of one file
    share are compared within each graph.
    """
    for name in sorted({*before, *after}):
        change = compare(name, before.get(name, ()), after.get(name, ()))
        if len(change.removed) or len(change.added):
            yield change


def compare(name: str, before: Iterable[ox.Triple], after: Iterable[ox.Triple]) -> Change:
    """Return what turns ``before`` into ``after``; ``before`` may be gone through twice.

    Only digests of what is without blank nodes are held in memory, not the triples.
    """
    # A digest of 128 bits, and whether the triple was met on the other side too.
    known: dict[bytes, bool] = {}
    hanging: list[ox.Triple] = []
    for triple, text in _with_text(before):
        if _may_hang(text) and blanks(triple):
            hanging.append(triple)
        else:
            known[_digest(text)] = False
    added: set[ox.Triple] = set()
    hanging_after: list[ox.Triple] = []
    for triple, text in _with_text(after):
        if _may_hang(text) and blanks(triple):
            hanging_after.append(triple)
        elif (digest := _digest(text)) in known:
            known[digest] = True
        else:
            added.add(triple)
    gone = {digest for digest, met in known.items() if not met}
    removed = {
        triple for triple, text in _with_text(before if gone else ()) if _digest(text) in gone
    }
    fewer, more = _components(name, hanging, hanging_after)
    return Change(name, Side(sorted(removed, key=str), fewer), Side(sorted(added, key=str), more))


def blanks(triple: ox.Triple) -> list[ox.BlankNode]:
    """Return the blank nodes in ``triple``, those of a triple in it too."""
    found = [term for term in (triple.subject, triple.object) if isinstance(term, ox.BlankNode)]
    if isinstance(triple.object, ox.Triple):
        found += blanks(triple.object)
    return found


def renamed(triple: ox.Triple, name: Callable[[ox.BlankNode], ox.BlankNode]) -> ox.Triple:
    """Return ``triple`` with each blank node replaced by what ``name`` gives for it."""
    subject = triple.subject
    value: Object = triple.object
    if isinstance(subject, ox.BlankNode):
        subject = name(subject)
    if isinstance(value, ox.BlankNode):
        value = name(value)
    elif isinstance(value, ox.Triple):
        value = renamed(value, name)
    return ox.Triple(subject, triple.predicate, value)


def _with_text(triples: Iterable[ox.Triple]) -> Iterator[tuple[ox.Triple, str]]:
    return ((triple, str(triple)) for triple in triples)


def _may_hang(text: str) -> bool:
    """Say whether the triple of this ``text`` can have a blank node: much cheaper than to look."""
    return "_:" in text


def _digest(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=16).digest()


def _components(
    graph: str, before: list[ox.Triple], after: list[ox.Triple]
) -> tuple[list[Component], list[Component]]:
    """Return the components that there are fewer of in ``after``, and those with more."""
    old, new = _by_content(before), _by_content(after)
    labels = {node.value for triple in before for node in blanks(triple)}
    fewer: list[Component] = []
    more: list[Component] = []
    for digest in old.keys() | new.keys():
        had, has = old.get(digest, []), new.get(digest, [])
        fewer += [Component(part, _canonical(part)) for part in had[len(has) :]]
        for number, part in enumerate(has[len(had) :], len(had)):
            canonical = _canonical(part)
            # By its content, so that it is the same from run to run.
            stem = f"n{_digest(f'{graph} {digest.hex()}').hex()}x"
            name = _prefixed(_free(stem, number, canonical, labels))
            more.append(Component([renamed(triple, name) for triple in canonical], canonical))
    return sorted(fewer, key=_order), sorted(more, key=_order)


def _order(component: Component) -> tuple[str, ...]:
    return tuple(map(str, component.canonical))


def _free(stem: str, number: int, triples: list[ox.Triple], labels: set[str]) -> str:
    """Return a beginning of labels under which those of ``triples`` are none of ``labels``."""
    own = {node.value for triple in triples for node in blanks(triple)}
    while not labels.isdisjoint(f"{stem}{number}{label}" for label in own):
        number += 1
    labels.update(f"{stem}{number}{label}" for label in own)
    return f"{stem}{number}"


def _prefixed(beginning: str) -> Callable[[ox.BlankNode], ox.BlankNode]:
    return lambda node: ox.BlankNode(beginning + node.value)


def _by_content(triples: list[ox.Triple]) -> dict[bytes, list[list[ox.Triple]]]:
    """Return the components of ``triples``, equal ones together under a digest of theirs."""
    found: dict[bytes, list[list[ox.Triple]]] = {}
    for part in _connected(triples):
        found.setdefault(_digest(_canonical_text(part)), []).append(part)
    return found


def _canonical(triples: list[ox.Triple]) -> list[ox.Triple]:
    parsed = ox.parse(_canonical_text(triples), ox.RdfFormat.N_TRIPLES)
    return [quad.triple for quad in parsed]


def _canonical_text(triples: list[ox.Triple]) -> str:
    if _is_quickly_canonical(triples):
        dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        return "\n".join(sorted(str(dataset).split("\n")))
    from rdflib import Graph
    from rdflib.compare import to_canonical_graph

    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple_to_rdflib(triple))
    return "\n".join(sorted(f"{triple_from_rdflib(t)} ." for t in to_canonical_graph(graph)))


def _is_quickly_canonical(triples: list[ox.Triple]) -> bool:
    """Say whether RDFC-1.0 is sure to end soon: it tries the orders of nodes that look alike."""
    if len({node for triple in triples for node in blanks(triple)}) <= _FEW:
        return True
    alike = Counter(outlines(triples).values())
    return sum(count for count in alike.values() if count > 1) <= _FEW or any(
        isinstance(triple.object, ox.Triple) for triple in triples
    )


def outlines(triples: list[ox.Triple]) -> dict[ox.BlankNode, tuple[str, ...]]:
    """Return what ``triples`` say of each blank node, with other blank nodes left out."""
    found: dict[ox.BlankNode, list[str]] = {}
    for triple in triples:
        for node in set(blanks(triple)):
            found.setdefault(node, []).append(str(renamed(triple, _outlined(node))))
    return {node: tuple(sorted(lines)) for node, lines in found.items()}


def _outlined(node: ox.BlankNode) -> Callable[[ox.BlankNode], ox.BlankNode]:
    return lambda other: ox.BlankNode("this" if other == node else "other")


def _connected(triples: list[ox.Triple]) -> Iterator[list[ox.Triple]]:
    """Part ``triples`` so that no two parts share a blank node."""
    above: dict[ox.BlankNode, ox.BlankNode] = {}

    def top(node: ox.BlankNode) -> ox.BlankNode:
        while (higher := above.setdefault(node, node)) != node:
            above[node] = above[higher]
            node = above[node]
        return node

    for triple in triples:
        first, *others = blanks(triple)
        for other in others:
            above[top(first)] = top(other)
    parts: dict[ox.BlankNode, list[ox.Triple]] = {}
    for triple in dict.fromkeys(triples):
        parts.setdefault(top(blanks(triple)[0]), []).append(triple)
    yield from parts.values()
