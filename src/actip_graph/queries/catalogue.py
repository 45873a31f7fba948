"""The catalogue of stored queries, by name."""

from __future__ import annotations

import json

from actip_graph import cache, resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.queries.stored import StoredQuery, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMAT = "catalogue 1"


class Catalogue:
    """All stored queries of a folder; the stem of a file is the name of its query."""

    def __init__(self, queries: dict[str, StoredQuery]) -> None:
        self._queries = queries

    @classmethod
    def load(cls, folder: str) -> Catalogue:
        """Read every ``.rq`` file below ``folder``.

        Raises ActipGraphError for a faulty header, or for two files of one name.
        """
        queries: dict[str, StoredQuery] = {}
        for path in resources.files_below(folder, ".rq"):
            query = read(path)
            if query.name in queries:
                raise ActipGraphError(f"{path}: there is another query named {query.name!r}")
            queries[query.name] = query
        return cls(queries)

    @classmethod
    def cached(cls, folder: str) -> Catalogue:
        """Do as ``load``, with the headers kept in the cache: YAML is slow to read."""
        paths = resources.files_below(folder, ".rq")

        def build(path: str) -> None:
            known = cls.load(folder)
            with open(path, "w", encoding="utf-8") as file:
                # Dates in YAML headers become text, as a user would type them.
                json.dump([[q.name, q.fields, q.text] for q in known], file, default=str)

        path = cache.entry(f"catalogue-{cache.content_key(paths, _FORMAT)}.json", build)
        if path is None:
            return cls.load(folder)
        try:
            with open(path, encoding="utf-8") as file:
                return cls({name: StoredQuery(name, f, text) for name, f, text in json.load(file)})
        except ValueError:
            cache.discard(path)
            return cls.load(folder)

    def __iter__(self) -> Iterator[StoredQuery]:
        """Yield the queries by topic and name."""
        return iter(sorted(self._queries.values(), key=lambda query: (query.topic, query.name)))

    def __getitem__(self, name: str) -> StoredQuery:
        """Return the query ``name``. Raises ActipGraphError with the nearest names."""
        if name not in self._queries:
            raise ActipGraphError(f"no stored query {name!r}; {nearest(name, list(self._queries))}")
        return self._queries[name]
