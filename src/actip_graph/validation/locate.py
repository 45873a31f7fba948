"""Finding the place in a file that a fault is about."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.graph import base_iri
from actip_graph.places import Statements, placed_triples
from actip_graph.validation import paths
from actip_graph.validation.report import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from actip_graph.places import PlacedTriple
    from actip_graph.terms import Term
    from actip_graph.validation.dataset import Dataset
    from actip_graph.validation.index import Index
    from actip_graph.validation.report import Fault

# A larger file is not scanned whole where that can be helped.
_LARGE = 200_000


class Locator:
    """Places for faults; each file is read again at most once, and only if a fault is in it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._texts: dict[str, str] = {}
        self._statements: dict[str, Statements] = {}
        self._scanned: dict[str, dict[Term, list[PlacedTriple]]] = {}

    def place(self, fault: Fault, culprit: Term) -> Place | None:
        """Return the place of ``fault``, of which ``culprit`` is to be described in a file.

        That is the triple with the value, or else one with the path, or else the subject. None
        where the culprit is in none of the files.
        """
        if culprit == fault.focus:
            for subject, predicate, value in self._candidates(fault):
                if found := self._triple(subject, predicate, value):
                    return found
        return self.of_subject(culprit) or self.of_value(culprit)

    def of_subject(self, subject: Term) -> Place | None:
        """Return where ``subject`` is first described, or None."""
        for path in self._dataset.described_in(subject):
            for triple in self._of(path, subject):
                return Place(path, *triple.subject_span)
            return Place(path)
        return None

    def _candidates(self, fault: Fault) -> Iterator[tuple[Term, ox.NamedNode, Term | None]]:
        if fault.path is not None:
            yield from _triples(fault.focus, fault.path, fault.value)
        elif fault.value is not None and fault.value != fault.focus:
            for predicate in self._dataset.index.predicates:
                if fault.value in self._dataset.index.objects(fault.focus, predicate):
                    yield fault.focus, predicate, fault.value

    def _triple(self, subject: Term, predicate: ox.NamedNode, value: Term | None) -> Place | None:
        for path in self._dataset.described_in(subject):
            for triple in self._of(path, subject, value):
                if triple.predicate == predicate and value is None:
                    return Place(path, *triple.predicate_span)
                if triple.predicate == predicate and triple.object == value:
                    return Place(path, *triple.object_span)
        return None

    def of_value(self, term: Term) -> Place | None:
        """Return where ``term`` is an object or a predicate, for it is described nowhere."""
        index = self._dataset.index
        for predicate in index.predicates:
            for subject in index.subjects(predicate, term):
                if found := self._triple(subject, predicate, term):
                    return found
        if isinstance(term, ox.NamedNode):
            for subject in index.objects_by(term):
                if found := self._triple(subject, term, None):
                    return found
        return None

    def _of(self, path: str, subject: Term, value: Term | None = None) -> Sequence[PlacedTriple]:
        """Return the triples of ``subject`` in the file at ``path``, with ``value`` as it is named.

        Empty where the file has changed meanwhile, or has a syntax still to come.
        """
        try:
            if path not in self._texts:
                with open(path, encoding="utf-8", newline="") as file:
                    self._texts[path] = file.read()
            text = self._texts[path]
            if len(text) > _LARGE and path not in self._scanned:
                if path not in self._statements:
                    self._statements[path] = Statements(text, base_iri(path))
                if found := self._in_statements(self._statements[path], subject, value):
                    return found
            if path not in self._scanned:
                self._scanned[path] = _scan(text, path, self._dataset.blanks[path])
            return self._scanned[path].get(subject, ())
        except (OSError, ValueError, IndexError):
            return ()

    def _in_statements(
        self, statements: Statements, subject: Term, value: Term | None
    ) -> Sequence[PlacedTriple]:
        """Return the triples of ``subject``, found without scanning the whole text, if they are.

        Blank nodes stand in the statement of the node that they hang on.
        """
        index = self._dataset.index
        root = subject
        seen: set[Term] = set()
        while isinstance(root, ox.BlankNode) and root not in seen:
            seen.add(root)
            above = (s for p in index.predicates for s in index.subjects(p, root))
            root = next(above, root)
        if not isinstance(root, ox.NamedNode):
            return ()
        placed = statements.placed(root)
        if isinstance(subject, ox.BlankNode) or isinstance(value, ox.BlankNode):
            placed = _named(placed, root, index)
        return [triple for triple in placed if triple.subject == subject]


def _named(placed: Sequence[PlacedTriple], root: ox.NamedNode, index: Index) -> list[PlacedTriple]:
    """Return the triples of the statements of ``root``, blank nodes named as in ``index``.

    They are told apart by what is said of them; of two of which the same is said, either will do.
    """
    said: dict[Term, list[PlacedTriple]] = {}
    for triple in placed:
        said.setdefault(triple.subject, []).append(triple)

    def content(pairs: Iterable[tuple[ox.NamedNode, Term]]) -> set[tuple[Term, Term | None]]:
        return {(p, None if isinstance(o, ox.BlankNode) else o) for p, o in pairs}

    names: dict[Term, ox.BlankNode] = {}
    used: set[ox.BlankNode] = set()
    waiting: list[tuple[Term, Term]] = [(root, root)]
    while waiting:
        here, node = waiting.pop()
        for triple in said.get(here, ()):
            found = triple.object
            if not isinstance(found, ox.BlankNode) or found in names:
                continue
            here_said = content((t.predicate, t.object) for t in said.get(found, ()))
            candidates = [
                blank
                for blank in index.objects(node, triple.predicate)
                if isinstance(blank, ox.BlankNode) and blank not in used
            ]
            same = [blank for blank in candidates if content(index.of(blank)) == here_said]
            if name := next(iter([*same, *candidates]), None):
                names[found] = name
                used.add(name)
                waiting.append((found, name))
    return [
        triple._replace(
            subject=names.get(triple.subject, triple.subject),
            object=names.get(triple.object, triple.object),
        )
        for triple in placed
    ]


def _scan(text: str, path: str, names: Sequence[ox.BlankNode]) -> dict[Term, list[PlacedTriple]]:
    """Return the triples of the file at ``path`` by subject, its blank nodes given ``names``."""
    known: dict[ox.BlankNode, ox.BlankNode] = {}
    found: dict[Term, list[PlacedTriple]] = {}
    for triple in placed_triples(text, base_iri(path)):
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.BlankNode):
            subject = known.get(subject) or known.setdefault(subject, names[len(known)])
        if isinstance(value, ox.BlankNode):
            value = known.get(value) or known.setdefault(value, names[len(known)])
        found.setdefault(subject, []).append(triple._replace(subject=subject, object=value))
    return found


def _triples(
    focus: Term, path: paths.Path, value: Term | None
) -> Iterator[tuple[Term, ox.NamedNode, Term | None]]:
    """Yield the triples on ``path`` that a fault may be about, the likeliest first."""
    if isinstance(path, paths.Step):
        yield focus, path.predicate, value
    elif isinstance(path, paths.Inverse) and isinstance(path.path, paths.Step):
        if value is not None:
            yield value, path.path.predicate, focus
    elif isinstance(path, paths.Alternative):
        for part in path.parts:
            yield from _triples(focus, part, value)
    elif isinstance(path, paths.Sequence):
        yield from _triples(focus, path.parts[0], None)
    elif isinstance(path, paths.Repeated):
        yield from _triples(focus, path.path, value)
        yield from _triples(focus, path.path, None)
