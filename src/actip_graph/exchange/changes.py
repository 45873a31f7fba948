"""What differs between two graphs, whatever their blank nodes are called.

Triples without blank nodes compare as sets. The others fall into components: the triples that hang
together through blank nodes. A component is compared by its canonical form (RDFC-1.0, W3C
Recommendation of 21 May 2024), and of equal ones it counts how many there are. So nothing differs
if and only if the graphs are isomorphic (RDF 1.1 Concepts, section 3.6).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

import pyoxigraph as ox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Component(NamedTuple):
    """Triples that hang together through blank nodes."""

    triples: list[ox.Triple]
    """With labels for the blank nodes that are those of graph A, or new in it."""

    canonical: list[ox.Triple]
    """With canonical labels (c14n0, c14n1, …), sorted: the same for equal components."""


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
            label = _free(f"n{_digest(f'{graph} {digest.hex()}').hex()}", number, labels)
            more.append(Component([renamed(t, _prefixed(label)) for t in canonical], canonical))
    return sorted(fewer, key=_order), sorted(more, key=_order)


def _order(component: Component) -> tuple[str, ...]:
    return tuple(map(str, component.canonical))


def _free(stem: str, number: int, labels: set[str]) -> str:
    """Return a beginning of labels that none of ``labels`` has, and note it there."""
    label = f"{stem}x{number}"
    while f"{label}c14n0" in labels:
        number += 1
        label = f"{stem}x{number}"
    labels.add(f"{label}c14n0")
    return label


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
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return "\n".join(sorted(str(dataset).split("\n")))


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
