"""Running a stored query: bind its parameters, ask the store, hand on the result."""

from __future__ import annotations

from actip_graph.errors import ActipGraphError
from actip_graph.queries.parameters import terms_for
from actip_graph.results import Result
from actip_graph.sparql import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from actip_graph.queries.stored import StoredQuery
    from actip_graph.store import Store


def run(query: StoredQuery, given: Mapping[str, object], store: Store) -> Result:
    """Return the answer of ``store`` to ``query`` with the ``given`` parameters.

    Raises ActipGraphError for parameters that do not fit, and what the store raises.
    """
    values = terms_for(query, given, store)
    outcome = store.query(bind(query.text, values))
    if isinstance(outcome, bool):
        raise ActipGraphError(f"query {query.name!r} asks yes or no; a stored query gives rows")
    language = values.get("lang")
    return Result(outcome, store, query, language.value if language else "en")


def run_text(sparql: str, store: Store) -> Result:
    """Return the answer of ``store`` to the query ``sparql``, whatever its form."""
    return Result(store.query(sparql), store)
