"""Results: the rows or the graph that a query gave, and the forms they can be had in."""

from __future__ import annotations

from actip_graph.errors import ActipGraphError
from actip_graph.solutions import Solutions, Triples
from actip_graph.terms import to_python

TYPE_CHECKING = False
if TYPE_CHECKING:
    import pandas
    import polars
    import rdflib
    import rdflib.query

    from actip_graph.queries.stored import StoredQuery
    from actip_graph.results.citations import Citation
    from actip_graph.solutions import Outcome, Row
    from actip_graph.store import Store
    from actip_graph.terms import Value


class Result:
    """The answer to one query.

    ``query`` is the stored query that was run, or None; ``language`` is that of its headings.
    """

    def __init__(
        self,
        outcome: Outcome,
        store: Store,
        query: StoredQuery | None = None,
        language: str = "en",
    ) -> None:
        self.outcome = outcome
        self.query = query
        self.language = language
        self._store = store

    @property
    def variables(self) -> list[str]:
        """The names of the columns."""
        return self._solutions().variables

    @property
    def terms(self) -> list[Row]:
        """The rows as RDF terms, in the order of ``variables``."""
        return self._solutions().rows

    @property
    def rows(self) -> list[dict[str, Value]]:
        """The rows by column name, as plain Python values.

        Numbers and booleans are such, things of the graph are CURIEs, dates are text at their true
        precision, and what is not known is None.
        """
        names = self.variables
        return [dict(zip(names, map(to_python, row), strict=True)) for row in self.terms]

    @property
    def headings(self) -> list[str]:
        """What the columns are called for a reader."""
        if self.query is None:
            return self.variables
        return [self.query.column_label(name, self.language) for name in self.variables]

    def __len__(self) -> int:
        """Return the number of rows, or of triples."""
        if isinstance(self.outcome, Triples):
            return len(self.outcome.triples)
        return len(self.terms)

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a pandas data frame (needs the extra ``pandas``)."""
        try:
            import pandas
        except ImportError as error:
            raise ActipGraphError("pandas is missing: pip install 'actip-graph[pandas]'") from error
        return pandas.DataFrame(self.rows, columns=self.variables)

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a polars data frame (needs the extra ``polars``)."""
        try:
            import polars
        except ImportError as error:
            raise ActipGraphError("polars is missing: pip install 'actip-graph[polars]'") from error
        return polars.DataFrame(
            {name: [row[name] for row in self.rows] for name in self.variables}, strict=False
        )

    def to_rdflib(self) -> rdflib.Graph | rdflib.query.Result:
        """Return the triples as an rdflib graph, or the rows as an rdflib query result."""
        from actip_graph.results.as_rdflib import as_rdflib

        return as_rdflib(self.outcome)

    def citations(self) -> list[Citation]:
        """Return the sources that the rows or triples rest on, each once, sorted by title."""
        from actip_graph.results.citations import cite

        if isinstance(self.outcome, bool):
            return []
        return cite(self.outcome, self._store)

    def _solutions(self) -> Solutions:
        if isinstance(self.outcome, Solutions):
            return self.outcome
        kind = "a graph" if isinstance(self.outcome, Triples) else "yes or no"
        raise ActipGraphError(f"this query gives {kind}, not rows")
