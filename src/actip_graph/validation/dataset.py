"""The files that are validated, and those beside them that references may lead into."""

from __future__ import annotations

import os
from contextlib import suppress

from actip_graph.errors import ActipGraphError
from actip_graph.graph import renamed, statements, triples
from actip_graph.validation.collector import no_collector
from actip_graph.validation.index import Index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyoxigraph as ox

    from actip_graph.terms import Term
    from actip_graph.validation.solver import Solver


class Dataset:
    """Triples of many files, with the files that describe each subject.

    ``files`` are those that were asked about; the others are context: what they describe is known
    and not judged. A ``solver`` is given each file as soon as it is read. ``unreadable`` has a
    line for each file that could not be read to its end.
    """

    @no_collector()
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
        self._beside: dict[Term, None] = {}
        for path in self.files:
            self._read(path, judged=True)
        read = set(map(os.path.realpath, self.files))
        for path in context:
            if os.path.realpath(path) not in read:
                self._read(path, judged=False)
        self.index.settle()

    def _read(self, path: str, judged: bool) -> None:
        try:
            subjects, self.blanks[path] = self.index.add(statements(path))
        except ActipGraphError as error:
            self.unreadable.append(str(error))
            self.blanks[path] = []
            return
        if not judged:
            self._beside.update(subjects)
        else:
            for subject in subjects:
                self._described.setdefault(subject, []).append(path)
        if self._solver is not None:
            self._solver.load(path, self.blanks[path])

    def triples(self, path: str) -> Iterator[ox.Triple]:
        """Yield the triples of a file, read again, with the blank nodes of the index.

        It ends where the file cannot be read on, which is reported already.
        """
        with suppress(ActipGraphError):
            yield from renamed(triples(path), self.blanks[path])

    def add_context(self, path: str) -> None:
        """Add the file at ``path`` to the context."""
        self._read(path, judged=False)
        self.index.settle()

    def judges(self, focus: Term) -> bool:
        """Say whether ``focus`` is judged: described in the files, or in no file at all."""
        return focus in self._described or focus not in self._beside

    def describes(self, subject: Term) -> bool:
        """Say whether any file, asked about or not, has triples with ``subject``."""
        return subject in self._described or subject in self._beside

    def described_in(self, subject: Term) -> Sequence[str]:
        """Return the files, of those asked about, that have triples with ``subject``."""
        return self._described.get(subject, ())
