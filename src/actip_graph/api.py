"""The Python face of the package: a graph that can be asked, validated and written out."""

from __future__ import annotations

from actip_graph import resources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    import rdflib

    from actip_graph.answer import Answer
    from actip_graph.claims import Report as ClaimReport
    from actip_graph.describe import Description
    from actip_graph.queries.catalogue import Catalogue
    from actip_graph.results import Result
    from actip_graph.store import Store
    from actip_graph.validation import Report


class Graph:
    """The knowledge graph: the files it is made of, and a store that answers over them.

    >>> from actip_graph import Graph
    >>> g = Graph.default()
    >>> bound = g.run("participation-summary", instrument="ACTIP", as_of="2017-03-08")
    >>> bound.rows[0]["in_force"]
    'yes'
    """

    def __init__(self, files: Sequence[str], store: Store, catalogue: Catalogue) -> None:
        """Take the Turtle ``files``, a ``store`` that holds them, and the stored queries."""
        self.files = list(files)
        self.store = store
        self.catalogue = catalogue

    @classmethod
    def default(cls) -> Graph:
        """Return the graph that comes with the package, ready in milliseconds after first use."""
        from actip_graph.queries.catalogue import Catalogue
        from actip_graph.store.embedded import EmbeddedStore

        files = resources.graph_files()
        catalogue = Catalogue.cached(resources.query_folder())
        return cls(files, EmbeddedStore.cached(files), catalogue)

    @classmethod
    def load(cls, *files: str) -> Graph:
        """Return the graph of the package together with further Turtle ``files``, in memory.

        Raises ActipGraphError with file, line and column where one cannot be read.
        """
        from actip_graph.queries.catalogue import Catalogue
        from actip_graph.store.embedded import EmbeddedStore

        paths = [*resources.graph_files(), *files]
        catalogue = Catalogue.cached(resources.query_folder())
        return cls(paths, EmbeddedStore.in_memory(paths), catalogue)

    @classmethod
    def at(cls, url: str, timeout: float | None = None) -> Graph:
        """Return the graph as held by the SPARQL endpoint at ``url``.

        ``timeout`` is the number of seconds that one query may take.
        """
        from actip_graph.queries.catalogue import Catalogue
        from actip_graph.store import open_endpoint

        catalogue = Catalogue.cached(resources.query_folder())
        return cls(resources.graph_files(), open_endpoint(url, timeout), catalogue)

    def run(self, name: str, /, **parameters: object) -> Result:
        """Run the stored query ``name`` with ``parameters``, each a text, number or date.

        Raises ActipGraphError for a name, parameter or value that is not known.
        """
        from actip_graph.run import run

        return run(self.catalogue[name], parameters, self.store)

    def sparql(self, query: str) -> Result:
        """Run any SPARQL 1.1 query; the project's prefixes need no declaration in it.

        Raises ActipGraphError where it is not valid.
        """
        from actip_graph.run import run_text
        from actip_graph.sparql import with_prefixes

        return run_text(with_prefixes(query), self.store)

    def describe(self, thing: str, language: str = "en") -> Description:
        """Return everything about one ``thing``, named by IRI, CURIE or label.

        Raises ActipGraphError where nothing, or more than one thing, has that name.
        """
        from actip_graph.describe import describe

        return describe(thing, self.store, language)

    def answer(self, language: str = "en", as_of: str = "today") -> Answer:
        """Answer the research question as it stood on the date ``as_of`` (ISO 8601)."""
        from actip_graph.answer import build_answer

        return build_answer(self.catalogue, self.store, self.files, language, as_of)

    def check_claims(self, path: str | None = None, as_of: str = "today") -> ClaimReport:
        """Check the claims in the file at ``path``, else those of the paper in the graph.

        Each is judged for its own date and for ``as_of``; see ``actip_graph.claims``. Raises
        ActipGraphError for a file that cannot be checked.
        """
        from actip_graph.claims import check_claims

        return check_claims(self.store, path, as_of)

    def validate(
        self,
        files: Sequence[str] = (),
        shapes: Sequence[str] = (),
        ontology: Sequence[str] = (),
        **options: Any,
    ) -> Report:
        """Check the graph, or ``files``, against the project's shapes or ``shapes``.

        See ``actip_graph.validation.validate``, and ``Options`` there for the ``options``.
        """
        from actip_graph.validation import Options, validate

        return validate(files, shapes, ontology, Options(**options))

    def as_rdflib(self) -> rdflib.Graph:
        """Return a copy of the graph's files as one rdflib graph."""
        from actip_graph.graph import as_rdflib

        return as_rdflib(self.files)
