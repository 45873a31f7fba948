"""The files that are validated, and those beside them that references may lead into."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.graph import triples
from actip_graph.validation.index import Index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from actip_graph.terms import Term
    from actip_graph.validation.solver import Solver


class Dataset:
    """Triples of many files, with the files that describe each subject.

    ``files`` are those that were asked about; the others are context: what they describe is known
    and not judged. A ``solver`` is given each file as soon as it is read. ``unreadable`` has a
    line for each file that could not be read to its end.
    """

    def __init__(
        self, files: Sequence[str], context: Sequence[str] = (), solver: Solver | None = None
    ) -> None:
        self.files = list(files)
        self.index = Index()
        self._solver = solver
        self.unreadable: list[str] = []
        # The blank nodes of a file in the order of their first mention: another reading of the
        # file names them anew, and this order tells which is which.
        self.blanks: dict[str, list[ox.BlankNode]] = {}
        self._described: dict[Term, list[str]] = {}
        self._beside: set[Term] = set()
        for path in self.files:
            self._read(path, judged=True)
        for path in context:
            if path not in self.blanks:
                self._read(path, judged=False)
        self.index.settle()

    def _read(self, path: str, judged: bool) -> None:
        described, beside = self._described, self._beside
        blanks: dict[ox.BlankNode, None] = {}
        last: Term | None = None
        readable = True
        try:
            for subject, value in self.index.add(triples(path)):
                if type(value) is ox.BlankNode or type(subject) is ox.BlankNode:
                    for term in (subject, value):
                        if isinstance(term, ox.BlankNode):
                            blanks[term] = None
                if subject is last:
                    continue
                last = subject
                if not judged:
                    beside.add(subject)
                elif (paths := described.get(subject)) is None:
                    described[subject] = [path]
                elif paths[-1] != path:
                    paths.append(path)
        except ActipGraphError as error:
            self.unreadable.append(str(error))
            readable = False
        self.blanks[path] = list(blanks)
        if self._solver is not None and readable:
            self._solver.load(path, self.blanks[path])

    def judges(self, focus: Term) -> bool:
        """Say whether ``focus`` is judged: described in the files, or in no file at all."""
        return focus in self._described or focus not in self._beside

    def describes(self, subject: Term) -> bool:
        """Say whether any file, asked about or not, has triples with ``subject``."""
        return subject in self._described or subject in self._beside

    def described_in(self, subject: Term) -> Sequence[str]:
        """Return the files, of those asked about, that have triples with ``subject``."""
        return self._described.get(subject, ())
