"""The embedded store: Oxigraph, in memory or opened from the cache in a few milliseconds."""

from __future__ import annotations

import pyoxigraph as ox

from actip_graph import cache, graph
from actip_graph.errors import ActipGraphError
from actip_graph.solutions import Solutions, Triples
from actip_graph.store.capabilities import Capabilities

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from actip_graph.solutions import Outcome

# Part of the cache key: another Oxigraph may write its files in another way.
_FORMAT = f"oxigraph {ox.__version__}, default and named graphs"


class EmbeddedStore:
    """Oxigraph inside this process."""

    name = "the embedded store"
    capabilities = Capabilities(
        f"pyoxigraph {ox.__version__}", atomic_put=False, batches=False, restates=True
    )

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    @classmethod
    def on_disk(cls, folder: str) -> EmbeddedStore:
        """Return the store in ``folder``, which is made if it is not there.

        Raises ActipGraphError where it cannot be opened, as when another process has it open.
        """
        try:
            return cls(ox.Store(folder))
        except (OSError, RuntimeError) as error:
            raise ActipGraphError(f"{folder}: the store cannot be opened: {error}") from error

    @classmethod
    def in_memory(cls, paths: Sequence[str]) -> EmbeddedStore:
        """Return a new store that holds the graph of ``paths``."""
        store = ox.Store()
        graph.fill(store, paths)
        return cls(store)

    @classmethod
    def cached(cls, paths: Sequence[str]) -> EmbeddedStore:
        """Return a read-only store with the graph of ``paths``, built once for their content.

        Without a cache folder that can be written, or with a damaged one, the store is in memory.
        """

        def build(path: str) -> None:
            store = ox.Store(path)
            graph.fill(store, paths)
            store.optimize()
            store.flush()

        try:
            name = "store-" + cache.content_key(paths, _FORMAT)
        except OSError as error:
            raise ActipGraphError(f"{error.filename}: cannot be read: {error.strerror}") from error
        path = cache.entry(name, build)
        if path is not None:
            try:
                return cls(ox.Store.read_only(path))
            except (OSError, RuntimeError):  # Oxigraph raises either for damaged files
                cache.discard(path)
        return cls.in_memory(paths)

    def query(self, sparql: str) -> Outcome:
        """See the protocol."""
        try:
            answer = self._store.query(sparql)
            if isinstance(answer, ox.QuerySolutions):
                variables = [variable.value for variable in answer.variables]
                return Solutions(variables, [tuple(row) for row in answer])
            if isinstance(answer, ox.QueryTriples):
                return Triples(list(answer))
            return bool(answer)
        except SyntaxError as error:
            raise ActipGraphError(explain(error)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise ActipGraphError(f"The query failed: {error}") from error

    def update(self, sparql: str) -> None:
        """See the protocol."""
        try:
            self._store.update(sparql)
        except SyntaxError as error:
            raise ActipGraphError(explain(error)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise ActipGraphError(f"The update failed: {error}") from error

    def sizes(self) -> dict[str, int]:
        """See the protocol."""
        from actip_graph.store.graphs import sizes

        return sizes(self.query)

    def count(self, graph: str | None = None) -> int:
        """See the protocol."""
        from actip_graph.store.graphs import count

        return count(self.query, graph)

    def get(self, graph: str) -> Iterator[ox.Triple]:
        """See the protocol."""
        for quad in self._store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            yield quad.triple

    def put(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """See the protocol."""
        self.delete(graph)
        self.post(graph, triples)

    def put_many(self, graphs: Mapping[str, Iterable[ox.Triple]]) -> None:
        """See the protocol."""
        for name, triples in graphs.items():
            self.put(name, triples)

    def post(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """See the protocol."""
        name = ox.NamedNode(graph)
        self._store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in triples)

    def delete(self, graph: str) -> None:
        """See the protocol."""
        self._store.remove_graph(ox.NamedNode(graph))


def explain(error: SyntaxError) -> str:
    """Return one line on a query that Oxigraph refused, with its place where that is named.

    Oxigraph lists every token that could have stood there; of these only what speaks is kept.
    """
    reason = " ".join(str(error.msg).split())
    place, expected, tokens = reason.partition(": expected ")
    if expected:
        sentences = [t for t in tokens.removeprefix("one of ").split(", ") if t.count(" ") > 2]
        reason = "; ".join([place.replace("error at", "at line:column"), *sentences])
    return f"The query is not valid SPARQL 1.1: {reason}"
