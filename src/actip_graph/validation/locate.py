"""Finding the place in a file that a fault is about."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.validation.paths import Alternative, Inverse, Repeated, Sequence, Step
from actip_graph.validation.report import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from actip_graph.places import Span
    from actip_graph.terms import Term
    from actip_graph.validation.dataset import Dataset
    from actip_graph.validation.paths import Path
    from actip_graph.validation.report import Fault


class _Placed:
    """The triples of one subject in a file: the span of each term."""

    def __init__(self, subject_span: Span) -> None:
        self.span = subject_span
        self.triples: list[tuple[ox.NamedNode, Span, Term, Span]] = []


class Locator:
    """Places for faults; each file is read again at most once, and only if a fault is in it."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._files: dict[str, dict[Term, _Placed]] = {}

    def place(self, fault: Fault, culprit: Term) -> Place | None:
        """Return the place of ``fault``, of which ``culprit`` is to be described in a file.

        That is the triple with the value, or else one with the path, or else the subject. None
        where the culprit is in none of the files.
        """
        if culprit == fault.focus:
            for subject, predicate, value in self._triples(fault):
                if found := self._triple(subject, predicate, value):
                    return found
        return self.of_subject(culprit) or self._mention(culprit)

    def _triples(self, fault: Fault) -> Iterator[tuple[Term, ox.NamedNode, Term | None]]:
        if fault.path is not None:
            yield from _triples(fault.focus, fault.path, fault.value)
        elif fault.value is not None and fault.value != fault.focus:
            for predicate in self._dataset.index.predicates:
                yield fault.focus, predicate, fault.value

    def _triple(self, subject: Term, predicate: ox.NamedNode, value: Term | None) -> Place | None:
        for path in self._dataset.described_in(subject):
            placed = self._file(path).get(subject)
            for own, span, term, term_span in placed.triples if placed else ():
                if own == predicate and value is None:
                    return Place(path, *span)
                if own == predicate and term == value:
                    return Place(path, *term_span)
        return None

    def of_subject(self, subject: Term) -> Place | None:
        """Return where ``subject`` is first described, or None."""
        for path in self._dataset.described_in(subject):
            placed = self._file(path).get(subject)
            return Place(path, *placed.span) if placed else Place(path)
        return None

    def _mention(self, term: Term) -> Place | None:
        """Return where ``term`` is an object, for it is described nowhere."""
        index = self._dataset.index
        for predicate in index.predicates:
            for subject in index.subjects(predicate, term):
                if found := self._triple(subject, predicate, term):
                    return found
        return None

    def _file(self, path: str) -> dict[Term, _Placed]:
        if path not in self._files:
            try:
                self._files[path] = self._read(path)
            except (OSError, ValueError):  # changed meanwhile, or in a syntax still to come
                self._files[path] = {}
        return self._files[path]

    def _read(self, path: str) -> dict[Term, _Placed]:
        from actip_graph.places import placed_triples

        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        names = self._dataset.blanks[path]
        known: dict[Term, Term] = {}
        found: dict[Term, _Placed] = {}

        def named(term: Term) -> Term:
            if isinstance(term, ox.BlankNode):
                return known.get(term) or known.setdefault(term, names[len(known)])
            return term

        for triple in placed_triples(text):
            subject, value = named(triple.subject), named(triple.object)
            placed = found.get(subject)
            if placed is None:
                placed = found[subject] = _Placed(triple.subject_span)
            placed.triples.append(
                (triple.predicate, triple.predicate_span, value, triple.object_span)
            )
        return found


def _triples(
    focus: Term, path: Path, value: Term | None
) -> Iterator[tuple[Term, ox.NamedNode, Term | None]]:
    """Yield the triples on ``path`` that a fault may be about, the likeliest first."""
    if isinstance(path, Step):
        yield focus, path.predicate, value
    elif isinstance(path, Inverse) and isinstance(path.path, Step):
        if value is not None:
            yield value, path.path.predicate, focus
    elif isinstance(path, Alternative):
        for part in path.parts:
            yield from _triples(focus, part, value)
    elif isinstance(path, Sequence):
        yield from _triples(focus, path.parts[0], None)
    elif isinstance(path, Repeated):
        yield from _triples(focus, path.path, value)
        yield from _triples(focus, path.path, None)
