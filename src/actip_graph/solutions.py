"""What a store answers to a query, whichever store it was."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    import pyoxigraph as ox

    from actip_graph.terms import Term

    Row: TypeAlias = tuple[Term | None, ...]
    Outcome: TypeAlias = "Solutions | Triples | bool"


class Solutions:
    """The table that a SELECT query gives: variable names, and rows of terms in that order."""

    __slots__ = ("rows", "variables")

    def __init__(self, variables: list[str], rows: list[Row]) -> None:
        self.variables = variables
        self.rows = rows


class Triples:
    """The graph that a CONSTRUCT or DESCRIBE query gives."""

    __slots__ = ("triples",)

    def __init__(self, triples: list[ox.Triple]) -> None:
        self.triples = triples


def rows_of(outcome: Outcome) -> list[Row]:
    """Return the rows of ``outcome``, none where it is no table."""
    return outcome.rows if isinstance(outcome, Solutions) else []
