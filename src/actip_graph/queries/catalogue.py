"""The catalogue of stored queries, by name."""

from __future__ import annotations

import json
import os

from actip_graph import cache, resources
from actip_graph.errors import ActipGraphError, nearest
from actip_graph.queries.stored import StoredQuery, read, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FORMAT = "catalogue 2"


class Catalogue:
    """All stored queries of a folder; the stem of a file is the name of its query."""

    def __init__(self, names: Iterable[str], read: Callable[[str], StoredQuery]) -> None:
        """Take the ``names`` of the queries and what reads one by its name."""
        self._names = sorted(names)
        self._read = read

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
        return cls(queries, queries.__getitem__)

    @classmethod
    def cached(cls, folder: str) -> Catalogue:
        """Do as ``load``, with each query kept in the cache as JSON: YAML is slow to read."""
        paths = resources.files_below(folder, ".rq")

        def build(draft: str) -> None:
            os.mkdir(draft)
            for query in cls.load(folder):
                with open(os.path.join(draft, query.name), "w", encoding="utf-8") as file:
                    # Dates in YAML headers become text, as a user would type them.
                    json.dump([query.fields, query.text], file, default=str)

        entry = cache.entry(f"catalogue-{cache.content_key(paths, _FORMAT)}", build)
        if entry is None:
            return cls.load(folder)

        def read_kept(name: str) -> StoredQuery:
            try:
                with open(os.path.join(entry, name), encoding="utf-8") as file:
                    fields, text = json.load(file)
            except (OSError, ValueError):  # damaged; the files themselves are at hand
                cache.discard(entry)
                return cls.load(folder)[name]
            return StoredQuery(name, fields, text)

        return cls((stem(path) for path in paths), read_kept)

    def __iter__(self) -> Iterator[StoredQuery]:
        """Yield the queries by topic and name."""
        return iter(sorted(map(self._read, self._names), key=lambda q: (q.topic, q.name)))

    def __getitem__(self, name: str) -> StoredQuery:
        """Return the query ``name``. Raises ActipGraphError with the nearest names."""
        if name not in self._names:
            raise ActipGraphError(f"no stored query {name!r}; {nearest(name, self._names)}")
        return self._read(name)
