"""The queries of SPARQL constraints, answered by Oxigraph beside our own work."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor

import pyoxigraph as ox

from actip_graph.errors import ActipGraphError
from actip_graph.graph import base_iri, renamed, triples
from actip_graph.store.embedded import explain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from actip_graph.terms import Term

    Rows = list[Mapping[str, Term]]


# Loading in bulk costs a millisecond to set up; a larger file gains from it.
_LARGE = 5_000_000


class Solver:
    """The data once more, in an Oxigraph store.

    The engine lets other threads run: files are loaded while the next are read, and queries
    answered, two at a time, while Core constraints are checked.
    """

    def __init__(self) -> None:
        self._store = ox.Store()
        self._loader = ThreadPoolExecutor(max_workers=1)
        self._askers = ThreadPoolExecutor(max_workers=2)
        self._loaded: list[Future[None]] = []
        self._answers: dict[str, Future[Rows]] = {}

    def load(self, path: str, blanks: Sequence[ox.BlankNode]) -> None:
        """Begin to load the file at ``path``, whose blank nodes are to be named ``blanks``."""
        self._loaded.append(self._loader.submit(self._load, path, blanks))

    def ask(self, query: str) -> Future[Rows]:
        """Begin to answer ``query``."""
        if query not in self._answers:
            self._answers[query] = self._askers.submit(self._answer, query)
        return self._answers[query]

    def select(self, query: str) -> Rows:
        """Return the solutions of ``query`` by variable.

        Raises ActipGraphError where it is not valid SPARQL, or a file could not be loaded.
        """
        try:
            return self.ask(query).result()
        except SyntaxError as error:
            raise ActipGraphError(f"The shapes cannot be used: {explain(error)}") from error
        except (OSError, ValueError, RuntimeError) as error:
            raise ActipGraphError(f"The query of a shape failed: {error}") from error

    def _load(self, path: str, blanks: Sequence[ox.BlankNode]) -> None:
        if blanks:
            again = renamed(triples(path), blanks)
            self._store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in again)
        else:
            large = os.path.getsize(path) > _LARGE
            load = self._store.bulk_load if large else self._store.load
            load(path=path, format=ox.RdfFormat.TURTLE, base_iri=base_iri(path))

    def _answer(self, query: str) -> Rows:
        for loaded in self._loaded:
            loaded.result()
        solutions = self._store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [
            {name: term for name in names if (term := solution[name]) is not None}
            for solution in solutions
        ]
